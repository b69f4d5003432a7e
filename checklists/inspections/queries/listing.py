"""Lists of inspections, within the reach of their units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from checklists.inspections.models import Inspection, InspectionCompletion
from checklists.inspections.queries.lookups import inspections_within_reach
from checklists.inspections.queries.relations import corrected_among
from checklists.templates.models import TemplateVersion
from checklists.templates.queries import definition_of
from server.core import clock
from server.core.permissions import Actor
from server.units.registry.queries.lookups import site_names, unit_names
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass(frozen=True)
class InspectionFilter:
    unit_id: UUID | None = None
    state: str | None = None
    flagged: bool | None = None
    from_on: date | None = None
    to_on: date | None = None
    limit: int = 50
    after: str | None = None


def find_inspections(actor: Actor, wanted: InspectionFilter) -> Json:
    """A page of inspections, latest first, without their answers; 6 queries."""
    query = inspections_within_reach(actor).order_by(Inspection.id.desc())
    if wanted.unit_id:
        query = query.where(Inspection.unit_id == wanted.unit_id)
    if wanted.state:
        query = query.where(InspectionCompletion.id.is_null(wanted.state == "awaiting_media"))
    if wanted.flagged is not None:
        query = query.where(Inspection.flag_count > 0 if wanted.flagged else Inspection.flag_count == 0)
    if wanted.from_on:
        query = query.where(Inspection.received_at >= clock.start_of(wanted.from_on))
    if wanted.to_on:
        query = query.where(Inspection.received_at < clock.start_of(wanted.to_on + timedelta(days=1)))
    if wanted.after:
        query = query.where(Inspection.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": summaries(found["items"])}


def summaries(inspections: list[Inspection]) -> list[Json]:
    units = unit_names([row.unit_id for row in inspections])
    sites = site_names([row.site_id for row in inspections if row.site_id])
    corrected = corrected_among([row.id for row in inspections])
    return [{**_summary(row, units, sites), "corrected_by_id": corrected.get(row.id)} for row in inspections]


def _summary(row: Inspection, units: dict[UUID, str], sites: dict[UUID, str]) -> Json:
    definition, _ = definition_of(row.template_version_id) or ({}, "")
    return {
        "id": row.id,
        "kind": row.kind,
        "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
        "site": {"id": row.site_id, "name": sites.get(row.site_id, "")} if row.site_id else None,
        "task_id": row.task_id,
        "corrects_id": row.corrects_id,
        "part_of": row.part_of,
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
        "result": row.result,
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
