"""Letters of supervision with the acts upon them, and visits with the measures they ask for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class SupervisionLetter(BaseModel):
    """A 督办单. Its words never change; ``state`` and the instants repeat the latest acts."""

    agency_id: UUID = UUIDField(index=True)
    to_agency_id: UUID = UUIDField()
    title = CharField(120)
    matters = TextField()
    measures = TextField()
    unit_id: UUID | None = UUIDField(null=True)
    hazard_ids: list[str] = JSONField()
    issued_on: date = DayField()
    due_on: date = DayField()
    state = CharField(10)
    document_id: UUID = UUIDField(unique=True)
    replied_at: datetime | None = UTCDateTimeField(null=True)  # the latest reply
    ended_at: datetime | None = UTCDateTimeField(null=True)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    issued_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)
    version = IntegerField(default=1)

    class Meta:
        table_name = "supervision_letter"
        indexes = ((("to_agency_id", "id"), False), (("state", "due_on"), False))
        constraints = [
            Check("state IN ('issued','taken','replied','returned','closed','withdrawn')"),
            Check("due_on >= issued_on"),
        ]


class SupervisionAct(BaseModel):
    """What one side did with a letter; never changed."""

    letter_id: UUID = UUIDField(index=True)
    kind = CharField(10)
    text = TextField()
    files: list[dict[str, Any]] = JSONField()
    agency_id: UUID | None = UUIDField(null=True)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "supervision_act"
        constraints = [Check("kind IN ('take','reply','return','close','withdraw')")]


class SupervisionVisit(BaseModel):
    """A 督导检查 of an agency or of a unit, as its paper says it; never changed."""

    agency_id: UUID = UUIDField(index=True)
    to_agency_id: UUID | None = UUIDField(null=True)
    unit_id: UUID | None = UUIDField(null=True)
    visited_on: date = DayField()
    place = CharField(160)
    members: list[str] = JSONField()
    received_by = CharField(120)
    matters = TextField()
    findings = TextField()
    document_id: UUID = UUIDField(unique=True)
    by_account_id: UUID | None = UUIDField(null=True)
    by_name = CharField(64)
    recorded_at: datetime = UTCDateTimeField()
    draft_hash = CharField(64)

    class Meta:
        table_name = "supervision_visit"
        indexes = ((("to_agency_id", "id"), False), (("unit_id",), False))
        constraints = [Check("(to_agency_id IS NULL) <> (unit_id IS NULL)")]


class SupervisionMeasure(BaseModel):
    """What a visit asks for by when, and when it was found done."""

    visit_id: UUID = UUIDField()
    position = IntegerField()
    text = TextField()
    due_on: date = DayField()
    done_on: date | None = DayField(null=True)
    note = TextField(default="")
    done_by = CharField(64, default="")
    done_at: datetime | None = UTCDateTimeField(null=True)

    class Meta:
        table_name = "supervision_measure"
        indexes = ((("visit_id", "position"), True), (("done_on", "due_on"), False))
