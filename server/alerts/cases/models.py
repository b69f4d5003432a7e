"""Cases and incidents that befell a unit."""

from __future__ import annotations

from datetime import datetime

from peewee import CharField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import UTCDateTimeField


class SecurityCase(BaseModel):
    """One case as the police know it: no persons, only what happened, when, and its number in their own system."""

    unit_id = UUIDField()
    kind = CharField(16)
    happened_at: datetime = UTCDateTimeField()
    summary = TextField()
    source_no = CharField(60)
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    recorded_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "security_case"
        indexes = ((("unit_id", "happened_at"), False),)
