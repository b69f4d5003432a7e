"""Model cases: the copy that is worked on, the versions that were approved, and how often each was read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Story(BaseModel):
    """The working copy. What phones show is the live version, if there is one."""

    agency_id: UUID = UUIDField()
    title = CharField(120)
    summary = CharField(300)
    text = TextField()
    unit_id: UUID | None = UUIDField(null=True)
    consented = BooleanField()  # the unit agreed to be named
    consent_note = CharField(200)  # who agreed, when, how
    photos: list[dict[str, Any]] = JSONField()  # [{sha256, caption}], in their order
    state = CharField(12, default="draft")
    author_id = UUIDField(null=True)
    author_person_id: UUID | None = UUIDField(null=True)
    author_name = CharField(64)
    created_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)
    version = IntegerField(default=1)

    class Meta:
        table_name = "story"
        indexes = ((("agency_id", "id"), False),)
        constraints = [Check("state IN ('draft','submitted','returned','approved')")]


class StoryVersion(BaseModel):
    """What was approved, word for word; never changed, only taken off."""

    story_id: UUID = UUIDField()
    number = IntegerField()
    agency_id: UUID = UUIDField()
    title = CharField(120)
    summary = CharField(300)
    text = TextField()
    unit_id: UUID | None = UUIDField(null=True)  # only with its consent
    photos: list[dict[str, Any]] = JSONField()
    live: bool | None = BooleanField(null=True)  # NULL once superseded or taken off
    published_at: datetime = UTCDateTimeField()
    ended_at: datetime | None = UTCDateTimeField(null=True)
    ended_reason = CharField(400, default="")
    ended_by = UUIDField(null=True)

    class Meta:
        table_name = "story_version"
        indexes = (
            (("story_id", "number"), True),
            (("story_id", "live"), True),
            (("live", "id"), False),
        )


class StoryReview(BaseModel):
    """What a leader said of a submitted copy; its content is known by its hash."""

    story_id: UUID = UUIDField(index=True)
    story_version = IntegerField()  # of the working copy that was read
    approved = BooleanField()
    opinion = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "story_review"
        indexes = ((("story_id", "story_version"), True),)


class StoryReading(BaseModel):
    """That somebody read a version on a day; nobody keeps who."""

    version_id: UUID = UUIDField(index=True)
    on_day: date = DayField()

    class Meta:
        table_name = "story_reading"
