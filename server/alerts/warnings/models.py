"""Warnings, what was answered to them, and the dated rules that raise them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from peewee import BooleanField, CharField, Check, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class WarningRule(BaseModel):
    """How one kind of warning is raised, from a day until the next rule of the same code."""

    code = CharField(40)
    from_on: date = DayField()
    title = CharField(120)
    level = CharField(8)
    parameters: dict[str, int] = JSONField()
    addressees: list[str] = JSONField()
    bases: list[str] = JSONField()
    is_active = BooleanField()
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "warning_rule"
        indexes = ((("code", "from_on"), True),)
        constraints = [Check("level IN ('red','orange','yellow','blue')")]


class SecurityWarning(BaseModel):
    """One warning of one unit, with the facts it rests on. ``closed_at`` is set by the first answer, or by its end."""

    key = CharField(200, unique=True)  # the same facts seen twice are one warning
    type = CharField(40)
    level = CharField(8)
    rule_id: UUID | None = UUIDField(null=True)
    unit_id = UUIDField()
    subject_type = CharField(40)
    subject_id = UUIDField()
    text = TextField()
    basis: list[dict[str, str]] = JSONField()
    addressees: list[dict[str, str]] = JSONField()  # kind (unit, agency) and id
    state = CharField(8)
    raised_at: datetime = UTCDateTimeField()
    closed_at: datetime | None = UTCDateTimeField(null=True)
    end_reason = CharField(500, default="")
    ended_by_name = CharField(64, default="")

    class Meta:
        table_name = "security_warning"
        indexes = ((("unit_id", "id"), False), (("subject_id", "type"), False), (("state", "id"), False))
        constraints = [
            Check("level IN ('red','orange','yellow','blue')"),
            Check("state IN ('open','answered','ended')"),
        ]


class WarningFeedback(BaseModel):
    """What an addressee says to it."""

    warning_id = UUIDField(index=True)
    party_kind = CharField(8)  # unit, agency
    party_id = UUIDField()
    text = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "warning_feedback"
