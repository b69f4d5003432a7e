"""Emergency plans of authorities, and incidents run by them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class IncidentPlan(BaseModel):
    """A plan with its contact tree; an incident copies the tree when it starts."""

    agency_id = UUIDField(index=True)
    title = CharField(120)
    kind = CharField(16)
    text = TextField()
    contacts: list[dict[str, Any]] = JSONField()
    draft_hash = CharField(64)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "incident_plan"


class Incident(BaseModel):
    """One incident, or one drill; ``ended_at`` repeats its ending."""

    plan_id = UUIDField()
    agency_id = UUIDField(index=True)
    title = CharField(120)
    place = CharField(200)
    is_drill = BooleanField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    started_at: datetime = UTCDateTimeField()
    ended_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "incident"


class IncidentCall(BaseModel):
    """Somebody to be told, as the plan named them at the start; told by hand or by having read the notice."""

    incident_id = UUIDField()
    position = IntegerField()
    level = IntegerField()
    name = CharField(64)
    post = CharField(64)
    phone = CharField(40)
    to_kind: str | None = CharField(8, null=True)
    to_id: UUID | None = UUIDField(null=True)
    told_at: datetime | None = UTCDateTimeField(null=True)
    told_by_account_id = UUIDField(null=True)
    told_by_name = CharField(64)

    class Meta:
        table_name = "incident_call"
        indexes = ((("incident_id", "position"), True), (("to_id",), False))


class IncidentEntry(BaseModel):
    """One line of the timeline; never changed."""

    incident_id = UUIDField()
    happened_at: datetime = UTCDateTimeField()
    text = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    recorded_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "incident_entry"
        indexes = ((("incident_id", "happened_at"), False),)


class IncidentEnding(BaseModel):
    incident_id = UUIDField(unique=True)
    summary = TextField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "incident_ending"
