"""Answers to hand-overs; those to proposals stand with their cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import CharField, Check, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class HandoverAnswer(BaseModel):
    """What the body that took a hazard over says it did; a later answer is a further row."""

    handover_id: UUID = UUIDField(index=True)
    agency_id: UUID = UUIDField()
    outcome = CharField(20)
    text = TextField()
    files: list[dict[str, Any]] = JSONField()
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "handover_answer"
        constraints = [Check("outcome IN ('followed','followed_in_part','not_followed')")]
