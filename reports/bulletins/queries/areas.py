"""Hazards by area and month of a bulletin's year, each number with the way to the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.bulletins.rules import ChartData, Period, TableData
from reports.bulletins.rules.links import hazards_link
from reports.figures.queries.breakdowns import hazards_by_area_and_month
from reports.figures.rules import month_of_slot, month_range, month_slot
from server.core import clock
from server.units.agencies.models import Agency

Json = dict[str, Any]
#: As many areas have a line of their own in the chart; the others are added up.
MOST_LINES = 3
_COUNTS = (("total", "found", "发现隐患"), ("open", "open", "尚未整改隐患"))


def area_months(agency: Agency, period: Period) -> tuple[list[TableData], ChartData | None]:
    """A table of what was found and one of what is still open, by area and month, and a chart of the first.

    One statement over the tallies, one for names; months after the period, or to come, are left out. Source: JN-2.1a, JN-1b.
    """
    slots = list(range(period.year * 12, min(period.slots[1], month_slot(clock.today())) + 1))
    areas = [_area(row, slots) for row in hazards_by_area_and_month(agency, period.year)]
    areas = sorted((one for one in areas if sum(one["total"])), key=lambda one: (-sum(one["total"]), one["code"]))
    tables = [_table(agency, period, slots, areas, *count) for count in _COUNTS]
    return tables, _chart(period, slots, areas) if areas else None


def _area(row: Json, slots: Sequence[int]) -> Json:
    months = {one["key"]: one for one in row["months"]}
    counts = {
        key: [int(months[month_of_slot(slot)][key]) if month_of_slot(slot) in months else 0 for slot in slots]
        for key, _, _ in _COUNTS
    }
    return {"code": row["key"], "name": row["name"] or row["key"], **counts}


def _table(
    agency: Agency, period: Period, slots: Sequence[int], areas: Sequence[Json], key: str, filter: str, title: str
) -> TableData:
    first, last = month_range(slots[0])[0], month_range(slots[-1])[1]

    def links(**more: str) -> tuple[str, ...]:
        days = [*(month_range(slot) for slot in slots), (first, last)]
        return ("", *(hazards_link(agency.id, begin, end, filter, **more) for begin, end in days))

    rows = [(one["name"], *map(str, one[key]), str(sum(one[key]))) for one in areas]
    sums = [sum(one[key][place] for one in areas) for place in range(len(slots))]
    return TableData(
        f"area_months_{filter}",
        f"{period.year}年各区县各月{title}（处）",
        ("区县", *(f"{int(month_of_slot(slot)[5:])}月" for slot in slots), "合计"),
        (*rows, ("合计", *map(str, sums), str(sum(sums)))) if rows else (),
        tuple(range(1, len(slots) + 2)),
        note="按单位所在区县和发现日期归入；整改状态为制表时的状态。",
        link="/figures",
        links=(*(links(area_code=one["code"]) for one in areas), links()),
    )


def _chart(period: Period, slots: Sequence[int], areas: Sequence[Json]) -> ChartData:
    lines = [(one["name"], tuple(map(float, one["total"]))) for one in areas[:MOST_LINES]]
    if rest := areas[MOST_LINES:]:
        lines.append(("其他", tuple(float(sum(one["total"][place] for one in rest)) for place in range(len(slots)))))
    labels = tuple(f"{int(month_of_slot(slot)[5:])}月" for slot in slots)
    return ChartData("area_months", f"{period.year}年各区县各月发现隐患", "处", labels, tuple(lines))
