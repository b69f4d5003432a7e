"""The table of uploads."""

from __future__ import annotations

from datetime import datetime

from peewee import CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import UTCDateTimeField


class Upload(BaseModel):
    """One account's upload of one content. How far it got is not kept here: the partial file's size says it."""

    account_id = UUIDField(index=True)
    sha256 = CharField(64)
    byte_count = IntegerField()
    media_type = CharField(32)
    record_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    completed_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "upload"
        indexes = ((("completed_at", "created_at"), False),)
