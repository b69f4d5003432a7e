"""Notices, and who has read them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from peewee import CharField, Check, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField


class Notice(BaseModel):
    """One notice to one reader: a person, an agency or a unit (``to_kind``, ``to_id``).

    ``unit_id`` is the unit it speaks of: whoever no longer reaches that unit no longer sees the notice.
    """

    kind = CharField(64)
    key = CharField(200, unique=True)
    text = TextField()
    subject_type = CharField(40)
    subject_id = UUIDField(index=True)
    to_kind = CharField(8)
    to_id = UUIDField()
    unit_id: UUID | None = UUIDField(null=True)
    permission = CharField(40)  # what the reader must hold to see it; empty: nothing
    due_on: date | None = DayField(null=True)
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "notice"
        indexes = ((("to_id", "id"), False),)
        constraints = [Check("to_kind IN ('person','agency','unit')")]


class NoticeReading(BaseModel):
    """An account has seen a notice."""

    notice_id = UUIDField()
    account_id = UUIDField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "notice_reading"
        indexes = ((("account_id", "notice_id"), True),)
