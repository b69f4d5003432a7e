"""Coverage: by area, unit or agency within a cycle, by audience over a year; and the rows behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import Case, fn

from courses.rotations.models import Enrolment, MissedRotation, RotationCycle
from courses.rotations.queries.cycles import count_shape, counts_by, rows_of, sees_all_of
from courses.rotations.rules import COUNTED, Counts
from courses.trainees.models import Trainee
from courses.trainees.queries.membership import is_trained, reaches
from courses.trainees.rules import POLICE_AUDIENCES, Audience
from server.core import clock
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.areas.models import Area
from server.units.people.queries import people_by_id
from server.units.registry.models import Unit
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
GROUPS = {"area": Enrolment.area_code, "unit": Enrolment.unit_id, "agency": Enrolment.agency_id}


@dataclass(frozen=True)
class RowFilter:
    limit: int
    after: str | None = None
    state: str | None = None
    unit_id: UUID | None = None
    area_code: str | None = None


def coverage_of(actor: Actor, cycle: RotationCycle, by: str, area_code: str | None) -> list[Json]:
    """Each area, unit or agency with what it came to, the most missing first; three queries. Source: JN-3.4a, LN-19a."""
    condition = rows_of(actor, cycle)
    if area_code:
        condition &= Enrolment.area_code == area_code
    column = GROUPS[by]
    counts = counts_by(column, condition & (column.is_null(False) if by != "area" else True))
    names = _names(by, list(counts))
    rows = [{"key": str(key), "name": names.get(key, ""), **count_shape(one)} for key, one in counts.items()]
    return sorted(rows, key=lambda row: (-row["missing"], row["name"], row["key"]))


def _names(by: str, keys: list[Any]) -> dict[Any, str]:
    if by == "agency":
        return {agency.id: agency.name for agency in agencies_by_id(keys).values()}
    if by == "area":
        return (
            {row.code: row.name for row in Area.select(Area.code, Area.name).where(Area.code.in_(keys))} if keys else {}
        )
    names: dict[Any, str] = {}
    for start in range(0, len(keys), 400):
        units = Unit.select(Unit.id, Unit.name).where(Unit.id.in_(keys[start : start + 400]))
        names |= {unit.id: unit.name for unit in units}
    return names


def find_rows(actor: Actor, cycle: RotationCycle, wanted: RowFilter) -> Json:
    """The people of a cycle, by id; a page. Without ``state`` all that are counted."""
    query = Enrolment.select().where(rows_of(actor, cycle)).order_by(Enrolment.id)
    query = query.where(Enrolment.state.in_([wanted.state] if wanted.state else COUNTED))
    if wanted.unit_id:
        query = query.where(Enrolment.unit_id == wanted.unit_id)
    if wanted.area_code:
        query = query.where(Enrolment.area_code == wanted.area_code)
    if wanted.after:
        query = query.where(Enrolment.id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": row_shapes(found["items"])}


def row_shapes(rows: Sequence[Enrolment]) -> list[Json]:
    """Wire shapes of enrolments already found within reach; four queries."""
    people, places = people_by_id(row.person_id for row in rows), places_of(rows)
    missed = MissedRotation.select().where(MissedRotation.enrolment_id.in_([row.id for row in rows])) if rows else ()
    lists = {row.enrolment_id: row for row in missed}
    return [
        {
            **row.__data__,
            "person": {"id": row.person_id, "name": people[row.person_id].name},
            "place": places.get(row.unit_id or row.agency_id, ""),
            "missed": lists.get(row.id),
        }
        for row in rows
    ]


def places_of(rows: Sequence[Any]) -> dict[Any, str]:
    """Names of the units and agencies of some rows; two queries."""
    names = _names("unit", list({row.unit_id for row in rows if row.unit_id}))
    return names | _names("agency", [row.agency_id for row in rows if row.agency_id])


def find_missed(actor: Actor, cycle: RotationCycle, after: str | None, limit: int) -> Json:
    """The 未轮训 list that was frozen when the cycle was closed, by id; a page. Source: JN-3.4a."""
    query = MissedRotation.select().where(MissedRotation.cycle_id == cycle.id).order_by(MissedRotation.id)
    if not sees_all_of(actor, cycle):
        query = query.where(reaches(actor, MissedRotation.unit_id, MissedRotation.agency_id))
    if after:
        query = query.where(MissedRotation.id > decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": missed_shapes(found["items"])}


def missed_shapes(rows: Sequence[MissedRotation]) -> list[Json]:
    """With names; three queries."""
    people, places = people_by_id(row.person_id for row in rows), places_of(rows)
    return [
        {
            **row.__data__,
            "person": {"id": row.person_id, "name": people[row.person_id].name},
            "place": places.get(row.unit_id or row.agency_id, ""),
        }
        for row in rows
    ]


def coverage_of_year(actor: Actor, year: int) -> list[Json]:
    """Every audience with how many people should, did, were excused and are missing; the police apart.

    A person counts once an audience however many cycles there are: done with one completed rotation, missing unless
    excused from all. ``unplanned`` are those of the missing who are in no cycle. Two queries. Source: LN-19a, JN-3.4b.
    """
    seen = reaches(actor, Enrolment.unit_id, Enrolment.agency_id)
    best = _best(Enrolment.select(Enrolment.audience, _any("done").alias("done"), _any("active").alias("active")), year)
    best = best.where(seen).alias("best")
    told = _tally(best)
    unplanned = _unplanned(actor, year)
    return [_of_audience(audience, told, unplanned) for audience in Audience if _is_known(audience, told, unplanned)]


def _best(query: Any, year: int) -> Any:
    counted = (Enrolment.year == year) & Enrolment.state.in_(COUNTED)
    return query.where(counted).group_by(Enrolment.audience, Enrolment.person_id)


def _any(state: str) -> Any:
    return fn.MAX(Case(None, [(Enrolment.state == state, 1)], 0))


def _tally(best: Any) -> dict[tuple[str, bool, bool], int]:
    rows = Enrolment.select(best.c.audience, best.c.done, best.c.active, fn.COUNT(best.c.audience)).from_(best)
    rows = rows.group_by(best.c.audience, best.c.done, best.c.active)
    return {(audience, bool(done), bool(active)): count for audience, done, active, count in rows.tuples()}


def _unplanned(actor: Actor, year: int) -> dict[str, int]:
    day = min(clock.today(), date(year, 12, 31))
    known = Enrolment.alias("known")
    same = (known.person_id == Trainee.person_id) & (known.audience == Trainee.audience)
    planned = known.select(known.id).where(same & (known.year == year) & known.state.in_(COUNTED))
    here = reaches(actor, Trainee.unit_id, Trainee.agency_id) & is_trained(day) & ~fn.EXISTS(planned)
    counted = Trainee.select(Trainee.audience, fn.COUNT(Trainee.person_id.distinct())).where(here)
    return dict(counted.group_by(Trainee.audience).tuples())


def _is_known(audience: Audience, told: dict[tuple[str, bool, bool], int], unplanned: dict[str, int]) -> bool:
    return audience.value in unplanned or any(key[0] == audience.value for key in told)


def _of_audience(audience: Audience, told: dict[tuple[str, bool, bool], int], unplanned: dict[str, int]) -> Json:
    code, extra = audience.value, unplanned.get(audience.value, 0)
    done = told.get((code, True, False), 0) + told.get((code, True, True), 0)
    counts = Counts(done, told.get((code, False, False), 0), told.get((code, False, True), 0) + extra)
    return {"audience": code, "is_police": audience in POLICE_AUDIENCES, "unplanned": extra, **count_shape(counts)}
