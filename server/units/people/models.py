"""People: officers of agencies, and those who answer for units."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from peewee import CharField, Check, ForeignKeyField, IntegerField, UUIDField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField
from server.units.agencies.models import Agency


class Person(BaseModel):
    """Somebody of one agency or of one unit."""

    name = CharField(64)
    post = CharField(64)
    phone = CharField(20, null=True)  # masked in every answer
    certificate_no = CharField(40, null=True)
    certificate_valid_to: date | None = DayField(null=True)
    agency = ForeignKeyField(Agency, null=True)
    agency_id: UUID | None
    unit_id: UUID | None = UUIDField(null=True, index=True)  # no foreign key: units name people too
    created_at: datetime = UTCDateTimeField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "person"
        constraints = [Check("agency_id IS NULL OR unit_id IS NULL")]
