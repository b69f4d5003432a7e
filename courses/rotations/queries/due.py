"""Who belongs into a cycle on a day: trainees of its audience within the reach of its agency, or of its unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from courses.rotations.models import Enrolment, HourCredit, RotationCycle
from courses.trainees.models import Trainee
from courses.trainees.queries.membership import is_trained
from courses.trainees.rules import POLICE_AUDIENCES
from server.core import clock
from server.units.agencies.models import Agency
from server.units.registry.models import Unit, UnitReach


def counting_day(cycle: RotationCycle) -> date:
    """The day whose trainees a cycle counts: today, and its last day once it is over."""
    return min(clock.today(), cycle.ends_on)


def due_trainees(cycle: RotationCycle, on: date, person_id: UUID | None = None) -> ModelSelect:
    """Trainee rows that belong into a cycle on a day; a query to compose. Source: JN-3.4a, JN-3.4b, LN-19a."""
    query = Trainee.select().where((Trainee.audience == cycle.audience) & is_trained(on) & _within(cycle))
    return query.where(Trainee.person_id == person_id) if person_id else query


def _within(cycle: RotationCycle) -> Any:
    if cycle.unit_id:
        return Trainee.unit_id == cycle.unit_id
    if cycle.audience in POLICE_AUDIENCES:
        agency, below = Agency.get_by_id(cycle.agency_id), Agency.alias("below")
        return Trainee.agency_id.in_(below.select(below.id).where(below.path.startswith(agency.path)))
    agency = Agency.get_by_id(cycle.agency_id)
    reached = Unit.select(Unit.id).join(UnitReach, on=(UnitReach.unit_number == Unit.number))
    return Trainee.unit_id.in_(reached.where(UnitReach.agency_number == agency.number))


def not_enrolled(cycle: RotationCycle, on: date, person_id: UUID | None, limit: int) -> list[Trainee]:
    """Some of those who belong into a cycle and have no row in it, one row a person."""
    known = Enrolment.alias("known")
    there = known.select(known.id).where((known.cycle_id == cycle.id) & (known.person_id == Trainee.person_id))
    rows = due_trainees(cycle, on, person_id).where(~fn.EXISTS(there)).order_by(Trainee.id).limit(limit)
    return list({row.person_id: row for row in rows}.values())


def gone(cycle: RotationCycle, on: date, person_id: UUID | None) -> Any:
    """A condition on enrolments: of the cycle, and of nobody who belongs into it on a day."""
    due = due_trainees(cycle, on, person_id).select(Trainee.person_id)
    mine = (Enrolment.cycle_id == cycle.id) & Enrolment.person_id.not_in(due)
    return mine & (Enrolment.person_id == person_id) if person_id else mine


def back(cycle: RotationCycle, on: date, person_id: UUID | None) -> list[Enrolment]:
    """Enrolments of people who had left and belong into the cycle again."""
    due = due_trainees(cycle, on, person_id).select(Trainee.person_id)
    mine = (Enrolment.cycle_id == cycle.id) & (Enrolment.state == "left") & Enrolment.person_id.in_(due)
    return list(Enrolment.select().where(mine).order_by(Enrolment.id))


def moved(cycle: RotationCycle, on: date, person_id: UUID | None) -> list[tuple[UUID, UUID | None, UUID | None]]:
    """Enrolment, unit and agency of people who are elsewhere now than where they are counted; one query."""
    place = Trainee.agency_id if cycle.audience in POLICE_AUDIENCES else Trainee.unit_id
    counted = Enrolment.agency_id if cycle.audience in POLICE_AUDIENCES else Enrolment.unit_id
    both = (Enrolment.person_id == Trainee.person_id) & (Enrolment.cycle_id == cycle.id)
    query = due_trainees(cycle, on, person_id).select(Enrolment.id, Trainee.unit_id, Trainee.agency_id)
    rows = query.join(Enrolment, on=both).where(place != counted).tuples()
    return list(rows)


def area_codes(unit_ids: Iterable[UUID | None], agency_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Area of units and agencies by their ids; two queries."""
    units = [id for id in set(unit_ids) if id]
    agencies = [id for id in set(agency_ids) if id]
    rows = list(Unit.select(Unit.id, Unit.area_code).where(Unit.id.in_(units))) if units else []
    found = {row.id: row.area_code for row in rows}
    more = Agency.select(Agency.id, Agency.area_code).where(Agency.id.in_(agencies)) if agencies else ()
    return found | {row.id: row.area_code for row in more}


def with_hours(person_ids: list[UUID], year: int) -> set[UUID]:
    """Those of some people who have learned something in a year; one query."""
    if not person_ids:
        return set()
    mine = HourCredit.person_id.in_(person_ids) & (HourCredit.year == year)
    return {row.person_id for row in HourCredit.select(HourCredit.person_id).where(mine).distinct()}


def open_cycles(year: int | None = None) -> list[RotationCycle]:
    """Cycles that are not closed, by id."""
    query = RotationCycle.select().where(RotationCycle.closed_at.is_null()).order_by(RotationCycle.id)
    return list(query.where(RotationCycle.year == year) if year else query)
