"""Saved filters."""

from __future__ import annotations

from datetime import datetime

from peewee import CharField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class SavedFilter(BaseModel):
    """One account's name for a set of filters of one list."""

    account_id = UUIDField()
    page = CharField(16)
    name = CharField(40)
    query: dict[str, str] = JSONField()
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "saved_filter"
        indexes = ((("account_id", "page", "name"), True),)
