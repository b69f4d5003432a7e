"""Courses and their lessons, what somebody watched of them, and hours in a classroom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BigIntegerField, BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Course(BaseModel):
    """A course (课程) under one owner: an agency for many units, or a unit for its own people (微课)."""

    title = CharField(120)
    summary = TextField(default="")
    category = CharField(16)
    kind = CharField(12, default="course")  # course, micro (全员微课), preparation (等级认定辅导)
    audiences: list[str] = JSONField()
    agency_id: UUID | None = UUIDField(null=True)
    unit_id: UUID | None = UUIDField(null=True)
    state = CharField(12, default="draft")
    published_at: datetime | None = UTCDateTimeField(null=True)
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "course"
        constraints = [
            Check("state IN ('draft','published','withdrawn')"),
            Check("category IN ('law','business','skill','professional')"),
        ]


class Lesson(BaseModel):
    """One lesson (课时) of a course; files are attachments of ``subject_type`` lesson, or bytes in the store."""

    course_id: UUID = UUIDField()
    position = IntegerField()
    title = CharField(120)
    kind = CharField(8)
    text = TextField(default="")  # Markdown of a small set, shown as text
    file_sha256 = CharField(64, default="")
    media_type = CharField(80, default="")
    seconds = IntegerField()  # the length of a film; for the others what reading it is worth
    package_id: UUID | None = UUIDField(null=True)
    details: dict[str, Any] = JSONField()
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "lesson"
        indexes = ((("course_id", "position"), True),)
        constraints = [Check("kind IN ('text','picture','video','pdf','package','quiz')")]


class LessonFile(BaseModel):
    """What was found in the bytes of a film, a picture or a paper when they came; the bytes are in the store."""

    sha256 = CharField(64, unique=True)
    media_type = CharField(40)
    bytes = BigIntegerField()
    milliseconds = IntegerField(default=0)  # of a film
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "lesson_file"


class CourseOpening(BaseModel):
    """Somebody opened a course or took it along: nobody learned in it before that instant of the server."""

    course_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    opened_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "course_opening"
        indexes = ((("course_id", "person_id"), True),)


class LessonProgress(BaseModel):
    """How far somebody is in a lesson in a year: the union of what was watched and of when, and where to go on.

    A new year is a new row, as it is a new enrolment.
    """

    lesson_id: UUID = UUIDField()
    course_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    year = IntegerField()
    spans: list[list[int]] = JSONField()  # disjoint, ascending [from, to) in milliseconds of the film
    periods: list[list[int]] = JSONField()  # the same of the times at which it was learned, milliseconds since 1970
    late_ms = IntegerField(default=0)  # of the periods: what was learned without a line and told afterwards
    seconds = IntegerField(default=0)  # credited
    position_ms = IntegerField(default=0)
    position_at: datetime = UTCDateTimeField()  # when the phone was there: a late report moves nobody back
    finished_at: datetime | None = UTCDateTimeField(null=True)
    first_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "lesson_progress"
        indexes = ((("lesson_id", "person_id", "year"), True), (("person_id", "year"), False))


class ClassMeeting(BaseModel):
    """A lesson in a classroom (集中授课), with a code on the wall that changes."""

    course_id: UUID | None = UUIDField(null=True)
    title = CharField(120)
    place = CharField(120)
    teacher = CharField(64)
    on_day: date = DayField()
    starts_at: datetime = UTCDateTimeField()
    ends_at: datetime = UTCDateTimeField()
    seconds = IntegerField()  # what attending is worth
    secret_sealed = TextField()  # of the rotating code
    agency_id: UUID | None = UUIDField(null=True)
    unit_id: UUID | None = UUIDField(null=True)
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    cancelled_at: datetime | None = UTCDateTimeField(null=True)
    cancelled_reason = CharField(200, default="")
    moved_reason = CharField(200, default="")  # of the last move
    version = IntegerField(default=1)

    class Meta:
        table_name = "class_meeting"
        indexes = ((("starts_at",), False),)


class Attendance(BaseModel):
    """Somebody was there: by the code on the wall, or by the teacher's word."""

    meeting_id: UUID = UUIDField()
    person_id: UUID = UUIDField(index=True)
    way = CharField(8)
    step = IntegerField(null=True)
    recorded_at: datetime | None = UTCDateTimeField(null=True)
    is_doubtful = BooleanField(default=False)  # waits for the teacher's word
    doubt = CharField(12, default="")  # why: the clock, outside of the hours
    is_refused = BooleanField(default=False)
    ruled_at: datetime | None = UTCDateTimeField(null=True)
    ruled_by = UUIDField(null=True)
    note = CharField(200, default="")
    received_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "attendance"
        indexes = ((("meeting_id", "person_id"), True),)
        constraints = [Check("way IN ('code','teacher')")]
