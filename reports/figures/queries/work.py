"""Tasks due, done and late, and inspections by kind, by agency and month."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from reports.figures.queries.scope import agencies_below
from reports.figures.rules import month_of_slot, month_range, month_slot, share
from server.core import clock
from server.core.database import is_postgresql
from server.units.agencies.models import Agency
from server.units.registry.queries.search import Condition, rows_of

MOST_MONTHS = 24


def task_figures(agency: Agency, from_month: date, to_month: date) -> dict[str, Any]:
    """Tasks by the month they are due, for the agency and for those right below: due, done, late, cancelled.

    Late is what was done after its day or is not done and past it. Reads the tasks of these months; one statement.
    """
    below = agencies_below(agency)
    found = _tasks([agency, *below], from_month, to_month)
    first, last = month_slot(from_month), month_slot(to_month)
    return {
        "as_of": clock.now(),
        "agency": agency,
        "months": [
            {
                "month": month_of_slot(slot),
                "due_from": month_range(slot)[0],
                "due_to": month_range(slot)[1],
                **_rates(found[agency.number, slot]),
            }
            for slot in range(first, last + 1)
        ],
        "agencies": [
            {
                "agency_id": one.id,
                "name": one.short_name,
                **_rates(sum((found[one.number, slot] for slot in range(first, last + 1)), Counter[str]())),
            }
            for one in below
        ],
    }


def _rates(counts: Counter[str]) -> dict[str, Any]:
    due = sum(counts.values()) - counts["cancelled"]
    done = counts["done_in_time"] + counts["done_late"]
    return {
        "due": due,
        "done": done,
        "done_in_time": counts["done_in_time"],
        "done_late": counts["done_late"],
        "overdue": counts["overdue"],
        "open": counts["open"],
        "cancelled": counts["cancelled"],
        "done_percent": share(done, due),
        "in_time_percent": share(counts["done_in_time"], due),
    }


def _tasks(agencies: list[Agency], from_month: date, to_month: date) -> dict[tuple[int, int], Counter[str]]:
    first, last = month_range(month_slot(from_month))[0], month_range(month_slot(to_month))[1]
    numbers = ",".join(str(agency.number) for agency in agencies)
    rows = rows_of(
        Condition(
            f"SELECT r.agency_number, {_month('t.due_on')} AS slot, CASE "  # noqa: S608
            "WHEN e.state = 'cancelled' THEN 'cancelled' "
            f"WHEN e.state = 'done' AND {_day('e.at')} <= t.due_on THEN 'done_in_time' "
            "WHEN e.state = 'done' THEN 'done_late' WHEN t.due_on < ? THEN 'overdue' ELSE 'open' END AS standing, "
            "count(*) FROM task t JOIN unit u ON u.id = t.unit_id "
            f"JOIN unit_reach r ON r.unit_number = u.number AND r.agency_number IN ({numbers}) "
            "LEFT JOIN task_ending e ON e.task_id = t.id WHERE t.due_on >= ? AND t.due_on <= ? GROUP BY 1, 2, 3",
            (_bound(clock.today()), _bound(first), _bound(last)),
        )
    )
    found: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for number, slot, standing, count in rows:
        found[number, int(slot)][standing] += int(count)
    return found


def inspection_figures(agency: Agency, from_month: date, to_month: date) -> dict[str, Any]:
    """Inspections received, by month and kind, with the hazards found in them; one statement."""
    first, last = month_range(month_slot(from_month))[0], month_range(month_slot(to_month))[1]
    day = _day("i.received_at")
    rows = rows_of(
        Condition(
            f"SELECT {_month(day)} AS slot, i.kind, count(*), sum(i.hazard_count) FROM inspection i "  # noqa: S608
            "JOIN unit u ON u.id = i.unit_id JOIN unit_reach r ON r.unit_number = u.number AND r.agency_number = ? "
            "WHERE i.received_at >= ? AND i.received_at < ? GROUP BY 1, 2 ORDER BY 1, 2",
            (agency.number, _instant(first), _instant(last + timedelta(days=1))),
        )
    )
    return {
        "as_of": clock.now(),
        "agency": agency,
        "months": [month_of_slot(slot) for slot in range(month_slot(from_month), month_slot(to_month) + 1)],
        "kinds": [
            {"month": month_of_slot(int(slot)), "kind": kind, "inspections": int(count), "hazards": int(hazards)}
            for slot, kind, count, hazards in rows
        ],
    }


def _month(day: str) -> str:
    if is_postgresql():
        return f"(extract(year FROM {day})::int * 12 + extract(month FROM {day})::int - 1)"
    return f"(CAST(substr({day}, 1, 4) AS INTEGER) * 12 + CAST(substr({day}, 6, 2) AS INTEGER) - 1)"


def _day(instant: str) -> str:
    """The Beijing day of an instant."""
    if is_postgresql():
        return f"(({instant}) AT TIME ZONE 'Asia/Shanghai')::date"
    return f"date({instant}, '+8 hours')"


def _instant(day: date) -> Any:
    """The first instant of a Beijing day, as the column holds it."""
    moment = clock.start_of(day)
    return moment if is_postgresql() else clock.to_text(moment)


def _bound(day: date) -> Any:
    return day if is_postgresql() else day.isoformat()
