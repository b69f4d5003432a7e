"""Blueprints (组卷规则) and the papers made by them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import CharField, Check, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class Blueprint(BaseModel):
    """A two-way table under a name; what it asks for stands in versions."""

    title = CharField(120)
    agency_id: UUID | None = UUIDField(null=True)
    number = IntegerField(default=1)
    current_id: UUID = UUIDField()
    state = CharField(8, default="live")
    by_account_id = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "blueprint"
        constraints = [Check("state IN ('live','retired')")]


class BlueprintVersion(BaseModel):
    """Rows of the table and the rules of marking, as an exam used them. Never changed."""

    blueprint_id: UUID = UUIDField()
    number = IntegerField()
    rows: list[dict[str, Any]] = JSONField()  # courses/papers/rules: BlueprintRow
    marking: dict[str, Any] = JSONField()  # courses/papers/rules: MarkingRules
    worth_x100 = IntegerField()  # of a whole paper, in hundredths of a point
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "blueprint_version"
        indexes = ((("blueprint_id", "number"), True),)


class PaperSet(BaseModel):
    """One of a session's parallel sets, drawn once: who is added later gets the same items. Never changed."""

    session_id: UUID = UUIDField()
    blueprint_version_id: UUID = UUIDField()
    variant = IntegerField()
    seed_sealed = TextField()  # of the session, in every one of its sets; server/core/sealing.py, purpose "paper"
    items: list[list[list[str]]] = JSONField()  # for each row of the table [item id, version id]
    drawn_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "paper_set"
        indexes = ((("session_id", "variant"), True),)


class Paper(BaseModel):
    """One candidate's paper, made before the start and sealed until then. Never changed."""

    session_id: UUID = UUIDField()
    candidate_id: UUID = UUIDField()
    try_no = IntegerField(default=1)
    variant = IntegerField()  # which of the parallel sets
    seed = CharField(64)
    slots: list[dict[str, Any]] = JSONField()  # courses/papers/rules: Slot
    worth_x100 = IntegerField()
    plain_sha256 = CharField(64)
    sealed = TextField()  # base64 of nonce and AES-256-GCM over the gzipped canonical JSON that the phone opens
    key_sealed = TextField()  # server/core/sealing.py, purpose "paper"
    made_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "paper"
        indexes = ((("candidate_id", "try_no"), True), (("session_id",), False))


class ItemExposure(BaseModel):
    """How often an item stood in papers of a session."""

    item_id: UUID = UUIDField()
    session_id: UUID = UUIDField()
    papers = IntegerField()
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "item_exposure"
        indexes = ((("item_id", "session_id"), True),)
