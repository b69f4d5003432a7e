"""What the console shows of courses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import fn

from courses.lessons.models import Course, CourseOpening, Lesson, LessonFile, LessonProgress
from courses.lessons.queries.reach import courses_within_reach, is_kept_by
from courses.lessons.queries.rows import columns_of
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.registry.models import Unit
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class CourseFilter:
    category: str | None = None
    state: str | None = None
    kind: str | None = None
    search: str = ""
    after: str | None = None
    limit: int = 50


def find_courses(actor: Actor, wanted: CourseFilter) -> dict[str, Any]:
    """A page of courses within reach, the newest first; five queries."""
    query = courses_within_reach(actor).order_by(Course.id.desc())
    for name in ("category", "state", "kind"):
        if value := getattr(wanted, name):
            query = query.where(getattr(Course, name) == value)
    if wanted.search:
        query = query.where(Course.title.contains(wanted.search))
    if wanted.after:
        query = query.where(Course.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": course_shapes(found["items"])}


def course_shapes(rows: list[Course]) -> list[dict[str, Any]]:
    """Courses with owner, count and length of lessons; three queries however many."""
    sums = {
        row["course_id"]: row
        for row in Lesson.select(
            Lesson.course_id, fn.COUNT(Lesson.id).alias("count"), fn.SUM(Lesson.seconds).alias("seconds")
        )
        .where(Lesson.course_id.in_([row.id for row in rows]))
        .group_by(Lesson.course_id)
        .dicts()
    }
    names = owner_names(rows)
    return [
        {
            **columns_of(row),
            "owner": names.get(row.agency_id or row.unit_id, ""),
            "lesson_count": sums.get(row.id, {}).get("count", 0),
            "seconds": int(sums.get(row.id, {}).get("seconds", 0)),
        }
        for row in rows
    ]


def owner_names(rows: Iterable[Any]) -> dict[UUID, str]:
    """Names of the agencies and units that own the rows; two queries."""
    listed = list(rows)
    found: dict[UUID, str] = {}
    for table, ids in (
        (Agency, {row.agency_id for row in listed} - {None}),
        (Unit, {row.unit_id for row in listed} - {None}),
    ):
        if ids:
            found |= {row.id: row.name for row in table.select(table.id, table.name).where(table.id.in_(list(ids)))}
    return found


def course_in_full(actor: Actor, course: Course) -> dict[str, Any]:
    """One course with its lessons, how many learn it, and whether the asker may change it."""
    lessons = lessons_of([course.id])[course.id]
    learners = CourseOpening.select().where(CourseOpening.course_id == course.id).count()
    return {
        **course_shapes([course])[0],
        "lessons": lesson_shapes(lessons),
        "learners": learners,
        "is_editable": actor.may("course.edit") and is_kept_by(actor, course),
    }


def lessons_of(course_ids: Iterable[UUID]) -> dict[UUID, list[Lesson]]:
    """Lessons by course, in order; one query."""
    found: dict[UUID, list[Lesson]] = defaultdict(list)
    for row in Lesson.select().where(Lesson.course_id.in_(list(course_ids))).order_by(Lesson.position):
        found[row.course_id].append(row)
    return found


def lesson_shapes(lessons: list[Lesson]) -> list[dict[str, Any]]:
    """Lessons with the size of their files; one query."""
    sizes = sizes_of([row.file_sha256 for row in lessons])
    return [{**columns_of(row), "bytes": sizes.get(row.file_sha256, 0)} for row in lessons]


def sizes_of(hashes: Iterable[str]) -> dict[str, int]:
    """Bytes by hash; one query."""
    wanted = sorted({sha256 for sha256 in hashes if sha256})
    if not wanted:
        return {}
    rows = LessonFile.select(LessonFile.sha256, LessonFile.bytes).where(LessonFile.sha256.in_(wanted))
    return {row.sha256: row.bytes for row in rows}


def is_learned(lesson_id: UUID) -> bool:
    """Whether anybody's progress rests on the lesson."""
    return LessonProgress.select().where(LessonProgress.lesson_id == lesson_id).exists()


def file_known(sha256: str) -> LessonFile | None:
    return LessonFile.get_or_none(LessonFile.sha256 == sha256)
