"""How available cameras were, by unit, class and month. Shares follow from the sums, so they add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import fn

from device_checks.patrols.models import CameraAvailability
from server.core.permissions import Actor
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach

SUMS = ("looks", "answered", "fine", "doubt", "fault", "up_seconds", "down_seconds")
MOST_UNITS = 500


@dataclass(frozen=True)
class AvailabilityFilter:
    """Months as ``2026-11``, both included."""

    from_month: str
    to_month: str
    unit_id: UUID | None = None
    place_class: int | None = None


def availability(actor: Actor, wanted: AvailabilityFilter) -> dict[str, Any]:
    """The sums within reach as a whole, by month, by class, and of the units that were down longest; 5 queries."""
    by_unit = _sums(actor, wanted, CameraAvailability.unit_id)
    names = unit_names([id for (id,), _ in by_unit])
    units = [{"unit": {"id": id, "name": names.get(id, "")}, **figures} for (id,), figures in by_unit]
    units.sort(key=lambda row: (row["rate"] is None, row["rate"] or 0, row["unit"]["name"]))
    return {
        "whole": (_sums(actor, wanted) or [((), figures_of([0] * len(SUMS)))])[0][1],
        "months": _listed("month", _sums(actor, wanted, CameraAvailability.month)),
        "classes": _listed("place_class", _sums(actor, wanted, CameraAvailability.place_class)),
        "units": units[:MOST_UNITS],
        "more_units": max(0, len(units) - MOST_UNITS),
    }


def figures_of(sums: Any) -> dict[str, Any]:
    """Sums with the shares that follow; None where nothing was counted."""
    found = dict(zip(SUMS, (int(value or 0) for value in sums), strict=True))
    known = found["up_seconds"] + found["down_seconds"]
    return {
        **found,
        "rate": round(found["up_seconds"] / known, 4) if known else None,
        "answer_rate": round(found["answered"] / found["looks"], 4) if found["looks"] else None,
        "fine_rate": round(found["fine"] / found["answered"], 4) if found["answered"] else None,
    }


def _listed(name: str, rows: list[tuple[tuple[Any, ...], dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{name: key, **figures} for (key,), figures in sorted(rows, key=lambda row: row[0])]


def _sums(actor: Actor, wanted: AvailabilityFilter, *groups: Any) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    table = CameraAvailability
    query = table.select(*groups, *(fn.SUM(getattr(table, name)) for name in SUMS)).where(
        (table.month >= wanted.from_month) & (table.month <= wanted.to_month) & is_within_reach(actor, table.unit_id)
    )
    if wanted.unit_id:
        query = query.where(table.unit_id == wanted.unit_id)
    if wanted.place_class:
        query = query.where(table.place_class == wanted.place_class)
    rows = query.group_by(*groups) if groups else query
    return [(tuple(row[: len(groups)]), figures_of(row[len(groups) :])) for row in rows.tuples()]
