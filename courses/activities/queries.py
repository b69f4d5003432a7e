"""Reads of publicity: activities within reach, micro-courses with their counts, the annual file of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import Case, fn

from courses.activities.errors import MicroCourseClosed
from courses.activities.models import Activity, MicroAnswer, MicroCourse
from courses.activities.rules import public_question
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.attachments.models import Attachment
from server.units.attachments.queries import attachments_of
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import (
    is_within_reach,
    number_within_reach,
    unit_within_reach,
    units_within_reach,
)
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
PHOTOS = "activity"
MOST_IN_FILE = 200


@dataclass(frozen=True)
class ActivityFilter:
    unit_id: UUID | None = None
    year: int | None = None
    kind: str | None = None
    limit: int = 50
    after: str | None = None


def find_activities(actor: Actor, wanted: ActivityFilter) -> Json:
    """A page of activities within reach, withdrawn ones too, newest first; 3 queries."""
    query = Activity.select().where(is_within_reach(actor, Activity.unit_id)).order_by(Activity.id.desc())
    if wanted.unit_id:
        query = query.where(Activity.unit_id == wanted.unit_id)
    if wanted.year:
        query = query.where(_of_year(wanted.year))
    if wanted.kind:
        query = query.where(Activity.kind == wanted.kind)
    if wanted.after:
        query = query.where(Activity.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": activity_shapes(found["items"])}


def activity_within_reach(actor: Actor, id: UUID) -> Activity:
    """Raises NotFound."""
    found: Activity | None = (
        Activity.select().where(is_within_reach(actor, Activity.unit_id) & (Activity.id == id)).first()
    )
    if found is None:
        raise NotFound(activity_id=str(id))
    return found


def activity_shapes(rows: Iterable[Activity]) -> list[Json]:
    """As the wire shows them, with photos; 2 queries."""
    rows = list(rows)
    names, photos = unit_names(row.unit_id for row in rows), attachments_of(PHOTOS, [row.id for row in rows])
    return [
        {
            **row.__data__,
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "photos": photos[row.id],
            "is_counted": row.withdrawn_at is None,
        }
        for row in rows
    ]


def find_micro_courses(actor: Actor, unit_id: UUID | None, limit: int, after: str | None) -> Json:
    """A page of micro-courses within reach with their counts, newest first; 3 queries."""
    query = MicroCourse.select().where(is_within_reach(actor, MicroCourse.unit_id)).order_by(MicroCourse.id.desc())
    if unit_id:
        query = query.where(MicroCourse.unit_id == unit_id)
    if after:
        query = query.where(MicroCourse.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": micro_course_shapes(found["items"])}


def micro_course_within_reach(actor: Actor, id: UUID) -> MicroCourse:
    """Raises NotFound."""
    found: MicroCourse | None = (
        MicroCourse.select().where(is_within_reach(actor, MicroCourse.unit_id) & (MicroCourse.id == id)).first()
    )
    if found is None:
        raise NotFound(micro_course_id=str(id))
    return found


def micro_course_shapes(rows: Iterable[MicroCourse]) -> list[Json]:
    """As the wire shows them, with how many devices answered and passed; 2 queries."""
    rows = list(rows)
    names, counts = unit_names(row.unit_id for row in rows), _counts([row.id for row in rows])
    return [
        {
            **row.__data__,
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "state": _state_of(row, clock.today()),
            "path": f"/micro/{row.token}",
            **counts.get(row.id, {"participants": 0, "passed": 0}),
        }
        for row in rows
    ]


def open_micro_course(token: str) -> MicroCourse:
    """By its link, for whoever has it. Raises MicroCourseClosed."""
    course: MicroCourse | None = None if "\x00" in token else MicroCourse.get_or_none(MicroCourse.token == token)
    if course is None or _state_of(course, clock.today()) != "open":
        raise MicroCourseClosed()
    return course


def public_micro_course(token: str) -> Json:
    """What the public page shows: texts, and questions without their answers. Raises MicroCourseClosed."""
    course = open_micro_course(token)
    return {
        "title": course.title,
        "unit": unit_names([course.unit_id]).get(course.unit_id, ""),
        "pages": course.pages,
        "questions": [public_question(question) for question in course.questions],
        "pass_percent": course.pass_percent,
        "closes_on": course.closes_on.isoformat(),
    }


def training_year(actor: Actor, unit_id: UUID, year: int) -> Json:
    """A unit's publicity in a year (年度宣传教育档案): counts, and what they are made of; 8 queries.

    A withdrawn record counts nowhere and is not listed.  Raises NotFound.  Source: JN-2.2.4c.
    """
    unit = unit_within_reach(actor, unit_id)
    mine = (Activity.unit_id == unit.id) & Activity.withdrawn_at.is_null() & _of_year(year)
    rows = list(Activity.select().where(mine).order_by(Activity.on_day, Activity.id).limit(MOST_IN_FILE))
    courses = _courses_of_year(unit.id, year)
    counts = _counts([course.id for course in courses], year)
    return {
        "unit": {"id": unit.id, "name": unit.name},
        "year": year,
        **_year_counts([unit.id], year)[unit.id],
        "by_kind": [
            {"kind": row["kind"], "count": row["count"]}
            for row in Activity.select(Activity.kind, fn.COUNT(Activity.id).alias("count"))
            .where(mine)
            .group_by(Activity.kind)
            .order_by(Activity.kind)
            .dicts()
        ],
        "activities": activity_shapes(rows),
        "micro_courses": [
            {"id": course.id, "title": course.title, **counts.get(course.id, {"participants": 0, "passed": 0})}
            for course in courses
        ],
    }


def activity_years(actor: Actor, year: int, limit: int, after: str | None) -> Json:
    """A page of units within reach with what each did in a year; 5 queries."""
    number = number_within_reach(actor)
    units = units_within_reach(actor).order_by(number)
    if after:
        units = units.where(number > decode_cursor(after, int)[0])
    found = page(list(units.limit(limit + 1)), limit, lambda unit: (unit.number,))
    counts = _year_counts([unit.id for unit in found["items"]], year)
    items = [{"unit": {"id": unit.id, "name": unit.name}, "year": year, **counts[unit.id]} for unit in found["items"]]
    return {**found, "items": items}


def _year_counts(unit_ids: list[UUID], year: int) -> dict[UUID, Json]:
    """Counts of each unit; 3 queries."""
    counts: dict[UUID, Json] = {
        id: {"activity_count": 0, "head_count": 0, "photo_count": 0, "micro_participants": 0, "micro_passed": 0}
        for id in unit_ids
    }
    if not unit_ids:
        return counts
    mine = Activity.unit_id.in_(unit_ids) & Activity.withdrawn_at.is_null() & _of_year(year)
    summed = Activity.select(Activity.unit_id, fn.COUNT(Activity.id), fn.SUM(Activity.head_count)).where(mine)
    for unit_id, count, heads in summed.group_by(Activity.unit_id).tuples():
        counts[unit_id] |= {"activity_count": count, "head_count": int(heads or 0)}
    photos = (
        Attachment.select(Attachment.unit_id, fn.COUNT(Attachment.id))
        .join(Activity, on=(Activity.id == Attachment.subject_id))
        .where(mine & (Attachment.subject_type == PHOTOS))
        .group_by(Attachment.unit_id)
    )
    for unit_id, count in photos.tuples():
        counts[unit_id]["photo_count"] = count
    answered = (
        MicroAnswer.select(MicroCourse.unit_id, fn.COUNT(MicroAnswer.id), _passes())
        .join(MicroCourse, on=(MicroCourse.id == MicroAnswer.course_id))
        .where(MicroCourse.unit_id.in_(unit_ids) & (MicroAnswer.year == year))
        .group_by(MicroCourse.unit_id)
    )
    for unit_id, count, passed in answered.tuples():
        counts[unit_id] |= {"micro_participants": count, "micro_passed": int(passed or 0)}
    return counts


def _counts(course_ids: list[UUID], year: int | None = None) -> dict[UUID, Json]:
    if not course_ids:
        return {}
    query = MicroAnswer.select(MicroAnswer.course_id, fn.COUNT(MicroAnswer.id), _passes()).where(
        MicroAnswer.course_id.in_(course_ids)
    )
    if year is not None:
        query = query.where(MicroAnswer.year == year)
    return {
        id: {"participants": count, "passed": int(passed or 0)}
        for id, count, passed in query.group_by(MicroAnswer.course_id).tuples()
    }


def _passes() -> Any:
    return fn.SUM(Case(None, [(MicroAnswer.passed == True, 1)], 0))  # noqa: E712 - a condition of the query


def _courses_of_year(unit_id: UUID, year: int) -> list[MicroCourse]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    open_then = (MicroCourse.opens_on <= last) & (MicroCourse.closes_on >= first)
    rows = MicroCourse.select().where((MicroCourse.unit_id == unit_id) & open_then)
    return list(rows.order_by(MicroCourse.opens_on, MicroCourse.id).limit(MOST_IN_FILE))


def _of_year(year: int) -> Any:
    return (Activity.on_day >= date(year, 1, 1)) & (Activity.on_day <= date(year, 12, 31))


def _state_of(course: MicroCourse, today: date) -> str:
    if course.withdrawn_at is not None:
        return "withdrawn"
    if today < course.opens_on:
        return "waiting"
    return "open" if today <= course.closes_on else "closed"
