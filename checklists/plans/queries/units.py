"""The units a plan takes, walked by number so that whoever is interrupted goes on where he was."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from checklists.plans.rules.drafts import Selection
from server.units.agencies.models import Agency
from server.units.areas.rules import code_prefix
from server.units.registry.models import Unit, UnitReach


@dataclass(frozen=True)
class Owner:
    """Whose plan it is: an agency's, over all units it reaches, or one unit's."""

    agency_id: UUID | None
    unit_id: UUID | None


@dataclass(frozen=True)
class Fresh:
    """Units that a run must look at when the one before it saw all others: of some levels, or changed since."""

    levels: frozenset[int]
    changed_since: datetime


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """What planning looks at of a unit; ``level`` 0 is no key unit."""

    number: int
    id: UUID
    level: int
    kind: str
    industry: str
    station_id: UUID
    managed_by_id: UUID


def matching_units(
    owner: Owner, selection: Selection, after: int, limit: int, fresh: Fresh | None = None
) -> tuple[list[PlannedUnit], int | None]:
    """Matching units after a number, perhaps only the fresh ones, and the number to go on from (None: that was all); one query.

    Conditions on facts are looked at here, not by the database: fewer units than ``limit`` may come back with more
    to follow.
    """
    columns = [
        Unit.number, Unit.id, Unit.key_unit_level, Unit.kind, Unit.industry, Unit.station_id, Unit.managed_by_id,
    ]  # fmt: skip
    if selection.facts:
        columns.append(Unit.facts)
    walked = _matching(owner, selection, columns).where(_number(owner) > after).order_by(_number(owner)).limit(limit)
    if fresh is not None:
        walked = walked.where(_of_levels(fresh.levels) | (Unit.changed_at >= fresh.changed_since))
    rows = list(walked.tuples())
    found = [
        PlannedUnit(row[0], row[1], row[2] or 0, *row[3:7])
        for row in rows
        if not selection.facts or selection.facts_hold(row[7])
    ]
    return found, rows[-1][0] if len(rows) == limit else None


def all_matching(owner: Owner, selection: Selection, chunk: int = 5000) -> Iterator[PlannedUnit]:
    after: int | None = 0
    while after is not None:
        found, after = matching_units(owner, selection, after, chunk)
        yield from found


def count_matching(owner: Owner, selection: Selection) -> int:
    """One query, or a walk where facts are asked for."""
    if selection.facts:
        return sum(1 for _ in all_matching(owner, selection))
    count: int = _matching(owner, selection, [fn.COUNT(Unit.id)]).scalar()
    return count


def levels_and_ids(owner: Owner, selection: Selection) -> Iterator[tuple[int, UUID]]:
    """Level and id of every matching unit: all that a preview counts by."""
    if selection.facts:
        yield from ((unit.level, unit.id) for unit in all_matching(owner, selection))
        return
    for level, id in _matching(owner, selection, [Unit.key_unit_level, Unit.id]).tuples().iterator():
        yield level or 0, id


def first_matching(owner: Owner, selection: Selection, limit: int) -> list[PlannedUnit]:
    """Some of them, the highest levels first, for a preview."""
    found: list[PlannedUnit] = []
    for level in (1, 2, 3, 0):
        if selection.key_levels and level not in selection.key_levels:
            continue
        narrowed = Selection(**{**vars(selection), "key_levels": (level,)})
        after: int | None = 0
        while after is not None and len(found) < limit:
            more, after = matching_units(owner, narrowed, after, 500)
            found += more[: limit - len(found)]
    return found


def _matching(owner: Owner, selection: Selection, columns: list[Any]) -> ModelSelect:
    query = Unit.select(*columns)
    if owner.unit_id is not None:
        query = query.where(Unit.id == owner.unit_id)
    else:
        number = Agency.select(Agency.number).where(Agency.id == owner.agency_id)
        query = query.join(UnitReach, on=(UnitReach.unit_number == Unit.number)).where(
            UnitReach.agency_number == number
        )
    if selection.kinds:
        query = query.where(Unit.kind.in_(selection.kinds))
    if selection.industries:
        query = query.where(Unit.industry.in_(selection.industries))
    if selection.key_levels:
        query = query.where(_of_levels(selection.key_levels))
    if selection.area_codes:
        inside = Unit.area_code.startswith(code_prefix(selection.area_codes[0]))
        for code in selection.area_codes[1:]:
            inside |= Unit.area_code.startswith(code_prefix(code))
        query = query.where(inside)
    if selection.counter_terror_target is not None:
        query = query.where(Unit.counter_terror_target == selection.counter_terror_target)
    return query


def _of_levels(levels: Collection[int]) -> Any:
    named = Unit.key_unit_level.in_([level for level in levels if level] or [-1])
    return (named | Unit.key_unit_level.is_null()) if 0 in levels else named


def _number(owner: Owner) -> Any:
    """The column to walk along: the reach's own, so that no unit outside is looked at."""
    return UnitReach.unit_number if owner.unit_id is None else Unit.number
