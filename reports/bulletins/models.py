"""Bulletins and briefs, who reads them, by which schedule briefs are made, who heard them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Bulletin(BaseModel):
    """A 通报, or a 情况汇报 (``brief``), with the figures it was made from. May change while a draft, never once issued.

    ``scope_id`` is the agency whose figures they are: the own one or one below it.
    """

    kind = CharField(10)
    agency_id: UUID = UUIDField()
    scope_id: UUID = UUIDField()
    span = CharField(8)
    year = IntegerField()
    part = IntegerField()
    from_on: date = DayField()
    to_on: date = DayField()
    title = CharField(160)
    opening = TextField()
    closing = TextField()
    figures: dict[str, Any] = JSONField()
    addressees: list[str] = JSONField()
    copied_to: list[str] = JSONField()
    printed_by = CharField(120)
    contact = CharField(200)
    state = CharField(12)
    document_id: UUID | None = UUIDField(null=True, unique=True)
    checkpoint: dict[str, Any] | None = JSONField(null=True)  # of the register, as it stood at the issue
    supersedes_id: UUID | None = UUIDField(null=True)
    schedule_id: UUID | None = UUIDField(null=True)
    due_on: date | None = DayField(null=True)
    hear_by_on: date | None = DayField(null=True)
    issued_on: date | None = DayField(null=True)
    issued_at: datetime | None = UTCDateTimeField(null=True)
    issued_by_id: UUID | None = UUIDField(null=True)  # the person
    issued_by = CharField(64, default="")
    revoked_reason = TextField(default="")
    revoked_at: datetime | None = UTCDateTimeField(null=True)
    revoked_by = CharField(64, default="")
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    created_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)
    version = IntegerField(default=1)

    class Meta:
        table_name = "bulletin"
        indexes = (
            (("agency_id", "id"), False),
            (("schedule_id", "from_on"), True),
            (("kind", "hear_by_on"), False),
        )
        constraints = [
            Check("kind IN ('bulletin','brief')"),
            Check("span IN ('month','quarter','year')"),
            Check("state IN ('draft','issued','revoked','superseded')"),
            Check("(state = 'draft') = (document_id IS NULL)"),
        ]


class BulletinReader(BaseModel):
    """An agency that it was sent to beside those of the issuer's own line."""

    bulletin_id: UUID = UUIDField()
    agency_id: UUID = UUIDField()

    class Meta:
        table_name = "bulletin_reader"
        indexes = ((("bulletin_id", "agency_id"), True), (("agency_id",), False))


class BriefSchedule(BaseModel):
    """Which briefs are made by themselves, and for whom; ended by a day, never changed."""

    agency_id: UUID = UUIDField(index=True)
    scope_id: UUID = UUIDField()
    to_agency_id: UUID = UUIDField()
    span = CharField(8)
    due_days = IntegerField()
    hear_days = IntegerField()
    from_on: date = DayField()
    ended_on: date | None = DayField(null=True)
    ended_by = CharField(64, default="")
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    created_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "brief_schedule"
        constraints = [
            Check("span IN ('month','quarter','year')"),
            Check("due_days BETWEEN 0 AND 90"),
            Check("hear_days BETWEEN 1 AND 90"),
        ]


class BriefHearing(BaseModel):
    """已汇报: a brief was heard, by whom, and what was said. Source: JN-2.1a."""

    bulletin_id: UUID = UUIDField(unique=True)
    heard_on: date = DayField()
    leader = CharField(64)
    instruction = TextField()
    agency_id: UUID = UUIDField()
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "brief_hearing"


class BriefTask(BaseModel):
    """A brief was not heard by its day: both sides have this to do until it is. Source: JN-2.1a."""

    bulletin_id: UUID = UUIDField(unique=True)
    agency_id: UUID = UUIDField()
    to_agency_id: UUID = UUIDField()
    due_on: date = DayField()
    raised_at: datetime = UTCDateTimeField()
    done_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "brief_task"
        indexes = ((("to_agency_id", "done_at"), False), (("agency_id", "done_at"), False))
