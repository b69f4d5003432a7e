"""Hazards by area, kind of unit, industry, source, month or agency; and who found them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from reports.figures.queries.scope import agencies_below
from reports.figures.queries.tallies import ALL, sums
from reports.figures.rules import (
    AREA,
    AREA_MONTHS,
    FACET,
    FIRST_YEAR,
    MONTH,
    OPEN_STATES,
    POLICE_SOURCES,
    SELF_SOURCES,
    SOURCES,
    area_of_slot,
    month_of_slot,
    month_range,
    share,
)
from server.units.agencies.models import Agency
from server.units.areas.models import Area
from server.units.registry.queries.search import Condition

BY_FACET = {"area": "f.area_code", "kind": "f.kind", "industry": "f.industry", "key_level": "f.key_level"}
WAYS = (*BY_FACET, "source", "month", "agency")
_FACET = "JOIN unit_facet f ON f.id = t.slot / 10000"
_CELL = "t.state, t.source, t.grade"


def hazards_by(agency: Agency, way: str, year: int | None) -> list[dict[str, Any]]:
    """A row for each area (or kind…) that has any, with its hazards by state, grade and who found them.

    ``year``: of the day they were found; None: all. One query, and one for names; sums over the agency's tallies.
    Source: JN-1b.
    """
    if way == "month":
        return _by_month(agency, year)
    if way == "agency":
        return _by_agency(agency, year)
    where = _of_year(year)
    if way == "source":
        found = sums([agency.number], FACET, f"t.source, {_CELL}", where=where)
        return [_row(key, "", cells) for key, cells in _grouped(found, SOURCES.index)]
    found = sums([agency.number], FACET, f"{BY_FACET[way]}, {_CELL}", where=where, join=_FACET)
    names = _area_names(row[0] for row in found) if way == "area" else {}
    return [_row(str(key), names.get(key, ""), cells) for key, cells in _grouped(found, str)]


def hazards_by_area_and_month(agency: Agency, year: int) -> list[dict[str, Any]]:
    """A row for each area that has any, in the order of codes, with its months as rows like those of ``hazards_by``.

    One query, and one for names; sums over the agency's tallies. Source: JN-1b.
    """
    first = (year - FIRST_YEAR) * 12
    of_year = Condition(f"t.slot - t.slot / {AREA_MONTHS} * {AREA_MONTHS} BETWEEN ? AND ?", (first, first + 11))
    found = sums([agency.number], AREA, f"t.slot, {_CELL}", where=of_year)
    months: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for slot, cells in _grouped(found, int):
        code, month = area_of_slot(slot)
        months[code].append(_row(month_of_slot(month), "", cells))
    names = _area_names(months)
    return [{"key": code, "name": names.get(code, ""), "months": rows} for code, rows in months.items()]


def _of_year(year: int | None) -> Condition:
    return Condition("t.slot - t.slot / 10000 * 10000 = ?", (year,)) if year else ALL


def _by_month(agency: Agency, year: int | None) -> list[dict[str, Any]]:
    where = Condition("t.slot BETWEEN ? AND ?", (year * 12, year * 12 + 11)) if year else ALL
    found = sums([agency.number], MONTH, f"t.slot, {_CELL}", where=where)
    rows = []
    for slot, cells in _grouped(found, int):
        first, last = month_range(slot)
        rows.append({**_row(month_of_slot(slot), "", cells), "found_from": first, "found_to": last})
    return rows


def _by_agency(agency: Agency, year: int | None) -> list[dict[str, Any]]:
    """Agencies right below. A unit under two of them (a site elsewhere) is counted under each."""
    below = {row.number: row for row in agencies_below(agency)}
    where = Condition("t.slot BETWEEN ? AND ?", (year * 12, year * 12 + 11)) if year else ALL
    found = dict(_grouped(sums(list(below), MONTH, f"t.agency_number, {_CELL}", where=where), int))
    return [
        {**_row(str(row.id), row.short_name, found.get(number, [])), "agency_id": row.id}
        for number, row in below.items()
    ]


def _grouped(found: Iterable[tuple[Any, ...]], order: Callable[[Any], Any]) -> list[tuple[Any, list[tuple[Any, ...]]]]:
    groups: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for row in found:
        groups[row[0]].append(row[1:])
    return sorted(groups.items(), key=lambda group: order(group[0]))


def _row(key: str, name: str, cells: list[tuple[Any, ...]]) -> dict[str, Any]:
    total = sum(int(count) for *_, count in cells)
    by_source = {source: sum(int(n) for _, of, _, n in cells if of == source) for source in SOURCES}
    self_found = sum(by_source[source] for source in SELF_SOURCES)
    return {
        "key": key,
        "name": name,
        "total": total,
        "open": sum(int(count) for state, _, _, count in cells if state in OPEN_STATES),
        "closed": sum(int(count) for state, _, _, count in cells if state == "closed"),
        "handed_over": sum(int(count) for state, _, _, count in cells if state == "handed_over"),
        "major": sum(int(count) for _, _, grade, count in cells if grade == "major"),
        **{f"from_{source}": count for source, count in by_source.items()},
        "self_found": self_found,
        "police_found": sum(by_source[source] for source in POLICE_SOURCES),
        "self_share_percent": share(self_found, total),
    }


def _area_names(codes: Iterable[str]) -> dict[str, str]:
    """The latest name of each code; one query."""
    rows = Area.select(Area.code, Area.name).where(Area.code.in_(sorted(set(codes)))).order_by(Area.effective_from)
    return {row.code: row.name for row in rows}
