"""Filling the table of areas."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.areas.models import Area

SEED = Path(__file__).parent.parent / "areas.json"


def seed_areas(actor: Actor, rows: list[dict[str, Any]] | None = None) -> int:
    """Add the areas of the seed that are not there yet; how many. Rows that exist are never touched."""
    rows = json.loads(SEED.read_text(encoding="utf-8")) if rows is None else rows
    with database.atomic():
        known = {(area.code, area.effective_from) for area in Area.select(Area.code, Area.effective_from)}
        fresh = [row for row in rows if (row["code"], _day(row["effective_from"])) not in known]
        for row in fresh:
            area = Area.create(
                id=new_id(),
                code=row["code"],
                name=row["name"],
                level=row["level"],
                parent_code=row["parent_code"],
                effective_from=_day(row["effective_from"]),
                effective_to=_day(row["effective_to"]),
                former_codes=row["former_codes"],
                note=row["note"] or "",
            )
        if fresh:
            record_event(actor, "areas.seeded", subject=area, details={"count": len(fresh)})
    return len(fresh)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
