"""Units, their sites and who answers for them; and what keeps reach, counts and search quick.

``unit_reach`` holds a row for every agency that a unit is under: the chains of its station, its managing and guiding
bureau, its department and the stations of its sites. ``unit_tally`` counts those rows by facet, exactly, in the same
transaction. docs/decisions/0008-reach.md says why.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BooleanField, CharField, Check, CompositeKey, FloatField, ForeignKeyField, IntegerField, Model

from server.core.database import BaseModel, database
from server.core.fields import DayField, JSONField, UTCDateTimeField
from server.units.agencies.models import Agency
from server.units.people.models import Person

_POSITION = (
    Check("(lat IS NULL) = (lon IS NULL)"),
    Check("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180"),
)


class Unit(BaseModel):
    """One unit; a bureau manages it, a station watches it, a department leads it: none may be missing.

    ``number`` is small and of this database only. ``changed_at`` moves with everything a phone shows of the unit.
    """

    number = IntegerField(unique=True)
    name = CharField(120)
    initials = CharField(24)
    uscc = CharField(18, null=True, unique=True)
    kind = CharField(12)
    industry = CharField(24)
    area_code = CharField(12)
    address = CharField(200)
    lat = FloatField(null=True)  # WGS-84
    lon = FloatField(null=True)
    managed_by = ForeignKeyField(Agency)
    managed_by_id: UUID
    guided_by = ForeignKeyField(Agency, null=True)
    guided_by_id: UUID | None
    station = ForeignKeyField(Agency)
    station_id: UUID
    department = ForeignKeyField(Agency)
    department_id: UUID
    supervised_by = ForeignKeyField(Agency, null=True)  # where the state owns it. Source: LN-23
    supervised_by_id: UUID | None
    key_unit_level = IntegerField(null=True)
    counter_terror_target = BooleanField()
    facts: dict[str, Any] = JSONField()
    facet_id = IntegerField()
    draft_hash = CharField(64)  # of the draft it was registered with: a resubmission is known by it
    created_at: datetime = UTCDateTimeField()
    changed_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "unit"
        indexes = ((("changed_at", "number"), False), (("lat", "lon"), False))
        constraints = [
            Check("kind IN ('organ','group','enterprise','institution','university','other')"),
            *_POSITION,
            Check("key_unit_level BETWEEN 1 AND 3"),
        ]


class UnitFacet(Model):
    """One combination of what units are filtered and counted by; a few hundred in a city. Level 0: no key unit."""

    id = IntegerField(primary_key=True)
    area_code = CharField(12)
    kind = CharField(12)
    industry = CharField(24)
    key_level = IntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        table_name = "unit_facet"
        indexes = ((("area_code", "kind", "industry", "key_level"), True),)


class UnitReach(Model):
    """A unit lies within the reach of an agency. Name order and facet are copied so that lists read only this."""

    agency_number = IntegerField()
    unit_number = IntegerField()
    initials = CharField(24)
    facet_id = IntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        table_name = "unit_reach"
        primary_key = CompositeKey("agency_number", "unit_number")
        indexes = (
            (("agency_number", "initials", "unit_number", "facet_id"), False),
            (("agency_number", "facet_id", "initials", "unit_number"), False),
        )


class UnitTally(Model):
    """How many reach rows an agency has of one facet; exact, for it changes in the transaction of the rows."""

    agency_number = IntegerField()
    facet_id = IntegerField()
    units = IntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        table_name = "unit_tally"
        primary_key = CompositeKey("agency_number", "facet_id")
        constraints = [Check("units >= 0")]


class UnitDeparture(BaseModel):
    """A unit left an agency's reach: phones of that agency forget it."""

    unit = ForeignKeyField(Unit)
    unit_id: UUID
    agency = ForeignKeyField(Agency)
    left_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "unit_departure"
        indexes = ((("agency", "left_at"), False),)


class Site(BaseModel):
    """A place of a unit (机构、设施、场站) with its own station and responsible person. Source: JN-2.2.1c."""

    unit = ForeignKeyField(Unit)
    unit_id: UUID
    name = CharField(120)
    address = CharField(200)
    station = ForeignKeyField(Agency)
    station_id: UUID
    lat = FloatField(null=True)
    lon = FloatField(null=True)
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "site"
        indexes = ((("unit", "name"), True),)
        constraints = [*_POSITION]


class Responsibility(BaseModel):
    """Who answers for a unit, or for one of its sites, from a day to a day."""

    unit = ForeignKeyField(Unit)
    unit_id: UUID
    site = ForeignKeyField(Site, null=True)
    site_id: UUID | None
    person = ForeignKeyField(Person)
    person_id: UUID
    role = CharField(24)
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)
    document_sha256 = CharField(64, null=True)  # the signed 责任书
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "responsibility"
        constraints = [
            Check("role IN ('first_responsible','jointly_responsible')"),
            Check("to_on IS NULL OR to_on >= from_on"),
        ]
