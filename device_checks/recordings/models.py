"""Checks of what recorders kept. Checks are only ever added; the state repeats the last one."""

from __future__ import annotations

from datetime import date, datetime

from peewee import BooleanField, CharField, Check, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField


class RecordingTerm(BaseModel):
    """How long recordings must and may be kept, from a day on, with its basis."""

    code = CharField(24)
    counter_terror = BooleanField()
    least_days = IntegerField()
    most_days: int | None = IntegerField(null=True)
    most_gap_hours = IntegerField()
    basis_code = CharField(64)
    article = CharField(64)
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)

    class Meta:
        table_name = "recording_term"


class RecordingCheck(BaseModel):
    """What was found on a day, against the term of that day."""

    facility_id = UUIDField()
    unit_id = UUIDField()
    origin = CharField(8)
    checked_on: date = DayField()
    earliest_on: date | None = DayField(null=True)
    longest_gap_hours: int | None = IntegerField(null=True)
    term_code = CharField(24)
    required_days = IntegerField()
    kept_days = IntegerField()
    missing_days = IntegerField()
    verdict = CharField(8)
    is_overlong = BooleanField()
    comes_on: date | None = DayField(null=True)
    note = CharField(400, default="")
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "recording_check"
        indexes = ((("facility_id", "id"), False),)
        constraints = [
            Check("origin IN ('onvif','declared')"),
            Check("verdict IN ('met','short','gapped','growing')"),
        ]


class RecordingState(BaseModel):
    """The last check of a facility, by which lists are read; its id is the facility's.

    ``failure`` says why the device could not be asked the last time, if it could not.
    """

    unit_id = UUIDField(index=True)
    check_id: object = UUIDField(null=True)
    verdict = CharField(8, default="")
    is_overlong = BooleanField(default=False)
    comes_on: date | None = DayField(null=True)
    failure = CharField(120, default="")
    asked_at: datetime | None = UTCDateTimeField(null=True)
    changed_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "recording_state"
        indexes = ((("verdict", "id"), False),)
