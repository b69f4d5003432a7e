"""Requests for help, their answers and scores, and re-checks that units book."""

from __future__ import annotations

from datetime import date, datetime

from peewee import CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField


class HelpRequest(BaseModel):
    """A unit asks. ``first_answered_at`` repeats the first answer's time, so that waiting is counted quickly."""

    unit_id = UUIDField()
    agency_id = UUIDField()  # the police in charge when it was asked
    topic = CharField(120)
    text = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    asked_at: datetime = UTCDateTimeField()
    first_answered_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "help_request"
        indexes = ((("unit_id", "id"), False), (("agency_id", "asked_at"), False))


class HelpAnswer(BaseModel):
    request_id = UUIDField(index=True)
    text = TextField()
    agency_id = UUIDField(null=True)
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "help_answer"


class HelpScore(BaseModel):
    """The unit's own word on the help it got."""

    request_id = UUIDField(unique=True)
    score = IntegerField()
    comment = TextField()
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "help_score"
        constraints = [Check("score BETWEEN 1 AND 5")]


class RecheckBooking(BaseModel):
    """A unit wishes to be looked at again, free of charge."""

    unit_id = UUIDField()
    hazard_id = UUIDField(null=True)
    wished_on: date = DayField()
    note = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    asked_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "recheck_booking"
        indexes = ((("unit_id", "id"), False),)


class RecheckReply(BaseModel):
    """Confirmed for a day, or declined (no day)."""

    booking_id = UUIDField(unique=True)
    confirmed_on: date | None = DayField(null=True)
    text = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "recheck_reply"
