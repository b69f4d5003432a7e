"""Column types of ours that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from peewee import DateField, Field, TextField

from server.core.canonical import canonical_json
from server.core.clock import to_text


class UTCDateTimeField(Field):
    """An aware UTC instant.

    peewee's own field hands an aware datetime back from SQLite as ``str``; this one never does. SQLite keeps
    fixed-width text, which sorts as time; PostgreSQL keeps timestamptz.
    """

    field_type = "TIMESTAMPTZ"

    def db_value(self, value: datetime | str | None) -> str | None:
        if value is None or isinstance(value, str):
            return value
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no instant")
        return to_text(value)

    def python_value(self, value: datetime | str | None) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)


class DayField(DateField):
    """A Beijing calendar day; always a ``date``, never text."""

    def python_value(self, value: Any) -> date | None:
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        return date.fromisoformat(str(value)[:10])


class JSONField(TextField):
    """A JSON value kept as its canonical text, so that a hash over the column never depends on the database."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else canonical_json(value).decode()

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)
