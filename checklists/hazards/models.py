"""Hazards and the steps of their lives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Hazard(BaseModel):
    """One hazard; ``state`` repeats the latest step so that boards can filter by it."""

    inspection_id = UUIDField(index=True)
    unit_id = UUIDField()
    site_id = UUIDField(null=True)
    item_id = CharField(60)
    title = CharField(300)
    note = TextField()
    grade = CharField(8)
    bases: list[dict[str, Any]] = JSONField()
    photos: list[str] = JSONField()
    found_on: date = DayField()
    state = CharField(12)
    order_id = UUIDField(null=True)
    changed_at: datetime = UTCDateTimeField(index=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "hazard"
        indexes = ((("unit_id", "id"), False), (("inspection_id", "item_id"), True))


class HazardStep(BaseModel):
    """A dated step with who took it."""

    hazard_id = UUIDField()
    step = CharField(12)
    at: datetime = UTCDateTimeField()
    by_account_id = UUIDField(null=True)
    by_name = CharField(64)
    detail = TextField()

    class Meta:
        table_name = "hazard_step"
        indexes = ((("hazard_id", "at"), False),)
