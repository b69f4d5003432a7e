"""Which tables of PostgreSQL a test wrote to, so that only these are put back after it."""

from __future__ import annotations

from collections.abc import Iterable

from server.core.database import database


def watch_tables(tables: list[str]) -> None:
    """Have the connected PostgreSQL note which of the tables are written to, in a schema of its own.

    Rows are only ever added to the notes, so that transactions never wait for each other because of them.
    """
    statements = [
        "CREATE SCHEMA watch",
        "CREATE UNLOGGED TABLE watch.touched (name text)",
        "CREATE FUNCTION watch.note() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO watch.touched VALUES (TG_TABLE_NAME); RETURN NULL; END $$",
    ]
    statements += [
        f'CREATE TRIGGER watched AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION watch.note()"
        for table in tables
    ]
    with database.atomic():
        for statement in statements:
            database.execute_sql(statement)


def touched_tables() -> list[str]:
    """Tables written to since the last call, and all that refer to them; inside the caller's transaction."""
    cursor = database.execute_sql(
        "WITH RECURSIVE reached(name) AS (SELECT DISTINCT name::text FROM watch.touched UNION "
        "SELECT c.conrelid::regclass::text FROM pg_constraint c JOIN reached r "
        "ON c.contype = 'f' AND c.confrelid::regclass::text IN (r.name, quote_ident(r.name))) "
        "SELECT DISTINCT trim(both '\"' from name) FROM reached"
    )
    found = [row[0] for row in cursor.fetchall()]
    if found:
        database.execute_sql("TRUNCATE watch.touched")
    return sorted(found)


def written_tables() -> list[str]:
    """Tables written to since the last call of `touched_tables`."""
    found = database.execute_sql("SELECT DISTINCT name FROM watch.touched ORDER BY name").fetchall()
    return [row[0] for row in found]


def note_touched(tables: Iterable[str]) -> None:
    """As if these tables had been written to; inside the caller's transaction."""
    cursor = database.cursor()
    cursor.executemany("INSERT INTO watch.touched VALUES (%s)", [(table,) for table in tables])
