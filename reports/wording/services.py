"""Acts on form texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reports.wording.models import FormText
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM

SHIPPED = (Path(__file__).parent / "form_texts.json", Path(__file__).parent / "texts")


def load_form_texts() -> int:
    """Lay down the texts that ship with the program and are not there yet: edited ones stay. How many."""
    known = {row.code for row in FormText.select(FormText.code)}
    shipped = [row for row in shipped_texts() if row["id"] not in known]
    if not shipped:
        return 0
    with database.atomic():
        rows = [FormText(id=new_id(), basis_code=row.pop("basis"), code=row.pop("id"), **row) for row in shipped]
        FormText.bulk_create(rows)
        record_event(SYSTEM, "form_texts.loaded", subject=rows[0], details={"count": len(rows)})
    return len(rows)


def shipped_texts() -> list[dict[str, Any]]:
    """The rows of all files: one for the first forms, one for each later subject."""
    file, folder = SHIPPED
    return [row for path in (file, *sorted(folder.glob("*.json"))) for row in json.loads(path.read_text("utf-8"))]
