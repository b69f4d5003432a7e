"""Reads of inspections, within the reach of their units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect

from checklists.hazards.models import Hazard
from checklists.hazards.queries import hazards_of_inspections, shapes
from checklists.inspections.models import ExpectedMedium, Inspection, InspectionCompletion, InspectionFlag
from checklists.templates.models import TemplateVersion
from checklists.templates.queries import definition_of
from server.core.clock import BEIJING
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.core.pictures import PREVIEWS, preview
from server.units.registry.queries.lookups import site_names, unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class Receipt:
    """What a phone gets back for a record, the same each time but for what has arrived since."""

    id: UUID
    record_hash: str
    state: str
    missing: list[str]
    flags: Sequence[InspectionFlag]
    hazards: Sequence[Hazard]
    received_at: datetime


@dataclass(frozen=True)
class InspectionFilter:
    unit_id: UUID | None = None
    state: str | None = None
    flagged: bool | None = None
    from_on: date | None = None
    to_on: date | None = None
    limit: int = 50
    after: str | None = None


def receipt_of(inspection: Inspection) -> Receipt:
    """3 queries."""
    missing = [
        row.sha256
        for row in ExpectedMedium.select(ExpectedMedium.sha256)
        .where((ExpectedMedium.inspection_id == inspection.id) & ExpectedMedium.received_at.is_null())
        .order_by(ExpectedMedium.id)
    ]
    return Receipt(
        id=inspection.id,
        record_hash=inspection.record_hash,
        state="awaiting_media" if missing else "complete",
        missing=missing,
        flags=list(
            InspectionFlag.select().where(InspectionFlag.inspection_id == inspection.id).order_by(InspectionFlag.id)
        ),
        hazards=hazards_of_inspections([inspection.id])[inspection.id],
        received_at=inspection.received_at,
    )


def inspections_within_reach(actor: Actor) -> ModelSelect:
    """Inspections of units one reaches, and one's own."""
    return (
        Inspection.select(Inspection, InspectionCompletion)
        .join(
            InspectionCompletion,
            JOIN.LEFT_OUTER,
            on=(InspectionCompletion.inspection_id == Inspection.id),
            attr="completion",
        )
        .where(is_within_reach(actor, Inspection.unit_id) | (Inspection.account_id == actor.account_id))
    )


def inspection_within_reach(actor: Actor, id: UUID) -> Inspection:
    """Raises NotFound."""
    inspection = inspections_within_reach(actor).where(Inspection.id == id).first()
    if inspection is None:
        raise NotFound()
    return inspection


def receipt_within_reach(actor: Actor, id: UUID) -> Receipt:
    """The receipt of one's own record, or of one within reach for who may see inspections. Raises NotFound."""
    inspection = inspection_within_reach(actor, id)
    if inspection.account_id != actor.account_id and not actor.may("inspection.view"):
        raise NotFound()  # a unit's people do not read what was found about the officers' procedure
    return receipt_of(inspection)


def inspection_by_id(id: UUID) -> Inspection:
    """For jobs, which act for nobody. Raises NotFound."""
    inspection = Inspection.get_or_none(Inspection.id == id)
    if inspection is None:
        raise NotFound()
    return inspection


def versions_inspected_for(task_id: UUID) -> set[UUID]:
    """The checklists for which the task has a record from somebody it was assigned to."""
    foreign = InspectionFlag.select(InspectionFlag.inspection_id).where(InspectionFlag.code == "task_of_another")
    rows = Inspection.select(Inspection.template_version_id).where(
        (Inspection.task_id == task_id) & Inspection.id.not_in(foreign)
    )
    return {row.template_version_id for row in rows}


def is_complete(id: UUID) -> bool:
    return InspectionCompletion.select().where(InspectionCompletion.inspection_id == id).exists()


def find_inspections(actor: Actor, wanted: InspectionFilter) -> Json:
    """A page of inspections, latest first, without their answers; 5 queries."""
    query = inspections_within_reach(actor).order_by(Inspection.id.desc())
    if wanted.unit_id:
        query = query.where(Inspection.unit_id == wanted.unit_id)
    if wanted.state:
        query = query.where(InspectionCompletion.id.is_null(wanted.state == "awaiting_media"))
    if wanted.flagged is not None:
        query = query.where(Inspection.flag_count > 0 if wanted.flagged else Inspection.flag_count == 0)
    if wanted.from_on:
        query = query.where(Inspection.received_at >= datetime.combine(wanted.from_on, time(), BEIJING))
    if wanted.to_on:
        end = datetime.combine(wanted.to_on + timedelta(days=1), time(), BEIJING)
        query = query.where(Inspection.received_at < end)
    if wanted.after:
        query = query.where(Inspection.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": summaries(found["items"])}


def summaries(inspections: list[Inspection]) -> list[Json]:
    units = unit_names([row.unit_id for row in inspections])
    sites = site_names([row.site_id for row in inspections if row.site_id])
    return [_summary(row, units, sites) for row in inspections]


def _summary(row: Inspection, units: dict[UUID, str], sites: dict[UUID, str]) -> Json:
    definition, _ = definition_of(row.template_version_id) or ({}, "")
    return {
        "id": row.id,
        "kind": row.kind,
        "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
        "site": {"id": row.site_id, "name": sites.get(row.site_id, "")} if row.site_id else None,
        "task_id": row.task_id,
        "template_version": {
            "id": row.template_version_id,
            "code": definition.get("code", ""),
            "title": definition.get("title", ""),
            "number": _version_number(row.template_version_id),
        },
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "recorded_at": row.recorded_at,
        "received_at": row.received_at,
        "officers": row.record["officers"],
        "state": "complete" if getattr(row, "completion", None) else "awaiting_media",
        "score": {"earned": row.earned, "possible": row.possible},
        "flag_count": row.flag_count,
        "breach_count": row.breach_count,
        "hazard_count": row.hazard_count,
        "record_hash": row.record_hash,
        "signature_valid": row.signature_valid,
        "device": {"id": row.device_id, "name": row.device_name},
    }


_numbers: dict[UUID, int] = {}


def _version_number(id: UUID) -> int:
    """Kept in memory: versions never change."""
    if id not in _numbers:
        _numbers[id] = TemplateVersion.get_by_id(id).number
    return _numbers[id]


def inspection_in_full(actor: Actor, id: UUID) -> Json:
    """Everything an officer must judge. Raises NotFound."""
    return in_full(inspection_within_reach(actor, id))


def in_full(inspection: Inspection) -> Json:
    """The record with what the server knows about it: media, flags, hazards, the form's own words."""
    record = inspection.record
    definition, _ = definition_of(inspection.template_version_id) or ({"sections": [], "facts": []}, "")
    receipt = receipt_of(inspection)
    missing = set(receipt.missing)
    return {
        **summaries([inspection])[0],
        "state": receipt.state,
        "missing": receipt.missing,
        "sections": definition["sections"],
        "fact_definitions": definition.get("facts", []),
        "facts": record["facts"],
        "answers": record["answers"],
        "group_reasons": record.get("group_reasons", {}),
        "place": record.get("place", ""),
        "companion": record.get("companion"),
        "refusal": record.get("refusal"),
        "opinion": record.get("opinion", ""),
        "position": record.get("position"),
        "photos": _photos(inspection, receipt, missing),
        "signatures": _signatures(inspection, missing),
        "flags": receipt.flags,
        "hazards": shapes(list(receipt.hazards)),
    }


def _photos(inspection: Inspection, receipt: Receipt, missing: set[str]) -> list[Json]:
    invalid = {flag.detail.split(" ")[1][:12] for flag in receipt.flags if flag.code == "photo_signature_invalid"}
    base = _media_of(inspection)
    return [
        {
            **photo,
            "signature_valid": photo["sha256"][:12] not in invalid,
            "received": photo["sha256"] not in missing,
            "rendered_sha256": photo["rendered"]["sha256"] if photo.get("rendered") else None,
            "url": f"{base}/{photo['sha256']}?size=original",
            "display_url": f"{base}/{photo['sha256']}?size=display",
            "thumb_url": f"{base}/{photo['sha256']}?size=thumb",
        }
        for photo in inspection.record["photos"]
    ]


def _signatures(inspection: Inspection, missing: set[str]) -> list[Json]:
    return [
        {
            "role": item["role"],
            "name": item["name"],
            "person_id": item.get("person_id"),
            "sha256": item["image"]["sha256"],
            "received": item["image"]["sha256"] not in missing,
            "signed_at": item["signed_at"],
            "url": f"{_media_of(inspection)}/{item['image']['sha256']}?size=display",
        }
        for item in inspection.record["signatures"]
    ]


def _media_of(inspection: Inspection) -> str:
    return f"/api/v1/inspections/{inspection.id}/media"


def medium_within_reach(actor: Actor, inspection_id: UUID, sha256: str, size: str) -> tuple[bytes, str]:
    """(bytes, media type) of a file that the inspection names: re-encoded for screens, or the original.

    Raises NotFound (also while the bytes are not here).
    """
    inspection_within_reach(actor, inspection_id)
    return medium_of(inspection_id, sha256, size)


def medium_of(inspection_id: UUID, sha256: str, size: str) -> tuple[bytes, str]:
    """The same for jobs. Raises NotFound."""
    if not SHA256.match(sha256):
        raise NotFound()  # a NUL in a path would be more than PostgreSQL can look for
    row = ExpectedMedium.get_or_none(
        (ExpectedMedium.inspection_id == inspection_id)
        & (ExpectedMedium.sha256 == sha256)
        & ExpectedMedium.received_at.is_null(False)
    )
    if row is None:
        raise NotFound()
    if size not in PREVIEWS:
        return files().read(sha256), row.media_type
    return preview(files(), sha256, size)
