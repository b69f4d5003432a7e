"""Units and their open hazards on the map: each by itself when they are few, in cells of a fixed grid when many.

The grid is laid over the whole earth, so a cell stays where it is while the map is moved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from reports.figures.rules import OPEN_STATES
from server.core.database import is_postgresql
from server.units.agencies.models import Agency
from server.units.registry.queries.search import Condition, rows_of

MOST_POINTS = 300
CELL_PIXELS = 72
NEAR_ZOOM = 12  # a screen shows some forty kilometres
_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)


@dataclass(frozen=True)
class View:
    """A rectangle in WGS-84 degrees, and how near the map is looked at (Leaflet's zoom)."""

    south: float
    west: float
    north: float
    east: float
    zoom: int

    @property
    def step(self) -> float:
        """Degrees of a cell's side."""
        return 360 / 2**self.zoom / 256 * CELL_PIXELS


def map_of(agency: Agency, view: View) -> dict[str, Any]:
    """Points when there are at most 300, cells otherwise; one or two statements.

    Cells look at every unit of the agency inside the rectangle: that is the cost of a look from far away.
    """
    rows = rows_of(_points(agency, view))
    if len(rows) <= MOST_POINTS:
        return {"points": [_point(row) for row in rows], "cells": [], "units": len(rows)}
    cells = [_cell(row, view.step) for row in rows_of(_cells(agency, view))]
    return {"points": [], "cells": cells, "units": sum(cell["units"] for cell in cells)}


def _inside(agency: Agency, view: View) -> Condition:
    # Near by, SQLite is told to begin with the places: left alone it begins with the agency's units, all of them.
    join = "CROSS JOIN" if view.zoom >= NEAR_ZOOM and not is_postgresql() else "JOIN"
    return Condition(
        f"FROM unit u {join} unit_reach r ON r.unit_number = u.number AND r.agency_number = ? "
        "WHERE u.lat BETWEEN ? AND ? AND u.lon BETWEEN ? AND ?",
        (agency.number, view.south, view.north, view.west, view.east),
    )


def _points(agency: Agency, view: View) -> Condition:
    inside = _inside(agency, view)
    return Condition(
        "SELECT u.id, u.name, u.lat, u.lon, u.industry, coalesce(u.key_unit_level, 0), (SELECT count(*) "  # noqa: S608
        f"FROM hazard_counted h WHERE h.unit_number = u.number AND h.state IN ({_OPEN})) {inside.sql} "
        f"ORDER BY u.number LIMIT {MOST_POINTS + 1}",
        inside.parameters,
    )


def _cells(agency: Agency, view: View) -> Condition:
    inside = _inside(agency, view)
    step = repr(view.step)
    return Condition(
        "SELECT y, x, count(*), sum(hazards), avg(lat), avg(lon) FROM (SELECT "  # noqa: S608
        f"{_floor(f'u.lat / {step}')} AS y, {_floor(f'u.lon / {step}')} AS x, u.lat, u.lon, "
        f"(SELECT count(*) FROM hazard_counted h WHERE h.unit_number = u.number AND h.state IN ({_OPEN})) AS hazards "
        f"{inside.sql}) AS one GROUP BY y, x ORDER BY y, x",
        inside.parameters,
    )


def _floor(degrees: str) -> str:
    """PostgreSQL's cast rounds; SQLite's cuts off, and its floor() is not in every build."""
    if is_postgresql():
        return f"CAST(floor({degrees}) AS INTEGER)"
    return f"(CAST({degrees} + 1000000 AS INTEGER) - 1000000)"


def _point(row: tuple[Any, ...]) -> dict[str, Any]:
    id, name, lat, lon, industry, level, hazards = row
    return {
        "unit_id": id if isinstance(id, UUID) else UUID(id),
        "name": name,
        "lat": lat,
        "lon": lon,
        "industry": industry,
        "key_unit_level": level or None,
        "open_hazards": int(hazards),
    }


def _cell(row: tuple[Any, ...], step: float) -> dict[str, Any]:
    y, x, units, hazards, lat, lon = row
    return {
        "south": y * step,
        "west": x * step,
        "north": (y + 1) * step,
        "east": (x + 1) * step,
        "lat": float(lat),
        "lon": float(lon),
        "units": int(units),
        "open_hazards": int(hazards),
    }


def read_box(text: str) -> tuple[float, float, float, float]:
    """``west,south,east,north`` in degrees. Raises ValueError."""
    west, south, east, north = (float(part) for part in text.split(","))
    if not all(math.isfinite(value) for value in (west, south, east, north)):
        raise ValueError("not finite")
    if not (-90 <= south < north <= 90 and -540 <= west < east <= 540):
        raise ValueError("not a rectangle")
    return west, south, east, north
