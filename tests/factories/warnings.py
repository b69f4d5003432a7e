"""Warnings as a rule over facts raises them."""

from __future__ import annotations

from typing import Any

from server.alerts.warnings.models import SecurityWarning
from server.alerts.warnings.rules import BasisRow, WarningDraft
from server.alerts.warnings.services import raise_warning
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.world import World

WARNINGS = "/api/v1/warnings"
WARNING_RULES = "/api/v1/warning-rules"


def warning(world: World, key: str = "", **changes: Any) -> SecurityWarning:
    """Three cameras of the school are offline, unless said otherwise; needs an open connection."""
    fact = BasisRow("camera", new_id(), clock.now(), "财务室走廊摄像机离线")
    draft = {
        "type": "cameras_offline",
        "level": "orange",
        "unit_id": world.units["school_first"],
        "text": "财务室 3 路摄像机离线",
        "basis": (fact,),
        "subject_type": "place",
        "subject_id": new_id(),
        "addressees": ("unit", "station"),
        **changes,
    }
    return raise_warning(SYSTEM, WarningDraft(**draft), key=key or str(new_id()))


def grow_warnings(world: World) -> None:
    """Two warnings, so that their list has rows; needs an open connection."""
    for _ in range(2):
        warning(world)
