"""Officers' recusals and leaves, and their early ends."""

from __future__ import annotations

from datetime import date, datetime

from peewee import CharField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField


class Exclusion(BaseModel):
    """Declared by the officer or a superior; never changed."""

    kind = CharField(8)
    person_id = UUIDField()
    unit_id = UUIDField(null=True, index=True)
    reason = TextField()
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "officer_exclusion"
        indexes = ((("person_id", "kind"), False),)


class ExclusionEnd(BaseModel):
    """It ended earlier than declared; ``last_on`` is its last day."""

    exclusion_id = UUIDField(unique=True)
    last_on: date = DayField()
    reason = TextField()
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "officer_exclusion_end"
