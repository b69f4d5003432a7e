"""Dated data that the program comes with: laid down once, afterwards the bureau's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from server.core.database import BaseModel, database
from server.core.events import record_event
from server.core.permissions import Actor

Row = dict[str, Any]


def seed_rows(
    actor: Actor,
    table: type[BaseModel],
    seed: Path,
    event: str,
    *,
    check: Callable[[Row], object] | None = None,
    every: Mapping[str, object] | None = None,
) -> int:
    """Lay down the rows of a JSON file whose ids are not in the table yet, as one act; how many.

    A file names columns; values under ``…_on`` are days. ``every`` are columns that all rows bear. Raises what
    ``check`` raises for a row, and then lays down none.
    """
    known = {row.id for row in table.select(table.id)}
    rows = [row for row in map(_columns, json.loads(seed.read_text(encoding="utf-8"))) if row["id"] not in known]
    if not rows:
        return 0
    for row in rows:
        if check:
            check(row)
    with database.atomic():
        made = [table.create(**row, **(every or {})) for row in rows]
        record_event(actor, event, subject=made[-1], details={"count": len(made)})
    return len(made)


def _columns(row: Row) -> Row:
    days = {name: date.fromisoformat(value) for name, value in row.items() if name.endswith("_on") and value}
    return {**row, **days, "id": UUID(row["id"])}
