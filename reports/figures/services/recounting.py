"""Counts everything anew from the hazards themselves: after a restore, and to check that the tallies are true."""

from __future__ import annotations

from checklists.hazards.models import Hazard
from reports.figures.models import HazardCounted, HazardTally, HazardTallyChange
from reports.figures.rules import (
    AREA,
    AREA_MONTHS,
    COUNTED_STATES,
    DUE,
    FACET,
    FIRST_YEAR,
    FOUND,
    MONTH,
    OPEN_STATES,
)
from server.core.database import database, is_postgresql
from server.core.events import record_event
from server.core.permissions import SYSTEM
from server.units.agencies.models import Agency

_COLUMNS = "agency_number, slice, slot, state, source, grade"


def rebuild() -> int:
    """Throw all tallies away and count anew; how many tally rows there are then.

    Set-based: a minute and a half for a million hazards. Acts that change hazards or reach wait meanwhile.
    """
    with database.atomic():
        if is_postgresql():
            database.execute_sql("SET LOCAL statement_timeout = 0")  # the limit is for acts
            database.execute_sql(
                "LOCK TABLE hazard, unit_reach, hazard_counted, hazard_tally IN SHARE ROW EXCLUSIVE MODE"
            )
        for table in ("hazard_tally_change", "hazard_tally", "hazard_counted"):
            database.execute_sql(f"DELETE FROM {table}")  # noqa: S608
        database.execute_sql(
            "INSERT INTO hazard_counted (id, unit_number, facet_id, state, source, grade, found_on, due_on) "
            + _counted_rows()
        )
        for part in _tallies("hazard_counted"):
            database.execute_sql(f"INSERT INTO hazard_tally ({_COLUMNS}, hazards) {part}")
        count = HazardTally.select().count()
        root = Agency.select().order_by(Agency.number).first()
        if root is not None:
            record_event(SYSTEM, "figures.recounted", subject=root, details={"tallies": count})
    return int(count)


def prepare_tallies() -> None:
    """Count what was found before there were tallies; nothing to do ever after."""
    if Hazard.select().exists() and not HazardCounted.select().exists():
        rebuild()
    elif HazardCounted.select().exists() and not _has_slice(AREA):
        _lay_slice(AREA)


def _has_slice(name: str) -> bool:
    """Of a version of the program that did not count this slice there is no row, waiting or added up."""
    tables = (HazardTally, HazardTallyChange)
    return any(table.select(table.slice).where(table.slice == name).limit(1).exists() for table in tables)


def _lay_slice(name: str) -> None:
    """Count one slice more of hazards that are counted already; acts that change hazards wait meanwhile."""
    with database.atomic():
        if is_postgresql():
            database.execute_sql("SET LOCAL statement_timeout = 0")
            database.execute_sql("LOCK TABLE unit_reach, hazard_counted, hazard_tally IN SHARE ROW EXCLUSIVE MODE")
        part = next(part for part in _tallies("hazard_counted") if f"'{name}' AS slice" in part)
        database.execute_sql(f"INSERT INTO hazard_tally ({_COLUMNS}, hazards) {part}")
        root = Agency.select().order_by(Agency.number).first()
        if root is not None:
            record_event(SYSTEM, "figures.slice_counted", subject=root, details={"slice": name})


def recount() -> int:
    """Compare every tally, with its waiting changes, with the hazards themselves; how many differ. For checks."""
    counted = " UNION ALL ".join(f"SELECT * FROM ({part}) AS part" for part in _tallies(f"({_counted_rows()})"))  # noqa: S608
    kept = (
        f"SELECT {_COLUMNS}, sum(hazards) AS hazards FROM (SELECT {_COLUMNS}, hazards FROM hazard_tally "  # noqa: S608
        f"UNION ALL SELECT {_COLUMNS}, hazards FROM hazard_tally_change) AS k GROUP BY {_COLUMNS} HAVING sum(hazards) <> 0"
    )
    sql = "SELECT count(*) FROM (SELECT * FROM ({}) AS a EXCEPT SELECT * FROM ({}) AS b) AS differing"
    ways = (sql.format(counted, kept), sql.format(kept, counted))
    return sum(database.execute_sql(way).fetchone()[0] for way in ways)


def _counted_rows() -> str:
    return (
        "SELECT h.id, u.number AS unit_number, u.facet_id, h.state, h.source, h.grade, h.found_on, "
        "h.deadline_on AS due_on FROM hazard h JOIN unit u ON u.id = h.unit_id"
    )


def _tallies(counted: str) -> list[str]:
    """A SELECT of each slice's tally rows over a table, or subquery, of what is counted."""
    slots = {
        FOUND: _ordinal("h.found_on"),
        DUE: _ordinal("h.due_on"),
        MONTH: f"({_year('h.found_on')} * 12 + {_month('h.found_on')} - 1)",
        FACET: f"(h.facet_id * 10000 + {_year('h.found_on')})",
        AREA: f"(CAST(f.area_code AS INTEGER) * {AREA_MONTHS} + ({_year('h.found_on')} - {FIRST_YEAR}) * 12 "
        f"+ {_month('h.found_on')} - 1)",
    }
    is_open, is_counted = _is_one_of(OPEN_STATES), _is_one_of(COUNTED_STATES)
    wheres = {
        FOUND: is_open,
        DUE: f"{is_open} AND h.due_on IS NOT NULL",
        MONTH: is_counted,
        FACET: is_counted,
        AREA: is_counted,
    }
    joins = dict.fromkeys(slots, "") | {AREA: "JOIN unit_facet f ON f.id = h.facet_id "}
    return [
        f"SELECT r.agency_number, '{name}' AS slice, {slot} AS slot, h.state, h.source, h.grade, count(*) AS hazards "  # noqa: S608
        f"FROM {counted} h JOIN unit_reach r ON r.unit_number = h.unit_number {joins[name]}WHERE {wheres[name]} "
        f"GROUP BY r.agency_number, {slot}, h.state, h.source, h.grade"
        for name, slot in slots.items()
    ]


def _is_one_of(states: tuple[str, ...]) -> str:
    return "h.state IN ({})".format(", ".join(f"'{state}'" for state in states))


def _ordinal(day: str) -> str:
    """As ``date.toordinal``."""
    return f"({day} - DATE '0001-01-01' + 1)" if is_postgresql() else f"CAST(julianday({day}) - 1721424.5 AS INTEGER)"


def _year(day: str) -> str:
    return f"extract(year FROM {day})::int" if is_postgresql() else f"CAST(substr({day}, 1, 4) AS INTEGER)"


def _month(day: str) -> str:
    return f"extract(month FROM {day})::int" if is_postgresql() else f"CAST(substr({day}, 6, 2) AS INTEGER)"
