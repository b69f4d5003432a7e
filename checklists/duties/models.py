"""What units owe as data, what they filed, and what fulfils what from when to when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class DutyRule(BaseModel):
    """One requirement: whom it meets, how many are asked for, on what it rests. Editable, dated, never a constant."""

    code = CharField(64, unique=True)
    position = IntegerField()
    duty = CharField(16)
    item = CharField(64)  # kind of rule, plan or drill; code of a standard
    title = CharField(120)
    count = IntegerField()
    review_months: int | None = IntegerField(null=True)
    conditions: dict[str, Any] = JSONField()
    bases: list[dict[str, str]] = JSONField()
    is_product_default = BooleanField()
    effective_from: date | None = DayField(null=True)
    effective_to: date | None = DayField(null=True)
    note = CharField(400)
    seed_hash = CharField(64, null=True)
    edited_at: datetime | None = UTCDateTimeField(null=True)  # since then the row is the bureau's, not the seed's
    version = IntegerField(default=1)

    class Meta:
        table_name = "duty_rule"


class DutyCover(BaseModel):
    """A duty of a unit is fulfilled from a day to a day, both included, by one thing. A newer thing ends an older."""

    unit_id = UUIDField()
    duty = CharField(16)
    item = CharField(64)
    from_on: date = DayField()
    until_on: date = DayField()
    subject_id = UUIDField(index=True)

    class Meta:
        table_name = "duty_cover"
        indexes = ((("unit_id", "duty", "item", "from_on"), False),)
        constraints = [Check("until_on >= from_on")]


class DutyPaper(BaseModel):
    """A rule (制度), a plan (预案) or a statement of compliance with a standard. Never changed: a newer edition follows."""

    unit_id = UUIDField()
    duty = CharField(16)
    item = CharField(64)
    title = CharField(120)
    edition = CharField(40)
    adopted_on: date = DayField()
    review_on: date | None = DayField(null=True)
    statement = TextField()
    filed_by: UUID | None = UUIDField(null=True)
    filed_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "duty_paper"
        indexes = ((("unit_id", "id"), False),)


class Drill(BaseModel):
    """A drill that was planned; how it went is told by its reports."""

    unit_id = UUIDField()
    kind = CharField(24)
    title = CharField(120)
    planned_on: date = DayField()
    place = CharField(120)
    plan_id: UUID | None = UUIDField(null=True)
    planned_by: UUID | None = UUIDField(null=True)
    planned_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "drill"
        indexes = ((("unit_id", "id"), False),)


class DrillReport(BaseModel):
    """How a drill went, as told at one time; the newest counts."""

    drill_id = UUIDField(index=True)
    unit_id = UUIDField()
    held_on: date = DayField()
    place = CharField(120)
    people_count = IntegerField()
    evaluation = TextField()
    lacking: list[str] = JSONField()
    reported_by: UUID | None = UUIDField(null=True)
    reported_at = UTCDateTimeField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "drill_report"
        constraints = [Check("people_count >= 1")]


class DutyRemark(BaseModel):
    """What the police say of a paper or a drill; ``accepted`` false takes it out of the count."""

    subject_id = UUIDField(index=True)
    unit_id = UUIDField()
    text = TextField()
    accepted = BooleanField()
    name = CharField(64)
    agency_id: UUID | None = UUIDField(null=True)
    account_id: UUID | None = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "duty_remark"


class Project(BaseModel):
    """A building or reconstruction project whose protections keep step with it. Source: LN-6b."""

    unit_id = UUIDField()
    title = CharField(120)
    kind = CharField(16)
    opened_by: UUID | None = UUIDField(null=True)
    opened_at: datetime = UTCDateTimeField()
    closed_on: date | None = DayField(null=True)  # a copy of the closing's day
    draft_hash = CharField(64)

    class Meta:
        table_name = "project"
        indexes = ((("unit_id", "id"), False),)


class ProjectGate(BaseModel):
    """One of the three gates: when it is due, and when it was passed."""

    project_id = UUIDField()
    unit_id = UUIDField(index=True)
    gate = CharField(16)
    due_on: date = DayField()
    done_on: date | None = DayField(null=True)
    passing_id: UUID | None = UUIDField(null=True)  # the id that the passing was sent under
    note = TextField()
    passed_by: UUID | None = UUIDField(null=True)
    passed_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "project_gate"
        indexes = ((("project_id", "gate"), True),)


class ProjectClosing(BaseModel):
    """The project is done, all gates passed."""

    project_id = UUIDField(unique=True)
    closed_on: date = DayField()
    by_account_id: UUID | None = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "project_closing"
