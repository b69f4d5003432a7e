"""Units and people whose figures of a year speak for them; every figure opens into the rows that were counted.

The criteria are data (``candidate_criteria``). A page looks at the actor's own units only, in the order of their
numbers; figures are counted for the page that is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from checklists.duties.models import DrillReport
from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection
from courses.markings.models import Result
from courses.rotations.models import Enrolment, HourCredit
from courses.trainees.queries.membership import reaches
from reports.commendations.models import CommendationRound, Nomination
from reports.commendations.queries.terms import term_on
from server.alerts.cases.models import SecurityCase
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.people.models import Person
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import number_within_reach, units_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
MOST_ROWS = 200


@dataclass(frozen=True)
class CandidateFilter:
    kind: str
    everyone: bool = False
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class Figure:
    """One count: its rows (a query over the year), the column that says whose, and the day of a row."""

    code: str
    table: Any
    whose: Any
    rows: Callable[[int], Any]  # year → condition
    day: Any
    label: Any
    count: Any = None


def unit_candidates(actor: Actor, of: CommendationRound, wanted: CandidateFilter) -> Json:
    """A page of units within reach that meet the criteria (all of them when asked), with figures; 12 queries."""
    number = number_within_reach(actor)
    query = units_within_reach(actor).order_by(number)
    if not wanted.everyone:
        query = query.where(*_criteria(of.year))
    if wanted.after:
        query = query.where(number > decode_cursor(wanted.after, int)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda unit: (unit.number,))
    ids = [unit.id for unit in found["items"]]
    figures, known = figures_of(UNIT_FIGURES, of.year, ids), _nominated(of.id, ids)
    return {
        **found,
        "items": [
            {
                "kind": "unit",
                "subject_id": unit.id,
                "name": unit.name,
                "place": unit.address,
                "figures": figures[unit.id],
                "nominated_for": known.get(unit.id, []),
            }
            for unit in found["items"]
        ],
    }


def person_candidates(actor: Actor, of: CommendationRound, wanted: CandidateFilter) -> Json:
    """A page of people who completed a rotation of the year and miss none, with figures; 7 queries."""
    own = reaches(actor, Enrolment.unit_id, Enrolment.agency_id) & (Enrolment.year == of.year)
    state = Enrolment.state.in_(["done", "active"] if wanted.everyone else ["done"])
    ids = Enrolment.select(Enrolment.person_id).where(own & state)
    query = Person.select().where(Person.id.in_(ids)).order_by(Person.id)
    if not wanted.everyone:
        missing = (Enrolment.year == of.year) & (Enrolment.state == "active")
        query = query.where(Person.id.not_in(Enrolment.select(Enrolment.person_id).where(missing)))
    if wanted.after:
        query = query.where(Person.id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda person: (person.id,))
    shown = [person.id for person in found["items"]]
    figures, known = figures_of(PERSON_FIGURES, of.year, shown), _nominated(of.id, shown)
    units = unit_names([person.unit_id for person in found["items"] if person.unit_id])
    return {
        **found,
        "items": [
            {
                "kind": "person",
                "subject_id": person.id,
                "name": person.name,
                "place": units.get(person.unit_id, "") if person.unit_id else "",
                "figures": figures[person.id],
                "nominated_for": known.get(person.id, []),
            }
            for person in found["items"]
        ],
    }


def figures_of(figures: Sequence[Figure], year: int, ids: Sequence[UUID]) -> dict[UUID, list[Json]]:
    """Each figure of each subject; 1 query a figure."""
    counted = {figure.code: _counted(figure, year, ids) for figure in figures} if ids else {}
    return {
        id: [{"code": figure.code, "value": int(counted[figure.code].get(id, 0))} for figure in figures] for id in ids
    }


def frozen_figures(kind: str, year: int, id: UUID) -> list[Json]:
    """Figures with the ids of their rows, as a nomination keeps them; 2 queries a figure."""
    figures = UNIT_FIGURES if kind == "unit" else PERSON_FIGURES
    told = figures_of(figures, year, [id])[id]
    rows = {figure.code: [str(row["id"]) for row in rows_behind(figure, year, id)] for figure in figures}
    return [{**one, "rows": rows[one["code"]]} for one in told]


def find_rows(actor: Actor, of: CommendationRound, kind: str, subject_id: UUID, code: str) -> Json:
    """What one figure of a unit or a person within reach counted, newest first, at most 200. Raises NotFound."""
    figures = UNIT_FIGURES if kind == "unit" else PERSON_FIGURES
    figure = next((one for one in figures if one.code == code), None)
    if figure is None or not _is_within_reach(actor, kind, subject_id, of.year):
        raise NotFound(subject_id=str(subject_id))
    return {"items": rows_behind(figure, of.year, subject_id), "next": None}


def rows_behind(figure: Figure, year: int, id: UUID) -> list[Json]:
    """The rows of one figure of one subject; 1 query."""
    table = figure.table
    rows = table.select(table.id, figure.day, figure.label).where((figure.whose == id) & figure.rows(year))
    return [
        {"type": table._meta.table_name, "id": row[0], "on": _day(row[1]), "label": str(row[2] or "")}
        for row in rows.order_by(table.id.desc()).limit(MOST_ROWS).tuples()
    ]


def _is_within_reach(actor: Actor, kind: str, id: UUID, year: int) -> bool:
    if kind == "unit":
        return units_within_reach(actor).where(Unit.id == id).exists()
    own = reaches(actor, Enrolment.unit_id, Enrolment.agency_id) & (Enrolment.year == year)
    return Enrolment.select().where(own & (Enrolment.person_id == id)).exists()


def count_meeting(actor: Actor, year: int, limits: Mapping[str, int]) -> int:
    """How many units within reach meet given criteria with their figures of a year; 1 query over those units."""
    return int(units_within_reach(actor).where(*_meeting(year, limits)).count())


def _criteria(year: int) -> Iterable[Any]:
    return _meeting(year, term_on("candidate_criteria", min(clock.today(), date(year, 12, 31))))


def _meeting(year: int, limits: Mapping[str, int]) -> Iterable[Any]:
    for name, most in (("cases", "cases_most"), ("overdue", "overdue_most"), ("untrained", "untrained_most")):
        yield _count_of(name, year) <= limits[most]
    yield _count_of("drills", year) >= limits["drills_least"]


def _count_of(code: str, year: int) -> Any:
    """The count of one figure beside each unit."""
    figure = next(one for one in UNIT_FIGURES if one.code == code)
    count = figure.count if figure.count is not None else fn.COUNT(figure.table.id)
    return figure.table.select(count).where((figure.whose == Unit.id) & figure.rows(year))


def _counted(figure: Figure, year: int, ids: Sequence[UUID]) -> dict[UUID, int]:
    count = figure.count if figure.count is not None else fn.COUNT(figure.table.id)
    query: ModelSelect = figure.table.select(figure.whose, count).where(figure.whose.in_(list(ids)) & figure.rows(year))
    return {id: value or 0 for id, value in query.group_by(figure.whose).tuples()}


def _nominated(round_id: UUID, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    table, found = Nomination, {}
    rows = table.select().where((table.round_id == round_id) & (table.live == True) & table.subject_id.in_(list(ids)))  # noqa: E712
    for row in rows:
        found.setdefault(row.subject_id, []).append(row.honour_code)
    return found


def _day(value: Any) -> date:
    return clock.beijing_day(value) if hasattr(value, "hour") else value


def _in_year(column: Any) -> Callable[[int], Any]:
    return lambda year: column.between(date(year, 1, 1), date(year, 12, 31))


def _at_in_year(column: Any) -> Callable[[int], Any]:
    def condition(year: int) -> Any:
        first, after = clock.start_of(date(year, 1, 1)), clock.start_of(date(year, 12, 31) + timedelta(days=1))
        return (column >= first) & (column < after)

    return condition


def _enrolled(state: str) -> Callable[[int], Any]:
    return lambda year: (Enrolment.year == year) & (Enrolment.state == state)


_seen = _at_in_year(Inspection.received_at)
_closed, _late = _in_year(Hazard.closed_on), _in_year(Hazard.overdue_on)
_scored = _at_in_year(Result.at)
_enrolment = (Enrolment, Enrolment.unit_id)
UNIT_FIGURES = (
    Figure(
        "inspections", Inspection, Inspection.unit_id, lambda year: _seen(year) & (Inspection.kind != "self"),
        Inspection.received_at, Inspection.result,
    ),
    Figure(
        "rectified_on_time", Hazard, Hazard.unit_id, lambda year: _closed(year) & Hazard.overdue_on.is_null(),
        Hazard.closed_on, Hazard.title,
    ),
    Figure("overdue", Hazard, Hazard.unit_id, _late, Hazard.overdue_on, Hazard.title),
    Figure(
        "cases", SecurityCase, SecurityCase.unit_id, _at_in_year(SecurityCase.happened_at), SecurityCase.happened_at,
        SecurityCase.source_no,
    ),
    Figure(
        "drills", DrillReport, DrillReport.unit_id, _in_year(DrillReport.held_on), DrillReport.held_on,
        DrillReport.place, fn.COUNT(DrillReport.drill_id.distinct()),
    ),
    Figure("trained", *_enrolment, _enrolled("done"), Enrolment.created_at, Enrolment.audience),
    Figure("untrained", *_enrolment, _enrolled("active"), Enrolment.created_at, Enrolment.audience),
)  # fmt: skip
PERSON_FIGURES = (
    Figure("trained", Enrolment, Enrolment.person_id, _enrolled("done"), Enrolment.created_at, Enrolment.audience),
    Figure(
        "hours", HourCredit, HourCredit.person_id, lambda year: HourCredit.year == year, HourCredit.on_day,
        HourCredit.kind, fn.SUM(HourCredit.seconds) / 3600,
    ),
    Figure(
        "exam", Result, Result.person_id, lambda year: _scored(year) & (Result.live == True) & (Result.passed == True),  # noqa: E712
        Result.at, Result.points_x100, fn.MAX(Result.points_x100 * 100 / Result.worth_x100),
    ),
)  # fmt: skip
