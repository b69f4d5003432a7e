"""Hazards by kind and month, and how devices are, under one agency; sums by the database.  Source: JN-2.3.4a."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from peewee import SQL, Case, fn

from checklists.hazards.models import Hazard
from device_checks.alarms.models import AlarmLine
from device_checks.patrols.models import CameraAvailability, CameraWatch
from device_checks.patrols.queries.availability import SUMS, figures_of
from device_checks.recordings.models import RecordingState
from device_checks.registers.models import Facility
from server.core import clock
from server.core.database import is_postgresql
from server.units.agencies.models import Agency
from server.units.registry.models import Unit, UnitReach

Json = dict[str, Any]
MONTHS = 12
KINDS = ("public_security", "work_safety")


def analytics(agency: Agency) -> Json:
    """Twelve months of hazards by kind, grade and source; devices by condition; cameras; recorders; alarm lines.

    8 queries; reads the hazards found in these months, and counts the agency's devices.
    """
    today = clock.today()
    months = _months(today)
    return {
        "agency": {"id": agency.id, "name": agency.name},
        "as_of": clock.now(),
        "months": months,
        "hazards": _hazards(agency, months),
        "devices": _devices(agency),
        "cameras": _cameras(agency),
        "recorders": _by(agency, RecordingState, RecordingState.verdict),
        "alarm_lines": _alarm_lines(agency),
        "availability": _availability(agency, months),
    }


def _months(today: date) -> list[str]:
    slot = today.year * 12 + today.month - 1
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(slot - MONTHS + 1, slot + 1)]


def _within(agency: Agency, unit_id: Any) -> Any:
    """Units of the agency's reach, by a subquery the database walks once."""
    reached = (
        Unit.select(Unit.id)
        .join(UnitReach, on=(UnitReach.unit_number == Unit.number))
        .where(UnitReach.agency_number == agency.number)
    )
    return unit_id.in_(reached)


def _hazards(agency: Agency, months: list[str]) -> list[Json]:
    # Written out, not as parameters: PostgreSQL must see that what is grouped by is what is selected.
    day = Hazard.found_on
    month = fn.TO_CHAR(day, SQL("'YYYY-MM'")) if is_postgresql() else fn.SUBSTR(day, SQL("1"), SQL("7"))
    major = fn.SUM(Case(None, [(Hazard.grade == "major", 1)], 0))
    own = fn.SUM(Case(None, [(Hazard.source == "self", 1)], 0))
    since = date.fromisoformat(f"{months[0]}-01")
    rows = (
        Hazard.select(Hazard.kind, month, fn.COUNT(Hazard.id), major, own)
        .where(_within(agency, Hazard.unit_id) & (Hazard.found_on >= since) & (Hazard.state != "withdrawn"))
        .group_by(Hazard.kind, month)
        .tuples()
    )
    cells: dict[tuple[str, str], tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for kind, of, count, majors, owns in rows:
        cells[kind, of] = (count, int(majors), int(owns))
    return [
        {
            "kind": kind,
            "total": sum(cells[kind, month][0] for month in months),
            "months": [
                {"month": month, "count": cells[kind, month][0], "major": cells[kind, month][1], "self_found": cells[kind, month][2]}
                for month in months
            ],
        }
        for kind in KINDS
    ]  # fmt: skip


def _devices(agency: Agency) -> list[Json]:
    rows = (
        Facility.select(Facility.kind, Facility.condition, fn.SUM(Facility.quantity))
        .where(_within(agency, Facility.unit_id) & (Facility.state == "in_use"))
        .group_by(Facility.kind, Facility.condition)
        .order_by(Facility.kind)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, condition, count in rows.tuples():
        found[kind][condition] = int(count or 0)
    return [
        {
            "kind": kind,
            "total": sum(counts.values()),
            **{name: counts.get(name, 0) for name in ("normal", "damaged", "missing")},
            "unchecked": counts.get("unknown", 0),
        }
        for kind, counts in found.items()
    ]


def _cameras(agency: Agency) -> Json:
    up = fn.SUM(Case(None, [(CameraWatch.is_up == True, 1)], 0))  # noqa: E712 (a term of the query)
    down = fn.SUM(Case(None, [(CameraWatch.is_up == False, 1)], 0))  # noqa: E712
    row = CameraWatch.select(up, down).where(_within(agency, CameraWatch.unit_id)).tuples().first()
    return {"online": int(row[0] or 0), "offline": int(row[1] or 0)}


def _by(agency: Agency, table: Any, column: Any) -> list[Json]:
    rows = table.select(column, fn.COUNT(table.id)).where(_within(agency, table.unit_id)).group_by(column)
    return [{"code": code or "unseen", "count": count} for code, count in rows.order_by(column).tuples()]


def _alarm_lines(agency: Agency) -> Json:
    live = AlarmLine.stopped_at.is_null()  # type: ignore[union-attr]
    silent = fn.SUM(Case(None, [(AlarmLine.silent_since.is_null(False), 1)], 0))  # type: ignore[union-attr]
    heard = fn.SUM(Case(None, [(AlarmLine.silent_since.is_null() & AlarmLine.last_heard_at.is_null(False), 1)], 0))  # type: ignore[union-attr]
    row = AlarmLine.select(fn.COUNT(AlarmLine.id), heard, silent).where(_within(agency, AlarmLine.unit_id) & live)
    total, online, lost = row.tuples().first()
    return {"total": int(total or 0), "online": int(online or 0), "silent": int(lost or 0)}


def _availability(agency: Agency, months: list[str]) -> list[Json]:
    table = CameraAvailability
    rows = (
        table.select(table.month, *(fn.SUM(getattr(table, name)) for name in SUMS))
        .where(_within(agency, table.unit_id) & (table.month >= months[0]))
        .group_by(table.month)
        .tuples()
    )
    found = {month: figures_of(sums) for month, *sums in rows}
    return [
        {"month": month, "rate": found[month]["rate"] if month in found else None, "looks": found[month]["looks"] if month in found else 0}
        for month in months
    ]  # fmt: skip
