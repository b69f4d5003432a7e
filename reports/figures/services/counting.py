"""Counts hazards as they change, inside the transaction of the act that changes them; acts only add rows.

A tally row that every inspection of a city had to update would let only one of them commit at a time. So an act
inserts what changed, readers add it to the tally, and a job folds it in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from checklists.hazards.models import Hazard
from reports.figures.models import HazardCounted, HazardTally, HazardTallyChange
from reports.figures.rules import Counted, TallyKey, add
from server.core.database import database, is_postgresql
from server.core.ids import new_id
from server.core.statements import insert_rows
from server.units.agencies.queries import agencies_by_id
from server.units.registry.models import Site, Unit, UnitFacet
from server.units.registry.services.reach_rows import ReachRow, agencies_over, agency_ids_of

MOST_FOLDED = 5_000  # changes a transaction


@dataclass(frozen=True)
class _Place:
    unit_number: int
    facet_id: int
    agency_numbers: frozenset[int]


def count_change(changes: Sequence[tuple[Hazard, str | None]]) -> None:
    """Count hazards that an act made or moved, whatever changed of them; 7 statements or more, in the act's transaction.

    What a hazard counted as before is read from our own rows, so an act that tells twice, or too much, harms nothing.
    Source: JN-1b.
    """
    if not database.in_transaction():
        raise RuntimeError("hazards are counted in the transaction of the act that changes them")
    ids = sorted({hazard.id for hazard, _ in changes})
    if not ids:
        return
    hazards = list(Hazard.select().where(Hazard.id.in_(ids)))  # type: ignore[attr-defined]
    known = {row.id: row for row in HazardCounted.select().where(HazardCounted.id.in_(ids))}  # type: ignore[attr-defined]
    places = _places({hazard.unit_id for hazard in hazards})
    areas = _areas({*(row.facet_id for row in known.values()), *(place.facet_id for place in places.values())})
    counts: Counter[TallyKey] = Counter()
    fresh = []
    for hazard in hazards:
        place = places[hazard.unit_id]
        now = counted_of(hazard, place.facet_id)
        row = known.get(hazard.id)
        if row is None:
            fresh.append(HazardCounted(id=hazard.id, unit_number=place.unit_number, **vars(now)))
        elif _counted(row) == now:
            continue
        else:
            before = _counted(row)
            add(counts, place.agency_numbers, before, areas[before.facet_id], -1)
            HazardCounted.update(**vars(now)).where(HazardCounted.id == hazard.id).execute()
        add(counts, place.agency_numbers, now, areas[now.facet_id], 1)
    insert_rows(fresh)
    _note(counts)


def move_units(before: ReachRow, after: ReachRow) -> None:
    """Take a unit's hazards along when its reach or facet changes; runs under the lock that the act holds on the unit."""
    if not database.in_transaction():
        raise RuntimeError("hazards move in the transaction of the act that moves their unit")
    if (before.agency_numbers, before.facet_id) == (after.agency_numbers, after.facet_id):
        return
    counts: Counter[TallyKey] = Counter()
    areas = _areas({before.facet_id, after.facet_id})
    for row in HazardCounted.select().where(HazardCounted.unit_number == after.unit_number):
        was = _counted(row)
        now = Counted(**{**vars(was), "facet_id": after.facet_id})
        add(counts, before.agency_numbers, was, areas[was.facet_id], -1)
        add(counts, after.agency_numbers, now, areas[after.facet_id], 1)
    if before.facet_id != after.facet_id:
        HazardCounted.update(facet_id=after.facet_id).where(HazardCounted.unit_number == after.unit_number).execute()
    _note(counts)


def fold_changes() -> int:
    """Add waiting changes to the tallies, some thousands at a time; how many. No event: nothing that counts has changed."""
    folded = 0
    while True:
        with database.atomic():
            query = HazardTallyChange.select().order_by(HazardTallyChange.id).limit(MOST_FOLDED)
            rows = list(query.for_update("FOR UPDATE SKIP LOCKED") if is_postgresql() else query)
            counts: Counter[TallyKey] = Counter()
            for row in rows:
                counts[_key_of(row)] += row.hazards
            _settle(counts)
            ids = [row.id for row in rows]
            for start in range(0, len(ids), 500):
                HazardTallyChange.delete().where(HazardTallyChange.id.in_(ids[start : start + 500])).execute()  # type: ignore[attr-defined]
        folded += len(rows)
        if len(rows) < MOST_FOLDED:
            return folded


def counted_of(hazard: Hazard, facet_id: int) -> Counted:
    """What of a hazard is counted, as it is now."""
    return Counted(facet_id, hazard.state, hazard.source, hazard.grade, hazard.found_on, hazard.deadline_on)


def _counted(row: HazardCounted) -> Counted:
    return Counted(row.facet_id, row.state, row.source, row.grade, row.found_on, row.due_on)


def _places(unit_ids: Collection[UUID]) -> Mapping[UUID, _Place]:
    """Units with the agencies that reach them, held still until the act ends: their reach moves under the same lock.

    3 statements. Worked out from what the units name, as their reach rows are: these are not indexed by unit.
    """
    query = Unit.select().where(Unit.id.in_(sorted(unit_ids))).order_by(Unit.id)  # type: ignore[attr-defined]
    units = list(query.for_update("FOR SHARE") if is_postgresql() else query)
    sites: dict[UUID, list[Site]] = defaultdict(list)
    for site in Site.select().where(Site.unit.in_([unit.id for unit in units])):
        sites[site.unit_id].append(site)
    named = {unit.id: agency_ids_of(unit, sites[unit.id]) for unit in units}
    agencies = agencies_by_id(id for ids in named.values() for id in ids)
    return {
        unit.id: _Place(unit.number, unit.facet_id, agencies_over(agencies[id] for id in named[unit.id]))
        for unit in units
    }


def _areas(facet_ids: Collection[int]) -> dict[int, str]:
    """The area of each facet, which never changes; one statement."""
    rows = UnitFacet.select(UnitFacet.id, UnitFacet.area_code).where(UnitFacet.id.in_(sorted(facet_ids)))  # type: ignore[attr-defined]
    return dict(rows.tuples())


def _note(counts: Counter[TallyKey]) -> None:
    names = ("agency_number", "slice", "slot", "state", "source", "grade")
    rows = [
        HazardTallyChange(id=new_id(), **dict(zip(names, key, strict=True)), hazards=change)
        for key, change in sorted(counts.items())
        if change
    ]
    for start in range(0, len(rows), 100):
        insert_rows(rows[start : start + 100])


def _settle(counts: Mapping[TallyKey, int]) -> None:
    """Add to the tallies, always in the same order, so that two folders never wait in a ring."""
    for key, change in sorted(counts.items()):
        if not change:
            continue
        here = _is(key)
        if HazardTally.update(hazards=HazardTally.hazards + change).where(here).execute():
            continue
        agency_number, name, slot, state, source, grade = key
        HazardTally.insert(
            agency_number=agency_number,
            slice=name,
            slot=slot,
            state=state,
            source=source,
            grade=grade,
            hazards=change,
        ).on_conflict(
            conflict_target=[
                HazardTally.agency_number,
                HazardTally.slice,
                HazardTally.slot,
                HazardTally.state,
                HazardTally.source,
                HazardTally.grade,
            ],
            update={HazardTally.hazards: HazardTally.hazards + change},
        ).execute()


def _is(key: TallyKey) -> Any:
    agency_number, name, slot, state, source, grade = key
    return (
        (HazardTally.agency_number == agency_number)
        & (HazardTally.slice == name)
        & (HazardTally.slot == slot)
        & (HazardTally.state == state)
        & (HazardTally.source == source)
        & (HazardTally.grade == grade)
    )


def _key_of(row: HazardTallyChange) -> TallyKey:
    return row.agency_number, row.slice, row.slot, row.state, row.source, row.grade
