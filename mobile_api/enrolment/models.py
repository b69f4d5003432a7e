"""The phones that may sign records."""

from __future__ import annotations

from datetime import datetime

from peewee import CharField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class Device(BaseModel):
    """One key of one account on one phone. Never deleted: old records are verified with it."""

    account_id = UUIDField(index=True)
    name = CharField(80)
    platform = CharField(200)
    public_key: dict[str, str] = JSONField()
    fingerprint = CharField(64, index=True)
    app_version = CharField(32)
    enrolled_at: datetime = UTCDateTimeField()
    revoked_at: datetime | None = UTCDateTimeField(null=True)
    revoked_by_id = UUIDField(null=True)

    class Meta:
        table_name = "device"
        indexes = ((("enrolled_at", "id"), False),)

    @property
    def state(self) -> str:
        return "revoked" if self.revoked_at else "active"
