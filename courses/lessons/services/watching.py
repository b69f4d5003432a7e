"""What people learn: courses opened, reports of watching added up, hours credited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from courses.lessons.models import Course, CourseOpening, Lesson, LessonProgress
from courses.lessons.queries.learning import lessons_by_id, openings_of
from courses.lessons.queries.reach import my_course, my_courses
from courses.lessons.rules.courses import TIMED
from courses.lessons.rules.spans import Spans
from courses.lessons.rules.watching import (
    DEFAULT_SPEED_X100,
    LATE_AFTER,
    Bounds,
    Progress,
    WatchReport,
    absorb,
    clock_error,
    credited_seconds,
    is_finished,
)
from courses.rotations.rules import CreditDraft, HourKind
from courses.rotations.services import credit_seconds
from server.core import clock
from server.core.database import database, is_postgresql
from server.core.errors import NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows


@dataclass(frozen=True)
class Learned:
    """What came of the reports: a verdict each, and where the lessons stand now."""

    verdicts: list[dict[str, Any]]
    lessons: list[LessonProgress]


@dataclass
class _Sheet:
    """The rows of one person that a batch of reports may change, by lesson and year."""

    person_id: UUID
    lessons: dict[UUID, Lesson]
    opened: dict[UUID, CourseOpening]
    rows: dict[tuple[UUID, int], LessonProgress]
    received_at: datetime
    touched: dict[UUID, LessonProgress] = field(default_factory=dict)
    begun: list[LessonProgress] = field(default_factory=list)
    finished: list[LessonProgress] = field(default_factory=list)


def open_course(actor: Actor, course_id: UUID) -> CourseOpening:
    """Note that somebody opened a course or took it along; again it stays the first time. Raises NotFound."""
    if actor.person_id is None:
        raise NotFound(course_id=str(course_id))
    course = my_course(actor, course_id)
    known = openings_of(actor.person_id, [course.id])
    if course.id in known:
        return known[course.id]
    with database.atomic():
        opening = _open(actor.person_id, [course])[course.id]
        record_event(actor, "course.opened", subject=course, about_unit_id=actor.unit_id)
    return opening


def record_learning(actor: Actor, reports: list[WatchReport], sent_at: datetime) -> Learned:
    """Add up what a phone tells, in any order and however often; hours grow by what is worth more than before.

    An event is left when a lesson is begun or finished; the minutes between stand in the rows. Source: JN-3.4a.
    """
    received_at = clock.now()
    if actor.person_id is None or not reports:
        return Learned([{"id": report.id, "verdict": "unknown"} for report in reports], [])
    error = clock_error(sent_at, received_at)
    with database.atomic():
        sheet = _sheet_of(actor, actor.person_id, reports, received_at)
        verdicts = [{"id": report.id, "verdict": _add(sheet, _by_our_clock(report, error))} for report in reports]
        for row in sheet.touched.values():
            _settle(actor, sheet, row)
        _tell(actor, sheet)
    return Learned(verdicts, list(sheet.touched.values()))


def _sheet_of(actor: Actor, person_id: UUID, reports: list[WatchReport], received_at: datetime) -> _Sheet:
    lessons = lessons_by_id(report.lesson_id for report in reports)
    course_ids = {lesson.course_id for lesson in lessons.values()}
    opened = openings_of(person_id, course_ids)
    if course_ids - opened.keys():  # told of before the opening arrived: it is opened now, and no time has passed
        mine = [course for course in my_courses(actor) if course.id in course_ids - opened.keys()]
        opened |= _open(person_id, mine)
    rows = LessonProgress.select().where(LessonProgress.person_id == person_id).order_by(LessonProgress.id)
    locked = rows.for_update() if is_postgresql() else rows
    known = {(row.lesson_id, row.year): row for row in locked}
    return _Sheet(person_id, lessons, opened, known, received_at)


def _open(person_id: UUID, courses: Iterable[Course]) -> dict[UUID, CourseOpening]:
    rows = [
        CourseOpening(id=new_id(), course_id=course.id, person_id=person_id, opened_at=clock.now())
        for course in courses
    ]
    insert_rows(rows, ignore_known=True)
    return openings_of(person_id, [row.course_id for row in rows])


def _by_our_clock(report: WatchReport, error: timedelta) -> WatchReport:
    return replace(report, started_at=report.started_at + error, ended_at=report.ended_at + error)


def _add(sheet: _Sheet, report: WatchReport) -> str:
    """``kept``, ``late`` (kept and marked), ``untimed`` (such a lesson tells of itself), ``unknown``."""
    lesson = sheet.lessons.get(report.lesson_id)
    if lesson is None or lesson.course_id not in sheet.opened:
        return "unknown"
    if lesson.kind not in TIMED:
        return "untimed"
    ended_at = min(report.ended_at, sheet.received_at)
    row = _row_for(sheet, lesson, clock.beijing_day(ended_at).year)
    known = Progress(row.spans, row.periods, row.late_ms)
    bounds = _bounds(sheet, lesson)
    grown = absorb(known, report, bounds, _elsewhere(sheet, row))
    if ended_at >= row.position_at:
        row.position_ms = max(0, min(report.position_ms, bounds.length_ms))
        row.position_at = ended_at
    row.spans, row.periods, row.late_ms = grown.spans, grown.periods, grown.late_ms
    sheet.touched[row.id] = row
    return "late" if sheet.received_at - report.ended_at > LATE_AFTER else "kept"


def _row_for(sheet: _Sheet, lesson: Lesson, year: int) -> LessonProgress:
    key = (lesson.id, year)
    if key not in sheet.rows:
        row = LessonProgress(
            id=new_id(),
            lesson_id=lesson.id,
            course_id=lesson.course_id,
            person_id=sheet.person_id,
            year=year,
            spans=[],
            periods=[],
            position_at=sheet.opened[lesson.course_id].opened_at,
            first_at=sheet.received_at,
            changed_at=sheet.received_at,
        )
        insert_rows([row])
        sheet.rows[key] = row
        sheet.begun.append(row)
    return sheet.rows[key]


def _bounds(sheet: _Sheet, lesson: Lesson) -> Bounds:
    speed = int(lesson.details.get("speed_x100", DEFAULT_SPEED_X100))
    opened_at = sheet.opened[lesson.course_id].opened_at
    return Bounds(lesson.kind, lesson.seconds * 1000, speed, opened_at, sheet.received_at)


def _elsewhere(sheet: _Sheet, row: LessonProgress) -> Spans:
    return [period for other in sheet.rows.values() if other.id != row.id for period in other.periods]


def _settle(actor: Actor, sheet: _Sheet, row: LessonProgress) -> None:
    lesson = sheet.lessons[row.lesson_id]
    bounds = _bounds(sheet, lesson)
    earned = credited_seconds(Progress(row.spans, row.periods, row.late_ms), bounds)
    grown = earned > row.seconds
    row.seconds, row.changed_at = max(row.seconds, earned), sheet.received_at
    if row.finished_at is None and is_finished(row.seconds, bounds.length_ms):
        row.finished_at = sheet.received_at
        sheet.finished.append(row)
    row.save()
    if grown:
        credit_seconds(actor, _credit(row, lesson))


def _credit(row: LessonProgress, lesson: Lesson) -> CreditDraft:
    """A year's row is a source of its own: what is learned again next year counts for next year."""
    day = clock.beijing_day(row.position_at)
    if day.year != row.year:
        day = day.replace(year=row.year, month=12 if day.year > row.year else 1, day=31 if day.year > row.year else 1)
    return CreditDraft(
        person_id=row.person_id,
        on=day,
        kind=HourKind.WATCHED,
        seconds=row.seconds,
        source_type="lesson_progress",
        source_id=row.id,
        course_id=lesson.course_id,
    )


def _tell(actor: Actor, sheet: _Sheet) -> None:
    changed = [*sheet.begun, *sheet.finished]
    if not changed:
        return
    details = {
        "begun": [str(row.lesson_id) for row in sheet.begun],
        "finished": [str(row.lesson_id) for row in sheet.finished],
    }
    record_event(actor, "learning.recorded", subject=changed[0], about_unit_id=actor.unit_id, details=details)
