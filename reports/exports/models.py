"""Exports that were asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class Export(BaseModel):
    """One list as a file: who asked for which, how far it is, and until when it is kept.

    ``data_mark`` stands for what the list was made of: another one of the same question and mark is the same file.
    """

    account_id = UUIDField()
    subject = CharField(16)
    form = CharField(4)
    filters: dict[str, Any] = JSONField()
    request_hash = CharField(64)
    data_mark = CharField(64)
    rows_total: int | None = IntegerField(null=True)
    rows_done: int = IntegerField()
    state = CharField(8)  # waiting, running, ready, failed
    problem = CharField(200)
    file_sha256: str | None = CharField(64, null=True)
    byte_count: int | None = IntegerField(null=True)
    requested_at: datetime = UTCDateTimeField()
    finished_at: datetime | None = UTCDateTimeField(null=True)
    expires_at: datetime = UTCDateTimeField(index=True)

    class Meta:
        table_name = "export"
        indexes = ((("account_id", "id"), False), (("account_id", "request_hash"), False))
