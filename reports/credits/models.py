"""What the credit platform must be told of a penalty, and who told it when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class CreditRecord(BaseModel):
    """One penalty for the platform (双公示): what it says, where it stands, and by when its next step is due."""

    decision_id: UUID = UUIDField(unique=True)
    case_id: UUID = UUIDField()
    unit_id: UUID = UUIDField()
    agency_id: UUID = UUIDField()
    state = CharField(12)  # pending, reported, withdrawing, withdrawn
    facts: dict[str, Any] = JSONField()  # field → text, as of the decision; identity numbers only masked
    decided_on: date = DayField()
    due_on: date = DayField()  # of reporting; of withdrawing while that waits
    is_certain = BooleanField()  # no: a year it was counted over has no holidays loaded
    publish_until_on: date = DayField()
    cause = CharField(12, default="")  # why it is withdrawn: annulled, changed
    made_at: datetime = UTCDateTimeField()
    batch_id: UUID | None = UUIDField(null=True)
    reported_at: datetime | None = UTCDateTimeField(null=True)
    reported_by = CharField(64, default="")
    withdrawn_at: datetime | None = UTCDateTimeField(null=True)
    withdrawn_by = CharField(64, default="")

    class Meta:
        table_name = "credit_record"
        indexes = ((("state", "due_on", "id"), False), (("unit_id", "id"), False))


class CreditReport(BaseModel):
    """A batch handed to the platform. Never updated."""

    agency_id: UUID = UUIDField()
    reported_on: date = DayField()
    receipt_no = CharField(64)
    note = TextField()
    record_ids: list[str] = JSONField()
    count = IntegerField()
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "credit_report"


class CreditWithdrawal(BaseModel):
    """A record taken back from the platform. Never updated."""

    record_id: UUID = UUIDField(index=True)
    cause = CharField(12)
    due_on: date = DayField()
    withdrawn_on: date = DayField()
    receipt_no = CharField(64)
    note = TextField()
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "credit_withdrawal"
