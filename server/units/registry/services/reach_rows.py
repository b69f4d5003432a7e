"""Keeps unit_reach, unit_tally and unit_facet true, inside the transaction of the act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.core.database import database
from server.core.ids import new_id
from server.units.agencies.models import Agency
from server.units.agencies.rules import numbers_of_path
from server.units.agencies.services import next_numbers
from server.units.registry.models import Site, Unit, UnitDeparture, UnitFacet, UnitReach, UnitTally
from server.units.registry.services.bulk import insert_rows

FacetKey = tuple[str, str, str, int]
#: By agency number and facet id: how many units more or fewer. An act gathers them and settles them once, at its end.
TallyChanges = Counter[tuple[int, int]]


@dataclass(frozen=True)
class ReachRow:
    """A unit as its reach rows hold it, under some agencies."""

    unit_number: int
    initials: str
    facet_id: int
    agency_numbers: frozenset[int]


#: Told of each unit that goes from one state of its rows to another, inside the act's transaction and under its lock.
ReachWatcher = Callable[[ReachRow, ReachRow], None]
_watchers: list[ReachWatcher] = []


def watch_reach(watcher: ReachWatcher) -> None:
    """Have the watcher called whenever a unit's reach or facet changes; asked twice it is called once."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def agencies_over(agencies: Iterable[Agency]) -> frozenset[int]:
    """Numbers of the agencies and of all above them."""
    return frozenset(number for agency in agencies for number in numbers_of_path(agency.path))


def agency_ids_of(unit: Unit, sites: Iterable[Site]) -> set[UUID]:
    """The agencies that a unit names itself and through its sites."""
    ids = {unit.managed_by_id, unit.station_id, unit.department_id, *(site.station_id for site in sites)}
    return ids | {id for id in (unit.guided_by_id, unit.supervised_by_id) if id}


def facet_ids(keys: Iterable[FacetKey]) -> dict[FacetKey, int]:
    """Ids of the facets; those that are new are made. 1 query, or 3."""
    wanted = set(keys)
    known = {key: id for key, id in _facets() if key in wanted}
    if missing := sorted(wanted - known.keys()):
        numbers = next_numbers("unit_facet", len(missing))
        rows = [
            {"id": number, "area_code": key[0], "kind": key[1], "industry": key[2], "key_level": key[3]}
            for number, key in zip(numbers, missing, strict=True)
        ]
        UnitFacet.insert_many(rows).on_conflict_ignore().execute()
        known = {key: id for key, id in _facets() if key in wanted}
    return known


def _facets() -> Iterable[tuple[FacetKey, int]]:
    for row in UnitFacet.select():
        yield (row.area_code, row.kind, row.industry, row.key_level), row.id


def facet_key(unit: Unit) -> FacetKey:
    return unit.area_code, unit.kind, unit.industry, unit.key_unit_level or 0


def enter_reach(rows: Sequence[ReachRow], changes: TallyChanges) -> None:
    """Put units within the reach of agencies that did not have them."""
    fresh = (
        (number, row.unit_number, row.initials, row.facet_id) for row in rows for number in sorted(row.agency_numbers)
    )
    insert_rows(UnitReach, ("agency_number", "unit_number", "initials", "facet_id"), fresh)
    changes.update((number, row.facet_id) for row in rows for number in row.agency_numbers)


def leave_reach(row: ReachRow, changes: TallyChanges) -> None:
    """Take a unit out of the reach of agencies that had it under this facet."""
    if not row.agency_numbers:
        return
    UnitReach.delete().where(
        (UnitReach.agency_number.in_(sorted(row.agency_numbers))) & (UnitReach.unit_number == row.unit_number)
    ).execute()
    changes.subtract((number, row.facet_id) for number in row.agency_numbers)


def move_reach(before: ReachRow, after: ReachRow, changes: TallyChanges) -> frozenset[int]:
    """Go from one state of a unit's rows to another; the numbers of the agencies that lost it."""
    if (before.initials, before.facet_id) == (after.initials, after.facet_id):
        lost, won = before.agency_numbers - after.agency_numbers, after.agency_numbers - before.agency_numbers
    else:
        lost, won = before.agency_numbers, after.agency_numbers
    leave_reach(ReachRow(before.unit_number, before.initials, before.facet_id, lost), changes)
    enter_reach([ReachRow(after.unit_number, after.initials, after.facet_id, won)], changes)
    for watcher in _watchers:
        watcher(before, after)
    return before.agency_numbers - after.agency_numbers


def record_departures(unit: Unit, agency_numbers: frozenset[int], left_at: datetime) -> None:
    """Leave word for the phones of the agencies that lost the unit."""
    if agency_numbers:
        agencies = Agency.select(Agency.id).where(Agency.number.in_(sorted(agency_numbers)))
        UnitDeparture.insert_many(
            [{"id": new_id(), "unit": unit.id, "agency": agency.id, "left_at": left_at} for agency in agencies]
        ).execute()


def settle_tallies(changes: TallyChanges) -> None:
    """Write what an act changed: once, and always in the same order, so that two acts never wait in a ring."""
    for (agency_number, facet_id), change in sorted(changes.items()):
        if not change:
            continue
        here = (UnitTally.agency_number == agency_number) & (UnitTally.facet_id == facet_id)
        if UnitTally.update(units=UnitTally.units + change).where(here).execute():
            continue
        UnitTally.insert(agency_number=agency_number, facet_id=facet_id, units=change).on_conflict(
            conflict_target=[UnitTally.agency_number, UnitTally.facet_id],
            update={UnitTally.units: UnitTally.units + change},
        ).execute()


def recount() -> int:
    """Compare every tally with the rows it counts; how many differ. Reads all reach rows: for checks, not for acts."""
    counted = "SELECT agency_number, facet_id, count(*) AS units FROM unit_reach GROUP BY agency_number, facet_id"
    kept = "SELECT agency_number, facet_id, units FROM unit_tally WHERE units > 0"
    sql = "SELECT count(*) FROM (SELECT * FROM ({}) AS a EXCEPT SELECT * FROM ({}) AS b) AS differing"
    ways = (sql.format(counted, kept), sql.format(kept, counted))
    return sum(database.execute_sql(way).fetchone()[0] for way in ways)
