"""Who leads which industry where, from a day to a day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from peewee import CharField, ForeignKeyField

from server.core.database import BaseModel
from server.core.fields import DayField, UTCDateTimeField
from server.units.agencies.models import Agency


class Competence(BaseModel):
    """One department's competence; never overwritten, a change of hands is an end and a new row."""

    agency = ForeignKeyField(Agency)
    agency_id: UUID
    industry = CharField(24)
    area_code = CharField(12)
    from_on: date = DayField()
    to_on: date | None = DayField(null=True)
    basis_code = CharField(64, null=True)
    article = CharField(60)
    created_at: datetime = UTCDateTimeField()

    class Meta:
        table_name = "competence"
        indexes = ((("industry", "from_on"), False),)
