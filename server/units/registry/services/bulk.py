"""Writes many rows of one table at once: a workbook of fifty thousand units must not hold the write lock for a minute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import Model

from server.core.database import is_postgresql
from server.units.registry.queries.search import run_many


def insert_rows(table: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """One prepared statement, inside the caller's transaction; values are converted as peewee would."""
    fields = [table._meta.combined[column] for column in columns]
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    mark = "%s" if is_postgresql() else "?"
    marks = ", ".join([mark] * len(fields))
    sql = f'INSERT INTO "{table._meta.table_name}" ({names}) VALUES ({marks})'  # noqa: S608
    run_many(sql, [[field.db_value(value) for field, value in zip(fields, row, strict=True)] for row in rows])
