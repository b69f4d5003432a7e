"""A draw as dated rows: committed, frozen, drawn, tasked, published or abandoned; none is ever changed or deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Draw(BaseModel):
    """What was committed to; ``state`` repeats the latest row so that lists can filter by it."""

    agency_id = UUIDField()
    name = CharField(120)
    reason = TextField()
    terms: dict[str, Any] = JSONField()  # canonical: the public part of the record
    reasons: dict[str, str] = JSONField()  # why units were left out by name; not public
    terms_sha256 = CharField(64)
    pool_kind = CharField(64)  # hash of the pool's conditions: a second draw over the same is known by it
    unit_count = IntegerField()
    officers_per_unit = IntegerField()
    commitment = CharField(64)
    repeats_id = UUIDField(null=True, index=True)
    state = CharField(12)
    created_by = UUIDField(null=True)
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "draw"
        indexes = ((("agency_id", "id"), False), (("agency_id", "pool_kind"), False))


class DrawSeed(BaseModel):
    """The secret, apart from the draw so that no ordinary read can show it; sealed until the draw."""

    draw_id = UUIDField(unique=True)
    sealed = TextField()

    class Meta:
        table_name = "draw_seed"


class DrawFreeze(BaseModel):
    """Both pools as they were locked; they lie in the file store under these very hashes."""

    draw_id = UUIDField(unique=True)
    units_count = IntegerField()
    units_sha256 = CharField(64)
    officers_count = IntegerField()
    officers_sha256 = CharField(64)
    left_out: dict[str, Any] = JSONField()  # counts by reason for the public
    left_out_sha256 = CharField(64)  # the full list with its reasons, not public
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "draw_freeze"


class DrawResult(BaseModel):
    """The revealed seed, and what came of it."""

    draw_id = UUIDField(unique=True)
    seed = CharField(64)
    witness = CharField(120)
    words = CharField(200)
    result: list[dict[str, Any]] = JSONField()
    record_sha256 = CharField(64)
    operator_certificate_no = CharField(40)
    by_account_id = UUIDField(null=True)
    by_person_id = UUIDField(null=True)
    by_name = CharField(64)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "draw_result"


class DrawTasking(BaseModel):
    """Tasks were made from the result."""

    draw_id = UUIDField(unique=True)
    due_on: date = DayField()
    template_ids: list[str] = JSONField()
    note = TextField()
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "draw_tasking"


class DrawPublication(BaseModel):
    """From here on everybody may see the course of the draw, or all of it."""

    draw_id = UUIDField()
    scope = CharField(8)
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "draw_publication"
        indexes = ((("draw_id", "scope"), True),)


class DrawAbandonment(BaseModel):
    """Committed and given up before the seed was revealed."""

    draw_id = UUIDField(unique=True)
    reason = TextField()
    by_account_id = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "draw_abandonment"
