"""How a camera's picture is got, and where pictures may be got from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import CharField, IntegerField, TextField, UUIDField

from server.core.database import BaseModel
from server.core.fields import JSONField, UTCDateTimeField


class CameraSource(BaseModel):
    """How one camera's picture is got; its id is the camera's. Name and password are sealed, together."""

    unit_id = UUIDField()
    kind = CharField(8)
    address = TextField()  # without credentials
    sealed_login = TextField(default="")
    options: dict[str, Any] = JSONField()
    changed_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "camera_source"
        indexes = ((("unit_id",), False),)


class AllowedNetwork(BaseModel):
    """An entry of a bureau's list: cameras of the units it manages, and of agencies below it, may lie there."""

    agency_id = UUIDField(index=True)
    network = CharField(64)
    ports: list[list[int]] = JSONField()
    note = CharField(200, default="")
    by_name = CharField(64, default="")
    created_at: datetime = UTCDateTimeField()
    ended_at: datetime | None = UTCDateTimeField(null=True)
    ended_by_name = CharField(64, default="")

    class Meta:
        table_name = "allowed_network"
