"""Form texts."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import BooleanField, CharField, TextField

from server.core.database import BaseModel
from server.core.fields import DayField, JSONField


class FormText(BaseModel):
    """One sentence of one form, from a day to a day; where windows overlap the later beginning wins."""

    code = CharField(64, index=True)
    form = CharField(40)
    text = TextField()
    basis_code = CharField(64, null=True)
    article = CharField(60, null=True)
    effective_from: date | None = DayField(null=True)
    effective_to: date | None = DayField(null=True)
    verified = BooleanField()
    values: dict[str, Any] = JSONField()

    class Meta:
        table_name = "form_text"
