"""The rows of each source for one of those assessed, from the first day of the year to the day of the run.

Every row is judged as of that day by days that are kept with it, so the same tables give the same rows whenever it
is asked. Each source is one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from checklists.duties.models import Drill, DrillReport
from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection
from checklists.tasks.models import Task, TaskEnding
from courses.rotations.models import Enrolment
from courses.rotations.rules import COUNTED
from courses.trainees.rules import WORD_OF_AUDIENCE, Audience
from device_checks.alarms.models import AlarmTest
from device_checks.recordings.models import RecordingCheck
from reports.assessments.queries.subjects import Subject
from reports.assessments.rules import SourceRow
from reports.figures.rules import COUNTED_STATES, OPEN_STATES, SELF_SOURCES
from reports.rulings.models import Order, OrderHazard, OrderRevocation, OrderSigning
from reports.supervisions.models import SupervisionLetter
from reports.supervisions.rules import WITHDRAWN
from server.alerts.cases.models import SecurityCase
from server.alerts.levels.models import ZeroReport, ZeroReportGap
from server.core import clock
from server.core.clock import beijing_day

_KEPT_VERDICTS = ("met", "growing")


@dataclass(frozen=True)
class Window:
    """The days that count, both included."""

    first: date
    last: date

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From the first instant to the one after the last."""
        return clock.start_of(self.first), clock.start_of(self.last + timedelta(days=1))


def rows_of_source(code: str, subject: Subject, year: int, as_of: date) -> list[SourceRow]:
    """In the order of ids."""
    rows = _READERS[code](subject, Window(date(year, 1, 1), as_of))
    return sorted(rows, key=lambda row: row.row_id.hex)


def _hazards(subject: Subject, *conditions: Any) -> Iterator[Hazard]:
    columns = (Hazard.id, Hazard.unit_id, Hazard.title, Hazard.found_on, Hazard.deadline_on, Hazard.closed_on)
    query = Hazard.select(*columns, Hazard.source, Hazard.state).where(Hazard.unit_id.in_(subject.units))  # type: ignore[attr-defined]
    yield from query.where(Hazard.state.in_(COUNTED_STATES), *conditions).iterator()  # type: ignore[attr-defined]


def _hazards_in_time(subject: Subject, window: Window) -> Iterator[SourceRow]:
    due = Hazard.deadline_on.between(window.first, window.last)  # type: ignore[union-attr]
    for row in _hazards(subject, due, Hazard.state != "handed_over"):
        in_time = row.closed_on is not None and row.closed_on <= row.deadline_on  # type: ignore[operator]
        yield SourceRow(row.id, row.unit_id, row.deadline_on, in_time, row.title[:120])


def _hazards_overdue(subject: Subject, window: Window) -> Iterator[SourceRow]:
    late = (Hazard.deadline_on <= window.last) & (  # type: ignore[operator]
        Hazard.state.in_(OPEN_STATES) | (Hazard.closed_on > window.last)  # type: ignore[attr-defined,operator]
    )
    for row in _hazards(subject, late):
        yield SourceRow(row.id, row.unit_id, row.deadline_on, False, row.title[:120])


def _hazards_self_found(subject: Subject, window: Window) -> Iterator[SourceRow]:
    found = Hazard.found_on.between(window.first, window.last)  # type: ignore[attr-defined]
    for row in _hazards(subject, found):
        yield SourceRow(row.id, row.unit_id, row.found_on, row.source in SELF_SOURCES, row.title[:120])


def _tasks_in_time(subject: Subject, window: Window) -> Iterator[SourceRow]:
    query = (
        Task.select(Task.id, Task.unit_id, Task.due_on, TaskEnding.state, TaskEnding.at)
        .join(TaskEnding, JOIN.LEFT_OUTER, on=(TaskEnding.task_id == Task.id), attr="ending")
        .where(Task.unit_id.in_(subject.units) & Task.due_on.between(window.first, window.last))  # type: ignore[attr-defined]
    )
    for row in query.iterator():
        ending = getattr(row, "ending", None)
        if ending is not None and ending.state == "cancelled":
            continue
        in_time = ending is not None and ending.state == "done" and beijing_day(ending.at) <= row.due_on
        yield SourceRow(row.id, row.unit_id, row.due_on, in_time, f"{row.due_on.isoformat()} 到期的检查")


def _self_checks(subject: Subject, window: Window) -> Iterator[SourceRow]:
    after, before = window.instants
    query = Inspection.select(Inspection.id, Inspection.unit_id, Inspection.received_at).where(
        Inspection.unit_id.in_(subject.units)  # type: ignore[attr-defined]
        & (Inspection.kind == "self")
        & (Inspection.received_at >= after)
        & (Inspection.received_at < before)
        & Inspection.corrects_id.is_null()
    )
    for row in query.iterator():
        day = beijing_day(row.received_at)
        yield SourceRow(row.id, row.unit_id, day, True, f"{day.isoformat()} 自查")


def _orders_kept(subject: Subject, window: Window) -> Iterator[SourceRow]:
    hazard = Hazard.alias("ordered")
    broken = (
        OrderHazard.select(OrderHazard.id)
        .join(hazard, on=(hazard.id == OrderHazard.hazard_id))
        .where(
            (OrderHazard.order_id == Order.id)
            & hazard.state.not_in(("handed_over", "withdrawn"))
            & (hazard.closed_on.is_null() | (hazard.closed_on > fn.COALESCE(hazard.deadline_on, Order.deadline_on)))
        )
    )
    revoked = OrderRevocation.select(OrderRevocation.order_id)
    query = (
        Order.select(Order.id, Order.unit_id, Order.deadline_on, fn.EXISTS(broken).alias("is_broken"))
        .join(OrderSigning, on=(OrderSigning.order_id == Order.id))
        .where(Order.unit_id.in_(subject.units) & Order.deadline_on.between(window.first, window.last))  # type: ignore[attr-defined]
        .where(Order.id.not_in(revoked))  # type: ignore[attr-defined]
    )
    for row in query.iterator():
        label = f"{row.deadline_on.isoformat()} 到期的整改通知书"
        yield SourceRow(row.id, row.unit_id, row.deadline_on, not row.is_broken, label)


def _rotation(subject: Subject, window: Window) -> Iterator[SourceRow]:
    mine = Enrolment.unit_id.in_(subject.units) & (Enrolment.year == window.first.year)  # type: ignore[union-attr]
    query = Enrolment.select(Enrolment.id, Enrolment.unit_id, Enrolment.audience, Enrolment.state)
    for row in query.where(mine & Enrolment.state.in_(COUNTED)).iterator():
        label = f"{WORD_OF_AUDIENCE[Audience(row.audience)]}轮训"
        yield SourceRow(row.id, row.unit_id, None, row.state in ("done", "excused"), label)


def _drills(subject: Subject, window: Window) -> Iterator[SourceRow]:
    """Each drill once, on the day its first report of these days names."""
    query = (
        Drill.select(Drill.id, Drill.unit_id, Drill.title, fn.MIN(DrillReport.held_on).alias("held_on"))
        .join(DrillReport, on=(DrillReport.drill_id == Drill.id))
        .where(Drill.unit_id.in_(subject.units) & DrillReport.held_on.between(window.first, window.last))  # type: ignore[attr-defined]
        .group_by(Drill.id, Drill.unit_id, Drill.title)
    )
    for row in query.iterator():
        day = row.held_on if isinstance(row.held_on, date) else date.fromisoformat(str(row.held_on)[:10])
        yield SourceRow(row.id, row.unit_id, day, True, row.title[:120])


def _recordings(subject: Subject, window: Window) -> Iterator[SourceRow]:
    """The newest check of each facility; ids are in the order of time."""
    later = RecordingCheck.alias("later")
    newer = later.select(later.id).where(
        (later.facility_id == RecordingCheck.facility_id)
        & (later.id > RecordingCheck.id)
        & (later.checked_on <= window.last)
    )
    mine = RecordingCheck.unit_id.in_(subject.units)  # type: ignore[attr-defined]
    days = RecordingCheck.checked_on.between(window.first, window.last)  # type: ignore[attr-defined]
    for row in RecordingCheck.select().where(mine & days & ~fn.EXISTS(newer)).iterator():
        label = f"应存 {row.required_days} 天，实存 {row.kept_days} 天"
        yield SourceRow(row.id, row.unit_id, row.checked_on, row.verdict in _KEPT_VERDICTS, label)


def _alarm_tests(subject: Subject, window: Window) -> Iterator[SourceRow]:
    after, before = window.instants
    mine = AlarmTest.unit_id.in_(subject.units)  # type: ignore[attr-defined]
    ended = AlarmTest.closed_at.is_null(False)  # type: ignore[union-attr]
    query = AlarmTest.select(AlarmTest.id, AlarmTest.unit_id, AlarmTest.started_at, AlarmTest.received_at)
    for row in query.where(mine & ended & (AlarmTest.started_at >= after) & (AlarmTest.started_at < before)).iterator():
        day = beijing_day(row.started_at)
        yield SourceRow(row.id, row.unit_id, day, row.received_at is not None, f"{day.isoformat()} 测试")


def _zero_reports(subject: Subject, window: Window) -> Iterator[SourceRow]:
    """Reports that came, and days on which none had come by the hour."""
    for row in ZeroReport.select(ZeroReport.id, ZeroReport.unit_id, ZeroReport.day, ZeroReport.late).where(
        ZeroReport.unit_id.in_(subject.units) & ZeroReport.day.between(window.first, window.last)  # type: ignore[attr-defined]
    ):
        yield SourceRow(row.id, row.unit_id, row.day, not row.late, f"{row.day.isoformat()} 零报告")
    told = ZeroReport.select(ZeroReport.id).where(
        (ZeroReport.unit_id == ZeroReportGap.unit_id) & (ZeroReport.day == ZeroReportGap.day)
    )
    gaps = ZeroReportGap.select(ZeroReportGap.id, ZeroReportGap.unit_id, ZeroReportGap.day).where(
        ZeroReportGap.unit_id.in_(subject.units)  # type: ignore[attr-defined]
        & ZeroReportGap.day.between(window.first, window.last)  # type: ignore[attr-defined]
        & ~fn.EXISTS(told)
    )
    for row in gaps:
        yield SourceRow(row.id, row.unit_id, row.day, False, f"{row.day.isoformat()} 缺零报告")


def _cases(subject: Subject, window: Window) -> Iterator[SourceRow]:
    after, before = window.instants
    mine = SecurityCase.unit_id.in_(subject.units)  # type: ignore[attr-defined]
    query = SecurityCase.select(SecurityCase.id, SecurityCase.unit_id, SecurityCase.happened_at)
    for row in query.where(mine & (SecurityCase.happened_at >= after) & (SecurityCase.happened_at < before)):
        day = beijing_day(row.happened_at)
        yield SourceRow(row.id, row.unit_id, day, False, f"{day.isoformat()} 案事件")


def _letters_in_time(subject: Subject, window: Window) -> Iterator[SourceRow]:
    mine = SupervisionLetter.to_agency_id.in_(subject.agencies)  # type: ignore[attr-defined]
    due = SupervisionLetter.due_on.between(window.first, window.last)  # type: ignore[attr-defined]
    for row in SupervisionLetter.select().where(mine & due & (SupervisionLetter.state != WITHDRAWN)):
        in_time = row.replied_at is not None and beijing_day(row.replied_at) <= row.due_on
        yield SourceRow(row.id, None, row.due_on, in_time, row.title[:120])


_READERS: dict[str, Callable[[Subject, Window], Iterator[SourceRow]]] = {
    "hazards_in_time": _hazards_in_time,
    "hazards_overdue": _hazards_overdue,
    "hazards_self_found": _hazards_self_found,
    "tasks_in_time": _tasks_in_time,
    "self_checks": _self_checks,
    "orders_kept": _orders_kept,
    "rotation": _rotation,
    "drills": _drills,
    "recordings": _recordings,
    "alarm_tests": _alarm_tests,
    "zero_reports": _zero_reports,
    "cases": _cases,
    "letters_in_time": _letters_in_time,
}
