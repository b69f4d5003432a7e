"""Accounts and their refresh tokens."""

from __future__ import annotations

from datetime import datetime

from peewee import BooleanField, CharField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class Account(BaseModel):
    """What one person signs in with; roles and place are read at every request, so a change holds at once."""

    login = CharField(64, unique=True)
    password_hash = CharField(200)
    name = CharField(64)
    roles: list[str] = JSONField()
    person_id = UUIDField(null=True, index=True)
    agency_id = UUIDField(null=True, index=True)
    unit_id = UUIDField(null=True, index=True)
    state = CharField(8, default="active")  # active, locked (by an administrator)
    failed_attempts = IntegerField(default=0)
    owes_password = BooleanField(default=False)  # somebody else made it: it must be changed at first sign-in
    locked_until: datetime | None = UTCDateTimeField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "account"


class RefreshToken(BaseModel):
    """One link of a sign-in's chain of refresh tokens; only its SHA-256 is kept."""

    family_id = UUIDField(index=True)
    account_id = UUIDField(index=True)
    token_hash = CharField(64, unique=True)
    predecessor_id = UUIDField(null=True)
    issued_at: datetime = UTCDateTimeField()
    expires_at: datetime = UTCDateTimeField()
    used_at: datetime | None = UTCDateTimeField(null=True)
    revoked_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "refresh_token"
