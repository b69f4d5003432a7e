"""Everything about hazards: what each step brought, with its photos and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from peewee import JOIN

from checklists.hazards.models import (
    Hazard,
    HazardExtensionDecision,
    HazardExtensionRequest,
    HazardHandover,
    HazardRecheck,
    HazardRecheckFinding,
    HazardRectification,
)
from checklists.hazards.queries.listing import hazard_row_within_reach, hazard_rows_within_reach, rows_of
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.attachments.queries import attachments_of
from server.units.calendar.queries import calendar_between

Json = dict[str, Any]
ByHazard = dict[UUID, list[Json]]


def life_within_reach(actor: Actor, id: UUID) -> Json:
    """One hazard with its whole life. Raises NotFound."""
    return lives_of([hazard_row_within_reach(actor, id)], actor)[0]


def lives_within_reach(actor: Actor, ids: Iterable[UUID]) -> list[Json]:
    """Several, in the order asked for. Raises NotFound."""
    wanted = list(dict.fromkeys(ids))
    rows = {hazard.id: hazard for hazard in hazard_rows_within_reach(actor, wanted)}
    return lives_of([rows[id] for id in wanted], actor)


def lives_of(hazards: Sequence[Hazard], actor: Actor) -> list[Json]:
    """Hazards with their whole lives; 15 queries, however many there are."""
    ids = [hazard.id for hazard in hazards]
    files = attachments_of("hazard", ids)
    rectified, asked, rechecked = _rectifications(ids), _extensions(ids), _rechecks(ids)
    handed = {row.hazard_id: row for row in HazardHandover.select().where(HazardHandover.hazard_id.in_(ids))}
    agencies, warnings = agencies_by_id(hazard.agency_id for hazard in hazards), calendar_warnings(hazards)
    return [
        {
            **row,
            "agency": _named(agencies.get(hazard.agency_id)) if hazard.agency_id else None,
            "attachments": files.get(hazard.id, []),
            "rectifications": rectified[hazard.id],
            "extensions": asked[hazard.id],
            "rechecks": rechecked[hazard.id],
            "handover": _handover(handed.get(hazard.id)),
            "calendar_warning": warnings.get(hazard.id),
        }
        for hazard, row in zip(hazards, rows_of(hazards, actor), strict=True)
    ]


def pending_request(hazard_id: UUID) -> HazardExtensionRequest | None:
    """The latest request, if nobody has decided it; one query."""
    row = (
        HazardExtensionRequest.select(HazardExtensionRequest, HazardExtensionDecision)
        .join(
            HazardExtensionDecision,
            JOIN.LEFT_OUTER,
            on=(HazardExtensionDecision.request_id == HazardExtensionRequest.id),
            attr="decision",
        )
        .where(HazardExtensionRequest.hazard_id == hazard_id)
        .order_by(HazardExtensionRequest.at.desc(), HazardExtensionRequest.id.desc())
        .first()
    )
    return None if row is None or getattr(row, "decision", None) is not None else row


def calendar_warnings(hazards: Sequence[Hazard]) -> dict[UUID, str]:
    """What to say where a day was counted over years whose holidays nobody has loaded; two queries or none."""
    running = {
        hazard.id: (hazard.deadline_on, max(hazard.deadline_on, hazard.recheck_due_on or hazard.deadline_on))
        for hazard in hazards
        if hazard.state in ("ordered", "rectified") and hazard.deadline_on is not None
    }
    if not running:
        return {}
    calendar = calendar_between(min(first for first, _ in running.values()), max(last for _, last in running.values()))
    found = {id: calendar.unloaded(first, last) for id, (first, last) in running.items()}
    return {
        id: f"{'、'.join(map(str, years))}年节假日安排尚未录入，复查期限暂按周末推算"
        for id, years in found.items()
        if years
    }


def _rectifications(ids: list[UUID]) -> ByHazard:
    rows = list(
        HazardRectification.select().where(HazardRectification.hazard_id.in_(ids)).order_by(HazardRectification.at)
    )
    files = attachments_of("hazard_rectification", [row.id for row in rows])
    return _by_hazard(
        (
            row.hazard_id,
            {
                "id": row.id,
                "measure": row.measure,
                "done_on": row.done_on,
                "responsible": row.responsible,
                "photos": files.get(row.id, []),
                "pairs": row.pairs,
                **_signed(row),
            },
        )
        for row in rows
    )


def _extensions(ids: list[UUID]) -> ByHazard:
    rows = list(
        HazardExtensionRequest.select()
        .where(HazardExtensionRequest.hazard_id.in_(ids))
        .order_by(HazardExtensionRequest.at)
    )
    asked = [row.id for row in rows]
    decisions = {
        row.request_id: row
        for row in HazardExtensionDecision.select().where(HazardExtensionDecision.request_id.in_(asked))
    }
    files = attachments_of("hazard_extension_request", asked)
    return _by_hazard(
        (
            row.hazard_id,
            {
                "id": row.id,
                "reasons": row.reasons,
                "deadline_on": row.deadline_on,
                "wished_on": row.wished_on,
                "interim_measures": row.interim_measures,
                "files": files.get(row.id, []),
                "decision": _decision(decisions.get(row.id)),
                **_signed(row),
            },
        )
        for row in rows
    )


def _rechecks(ids: list[UUID]) -> ByHazard:
    rows = list(HazardRecheckFinding.select().where(HazardRecheckFinding.hazard_id.in_(ids)))
    visits = {
        visit.id: visit
        for visit in HazardRecheck.select().where(HazardRecheck.id.in_([row.recheck_id for row in rows]))
    }
    files = attachments_of("hazard_recheck_finding", [row.id for row in rows])
    rows.sort(key=lambda row: (visits[row.recheck_id].at, row.id))
    return _by_hazard(
        (
            row.hazard_id,
            {
                "id": row.recheck_id,
                "checked_at": visits[row.recheck_id].checked_at,
                "officers": visits[row.recheck_id].officers,
                "passed": row.passed,
                "note": row.note,
                "new_deadline_on": row.new_deadline_on,
                "photos": files.get(row.id, []),
                **_signed(visits[row.recheck_id]),
            },
        )
        for row in rows
    )


def _by_hazard(pairs: Iterable[tuple[UUID, Json]]) -> ByHazard:
    found: ByHazard = defaultdict(list)
    for hazard_id, shape in pairs:
        found[hazard_id].append(shape)
    return found


def _signed(row: Any) -> Json:
    return {"by": row.by_name, "at": row.at}


def _decision(row: HazardExtensionDecision | None) -> Json | None:
    if row is None:
        return None
    return {"granted": row.granted, "new_deadline_on": row.new_deadline_on, "reason": row.reason, **_signed(row)}


def _handover(row: HazardHandover | None) -> Json | None:
    if row is None:
        return None
    agency = {"id": row.agency_id, "name": row.agency_name}
    return {"id": row.id, "agency": agency, "reference": row.reference, "reason": row.reason, **_signed(row)}


def _named(agency: Any) -> Json | None:
    return {"id": agency.id, "name": agency.name} if agency else None
