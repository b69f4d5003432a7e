"""The annual rotation: a cycle a year and audience, an enrolment a person, and the ledger of hours."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class RotationCycle(BaseModel):
    """What an audience must do in a year, for the units (or the police) under one agency, or within one unit."""

    year = IntegerField()
    audience = CharField(24)
    tier = CharField(12)  # who runs it: city, branch, station, department, unit
    title = CharField(120)
    agency_id: UUID | None = UUIDField(null=True)
    unit_id: UUID | None = UUIDField(null=True)
    required_seconds = IntegerField()
    exam_required = BooleanField()
    course_ids: list[str] = JSONField()  # empty: hours of any course for the audience count
    remind_days: list[int] = JSONField()  # so many days before the end people are reminded
    opens_on: date = DayField()
    ends_on: date = DayField()
    bases: list[dict[str, str]] = JSONField()  # [{basis, article}]: one may lapse while another holds
    closed_at: datetime | None = UTCDateTimeField(null=True)
    closed_counts: dict[str, int] | None = JSONField(null=True)  # what the year came to: should, done, excused, missing
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "rotation_cycle"
        indexes = ((("agency_id", "year"), False), (("year", "audience"), False))
        constraints = [Check("(unit_id IS NULL) <> (agency_id IS NULL)")]


class Enrolment(BaseModel):
    """One person in one cycle. Never reset: a new year is a new row."""

    cycle_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    year = IntegerField()
    audience = CharField(24)
    unit_id: UUID | None = UUIDField(null=True)
    agency_id: UUID | None = UUIDField(null=True)
    area_code = CharField(12, default="")  # of the unit or agency: coverage is counted without looking them up
    state = CharField(8, default="active")
    seconds = IntegerField(default=0)
    exam_attempt_id: UUID | None = UUIDField(null=True)
    exam_passed_at: datetime | None = UTCDateTimeField(null=True)
    completed_at: datetime | None = UTCDateTimeField(null=True)
    excused_reason = CharField(200, default="")
    excused_at: datetime | None = UTCDateTimeField(null=True)
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "enrolment"
        indexes = (
            (("cycle_id", "person_id"), True),
            (("person_id", "year"), False),
            (("unit_id", "year"), False),
            (("cycle_id", "area_code", "unit_id", "state"), False),
        )
        constraints = [Check("state IN ('active','done','excused','left')")]


class MissedRotation(BaseModel):
    """One person of the 未轮训 list of a closed cycle, and why; ``made_up_at`` when it was done after all.

    Source: JN-3.4a.
    """

    cycle_id: UUID = UUIDField()
    enrolment_id: UUID = UUIDField(unique=True)
    person_id: UUID = UUIDField()
    unit_id: UUID | None = UUIDField(null=True)
    agency_id: UUID | None = UUIDField(null=True)
    area_code = CharField(12)
    reason = CharField(24)
    seconds = IntegerField()
    made_up_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "missed_rotation"
        indexes = ((("cycle_id", "unit_id"), False),)
        constraints = [Check("reason IN ('not_started','hours_short','exam_missing')")]


class HourCredit(BaseModel):
    """Time somebody learned, once a source: more from the same source replaces less, never adds."""

    person_id: UUID = UUIDField()
    year = IntegerField()
    on_day: date = DayField()
    kind = CharField(12)
    seconds = IntegerField()
    source_type = CharField(32)
    source_id: UUID = UUIDField()
    course_id: UUID | None = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "hour_credit"
        indexes = (
            (("source_type", "source_id", "person_id"), True),
            (("person_id", "year"), False),
        )
        constraints = [Check("kind IN ('watched','classroom','package','practice','activity')")]
