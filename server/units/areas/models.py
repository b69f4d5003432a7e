"""Areas by their GB/T 2260 codes, as they were and are."""

from __future__ import annotations

from datetime import date

from peewee import CharField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField


class Area(BaseModel):
    """One area under one code, for as long as it had both; both end days are included, None means unknown or open."""

    code = CharField(12)
    name = CharField(64)
    level = CharField(16)  # province, city, district
    parent_code = CharField(12, null=True, index=True)
    effective_from: date | None = DayField(null=True)
    effective_to: date | None = DayField(null=True)
    former_codes: list[str] = JSONField()
    note = CharField(200)

    class Meta:
        table_name = "area"
        indexes = ((("code", "effective_from"), True),)
