"""Lessons whose standing is told by others: packages by their registrations, quizzes by practice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from courses.lessons.models import Lesson, LessonProgress
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.statements import insert_rows


@dataclass(frozen=True)
class Told:
    """Where somebody stands in a lesson in a year; ``seconds`` is what counts of it."""

    year: int
    seconds: int
    begun_at: datetime
    finished_at: datetime | None


def show_told(lesson: Lesson, person_id: UUID, told: Told) -> None:
    """Show a lesson's standing among the others of its course. Inside the caller's transaction, before its event."""
    if not database.in_transaction():
        raise RuntimeError("a lesson's standing belongs to the act that tells it")
    here = (LessonProgress.lesson_id == lesson.id) & (LessonProgress.person_id == person_id)
    row = LessonProgress.get_or_none(here & (LessonProgress.year == told.year))
    if row is None:
        row = LessonProgress(
            id=new_id(),
            lesson_id=lesson.id,
            course_id=lesson.course_id,
            person_id=person_id,
            year=told.year,
            spans=[],
            periods=[],
            first_at=told.begun_at,
            position_at=clock.now(),
            changed_at=clock.now(),
        )
        insert_rows([row])
    row.seconds, row.finished_at = min(told.seconds, lesson.seconds), row.finished_at or told.finished_at
    row.position_at = row.changed_at = clock.now()
    row.save()
