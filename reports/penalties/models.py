"""Penalty cases as dated acts: a case never changes, what happens to it is rows; what is waited for is rows too."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import BigIntegerField, BooleanField, CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class PenaltyCase(BaseModel):
    """A case as it was filed (立案), or as an on-the-spot penalty brought it about. Never updated."""

    unit_id = UUIDField()
    agency_id = UUIDField(index=True)
    procedure = CharField(8)  # ordinary, spot
    respondent_kind = CharField(8)  # unit, person
    respondent_name = CharField(120)
    respondent_post = CharField(64)
    identity_sealed = TextField(null=True)
    identity_masked = CharField(24)
    offence = CharField(40)  # code of a dated row: which provision, which penalties, on which conditions
    basis_code = CharField(64)
    article = CharField(60)
    source = CharField(16)
    summary = TextField()
    happened_on: date = DayField()  # the last day of what was done or left undone
    is_harmful = BooleanField()  # to life, health or finance: a longer limitation
    filed_on: date = DayField()
    filed_at: datetime = UTCDateTimeField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    draft_hash = CharField(64)

    class Meta:
        table_name = "penalty_case"
        indexes = ((("unit_id", "id"), False),)


class PenaltyGround(BaseModel):
    """A hazard or an order that a case rests on."""

    case_id = UUIDField()
    kind = CharField(8)  # hazard, order
    ground_id = UUIDField(index=True)

    class Meta:
        table_name = "penalty_ground"
        indexes = ((("case_id", "kind", "ground_id"), True),)


class PenaltyAct(BaseModel):
    """One dated act of a case, the filing first. Never updated, never deleted; its paper's subject is its id."""

    case_id = UUIDField()
    position = IntegerField()
    kind = CharField(24)
    acted_on: date = DayField()
    at: datetime = UTCDateTimeField()
    by_account_id = UUIDField(null=True)
    by_person_id = UUIDField(null=True)
    by_name = CharField(64)
    details: dict[str, Any] = JSONField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "penalty_act"
        indexes = ((("case_id", "position"), True), (("kind", "case_id"), False))


class PenaltyDecision(BaseModel):
    """What was decided: one a case, its id that of the deciding act. Never updated."""

    case_id = UUIDField(unique=True)
    unit_id = UUIDField(index=True)
    agency_id = UUIDField()
    kind = CharField(12)  # penalty, no_penalty, spot
    document_id = UUIDField(unique=True)
    respondent_kind = CharField(8)
    respondent_name = CharField(120)
    is_warning = BooleanField()
    fine_fen = BigIntegerField()  # 0: no fine
    basis_code = CharField(64)
    article = CharField(60)
    decided_on: date = DayField()
    at: datetime = UTCDateTimeField()
    person_id = UUIDField(null=True)
    by_name = CharField(64)

    class Meta:
        table_name = "penalty_decision"
        indexes = ((("unit_id", "decided_on"), False),)


class PenaltyDeadline(BaseModel):
    """What must happen by a day (at the latest at an instant), opened by an act and ended by another."""

    case_id = UUIDField()
    unit_id = UUIDField()
    agency_id = UUIDField()
    act_id = UUIDField()
    code = CharField(32)
    due_on: date = DayField()
    due_at: datetime | None = UTCDateTimeField(null=True)
    is_certain = BooleanField()  # no: a year it was counted over has no holidays loaded
    ended_by_id = UUIDField(null=True)
    ended_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "penalty_deadline"
        indexes = ((("case_id", "act_id", "code"), True), (("ended_at", "due_on", "id"), False))


class PenaltyTerm(BaseModel):
    """A number, a table or a sentence of law that rules penalties, from a day to a day; a later row goes before."""

    code = CharField(64)
    value: Any = JSONField()
    basis = CharField(120)
    article = CharField(60)
    verified = BooleanField()
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "penalty_term"
        indexes = ((("code", "from_on"), False),)
