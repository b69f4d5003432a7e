"""Cases of accountability: who is in question, what was proposed to whom, what came of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from peewee import CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class AccountabilityCase(BaseModel):
    """One case; ``state`` repeats what its rows came to, so that the list can be filtered by it."""

    unit_id: UUID = UUIDField(index=True)
    agency_id: UUID = UUIDField()
    cause = CharField(24)
    consequence = CharField(24)
    occurred_on: date = DayField()
    facts = TextField()
    state = CharField(12)
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    opened_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "accountability_case"
        constraints = [
            Check("cause IN ('no_attention','weak_measures','unsound_rules','unfilled_duties','not_carried_out')"),
            Check("consequence IN ('disorder','grave_crime','mass_incident','public_safety')"),
        ]


class AccountablePerson(BaseModel):
    """Somebody in question, as named on that day: a leader of the unit, or who should have supervised it."""

    case_id: UUID = UUIDField()
    person_id: UUID = UUIDField()
    side = CharField(12)
    name = CharField(64)
    post = CharField(64)
    place = CharField(160)  # the unit or the agency
    duty = CharField(300)
    fault = TextField()
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "accountable_person"
        indexes = ((("case_id", "person_id"), True),)


class DisciplineProposal(BaseModel):
    """What is proposed to the competent body; a letter once it is issued."""

    case_id: UUID = UUIDField(index=True)
    agency_id: UUID = UUIDField()
    addressee = CharField(160)
    addressee_id: UUID | None = UUIDField(null=True)
    measures: list[dict[str, str]] = JSONField()  # [{person_id, measure, reason}]
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()
    issued_on: date | None = DayField(null=True)
    issued_at: datetime | None = UTCDateTimeField(null=True)
    issued_by_id: UUID | None = UUIDField(null=True)
    issued_by = CharField(64, default="")
    due_on: date | None = DayField(null=True)  # of the reply
    reminded_on: date | None = DayField(null=True)
    overdue_on: date | None = DayField(null=True)
    replied_on: date | None = DayField(null=True)

    class Meta:
        table_name = "discipline_proposal"
        indexes = ((("due_on", "replied_on"), False),)


class ProposalReply(BaseModel):
    """What the competent body answered; a later answer is a further row."""

    proposal_id: UUID = UUIDField(index=True)
    received_on: date = DayField()
    outcome = CharField(20)
    text = TextField()
    draft_hash = CharField(64)
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "proposal_reply"


class AccountabilityEnd(BaseModel):
    """How a case ended: closed with its outcome, or withdrawn with a reason."""

    case_id: UUID = UUIDField(unique=True)
    kind = CharField(12)
    text = TextField()
    by_account_id: UUID = UUIDField()
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "accountability_end"
        constraints = [Check("kind IN ('closed','withdrawn')")]
