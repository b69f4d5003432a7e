"""Who is trained, under which audience and since when; identity numbers apart and sealed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Trainee(BaseModel):
    """A person under one audience from a day until a day; one person may be under several."""

    person_id: UUID = UUIDField()
    audience = CharField(24)
    unit_id: UUID | None = UUIDField(null=True)
    agency_id: UUID | None = UUIDField(null=True)
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)
    ended_reason = CharField(200, default="")
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "trainee"
        indexes = (
            (("person_id", "audience", "from_on"), True),
            (("audience", "unit_id"), False),
            (("unit_id", "id"), False),
            (("agency_id", "id"), False),
        )
        constraints = [Check("(unit_id IS NULL) <> (agency_id IS NULL)")]


class TraineeIdentity(BaseModel):
    """The identity number of a person, whose id this row has: sealed, with a keyed digest to find doubles by."""

    sealed = TextField()
    digest = CharField(64, unique=True)
    changed_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "trainee_identity"


class IdentityReveal(BaseModel):
    """Somebody read an identity number in full, and why. Never changed."""

    person_id: UUID = UUIDField(index=True)
    by_account_id = UUIDField(null=True)
    reason = CharField(200)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "identity_reveal"


class TraineeImport(BaseModel):
    """One delivery of a workbook and what came of it; the workbook holds identity numbers and is not kept."""

    account_id: UUID | None = UUIDField(null=True, index=True)
    at: datetime = UTCDateTimeField()
    workbook_sha256 = CharField(64)
    dry_run = BooleanField()
    created = IntegerField()
    updated = IntegerField()
    errors: list[dict[str, Any]] = JSONField()

    class Meta:
        table_name = "trainee_import"


class SkillCertificate(BaseModel):
    """A certificate that somebody else issued (保安员证, 职业技能等级证书): recorded here, never issued. Source: LN-19b."""

    person_id: UUID = UUIDField(index=True)
    kind = CharField(24)
    level = CharField(16, default="")
    number = CharField(64)
    authority = CharField(120)
    issued_on: date = DayField()
    valid_to: date | None = DayField(null=True)
    checked = CharField(12, default="unchecked")
    checked_at: datetime | None = UTCDateTimeField(null=True)
    checked_by = CharField(64, default="")
    ended_reason = CharField(200, default="")
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "skill_certificate"
        indexes = ((("kind", "number"), True),)
        constraints = [Check("checked IN ('unchecked','confirmed','doubtful')")]


class SkillGradeTerm(BaseModel):
    """A level that a kind of certificate has, from a day on; the range is data, since occupations change theirs."""

    kind = CharField(24)
    level = CharField(16)
    word = CharField(40)
    rank = IntegerField()
    basis_code = CharField(64)
    article = CharField(64)
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)

    class Meta:
        table_name = "skill_grade_term"
        indexes = ((("kind", "level", "from_on"), True),)
