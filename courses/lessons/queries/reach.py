"""Whose courses and classes somebody sees: the own and those below are kept, those from above are learned.

The owner is an agency, for the units and agencies below it, or a unit, for its own people.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from peewee import SQL

from courses.lessons.models import ClassMeeting, Course, Lesson
from courses.lessons.rules.courses import CourseState, is_for
from courses.trainees.queries.membership import audiences_of
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_by_id, chain
from server.units.registry.models import Unit, UnitReach
from server.units.registry.queries.reach import is_within_reach


def kept_by(actor: Actor, table: type[Course] | type[ClassMeeting]) -> Any:
    """Rows that an actor may change: of the own agency and those below, or of the own unit. One query."""
    if actor.account_id is None:
        return SQL("1 = 1")
    if actor.agency_id:
        path = agency_by_id(actor.agency_id).path
        return table.agency_id.in_(Agency.select(Agency.id).where(Agency.path.startswith(path)))
    return (table.unit_id == actor.unit_id) if actor.unit_id else SQL("1 = 0")


def offered_to(actor: Actor, table: type[Course] | type[ClassMeeting]) -> Any:
    """Rows of agencies above somebody, of the own agency, or of the own unit: what they may learn from."""
    if actor.agency_id:
        above = [agency.id for agency in chain(agency_by_id(actor.agency_id))]
        return table.agency_id.in_(above)
    if not actor.unit_id:
        return SQL("1 = 0")
    number = Unit.select(Unit.number).where(Unit.id == actor.unit_id)
    reach = UnitReach.select(UnitReach.agency_number).where(UnitReach.unit_number.in_(number))
    return table.agency_id.in_(Agency.select(Agency.id).where(Agency.number.in_(reach))) | (
        table.unit_id == actor.unit_id
    )


def courses_within_reach(actor: Actor) -> Any:
    """A query to compose: the kept ones in any state, published ones from above and of units within reach."""
    if actor.account_id is None:
        return Course.select()
    shown = offered_to(actor, Course)
    if actor.agency_id:
        shown |= Course.unit_id.is_null(False) & is_within_reach(actor, Course.unit_id)
    is_published = Course.state == CourseState.PUBLISHED.value
    return Course.select().where(kept_by(actor, Course) | (is_published & shown))


def course_within_reach(actor: Actor, id: UUID) -> Course:
    """Raises NotFound."""
    course = courses_within_reach(actor).where(Course.id == id).first()
    if course is None:
        raise NotFound(course_id=str(id))
    return course


def is_kept_by(actor: Actor, row: Course | ClassMeeting) -> bool:
    """Whether an actor may change this row; at most two queries."""
    if actor.account_id is None:
        return True
    if actor.agency_id and row.agency_id:
        return agency_by_id(row.agency_id).path.startswith(agency_by_id(actor.agency_id).path)
    return actor.unit_id is not None and row.unit_id == actor.unit_id


def lesson_within_reach(actor: Actor, id: UUID) -> tuple[Lesson, Course]:
    """For whoever keeps courses. Raises NotFound."""
    lesson = Lesson.get_or_none(Lesson.id == id)
    if lesson is None:
        raise NotFound(lesson_id=str(id))
    return lesson, course_within_reach(actor, lesson.course_id)


def my_courses(actor: Actor) -> list[Course]:
    """Published courses for the audiences of whoever asks, newest first; four queries."""
    if actor.person_id is None:
        return []
    offered = Course.select().where((Course.state == CourseState.PUBLISHED.value) & offered_to(actor, Course))
    own = audiences_of(actor.person_id, clock.today())
    rows = offered.order_by(Course.published_at.desc(), Course.id)
    return [course for course in rows if is_for(course.audiences, own)]


def my_course(actor: Actor, id: UUID) -> Course:
    """Raises NotFound, also for a course of somebody else's audience."""
    offered = Course.select().where((Course.state == CourseState.PUBLISHED.value) & offered_to(actor, Course))
    course = offered.where(Course.id == id).first() if actor.person_id else None
    if course is None or not is_for(course.audiences, audiences_of(actor.person_id, clock.today())):
        raise NotFound(course_id=str(id))
    return course


def lesson_to_show(actor: Actor, id: UUID) -> Lesson:
    """A lesson for whoever learns from it or keeps it. Raises NotFound."""
    lesson = Lesson.get_or_none(Lesson.id == id)
    if lesson is None:
        raise NotFound(lesson_id=str(id))
    if actor.may("course.view"):
        course_within_reach(actor, lesson.course_id)
    else:
        my_course(actor, lesson.course_id)
    return lesson


def meetings_within_reach(actor: Actor) -> Any:
    """Classes that an actor keeps, and those held for them from above."""
    if actor.account_id is None:
        return ClassMeeting.select()
    return ClassMeeting.select().where(kept_by(actor, ClassMeeting) | offered_to(actor, ClassMeeting))


def meeting_within_reach(actor: Actor, id: UUID) -> ClassMeeting:
    """Raises NotFound."""
    meeting = meetings_within_reach(actor).where(ClassMeeting.id == id).first()
    if meeting is None:
        raise NotFound(meeting_id=str(id))
    return meeting


def kept_meeting(actor: Actor, id: UUID) -> ClassMeeting:
    """A class whose wall and list an actor sees. Raises NotFound."""
    meeting = ClassMeeting.select().where((ClassMeeting.id == id) & kept_by(actor, ClassMeeting)).first()
    if meeting is None:
        raise NotFound(meeting_id=str(id))
    return meeting
