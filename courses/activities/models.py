"""Publicity and education activities (法治宣传教育) of units, and micro-courses for all their staff."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Activity(BaseModel):
    """What a unit did, with photos (attachments of subject_type ``activity``) and a head count. Source: JN-2.2.4c."""

    unit_id: UUID = UUIDField()
    kind = CharField(16)
    title = CharField(120)
    on_day: date = DayField()
    place = CharField(120)
    head_count = IntegerField()
    summary = TextField(default="")
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)
    withdrawn_reason = CharField(200, default="")
    withdrawn_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "activity"
        indexes = ((("unit_id", "on_day"), False),)
        constraints = [Check("head_count > 0")]


class MicroCourse(BaseModel):
    """A short course with a quiz that a unit gives to all its staff by a link. Never changed: another takes its place."""

    unit_id: UUID = UUIDField(index=True)
    title = CharField(120)
    pages: list[dict[str, str]] = JSONField()
    questions: list[dict[str, Any]] = JSONField()
    pass_percent = IntegerField()
    token = CharField(32, unique=True)
    opens_on: date = DayField()
    closes_on: date = DayField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)
    withdrawn_reason = CharField(200, default="")
    withdrawn_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "micro_course"
        constraints = [Check("pass_percent BETWEEN 0 AND 100"), Check("closes_on >= opens_on")]


class MicroAnswer(BaseModel):
    """That one device answered a quiz, how often, and how well at best. Nothing tells whose device it is."""

    course_id: UUID = UUIDField()
    device_hash = CharField(64)
    year = IntegerField()
    tries = IntegerField()
    best_percent = IntegerField()
    passed = BooleanField()
    first_at: datetime = UTCDateTimeField()
    last_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "micro_answer"
        indexes = ((("course_id", "device_hash", "year"), True),)
