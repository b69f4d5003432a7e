"""Statements composed once. peewee writes a statement's text anew each time, at twenty times the cost of running it.

For the few that every request or every record needs. ``Prepared`` keeps the text of a query built by an ordinary
peewee expression; ``insert_rows`` that of an INSERT.

    _by_id = Prepared(lambda id: Account.select().where(Account.id == id))
    account = _by_id.first(id=some_id)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from peewee import BlobField, Context, Field, ModelSelect, Node

from server.core.database import BaseModel, database, is_postgresql


class _Slot(Node):
    """Stands where a value will be; remembers how the column beside it converts."""

    def __init__(self, name: str, position: int | None = None) -> None:
        self._name, self._position = name, position

    def __sql__(self, context: Context) -> Context:
        convert = context.state.converter

        def fill(values: dict[str, Any]) -> Any:
            value = values[self._name] if self._position is None else values[self._name][self._position]
            return convert(value) if convert else value

        context._values.append(fill)
        return context.literal(context.state.param or "?")


@dataclass(frozen=True)
class _Text:
    query: Any
    sql: str
    parameters: tuple[Any, ...]
    columns: list[tuple[str, Callable[[Any], Any]]] | None  # of a select from one table: name, and how it is read


class Prepared:
    """A query by named values; none may be None, and a list goes to ``in_`` and must not be empty."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._texts: dict[tuple[Any, ...], _Text] = {}

    def rows(self, **values: Any) -> list[Any]:
        text, cursor = self._run(values)
        if text.columns is None:
            return list(text.query._get_cursor_wrapper(cursor))
        return [_row_of(text.query.model, text.columns, row) for row in cursor.fetchall()]

    def first(self, **values: Any) -> Any | None:
        """The first row; ask for at most one."""
        found = self.rows(**values)
        return found[0] if found else None

    def exists(self, **values: Any) -> bool:
        return self._run(values)[1].fetchone() is not None

    def execute(self, **values: Any) -> int:
        """Run a change; how many rows it touched."""
        cursor = self._run(values)[1]
        count: int = cursor.rowcount
        return count

    def _run(self, values: dict[str, Any]) -> tuple[_Text, Any]:
        shape = (type(database.obj), *(len(value) for value in values.values() if isinstance(value, (list, tuple))))
        text = self._texts.get(shape)
        if text is None:
            text = self._texts[shape] = self._compose(values)
        parameters = [parameter(values) if callable(parameter) else parameter for parameter in text.parameters]
        return text, database.execute_sql(text.sql, parameters)

    def _compose(self, values: dict[str, Any]) -> _Text:
        slots = {
            name: [_Slot(name, position) for position in range(len(value))]
            if isinstance(value, (list, tuple))
            else _Slot(name)
            for name, value in values.items()
        }
        query = self._build(**slots)
        sql, parameters = query.sql()
        return _Text(query, sql, tuple(parameters), _plain_columns(query))


def _plain_columns(query: Any) -> list[tuple[str, Callable[[Any], Any]]] | None:
    if not isinstance(query, ModelSelect) or query._joins:
        return None
    selected = query._returning
    if not all(isinstance(field, Field) and field.model is query.model for field in selected):
        return None
    return [(field.name, field.python_value) for field in selected]


def _row_of(table: type[BaseModel], columns: list[tuple[str, Callable[[Any], Any]]], row: Sequence[Any]) -> BaseModel:
    """What peewee's own loader makes of it, without asking anew what each column is."""
    instance = table.__new__(table)
    instance.__data__ = {name: read(value) for (name, read), value in zip(columns, row, strict=True)}
    instance._dirty = set()
    instance.__rel__ = {}
    return instance


def insert_rows(rows: Sequence[BaseModel], *, ignore_known: bool = False) -> None:
    """INSERT rows of one table in one statement; every column is written.

    Raises IntegrityError, unless rows that a unique index knows are to be passed over.
    """
    if rows:
        _write(rows, ignore_known, (), ())


def insert_many_rows(rows: Sequence[BaseModel]) -> None:
    """INSERT any number of rows of one table, a hundred a statement: no more parameters than SQLite takes.

    Raises IntegrityError.
    """
    for start in range(0, len(rows), 100):
        insert_rows(rows[start : start + 100])


def put_rows(rows: Sequence[BaseModel], *, key: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """INSERT rows of one table in one statement; where a unique index over ``key`` knows one, set its ``columns``.

    No two of the rows may have one key.
    """
    if rows:
        _write(rows, False, key, columns)


#: psycopg keeps no text with more parameters than this: it takes each apart anew, at the cost of running it.
_MOST_PARAMETERS = 50


@dataclass(frozen=True)
class _Insert:
    """An INSERT around its rows: ``head VALUES row, row, … tail``, or ``head source tail`` with all rows as one text."""

    fields: list[Field]
    head: str
    row: str
    source: str  # empty where the rows can't go as one text
    tail: str


_inserts: dict[tuple[Any, ...], _Insert] = {}


def _write(rows: Sequence[BaseModel], ignore_known: bool, key: tuple[str, ...], columns: tuple[str, ...]) -> None:
    shape = (type(database.obj), type(rows[0]), ignore_known, key, columns)
    insert = _inserts.get(shape)
    if insert is None:
        insert = _inserts[shape] = _compose_insert(type(rows[0]), ignore_known, key, columns)
    each = [(field.name, field.column_name, field.db_value) for field in insert.fields]
    if insert.source and len(rows) * len(each) > _MOST_PARAMETERS:
        named = [{column: write(row.__data__.get(name)) for name, column, write in each} for row in rows]
        text = json.dumps(named, ensure_ascii=False, allow_nan=False, default=_plain)
        database.execute_sql(f"{insert.head} {insert.source}{insert.tail}", [text])
    else:
        values = [write(row.__data__.get(name)) for row in rows for name, _, write in each]
        database.execute_sql(f"{insert.head} VALUES {', '.join([insert.row] * len(rows))}{insert.tail}", values)


def _plain(value: Any) -> str:
    if isinstance(value, (date, time)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is written otherwise")


def _compose_insert(
    table: type[BaseModel], ignore_known: bool, key: tuple[str, ...], columns: tuple[str, ...]
) -> _Insert:
    fields, named = list(table._meta.sorted_fields), table._meta.fields
    query = table.insert_many([{field: _Slot("") for field in fields}], fields=fields)
    if ignore_known:
        query = query.on_conflict_ignore()
    elif key:
        query = query.on_conflict(
            conflict_target=[named[name] for name in key], preserve=[named[name] for name in columns]
        )
    # peewee may end an INSERT with RETURNING; the ids are ours, nothing is to be read.
    head, _, rest = query.sql()[0].partition(" RETURNING ")[0].partition(" VALUES ")
    row, end, tail = rest.partition(")")
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    source = f'SELECT {names} FROM json_populate_recordset(NULL::"{table._meta.table_name}", %s::json)'  # noqa: S608 - our names
    is_possible = is_postgresql() and not any(isinstance(field, BlobField) for field in fields)
    return _Insert(fields, head, row + end, source if is_possible else "", tail)
