"""Cases as lists show them, and what waits across them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from reports.penalties.models import PenaltyCase, PenaltyDeadline, PenaltyDecision
from reports.penalties.queries.cases import (
    CaseFilter,
    act_rows,
    acts_shown,
    cases_within_reach,
    decisions_shown,
    filtered,
    is_of_a_unit,
    standing_of,
)
from server.core import clock
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]


@dataclass(frozen=True)
class DeadlineFilter:
    due_within_days: int | None = None
    case_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def find_cases(actor: Actor, wanted: CaseFilter) -> Json:
    """A page of cases, newest first; 8 queries."""
    query = filtered(cases_within_reach(actor), wanted).order_by(PenaltyCase.id.desc())
    if wanted.after:
        query = query.where(PenaltyCase.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda case: (case.id,))
    return {**found, "items": rows_of(found["items"], actor)}


def rows_of(cases: list[PenaltyCase], actor: Actor) -> list[Json]:
    """Cases in their wire shape; the number of queries does not grow. A unit learns no case number and no deadline."""
    ids = [case.id for case in cases]
    acts, numbers = act_rows(ids), documents_of_subjects(DocumentKind.CASE_FILING, ids)
    decisions = decisions_shown(actor, ids)
    units = unit_names([case.unit_id for case in cases])
    agencies = agencies_by_id(case.agency_id for case in cases)
    due = {row.case_id: row for row in _waiting().where(PenaltyDeadline.case_id.in_(ids)).order_by(_LATEST_FIRST)}
    outside = is_of_a_unit(actor)
    return [
        {
            "id": case.id,
            "number": "" if outside or case.id not in numbers else numbers[case.id]["number"],
            "state": standing_of(case, acts_shown(acts[case.id], decisions.get(case.id))).state,
            "procedure": case.procedure,
            "unit": {"id": case.unit_id, "name": units.get(case.unit_id, "")},
            "agency": {"id": case.agency_id, "name": agencies[case.agency_id].name},
            "respondent_kind": case.respondent_kind,
            "respondent_name": case.respondent_name,
            "offence": case.offence,
            "filed_on": case.filed_on,
            "filed_at": case.filed_at,
            "decision": decision_shape(decisions.get(case.id)),
            "next_deadline": None if outside or case.id not in due else deadline_shape(due[case.id]),
        }
        for case in cases
    ]


def decision_shape(row: PenaltyDecision | None) -> Json | None:
    """What was decided, as lists and pages show it."""
    if row is None:
        return None
    names = ("id", "kind", "is_warning", "fine_fen", "decided_on", "at", "by_name", "document_id", "article")
    return {name: getattr(row, name) for name in names}


def deadline_shape(row: PenaltyDeadline) -> Json:
    names = ("id", "case_id", "act_id", "code", "due_on", "due_at", "is_certain")
    return {
        **{name: getattr(row, name) for name in names},
        "days_left": (row.due_on - clock.today()).days,
    }


_LATEST_FIRST = PenaltyDeadline.due_on.desc()  # type: ignore[attr-defined] - the nearest is put in last and stays


def _waiting() -> ModelSelect:
    return PenaltyDeadline.select().where(PenaltyDeadline.ended_at.is_null())  # type: ignore[union-attr]


def find_deadlines(actor: Actor, wanted: DeadlineFilter) -> Json:
    """A page of what waits across the cases within reach, the nearest day first; 5 queries."""
    query = _waiting().where(is_within_reach(actor, PenaltyDeadline.unit_id))
    query = query.order_by(PenaltyDeadline.due_on, PenaltyDeadline.id)
    if wanted.due_within_days is not None:
        query = query.where(PenaltyDeadline.due_on <= clock.today() + timedelta(days=wanted.due_within_days))
    if wanted.case_id:
        query = query.where(PenaltyDeadline.case_id == wanted.case_id)
    if wanted.after:
        day, id = decode_cursor(wanted.after, date.fromisoformat, UUID)
        later = (PenaltyDeadline.due_on == day) & (PenaltyDeadline.id > id)
        query = query.where((PenaltyDeadline.due_on > day) | later)
    rows = list(query.limit(wanted.limit + 1))
    found = page(rows, wanted.limit, lambda row: (row.due_on.isoformat(), str(row.id)))
    return {**found, "items": _named(found["items"])}


def _named(rows: list[PenaltyDeadline]) -> list[Json]:
    case_ids = {row.case_id for row in rows}
    cases = {case.id: case for case in PenaltyCase.select().where(PenaltyCase.id.in_(list(case_ids)))}
    numbers = documents_of_subjects(DocumentKind.CASE_FILING, list(case_ids))
    units = unit_names([row.unit_id for row in rows])
    return [
        {
            **deadline_shape(row),
            "case_number": numbers[row.case_id]["number"] if row.case_id in numbers else "",
            "respondent_name": cases[row.case_id].respondent_name,
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
        }
        for row in rows
    ]
