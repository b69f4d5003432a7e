"""Rounds of commendation, and the dated acts in them: nominating, reviewing, notice, objections, decision, revocation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class CommendationRound(BaseModel):
    """One 表彰 of an agency. ``state`` repeats the latest act, so that lists can filter by it."""

    agency_id: UUID = UUIDField()
    year = IntegerField()
    level = CharField(12)
    title = CharField(120)
    note = TextField()
    bases: list[dict[str, str]] = JSONField()  # [{basis, article}]: one may lapse while another holds
    honours: list[dict[str, Any]] = JSONField()  # [{code, title, kind, quota}]
    partner_ids: list[str] = JSONField()  # agencies that nominate and review too
    state = CharField(12, default="open")
    created_by = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)
    version = IntegerField(default=1)

    class Meta:
        table_name = "commendation_round"
        indexes = ((("agency_id", "id"), False), (("state", "id"), False))
        constraints = [Check("state IN ('open','noticed','decided','withdrawn')")]


class Nomination(BaseModel):
    """A unit or a person proposed for one honour; name and place as they were on the day."""

    round_id: UUID = UUIDField()
    honour_code = CharField(24)
    kind = CharField(8)
    subject_id: UUID = UUIDField()  # of the unit or of the person
    unit_id: UUID | None = UUIDField(null=True)
    agency_id: UUID | None = UUIDField(null=True)
    name = CharField(120)
    place = CharField(160)
    deeds = TextField()
    source = CharField(8)
    figures: list[dict[str, Any]] = JSONField()  # what was counted on the day, with the rows behind
    undrawn: list[str] = JSONField()  # characters of the name that no font has
    state = CharField(12, default="proposed")
    live: bool | None = BooleanField(null=True)  # NULL once withdrawn, rejected or dropped
    nominated_by = UUIDField(null=True)
    nominator_person_id: UUID | None = UUIDField(null=True)
    nominator_agency_id: UUID | None = UUIDField(null=True)
    nominator_name = CharField(64)
    nominated_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "nomination"
        indexes = (
            (("round_id", "honour_code", "subject_id", "live"), True),
            (("round_id", "id"), False),
        )
        constraints = [
            Check("kind IN ('unit','person')"),
            Check("source IN ('hand','figures')"),
            Check("state IN ('proposed','approved','rejected','withdrawn','dropped')"),
        ]


class NominationReview(BaseModel):
    """The opinion of somebody who did not nominate."""

    nomination_id: UUID = UUIDField(unique=True)
    round_id: UUID = UUIDField(index=True)
    approved = BooleanField()
    opinion = TextField()
    by_account_id = UUIDField(null=True)
    by_person_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "nomination_review"


class CommendationNotice(BaseModel):
    """公示: its first day is not counted, its last is the so-manieth working day after."""

    round_id: UUID = UUIDField(unique=True)
    started_on: date = DayField()
    working_days = IntegerField()
    ends_on: date = DayField()
    is_certain = BooleanField()  # false: the State Council's arrangement of a year in it was not loaded
    contact = CharField(200)
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "commendation_notice"


class CommendationObjection(BaseModel):
    """What somebody said against a nomination, or against the whole; recorded by an officer."""

    round_id: UUID = UUIDField(index=True)
    nomination_id: UUID | None = UUIDField(null=True)
    received_on: date = DayField()
    from_name = CharField(64)
    text = TextField()
    recorded_by = UUIDField(null=True)
    recorder_name = CharField(64)
    at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "commendation_objection"


class ObjectionAnswer(BaseModel):
    """The answer; one that is upheld takes the nomination out."""

    objection_id: UUID = UUIDField(unique=True)
    round_id: UUID = UUIDField(index=True)
    upheld = BooleanField()
    text = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "objection_answer"


class CommendationDecision(BaseModel):
    round_id: UUID = UUIDField(unique=True)
    document_id: UUID = UUIDField(unique=True)
    person_id: UUID | None = UUIDField(null=True)
    name = CharField(64)
    by_account_id = UUIDField(null=True)
    decided_on: date = DayField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "commendation_decision"


class CommendationWithdrawal(BaseModel):
    round_id: UUID = UUIDField(unique=True)
    reason = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "commendation_withdrawal"


class Honour(BaseModel):
    """What a unit or a person was given; its certificate is a document whose subject this row is."""

    round_id: UUID = UUIDField(index=True)
    nomination_id: UUID = UUIDField(unique=True)
    agency_id: UUID = UUIDField()
    kind = CharField(8)
    unit_id: UUID | None = UUIDField(null=True, index=True)  # the unit honoured, or the person's unit
    person_id: UUID | None = UUIDField(null=True, index=True)
    title = CharField(120)
    name = CharField(120)
    place = CharField(160)
    decided_on: date = DayField()
    live: bool | None = BooleanField(null=True)  # NULL once revoked
    revoked_at: datetime | None = UTCDateTimeField(null=True)
    revoked_reason = CharField(400, default="")
    revoked_by = UUIDField(null=True)
    given_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "honour"
        constraints = [Check("kind IN ('unit','person')")]


class HonourRevocation(BaseModel):
    """The decision that takes an honour back; its paper is a document whose subject this row is."""

    honour_id: UUID = UUIDField(unique=True)
    document_id: UUID = UUIDField(unique=True)
    reason = CharField(400)
    bases: list[dict[str, str]] = JSONField()
    person_id: UUID | None = UUIDField(null=True)
    name = CharField(64)
    by_account_id = UUIDField(null=True)
    decided_on: date = DayField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "honour_revocation"


class CommendationTerm(BaseModel):
    """A number or table that rules commendations, in force from a day until a later row of its code."""

    code = CharField(40)
    value: Any = JSONField()
    basis = CharField(200)
    verified = BooleanField()
    from_on: date = DayField()
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "commendation_term"
        indexes = ((("code", "from_on"), False),)
