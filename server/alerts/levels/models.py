"""Raised levels, the units under them, and what these report each day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class SecurityLevel(BaseModel):
    """An order that raises the level; never changed, only ended by a dated act (``ended_on`` repeats its day)."""

    title = CharField(120)
    level = IntegerField()
    reason_kind = CharField(24)
    reason = TextField()
    from_on: date = DayField()
    to_on: date = DayField()
    scope: dict[str, Any] = JSONField()
    check_interval_days = IntegerField(null=True)
    zero_report_by = CharField(5, null=True)
    extra_template_codes: list[str] = JSONField()
    measures = TextField()
    agency_id = UUIDField()
    ended_on: date | None = DayField(null=True)
    created_by = UUIDField(null=True)
    created_by_name = CharField(64)
    created_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "security_level"
        indexes = ((("to_on", "from_on"), False), (("agency_id",), False))
        constraints = [
            Check("level BETWEEN 1 AND 3"),
            Check("reason_kind IN ('major_event','sensitive_case','government_warning')"),
            Check("to_on >= from_on"),
        ]


class SecurityLevelEnding(BaseModel):
    """A level was ended before its last day."""

    level_id = UUIDField(unique=True)
    reason = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "security_level_ending"


class SecurityLevelUnit(BaseModel):
    """A unit is under a level since a day: since its first, or since it came within its scope."""

    level_id = UUIDField()
    unit_id = UUIDField()
    since_on: date = DayField()

    class Meta:
        table_name = "security_level_unit"
        indexes = ((("level_id", "unit_id"), True), (("unit_id",), False))


class ZeroReport(BaseModel):
    """What a unit reported of a day, once."""

    unit_id = UUIDField()
    day: date = DayField()
    happened = BooleanField()
    text = TextField()
    late = BooleanField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    received_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "zero_report"
        indexes = ((("unit_id", "day"), True), (("day", "unit_id"), False))


class ZeroReportGap(BaseModel):
    """No report had come from a unit when one was due; it stays, with or without a late one."""

    unit_id = UUIDField()
    level_id = UUIDField()
    day: date = DayField()
    noted_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "zero_report_gap"
        indexes = ((("unit_id", "day"), True), (("day", "unit_id"), False))


class ZeroReportRound(BaseModel):
    """A day's reports under a level were looked through after the hour; done once, however often it is asked for."""

    level_id = UUIDField()
    day: date = DayField()
    missing = IntegerField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "zero_report_round"
        indexes = ((("level_id", "day"), True),)
