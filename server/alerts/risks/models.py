"""Risk assessments of units, the dated rule that levels them, and their way to those who must know."""

from __future__ import annotations

from datetime import date, datetime

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class RiskRule(BaseModel):
    """How a score becomes a level, from a day until the next rule's day."""

    from_on: date = DayField(unique=True)
    text = TextField()
    basis = CharField(200)
    least: dict[str, int] = JSONField()
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "risk_rule"


class RiskAssessment(BaseModel):
    """One assessment; never changed, a later one of the same matter takes its place (``is_latest`` repeats that)."""

    unit_id = UUIDField()
    title = CharField(120)
    likelihood = IntegerField()
    consequence = IntegerField()
    controllability = IntegerField()
    score = IntegerField()
    level = CharField(8)
    rule_id = UUIDField()
    grounds = TextField()
    measures = TextField()
    assessed_on: date = DayField()
    next_on: date = DayField()
    is_latest = BooleanField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    received_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "risk_assessment"
        indexes = ((("unit_id", "id"), False), (("next_on",), False))
        constraints = [
            Check("level IN ('low','general','larger','major')"),
            Check("likelihood BETWEEN 1 AND 5 AND consequence BETWEEN 1 AND 5 AND controllability BETWEEN 1 AND 5"),
        ]


class RiskForwarding(BaseModel):
    """An assessment was sent to an agency."""

    assessment_id = UUIDField()
    agency_id = UUIDField()
    to_kind = CharField(12)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "risk_forwarding"
        indexes = ((("assessment_id", "agency_id"), True), (("agency_id", "id"), False))


class RiskReceipt(BaseModel):
    """The agency has taken it in."""

    forwarding_id = UUIDField(unique=True)
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "risk_receipt"
