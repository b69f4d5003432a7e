"""Reads of zero reports: who reported of a day, who did not, and what is asked of one unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect, fn

from server.alerts.levels.models import SecurityLevel, SecurityLevelUnit, ZeroReport, ZeroReportGap
from server.alerts.levels.queries.levels import in_force
from server.alerts.levels.rules import clock_from, due_at, report_state
from server.core import clock
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class ReportFilter:
    unit_id: UUID | None = None
    day: date | None = None
    happened: bool | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class WatchFilter:
    day: date
    state: str | None = None
    limit: int = 50
    after: str | None = None


def due_of(unit_id: UUID, day: date) -> datetime | None:
    """When the unit's report of a day is due: the earliest hour of the levels that ask for one; None if none does."""
    hours = (
        SecurityLevelUnit.select(SecurityLevel.zero_report_by)
        .join(SecurityLevel, on=(SecurityLevel.id == SecurityLevelUnit.level_id))
        .where((SecurityLevelUnit.unit_id == unit_id) & (SecurityLevelUnit.since_on <= day) & in_force(day))
        .where(SecurityLevel.zero_report_by.is_null(False))
        .tuples()
    )
    found = [due_at(day, clock_from(by)) for (by,) in hours]
    return min(found, default=None)


def find_reports(actor: Actor, wanted: ReportFilter) -> dict[str, Any]:
    """A page of reports within reach, the latest received first."""
    query = ZeroReport.select().where(is_within_reach(actor, ZeroReport.unit_id)).order_by(ZeroReport.id.desc())
    for name in ("unit_id", "day", "happened"):
        if getattr(wanted, name) is not None:
            query = query.where(getattr(ZeroReport, name) == getattr(wanted, name))
    if wanted.after:
        query = query.where(ZeroReport.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda report: (report.id,))
    return {**found, "items": report_shapes(found["items"])}


def find_gaps(actor: Actor, wanted: ReportFilter) -> dict[str, Any]:
    """A page of days on which a unit within reach had not reported in time, the latest first."""
    late = (ZeroReport.unit_id == ZeroReportGap.unit_id) & (ZeroReport.day == ZeroReportGap.day)
    query = (
        ZeroReportGap.select(ZeroReportGap, ZeroReport)
        .join(ZeroReport, JOIN.LEFT_OUTER, on=late, attr="report")
        .where(is_within_reach(actor, ZeroReportGap.unit_id))
        .order_by(ZeroReportGap.id.desc())
    )
    if wanted.unit_id:
        query = query.where(ZeroReportGap.unit_id == wanted.unit_id)
    if wanted.day:
        query = query.where(ZeroReportGap.day == wanted.day)
    if wanted.after:
        query = query.where(ZeroReportGap.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda gap: (gap.id,))
    names = unit_names([gap.unit_id for gap in found["items"]])
    items = [
        {
            "id": gap.id,
            "unit": {"id": gap.unit_id, "name": names.get(gap.unit_id, "")},
            "level_id": gap.level_id,
            "day": gap.day,
            "noted_at": gap.noted_at,
            "reported_at": report.received_at if report else None,
        }
        for gap in found["items"]
        for report in [getattr(gap, "report", None)]
    ]
    return {**found, "items": items}


def gaps_of(unit_id: UUID, most: int = 31) -> list[date]:
    """Days of the unit that are still without a report, the latest first."""
    reported = ZeroReport.select(ZeroReport.day).where(ZeroReport.unit_id == unit_id)
    rows = ZeroReportGap.select().where((ZeroReportGap.unit_id == unit_id) & ZeroReportGap.day.not_in(reported))
    return [row.day for row in rows.order_by(ZeroReportGap.day.desc()).limit(most)]


def report_of(unit_id: UUID, day: date) -> dict[str, Any] | None:
    """The unit's report of a day in its wire shape; None if there is none."""
    return next(iter(report_shapes(list(ZeroReport.select().where(_is_report(unit_id, day))))), None)


def watch(actor: Actor, level: SecurityLevel, wanted: WatchFilter) -> dict[str, Any]:
    """A page of the units under a level that the actor reaches, each with its report of a day."""
    query = _members(actor, level, wanted.day)
    query = query.select(SecurityLevelUnit, Unit.name.alias("unit_name"), ZeroReport)
    query = query.join_from(SecurityLevelUnit, Unit, on=(Unit.id == SecurityLevelUnit.unit_id), attr="unit")
    query = query.order_by(SecurityLevelUnit.unit_id)
    due, moment = _due(level, wanted.day), clock.now()
    if wanted.state:
        query = query.where(_stands(wanted.state, due, moment))
    if wanted.after:
        query = query.where(SecurityLevelUnit.unit_id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.unit_id,))
    items = []
    for row in found["items"]:
        report = getattr(row, "report", None)
        name = row.unit.unit_name
        items.append(
            {
                "unit": {"id": row.unit_id, "name": name},
                "state": _state_of(report, due, moment),
                "report": _shape(report, name) if report else None,
            }
        )
    return {**found, "items": items}


def counts(actor: Actor, level: SecurityLevel, day: date) -> dict[str, Any]:
    """How many of the units that the actor reaches stand how with a day's report; 1 query."""
    due, moment = _due(level, day), clock.now()
    rows = (
        _members(actor, level, day)
        .select(ZeroReport.happened, ZeroReport.late, fn.COUNT(SecurityLevelUnit.id))
        .group_by(ZeroReport.happened, ZeroReport.late)
        .tuples()
    )
    found = dict.fromkeys(("reported", "happened", "late", "missing", "waiting"), 0)
    for happened, late, number in rows:
        state = report_state(
            received=happened is not None, happened=bool(happened), late=bool(late), due=due, moment=moment
        )
        found[state] += number
    return {"day": day, "due_at": due, **found}


def report_shapes(reports: list[ZeroReport]) -> list[dict[str, Any]]:
    """Reports in their wire shape; 1 query."""
    names = unit_names([report.unit_id for report in reports])
    return [_shape(report, names.get(report.unit_id, "")) for report in reports]


def _shape(report: ZeroReport, unit_name: str) -> dict[str, Any]:
    same = ("id", "day", "happened", "text", "late", "received_at")
    return {
        **{name: getattr(report, name) for name in same},
        "unit": {"id": report.unit_id, "name": unit_name},
        "by": report.by_name,
    }


def _members(actor: Actor, level: SecurityLevel, day: date) -> ModelSelect:
    of_the_day = (ZeroReport.unit_id == SecurityLevelUnit.unit_id) & (ZeroReport.day == day)
    return (
        SecurityLevelUnit.select()
        .join(ZeroReport, JOIN.LEFT_OUTER, on=of_the_day, attr="report")
        .where((SecurityLevelUnit.level_id == level.id) & (SecurityLevelUnit.since_on <= day))
        .where(is_within_reach(actor, SecurityLevelUnit.unit_id))
    )


def _due(level: SecurityLevel, day: date) -> datetime:
    by = clock_from(level.zero_report_by)
    return due_at(day, by) if by else clock.now()


def _stands(state: str, due: datetime, moment: datetime) -> Any:
    there, happened, late = ZeroReport.id.is_null(False), ZeroReport.happened == True, ZeroReport.late == True  # noqa: E712
    if state in ("missing", "waiting"):
        return ~there if (state == "missing") == (moment > due) else (there & ~there)
    if state == "happened":
        return there & happened
    return there & ~happened & (late if state == "late" else ~late)


def _state_of(report: ZeroReport | None, due: datetime, moment: datetime) -> str:
    there = report is not None
    return report_state(
        received=there, happened=there and report.happened, late=there and report.late, due=due, moment=moment
    )


def _is_report(unit_id: UUID, day: date) -> Any:
    return (ZeroReport.unit_id == unit_id) & (ZeroReport.day == day)
