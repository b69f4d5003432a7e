"""Alarm lines, their zones, what they sent, and their tests."""

from __future__ import annotations

from datetime import datetime

from peewee import BooleanField, CharField, FloatField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import UTCDateTimeField


class AlarmLine(BaseModel):
    """How an alarm reaches us. Its key is sealed, of its token only the hash is kept."""

    unit_id = UUIDField()
    facility_id = UUIDField(index=True)
    protocol = CharField(8)  # dc09, http
    account = CharField(16, null=True, unique=True)  # hex, without zeros in front
    sealed_key = TextField(null=True)
    token_hash = CharField(64, null=True, unique=True)
    secret_hint = CharField(8, default="")  # the last letters of key or token
    heartbeat_seconds = IntegerField(null=True)
    last_heard_at: datetime | None = UTCDateTimeField(null=True)
    last_sequence = CharField(4, default="")
    silent_since: datetime | None = UTCDateTimeField(null=True)
    stopped_at: datetime | None = UTCDateTimeField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "alarm_line"
        indexes = ((("unit_id", "id"), False),)


class AlarmZone(BaseModel):
    """A zone of a line as the ledger has it (防区)."""

    line_id = UUIDField()
    unit_id = UUIDField()
    number = CharField(8)  # without zeros in front
    kind = CharField(16)
    name = CharField(120)
    place_id = UUIDField(null=True)
    last_tested_at: datetime | None = UTCDateTimeField(null=True)
    ended_at: datetime | None = UTCDateTimeField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "alarm_zone"
        indexes = ((("line_id", "number"), True),)


class AlarmEvent(BaseModel):
    """One signal. ``occurred_at`` is the sender's claim; ``changed_at`` is what live screens read along."""

    line_id = UUIDField()
    facility_id = UUIDField(index=True)
    unit_id = UUIDField()
    zone_id = UUIDField(null=True)
    zone_number = CharField(8, default="")
    kind = CharField(16)
    code = CharField(8, default="")
    text = CharField(400, default="")
    sequence = CharField(4, default="")
    is_test = BooleanField(default=False)
    test_id = UUIDField(null=True)
    received_at: datetime = UTCDateTimeField()
    occurred_at: datetime | None = UTCDateTimeField(null=True)
    repeated = IntegerField(default=0)
    needs_answer = BooleanField(default=False)  # rings or is trouble, and nobody took it yet
    acknowledged_at: datetime | None = UTCDateTimeField(null=True)
    acknowledged_by_id = UUIDField(null=True)
    acknowledged_by = CharField(64, default="")
    note = CharField(500, default="")
    changed_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "alarm_event"
        indexes = (
            (("unit_id", "id"), False),
            (("line_id", "received_at"), False),
            (("changed_at",), False),
            (("needs_answer", "id"), False),
        )


class AlarmTest(BaseModel):
    """Somebody presses on purpose. ``seconds`` from the press (or the start) to the receipt."""

    facility_id = UUIDField()
    unit_id = UUIDField()
    origin = CharField(8)  # phone, console
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    started_at: datetime = UTCDateTimeField()
    until: datetime = UTCDateTimeField()
    pressed_at: datetime | None = UTCDateTimeField(null=True)
    event_id = UUIDField(null=True)
    received_at: datetime | None = UTCDateTimeField(null=True)
    seconds = FloatField(null=True)
    closed_at: datetime | None = UTCDateTimeField(null=True)  # its result is on record

    class Meta:
        table_name = "alarm_test"
        indexes = (
            (("unit_id", "id"), False),
            (("facility_id", "started_at"), False),
            (("closed_at", "until"), False),
        )
