"""Courses: written, changed, published, withdrawn."""

from __future__ import annotations

from uuid import UUID

from courses.lessons.errors import CourseOfOthers
from courses.lessons.models import Course, Lesson
from courses.lessons.queries.reach import course_within_reach, is_kept_by
from courses.lessons.rules.courses import CourseDraft, CourseState, check_publishable
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import Forbidden
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once


def write_course(actor: Actor, draft: CourseDraft) -> Course:
    """Begin a course of the own agency or unit; sent twice it is one. Raises Forbidden, ResubmissionConflict.

    Source: JN-3.4a, LN-3b.
    """
    content = {**vars(draft), "audiences": sorted(draft.audiences)}
    del content["id"]

    def known() -> Course | None:
        return find_resubmitted(Course, draft.id, **content, by_account_id=actor.account_id)

    if earlier := known():
        return earlier
    if actor.agency_id is None and actor.unit_id is None:
        raise Forbidden(permission="course.edit")

    def create() -> Course:
        course = Course.create(
            id=draft.id,
            **content,
            agency_id=actor.agency_id,
            unit_id=None if actor.agency_id else actor.unit_id,
            by_account_id=actor.account_id,
            created_at=clock.now(),
        )
        record_event(actor, "course.written", subject=course, about_unit_id=course.unit_id)
        return course

    return once(create, known)[0]


def change_course(actor: Actor, course: Course, changes: dict[str, object]) -> Course:
    """Change what stands on the cover, at any time. Raises CourseOfOthers, Stale."""
    check_kept(actor, course)
    if "audiences" in changes:
        changes = {**changes, "audiences": sorted(set(changes["audiences"]))}  # type: ignore[call-overload]
    with database.atomic():
        save_versioned(course, changes)
        details = {"fields": sorted(changes)}
        record_event(actor, "course.changed", subject=course, about_unit_id=course.unit_id, details=details)
    return course


def publish_course(actor: Actor, id: UUID) -> Course:
    """Offer a course to its audiences; again it stays as it is. Raises NotFound, CourseOfOthers, CourseEmpty."""
    course = kept_course(actor, id)
    if course.state == CourseState.PUBLISHED:
        return course
    check_publishable(Lesson.select().where(Lesson.course_id == course.id).count())
    _move(actor, course, CourseState.PUBLISHED)
    return course


def withdraw_course(actor: Actor, id: UUID) -> Course:
    """Take a course back from those who have not begun; hours earned stay. Raises NotFound, CourseOfOthers."""
    course = kept_course(actor, id)
    if course.state == CourseState.PUBLISHED:
        _move(actor, course, CourseState.WITHDRAWN)
    return course


def kept_course(actor: Actor, id: UUID) -> Course:
    """A course that the actor may change. Raises NotFound, CourseOfOthers."""
    course = course_within_reach(actor, id)
    check_kept(actor, course)
    return course


def check_kept(actor: Actor, course: Course) -> None:
    """What comes from above is seen, not changed. Raises CourseOfOthers."""
    if not is_kept_by(actor, course):
        raise CourseOfOthers()


def _move(actor: Actor, course: Course, state: CourseState) -> None:
    changes: dict[str, object] = {"state": state.value}
    if state is CourseState.PUBLISHED:
        changes["published_at"] = clock.now()
    with database.atomic():
        save_versioned(course, changes)
        record_event(actor, f"course.{state.value}", subject=course, about_unit_id=course.unit_id)
