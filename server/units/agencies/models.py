"""Bureaus, stations, departments and governments in one tree."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from peewee import CharField, Check, ForeignKeyField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField


class Agency(BaseModel):
    """One agency under its present name.

    ``number`` is small and of this database only: reach rows are half as large with it. ``path`` is the tree:
    the numbers from the root down to the agency itself, ``/1/4/19/``.
    """

    number = IntegerField(unique=True)
    name = CharField(120)
    short_name = CharField(40)
    kind = CharField(16)
    parent = ForeignKeyField("self", null=True)
    parent_id: UUID | None
    path = CharField(200, unique=True)
    area_code = CharField(12)
    name_from_on: date = DayField()
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "agency"
        constraints = [Check("kind IN ('police_city','police_branch','police_station','department','government')")]


class AgencyName(BaseModel):
    """A name that an agency has or had, from a day until the next one's day."""

    agency = ForeignKeyField(Agency)
    name = CharField(120)
    short_name = CharField(40)
    from_on: date = DayField()

    class Meta:
        table_name = "agency_name"
        indexes = ((("agency", "from_on"), True),)


class AgencyContact(BaseModel):
    """The competent body and telephone that papers of an agency name, from a day until the next one's day."""

    agency_id: UUID = UUIDField()
    label = CharField(120)
    phone = CharField(60)
    source = CharField(200)  # where it was read
    from_on: date = DayField()
    by_account_id: UUID | None = UUIDField(null=True)
    at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "agency_contact"
        indexes = ((("agency_id", "from_on"), True),)
