"""Certificates of the annual rotation, their badges, and the keys that sign badges."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Certificate(BaseModel):
    """年度轮训合格证 of one enrolment; its paper is a document whose subject this row is."""

    enrolment_id: UUID = UUIDField()
    cycle_id: UUID = UUIDField(index=True)
    person_id: UUID = UUIDField(index=True)
    person_name = CharField(64)
    identity_masked = CharField(24, default="")
    unit_id: UUID | None = UUIDField(null=True, index=True)
    agency_id: UUID | None = UUIDField(null=True)
    holder_place = CharField(160)  # name of the unit or agency on the day
    issuer_id: UUID = UUIDField()  # the agency in whose name
    title = CharField(160)
    year = IntegerField()
    audience = CharField(24)
    seconds = IntegerField()
    points_x100 = IntegerField(null=True)
    worth_x100 = IntegerField(null=True)
    pass_percent = IntegerField(null=True)
    completed_on: date = DayField()
    valid_to: date = DayField()
    live: bool | None = BooleanField(null=True)  # NULL once revoked
    revoked_at: datetime | None = UTCDateTimeField(null=True)
    revoked_reason = CharField(400, default="")
    by_account_id = UUIDField(null=True)
    issued_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "certificate"
        indexes = ((("enrolment_id", "live"), True),)


class Badge(BaseModel):
    """The Open Badges 3.0 credential of a certificate, signed once; its place in the status list is for ever."""

    certificate_id: UUID = UUIDField(unique=True)
    status_index = IntegerField(unique=True)
    key_id: UUID = UUIDField()
    credential: dict[str, Any] = JSONField()
    issued_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "badge"


class BadgeKey(BaseModel):
    """An Ed25519 key of the installation's issuer; the private half is sealed."""

    number = IntegerField(unique=True)
    public_multibase = CharField(120)
    private_sealed = TextField()
    live: bool | None = BooleanField(null=True)
    made_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "badge_key"
        indexes = ((("live",), True),)
