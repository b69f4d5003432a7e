"""The days of a year that depart from their weekday."""

from __future__ import annotations

from datetime import date, datetime

from peewee import BooleanField, CharField, IntegerField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField


class CalendarYear(BaseModel):
    """A year whose arrangement is known; without a row its weekends are all that rests."""

    year = IntegerField(unique=True)
    source = CharField(120)
    edited_at: datetime | None = UTCDateTimeField(null=True)  # since then the year is the bureau's, not the seed's
    version = IntegerField(default=1)

    class Meta:
        table_name = "calendar_year"


class Holiday(BaseModel):
    """One such day: a holiday, or a weekend that is worked instead."""

    year = IntegerField(index=True)
    day: date = DayField(unique=True)
    is_working = BooleanField()
    name = CharField(40)

    class Meta:
        table_name = "holiday"
