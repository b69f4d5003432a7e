"""Statements composed once. peewee writes a statement's text anew each time, at twenty times the cost of running it.

For the few that every request or every record needs. ``Prepared`` keeps the text of a query built by an ordinary
peewee expression; ``insert_rows`` that of an INSERT.

    _by_id = Prepared(lambda id: Account.select().where(Account.id == id))
    account = _by_id.first(id=some_id)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Context, Field, ModelSelect, Node

from server.core.database import BaseModel, database


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


_inserts: dict[tuple[Any, ...], tuple[str, list[Field]]] = {}


def insert_rows(rows: Sequence[BaseModel], *, ignore_known: bool = False) -> None:
    """INSERT rows of one table in one statement; every column is written.

    Raises IntegrityError, unless rows that a unique index knows are to be passed over.
    """
    if not rows:
        return
    table = type(rows[0])
    shape = (type(database.obj), table, len(rows), ignore_known)
    known = _inserts.get(shape)
    if known is None:
        known = _inserts[shape] = _compose_insert(table, len(rows), ignore_known)
    sql, fields = known
    parameters = [field.db_value(row.__data__.get(field.name)) for row in rows for field in fields]
    database.execute_sql(sql, parameters)


def insert_many_rows(rows: Sequence[BaseModel]) -> None:
    """INSERT any number of rows of one table, in statements of 100, 10 and 1 rows: only these three are kept.

    Raises IntegrityError.
    """
    start = 0
    for size in (100, 10, 1):
        while len(rows) - start >= size:
            insert_rows(rows[start : start + size])
            start += size


_replacing: dict[tuple[Any, ...], tuple[str, list[Field]]] = {}


def put_rows(rows: Sequence[BaseModel], *, key: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """INSERT rows of one table in one statement; where a unique index over ``key`` knows one, set its ``columns``.

    No two of the rows may have one key.
    """
    if not rows:
        return
    table = type(rows[0])
    shape = (type(database.obj), table, len(rows), key, columns)
    known = _replacing.get(shape)
    if known is None:
        known = _replacing[shape] = _compose_put(table, len(rows), key, columns)
    sql, fields = known
    database.execute_sql(sql, [field.db_value(row.__data__.get(field.name)) for row in rows for field in fields])


def _compose_put(
    table: type[BaseModel], count: int, key: tuple[str, ...], columns: tuple[str, ...]
) -> tuple[str, list[Field]]:
    fields = list(table._meta.sorted_fields)
    named = table._meta.fields
    query = table.insert_many([{field: _Slot("") for field in fields}] * count, fields=fields).on_conflict(
        conflict_target=[named[name] for name in key], preserve=[named[name] for name in columns]
    )
    return query.sql()[0].partition(" RETURNING ")[0], fields


def _compose_insert(table: type[BaseModel], count: int, ignore_known: bool) -> tuple[str, list[Field]]:
    fields = list(table._meta.sorted_fields)
    query = table.insert_many([{field: _Slot("") for field in fields}] * count, fields=fields)
    sql, _ = (query.on_conflict_ignore() if ignore_known else query).sql()
    # peewee may end an INSERT with RETURNING; the ids are ours, nothing is to be read.
    return sql.partition(" RETURNING ")[0], fields
