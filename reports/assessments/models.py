"""Schemes, runs, results, and the rows that gave each point."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class AssessmentScheme(BaseModel):
    """What is assessed in a year, of whom, by which indicators. Never changed once published: another replaces it."""

    agency_id: UUID = UUIDField()
    year = IntegerField()
    title = CharField(160)
    target = CharField(8)
    subjects: list[str] = JSONField()  # codes of areas, or ids of agencies or units
    indicators: list[dict[str, Any]] = JSONField()
    state = CharField(10)
    replaces_id: UUID | None = UUIDField(null=True)
    number = IntegerField(default=1)
    published_at: datetime | None = UTCDateTimeField(null=True)
    published_by = CharField(64, default="")
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    created_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)
    version = IntegerField(default=1)

    class Meta:
        table_name = "assessment_scheme"
        indexes = ((("agency_id", "id"), False),)
        constraints = [
            Check("target IN ('area','agency','unit')"),
            Check("state IN ('draft','published')"),
        ]


class AssessmentRun(BaseModel):
    """A scheme reckoned as of a day. Frozen when approved; ``counting`` numbers the tries, so that an old one ends."""

    scheme_id: UUID = UUIDField(index=True)
    agency_id: UUID = UUIDField()
    as_of: date = DayField()
    state = CharField(10)
    inputs_hash = CharField(64, default="")
    counted_at: datetime | None = UTCDateTimeField(null=True)
    counting = IntegerField(default=1)
    document_id: UUID | None = UUIDField(null=True, unique=True)
    approved_on: date | None = DayField(null=True)
    approved_at: datetime | None = UTCDateTimeField(null=True)
    approved_by_id: UUID | None = UUIDField(null=True)  # the person
    approved_by = CharField(64, default="")
    revoked_reason = TextField(default="")
    revoked_at: datetime | None = UTCDateTimeField(null=True)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    created_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)
    version = IntegerField(default=1)

    class Meta:
        table_name = "assessment_run"
        indexes = ((("agency_id", "id"), False),)
        constraints = [
            Check("state IN ('counting','ready','approved','revoked')"),
            Check("(state IN ('approved','revoked')) = (document_id IS NOT NULL)"),
        ]


class AssessmentResult(BaseModel):
    """What one of those assessed came to; ``lacking``: indicators marked by hand that nobody marked yet."""

    run_id: UUID = UUIDField()
    subject_key = CharField(40)
    subject_name = CharField(160)
    position = IntegerField()
    points_x100 = IntegerField()
    full_x100 = IntegerField()
    rank = IntegerField(default=0)
    lacking = IntegerField(default=0)
    inputs_hash = CharField(64)

    class Meta:
        table_name = "assessment_result"
        indexes = ((("run_id", "subject_key"), True),)


class AssessmentItem(BaseModel):
    """The points of one indicator: so many rows met of so many, and the hash over all of them."""

    run_id: UUID = UUIDField(index=True)
    result_id: UUID = UUIDField()
    code = CharField(40)
    position = IntegerField()
    met = IntegerField()
    whole = IntegerField()
    points_x100: int | None = IntegerField(null=True)
    full_x100 = IntegerField()
    inputs_hash = CharField(64)

    class Meta:
        table_name = "assessment_item"
        indexes = ((("result_id", "code"), True),)


class AssessmentRow(BaseModel):
    """One row that an indicator counted, as it was: what it is, where it stands, whether it was met."""

    item_id: UUID = UUIDField()
    position = IntegerField()
    kind = CharField(20)
    row_id: UUID = UUIDField()
    unit_id: UUID | None = UUIDField(null=True)
    on_day: date | None = DayField(null=True)
    is_met = BooleanField()
    label = CharField(120)

    class Meta:
        table_name = "assessment_row"
        indexes = ((("item_id", "position"), True),)


class AssessmentMark(BaseModel):
    """Points given by hand, with a reason and papers; a later one takes its place (``live`` empties)."""

    run_id: UUID = UUIDField()
    subject_key = CharField(40)
    code = CharField(40)
    points_x100 = IntegerField()
    reason = TextField()
    files: list[dict[str, Any]] = JSONField()
    live: bool | None = BooleanField(null=True)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "assessment_mark"
        indexes = ((("run_id", "subject_key", "code", "live"), True),)
