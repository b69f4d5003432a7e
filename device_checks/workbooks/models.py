"""Imports that were tried."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class FacilityImport(BaseModel):
    """One delivery of a workbook and what came of it; the workbook itself is in the file store."""

    account_id: UUID | None = UUIDField(null=True, index=True)
    at: datetime = UTCDateTimeField()
    workbook_sha256 = CharField(64)
    dry_run = BooleanField()
    created = IntegerField()
    updated = IntegerField()
    errors: list[dict[str, Any]] = JSONField()

    class Meta:
        table_name = "facility_import"
