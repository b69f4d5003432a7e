"""Places of units, what protects them, and the cameras among it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import BooleanField, CharField, Check, FloatField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField, UTCDateTimeField


class Place(BaseModel):
    """A spot of a unit that must be watched or manned: entrance, crowd area, key part, vehicle, post."""

    unit_id = UUIDField()
    site_id = UUIDField(null=True)
    kind = CharField(12)
    name = CharField(120)
    note = CharField(400, default="")
    ended_on: date | None = DayField(null=True)
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "place"
        indexes = ((("unit_id", "kind", "name"), False),)


class Facility(BaseModel):
    """One thing that protects, or so many alike. ``condition`` and ``checked_at`` repeat the last report."""

    unit_id = UUIDField()
    site_id = UUIDField(null=True)
    place_id = UUIDField(null=True, index=True)
    kind = CharField(16)
    type = CharField(24)
    number = CharField(40)  # the unit's own
    name = CharField(120)
    quantity = IntegerField(default=1)
    maker = CharField(80, default="")
    model = CharField(80, default="")
    lat = FloatField(null=True)  # WGS-84
    lon = FloatField(null=True)
    in_use_since_on: date | None = DayField(null=True)
    life_end_on: date | None = DayField(null=True)
    check_every_days = IntegerField(null=True)
    is_networked = BooleanField(null=True)
    networked_on: date | None = DayField(null=True)
    details: dict[str, Any] = JSONField()
    condition = CharField(8, default="unknown")  # unknown, normal, damaged, missing
    checked_at: datetime | None = UTCDateTimeField(null=True)
    state = CharField(8, default="in_use")  # in_use, stopped, scrapped
    created_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "facility"
        indexes = (
            (("unit_id", "number"), True),
            (("unit_id", "kind", "type"), False),
            (("kind", "state", "unit_id"), False),
            (("life_end_on",), False),
        )
        constraints = [
            Check("quantity >= 0"),
            Check("(lat IS NULL) = (lon IS NULL)"),
        ]


class Camera(BaseModel):
    """What a facility of the kind camera has besides; its id is the facility's."""

    unit_id = UUIDField()
    catalogue_id = CharField(20, null=True, unique=True)  # GB/T 28181
    place_class = IntegerField(default=3)
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    recorder_id = UUIDField(null=True, index=True)
    channel = IntegerField(null=True)
    host = CharField(255, default="")
    is_onboarded = BooleanField(default=False)
    onboarded_on: date | None = DayField(null=True)
    secret_state = BooleanField(default=False)
    secret_trade = BooleanField(default=False)
    secret_reason = CharField(400, default="")

    class Meta:
        table_name = "camera"
        indexes = ((("unit_id",), False),)
        constraints = [Check("place_class BETWEEN 1 AND 3")]

    @property
    def is_barred(self) -> bool:
        """Neither looked at nor exported. Source: LN-10."""
        return bool(self.secret_state or self.secret_trade)


class CameraPlace(BaseModel):
    """A camera covers a place."""

    camera_id = UUIDField()
    place_id = UUIDField(index=True)

    class Meta:
        table_name = "camera_place"
        indexes = ((("camera_id", "place_id"), True),)
