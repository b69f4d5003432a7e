"""What units owe: one unit's duties, and the gaps of all units within reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from peewee import OP, SQL, Expression, Value, fn

from checklists.duties.models import DutyCover, DutyPaper, ProjectGate
from checklists.duties.queries.catalogue import requirements_on, standard_names
from checklists.duties.rules import (
    ANY,
    COUNTED,
    GAPS,
    Cover,
    DutyKind,
    DutyState,
    Owed,
    Requirement,
    is_reminding,
    owed_by,
)
from server.core import clock
from server.core.permissions import Actor
from server.units.areas.rules import code_prefix
from server.units.registry.models import Unit
from server.units.registry.queries.reach import number_within_reach, unit_within_reach, units_within_reach
from server.web.paging import decode_cursor, encode_cursor, page

#: Units that one page looks at, at most: where all is well a page is short or empty, and its cursor leads on.
WINDOW = 5000


@dataclass(frozen=True)
class GapFilter:
    duty: str | None = None
    item: str | None = None
    industry: str | None = None
    key_level: int | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class UnitDuties:
    """A unit with what it owes on a day, and the paper that stands behind each duty."""

    unit: Unit
    on: date
    duties: list[Owed]
    papers: dict[tuple[str, str], DutyPaper]


def duties_of_unit(actor: Actor, unit_id: UUID, day: date | None = None) -> UnitDuties:
    """Everything owed by one unit, with state and bases on a day (default: today); 7 queries. Raises NotFound."""
    unit, day = unit_within_reach(actor, unit_id), day or clock.today()
    owed = _owed_by_units([unit], requirements_on(day), day)[unit.id]
    newest: dict[tuple[str, str], DutyPaper] = {}
    for paper in DutyPaper.select().where(DutyPaper.unit_id == unit.id).order_by(DutyPaper.adopted_on, DutyPaper.id):
        newest[paper.duty, paper.item] = paper
    return UnitDuties(unit, day, owed, newest)


def find_gaps(actor: Actor, wanted: GapFilter, day: date | None = None) -> dict[str, Any]:
    """A page of units that owe something today, each with its gaps, in the order of their numbers; 7 queries.

    The database finds the units by one condition; the same rule that tells a unit what it owes says what the gaps
    are. A page looks at WINDOW units at most: it may hold fewer rows than asked for and still have a next one.
    """
    day = day or clock.today()
    requirements = [
        requirement
        for requirement in requirements_on(day)
        if wanted.duty in (None, requirement.duty) and wanted.item in (None, requirement.item)
    ]
    number = number_within_reach(actor)
    units = units_within_reach(actor).where(_lacks_any(requirements, day)).order_by(number)
    if wanted.industry:
        units = units.where(Unit.industry == wanted.industry)
    if wanted.key_level is not None:
        level = wanted.key_level or None
        units = units.where(Unit.key_unit_level == level if level else Unit.key_unit_level.is_null())
    after = decode_cursor(wanted.after, int)[0] if wanted.after else 0
    end = _end_of_window(actor, after)
    units = units.where((number > after) & (number <= end) if end else (number > after))
    found = page(list(units.limit(wanted.limit + 1)), wanted.limit, lambda unit: (unit.number,))
    if end and found["next"] is None:
        found["next"] = encode_cursor(end)
    owed = _owed_by_units(found["items"], requirements, day)
    items = [{"unit": unit, "gaps": [duty for duty in owed[unit.id] if duty.state in GAPS]} for unit in found["items"]]
    return {**found, "items": items}


def _end_of_window(actor: Actor, after: int) -> int | None:
    """The number of the last unit that a page looks at; None when all that is left fits."""
    number = number_within_reach(actor)
    last = units_within_reach(actor).select(number).where(number > after).order_by(number).offset(WINDOW - 1).limit(1)
    found = last.tuples().first()
    return found[0] if found else None


def units_short_of_counts(day: date) -> list[Unit]:
    """Units whose drills or trainings of this year are too few, for the job that reminds; 3 queries."""
    requirements = _counted_on(day)
    return list(Unit.select().where(_lacks_any(requirements, day)).order_by(Unit.number))


def owed_counts(units: list[Unit], day: date) -> dict[UUID, list[Owed]]:
    """How many drills and trainings each of the units owes in the year of a day; 4 queries."""
    return _owed_by_units(units, _counted_on(day), day)


def owed_of_units(units: list[Unit], day: date) -> dict[UUID, list[Owed]]:
    """Everything each of the units owes on a day; 7 queries, however many units."""
    return _owed_by_units(units, requirements_on(day), day) if units else {}


def _counted_on(day: date) -> list[Requirement]:
    return [one for one in requirements_on(day) if one.duty in COUNTED]


def _owed_by_units(units: list[Unit], requirements: list[Requirement], day: date) -> dict[UUID, list[Owed]]:
    covers = _covers_of([unit.id for unit in units])
    owed = {unit.id: owed_by(unit, requirements, covers[unit.id], day) for unit in units}
    late = _late_gates([unit.id for unit in units], day)
    names = standard_names(duty.item for duties in owed.values() for duty in duties if duty.duty == DutyKind.STANDARD)
    return {
        id: [_finished(duty, late.get(id), names) for duty in duties if _shown(duty, id, late)]
        for id, duties in owed.items()
    }


def _finished(duty: Owed, late: tuple[int, int, date | None] | None, names: dict[str, str]) -> Owed:
    """With the name of its standard, or with how its gates stand."""
    if duty.duty == DutyKind.STANDARD:
        return replace(duty, title=f"{names.get(duty.item, duty.item)}：执行声明与验收报告")
    if duty.duty == DutyKind.PROJECT and late is not None:
        overdue, done, due_on = late
        state = duty.state if duty.state is DutyState.LAPSED else DutyState.OVERDUE if overdue else DutyState.OK
        return replace(duty, state=state, counted=done, due_on=due_on)
    return duty


def _shown(duty: Owed, id: UUID, late: dict[UUID, tuple[int, int, date | None]]) -> bool:
    """The gates are a duty only of who builds."""
    return duty.duty != DutyKind.PROJECT or id in late


def _late_gates(ids: list[UUID], day: date) -> dict[UUID, tuple[int, int, date | None]]:
    """Of units with projects: how many gates are late, how many are passed, and the next day due."""
    found: dict[UUID, tuple[int, int, date | None]] = {}
    if not ids:
        return found
    for row in ProjectGate.select().where(ProjectGate.unit_id.in_(ids)).order_by(ProjectGate.due_on):
        overdue, done, due_on = found.get(row.unit_id, (0, 0, None))
        is_open = row.done_on is None
        found[row.unit_id] = (
            overdue + (is_open and row.due_on < day),
            done + (not is_open),
            due_on or (row.due_on if is_open else None),
        )
    return found


def _covers_of(ids: Iterable[UUID]) -> dict[UUID, list[Cover]]:
    wanted = list(ids)
    found: dict[UUID, list[Cover]] = defaultdict(list)
    if wanted:
        for row in DutyCover.select().where(DutyCover.unit_id.in_(wanted)):
            found[row.unit_id].append(Cover(row.duty, row.item, row.from_on, row.until_on))
    return found


def _lacks_any(requirements: list[Requirement], day: date) -> Expression:
    """The condition on ``Unit`` that one of the requirements binds it and is not fulfilled on a day."""
    parts = [_lacks(one, day) for one in requirements if _may_be_a_gap(one, day)]
    return reduce(or_, parts) if parts else SQL("1 = 0")


def _may_be_a_gap(requirement: Requirement, day: date) -> bool:
    if requirement.duty in COUNTED and not is_reminding(day, requirement.remind_from):
        return False
    is_asked = requirement.count > 0 or requirement.duty == DutyKind.PROJECT
    return is_asked and bool(requirement.regions())


def _lacks(requirement: Requirement, day: date) -> Expression:
    if requirement.duty == DutyKind.PROJECT:
        unfulfilled = fn.EXISTS(
            ProjectGate.select(SQL("1")).where(
                (ProjectGate.unit_id == Unit.id) & ProjectGate.done_on.is_null() & (ProjectGate.due_on < day)
            )
        )
    else:
        unfulfilled = ~_is_covered(requirement, day)
    return _binds(requirement) & unfulfilled


def _is_covered(requirement: Requirement, day: date) -> Expression:
    fits = (DutyCover.unit_id == Unit.id) & (DutyCover.duty == requirement.duty)
    if requirement.item != ANY:
        fits &= DutyCover.item == requirement.item
    fits &= (DutyCover.from_on <= day) & (DutyCover.until_on >= day)
    if requirement.count == 1:
        return fn.EXISTS(DutyCover.select(SQL("1")).where(fits))
    return DutyCover.select(fn.COUNT(DutyCover.id)).where(fits) >= requirement.count


def _binds(requirement: Requirement) -> Expression:
    """What ``Conditions.meet`` and ``Requirement.binds_in`` say, as SQL; a property test holds them together."""
    conditions, parts = requirement.conditions, []
    if None not in (regions := requirement.regions()):
        parts.append(reduce(or_, [Unit.area_code.startswith(code_prefix(str(region))) for region in regions]))
    if conditions.key_levels:
        parts.append(Unit.key_unit_level.in_(conditions.key_levels))
    if conditions.industries:
        parts.append(Unit.industry.in_(conditions.industries))
    if conditions.counter_terror_target:
        parts.append(Unit.counter_terror_target == True)  # noqa: E712 - a term of a query
    if conditions.fact:
        # Facts are canonical JSON: no spaces, and a quote inside of a text is escaped.
        parts.append(Expression(Unit.facts, OP.ILIKE, Value(f'%"{conditions.fact}":true%', converter=False)))
    return reduce(lambda left, right: left & right, parts) if parts else SQL("1 = 1")
