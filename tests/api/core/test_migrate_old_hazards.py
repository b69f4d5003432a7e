"""Hazards that stood before their lives were known keep their history, and get source and days."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from uuid import UUID

import pytest

from server.core.database import MIGRATIONS, connect_database, database, migrate
from server.core.ids import new_id
from server.core.settings import Settings

BEFORE = "0012_hazard_lives"


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """A database as it was before, on SQLite: what the migration does is plain SQL."""
    early = tmp_path / "migrations"
    early.mkdir()
    for path in sorted(MIGRATIONS.glob("[0-9]*.py")):
        if path.stem < BEFORE:
            (early / path.name).write_text(path.read_text("utf-8"), "utf-8")
    monkeypatch.setattr("server.core.database.MIGRATIONS", early)
    connect_database(Settings(data_dir=tmp_path / "data", secret="a secret of the tests, long enough"))
    migrate()
    database.close_all()
    return sqlite3.connect(tmp_path / "data" / "shouwang.db")


def insert(old: sqlite3.Connection, table: str, **values: object) -> str:
    """A row with those values, and something in every other column that must not be empty."""
    id = new_id().hex
    columns = {name: (kind, needed) for _, name, kind, needed, _, _ in old.execute(f"PRAGMA table_info({table})")}
    row = {"id": id, **values}
    for name, (kind, needed) in columns.items():
        if needed and name not in row:
            row[name] = "2026-01-01" if kind == "DATE" else 0 if "INT" in kind or kind == "SMALLINT" else "[]"
    marks = ", ".join("?" * len(row))
    old.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    return id


def test_old_hazards_get_source_days_and_the_names_of_their_steps(
    old: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, police = (insert(old, "inspection", kind=kind) for kind in ("self", "periodic"))
    agency = new_id().hex
    order = insert(old, "rectification_order", agency_id=agency, deadline_on="2026-02-03", decided_on="2026-01-20")
    free = insert(old, "hazard", inspection_id=own, item_id="A", state="found")
    named = insert(old, "hazard", inspection_id=police, item_id="B", state="ordered", order_id=order)
    taken_back = insert(old, "hazard", inspection_id=police, item_id="C", state="found")
    for hazard, steps in ((named, ("found", "ordered")), (taken_back, ("found", "ordered", "found"))):
        for minute, step in enumerate(steps):
            insert(old, "hazard_step", hazard_id=hazard, step=step, at=f"2026-01-20T00:0{minute}:00.000000Z")
    old.commit()
    monkeypatch.undo()
    connect_database(Settings(data_dir=tmp_path / "data", secret="a secret of the tests, long enough"))
    assert BEFORE in migrate()
    database.close_all()
    rows = {
        row[0]: row[1:]
        for row in old.execute("SELECT id, source, kind, deadline_on, deadline_set_on, agency_id FROM hazard")
    }
    assert rows[free] == ("self", "public_security", None, None, None)
    assert rows[named] == ("inspection", "public_security", "2026-02-03", "2026-01-20", agency)
    steps = list(
        old.execute("SELECT step, state, details FROM hazard_step WHERE hazard_id = ? ORDER BY at", [taken_back])
    )
    assert [step[:2] for step in steps] == [("found", "found"), ("ordered", "ordered"), ("order_revoked", "found")]
    assert all(json.loads(step[2]) == {} for step in steps)
    assert UUID(free)
