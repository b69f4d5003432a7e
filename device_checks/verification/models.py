"""Thresholds that a bureau has set for itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import CharField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class ThresholdSet(BaseModel):
    """All limits of the picture checks, in force from a day until the next; never changed, superseded.

    ``evaluation`` says what they were tried on; None where nobody did.
    """

    version = CharField(40, unique=True)
    thresholds: dict[str, Any] = JSONField()
    evaluation: dict[str, Any] | None = JSONField(null=True)
    note = CharField(400)
    from_on: date = DayField(index=True)
    by_account_id = UUIDField(null=True)
    by_name = CharField(64, default="")
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "threshold_set"
