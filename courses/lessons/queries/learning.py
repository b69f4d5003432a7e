"""What is mine: my courses, how far I am, what was opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from courses.lessons.models import Course, CourseOpening, Lesson, LessonProgress
from courses.lessons.queries.courses import course_shapes, lessons_of, sizes_of
from courses.lessons.queries.reach import my_course, my_courses
from courses.lessons.queries.rows import columns_of
from courses.lessons.rules.courses import LessonKind
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor


def courses_of_mine(actor: Actor) -> list[dict[str, Any]]:
    """My courses with lessons and my progress of this year; nine queries however many."""
    return _in_full(actor, my_courses(actor))


def course_of_mine(actor: Actor, id: UUID) -> dict[str, Any]:
    """Raises NotFound."""
    return _in_full(actor, [my_course(actor, id)])[0]


def _in_full(actor: Actor, courses: list[Course]) -> list[dict[str, Any]]:
    lessons = lessons_of([course.id for course in courses])
    sizes = sizes_of(lesson.file_sha256 for rows in lessons.values() for lesson in rows)
    progress = progress_of(actor, clock.today().year)
    return [
        {
            **shape,
            "lessons": [
                {
                    **columns_of(lesson),
                    "bytes": sizes.get(lesson.file_sha256, 0),
                    "progress": progress.get(lesson.id),
                }
                for lesson in lessons[shape["id"]]
            ],
        }
        for shape in course_shapes(courses)
    ]


def progress_of(actor: Actor, year: int) -> dict[UUID, LessonProgress]:
    """My progress of a year by lesson; one query."""
    mine = (LessonProgress.person_id == actor.person_id) & (LessonProgress.year == year)
    return {row.lesson_id: row for row in LessonProgress.select().where(mine)}


def openings_of(person_id: UUID, course_ids: Iterable[UUID]) -> dict[UUID, CourseOpening]:
    """What somebody opened, by course; one query."""
    wanted = CourseOpening.course_id.in_(list(course_ids))
    return {row.course_id: row for row in CourseOpening.select().where((CourseOpening.person_id == person_id) & wanted)}


def lessons_by_id(ids: Iterable[UUID]) -> dict[UUID, Lesson]:
    """Those that exist, whoever asks; one query."""
    return {row.id: row for row in Lesson.select().where(Lesson.id.in_(list(set(ids))))}


def my_quizzes(actor: Actor) -> list[Lesson]:
    """Quiz lessons of the courses that somebody may learn from; three queries."""
    courses = [course.id for course in my_courses(actor)]
    if not courses:
        return []
    return list(Lesson.select().where(Lesson.course_id.in_(courses) & (Lesson.kind == LessonKind.QUIZ.value)))


def my_quiz(actor: Actor, lesson_id: UUID) -> Lesson:
    """Raises NotFound, also for a lesson of another kind."""
    lesson = Lesson.get_or_none((Lesson.id == lesson_id) & (Lesson.kind == LessonKind.QUIZ.value))
    if lesson is None:
        raise NotFound(lesson_id=str(lesson_id))
    my_course(actor, lesson.course_id)
    return lesson
