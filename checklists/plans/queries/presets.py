"""Suggested plans: data of the product, for a person to change, no law. Source: JN-2.2.5e."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from checklists.plans.queries.plans import owner_kind, owner_of_actor
from server.core.permissions import Actor

FILE = Path(__file__).parent.parent / "presets.json"


def presets_for(actor: Actor) -> dict[str, Any]:
    """Those that the actor's agency, department or unit may plan."""
    presets, kind = _read(), owner_kind(owner_of_actor(actor))
    return {"note": presets["note"], "presets": [one for one in presets["presets"] if one["owner"] == kind]}


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    presets: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return presets
