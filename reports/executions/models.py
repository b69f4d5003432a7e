"""What happens to a case after its decision: dated rows, never changed, never deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class ExecutionAct(BaseModel):
    """One act after the decision; its paper's subject is its id."""

    case_id: UUID = UUIDField()
    unit_id: UUID = UUIDField(index=True)
    position = IntegerField()
    kind = CharField(24)
    acted_on: date = DayField()
    at: datetime = UTCDateTimeField()
    by_account_id: UUID | None = UUIDField(null=True)
    by_person_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    details: dict[str, Any] = JSONField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "execution_act"
        indexes = ((("case_id", "position"), True),)
