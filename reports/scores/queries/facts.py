"""What is counted of units for their scores: a few queries for many units at once, and the rows behind one of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from peewee import SQL, Case, ModelSelect, fn

from checklists.hazards.models import Hazard
from reports.deliveries.queries import served_documents
from reports.documents.models import Document
from reports.penalties.models import PenaltyDecision
from reports.unit_files.queries.chapters import Entry, Reader
from reports.unit_files.queries.chapters.checks import case_entries, hazard_entries
from reports.unit_files.queries.chapters.rulings import penalty_entries
from reports.unit_files.queries.defences import bars_of, items_on, standing_of
from reports.unit_files.rules.defences import BARRIER, PEOPLE, TECHNOLOGY, Tally
from server.alerts.cases.models import SecurityCase
from server.core import clock
from server.core.permissions import Actor
from server.units.registry.models import Unit

YEAR = timedelta(days=365)
MOST_BEHIND = 50
_ENDED = ("closed", "handed_over", "withdrawn")


@dataclass(frozen=True)
class Counted:
    """What one unit's facts came to, with its three defences."""

    values: dict[str, int | None]
    bars: dict[str, Tally]


def facts_of(units: Sequence[Unit], day: date) -> dict[UUID, Counted]:
    """Of each of the units; some 30 queries, however many units."""
    ids = [unit.id for unit in units]
    items = items_on(day)
    standing = standing_of(units, items, day)
    hazards, cases, penalties = _hazards(ids, day), _numbers(_cases(ids, day)), _numbers(_penalties(ids, day))
    found = {}
    for unit in units:
        bars = bars_of(standing[unit.id], items)
        overdue, major, closed, in_time, found_lately, found_by_self = hazards.get(unit.id, (0,) * 6)
        values: dict[str, int | None] = {
            "overdue_hazards": overdue,
            "open_major_hazards": major,
            "closed_in_time_percent": _percent(in_time, closed),
            "self_found_percent": _percent(found_by_self, found_lately),
            "cases": cases.get(unit.id, 0),
            "penalties": penalties.get(unit.id, 0),
            **{f"{code}_percent": bars[code].percent for code in (PEOPLE, BARRIER, TECHNOLOGY)},
        }
        found[unit.id] = Counted(values, bars)
    return found


def rows_behind(actor: Actor, unit: Unit, code: str, day: date) -> list[Entry]:
    """The newest rows that a fact counted; those of the defences stand on the unit's file."""
    reader = Reader(actor, unit)
    if code in _HAZARDS:
        mine = Hazard.select().where((Hazard.unit_id == unit.id) & _HAZARDS[code](day))
        return hazard_entries(list(mine.order_by(Hazard.found_on.desc(), Hazard.id.desc()).limit(MOST_BEHIND)))
    if code == "cases" and not reader.is_of_unit:
        rows = _cases([unit.id], day).select(SecurityCase).order_by(SecurityCase.happened_at.desc()).limit(MOST_BEHIND)
        return case_entries(list(rows))
    if code == "penalties" and actor.may("penalty.view"):
        query = _penalties([unit.id], day).select(PenaltyDecision, Document)
        if reader.is_of_unit:  # what was not served yet is not theirs to read
            query = query.where(Document.id.in_(served_documents()) | (PenaltyDecision.kind == "spot"))
        rows = list(query.order_by(PenaltyDecision.decided_on.desc()).limit(MOST_BEHIND))
        return penalty_entries(rows, with_names=not reader.is_of_unit)
    return []


def _open() -> Any:
    return Hazard.state.not_in(_ENDED)  # type: ignore[attr-defined]


def _overdue(day: date) -> Any:
    return _open() & Hazard.deadline_on.is_null(False) & (Hazard.deadline_on < day)  # type: ignore[union-attr, operator]


def _open_major(_: date) -> Any:
    return _open() & (Hazard.grade == "major")


def _closed_lately(day: date) -> Any:
    return (Hazard.state == "closed") & (Hazard.closed_on > day - YEAR)  # type: ignore[operator]


def _found_lately(day: date) -> Any:
    return (Hazard.state != "withdrawn") & (Hazard.found_on > day - YEAR)


_HAZARDS = {
    "overdue_hazards": _overdue,
    "open_major_hazards": _open_major,
    "closed_in_time_percent": _closed_lately,
    "self_found_percent": _found_lately,
}


def _hazards(ids: Sequence[UUID], day: date) -> dict[UUID, tuple[int, ...]]:
    in_time = Hazard.deadline_on.is_null() | (Hazard.closed_on <= Hazard.deadline_on)  # type: ignore[union-attr, operator]
    wanted = (
        _overdue(day),
        _open_major(day),
        _closed_lately(day),
        _closed_lately(day) & in_time,
        _found_lately(day),
        _found_lately(day) & (Hazard.source == "self"),
    )
    sums = [fn.SUM(Case(None, [(what, 1)], 0)) for what in wanted]
    rows = Hazard.select(Hazard.unit_id, *sums).where(Hazard.unit_id.in_(list(ids))).group_by(Hazard.unit_id)
    return {id: tuple(int(number or 0) for number in numbers) for id, *numbers in rows.tuples()}


def _cases(ids: Sequence[UUID], day: date) -> ModelSelect:
    since = clock.start_of(day - YEAR)
    mine = SecurityCase.unit_id.in_(list(ids)) & (SecurityCase.happened_at >= since)
    return SecurityCase.select(SecurityCase.unit_id).where(mine)


def _penalties(ids: Sequence[UUID], day: date) -> ModelSelect:
    mine = PenaltyDecision.unit_id.in_(list(ids)) & (PenaltyDecision.decided_on > day - YEAR)
    return (
        PenaltyDecision.select(PenaltyDecision.unit_id)
        .join(Document, on=(Document.id == PenaltyDecision.document_id), attr="document")
        .where(mine & (PenaltyDecision.kind != "no_penalty") & (Document.live == True))  # noqa: E712 (of the query)
    )


def _numbers(query: ModelSelect) -> dict[UUID, int]:
    unit_id = query.model.unit_id
    return dict(query.select(unit_id, fn.COUNT(SQL("*"))).group_by(unit_id).tuples())


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None
