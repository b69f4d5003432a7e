"""Plans as a console would send them; every field can be changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from server.core import clock
from server.core.ids import new_id
from tests.world import World


def every(number: int, unit: str = "months", **by_level: int) -> dict[str, Any]:
    """``every(3, level_1=1)``: each quarter, level 1 each month."""
    return {
        "mode": "interval",
        "interval": {"every": number, "unit": unit},
        "by_level": {level.removeprefix("level_"): {"every": n, "unit": unit} for level, n in by_level.items()},
        "windows": [],
    }


def windows(*pairs: tuple[str, str]) -> dict[str, Any]:
    listed = [{"first": first, "last": last} for first, last in pairs]
    return {"mode": "windows", "interval": None, "by_level": {}, "windows": listed}


def selection(**changes: Any) -> dict[str, Any]:
    return {
        "kinds": [], "industries": [], "key_levels": [], "area_codes": [], "counter_terror_target": None, "facts": {},
        **changes,
    }  # fmt: skip


def plan_body(world: World | None = None, **changes: Any) -> dict[str, Any]:
    """The police check each school in its reach every half-year, by two officers of its station."""
    return {
        "id": str(new_id()),
        "title": "学校定期检查",
        "kind": "periodic",
        "selection": selection(industries=["school"]),
        "template_mode": "by_industry",
        "template_ids": [],
        "schedule": every(6),
        "spread": False,
        "working_days_only": False,
        "grace_days": 5,
        "assignment": "station",
        "officer_ids": [],
        "starts_on": clock.today().isoformat(),
        "ends_on": None,
        **changes,
    }


def self_check_body(**changes: Any) -> dict[str, Any]:
    """Every unit of the reach checks itself each month."""
    return plan_body(
        **{
            "title": "每月自查", "kind": "self", "assignment": "unit", "schedule": every(1), "selection": selection(),
            **changes,
        }
    )  # fmt: skip


def day_after(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()
