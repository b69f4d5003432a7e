"""The board: open hazards by state and age, what is overdue, and what has ended."""

from __future__ import annotations

from collections import Counter
from typing import Any

from reports.figures.queries.tallies import sums
from reports.figures.rules import (
    BANDS,
    DUE,
    ENDED_STATES,
    FOUND,
    MONTH,
    OPEN_STATES,
    SOON_DAYS,
    Band,
)
from server.core import clock
from server.units.agencies.models import Agency


def hazard_board(agency: Agency) -> dict[str, Any]:
    """Open hazards by state, band of age and grade; 3 queries over the agency's tallies, however many hazards.

    A tally's row is a day, so a band is exact on every day without anything being counted anew at midnight.
    """
    today = clock.today()
    cells: Counter[tuple[str, str, str]] = Counter()
    for band_code, state, grade, count in sums([agency.number], FOUND, f"{_band_column()}, t.state, t.grade"):
        cells[state, band_code, grade] += int(count)
    overdue, soon = _deadlines(agency)
    return {
        "as_of": clock.now(),
        "today": today,
        "agency": agency,
        "bands": [_band_shape(band) for band in BANDS],
        "columns": [
            {
                "state": state,
                "total": sum(count for (of, _, _), count in cells.items() if of == state),
                "cells": [
                    {
                        "band": band.code,
                        "general": cells[state, band.code, "general"],
                        "major": cells[state, band.code, "major"],
                        "total": cells[state, band.code, "general"] + cells[state, band.code, "major"],
                    }
                    for band in BANDS
                ],
            }
            for state in OPEN_STATES
        ],
        "ended": _ended(agency),
        "overdue": overdue,
        "due_soon": soon,
        "soon_days": SOON_DAYS,
    }


def _band_column() -> str:
    """The band of a slot as of today, in SQL: the rows that come back are twenty, not thousands."""
    today = clock.today().toordinal()
    cases = " ".join(
        f"WHEN t.slot >= {today - band.to_days} THEN '{band.code}'" for band in BANDS if band.to_days is not None
    )
    return f"CASE {cases} ELSE '{BANDS[-1].code}' END"


def _band_shape(band: Band) -> dict[str, Any]:
    first, last = band.days(clock.today())
    return {
        "code": band.code,
        "from_days": band.from_days,
        "to_days": band.to_days,
        "found_from": first,
        "found_to": None if band.from_days == 0 else last,
    }


def _deadlines(agency: Agency) -> tuple[int, int]:
    today = clock.today().toordinal()
    when = f"CASE WHEN t.slot < {today} THEN 'overdue' WHEN t.slot <= {today + SOON_DAYS} THEN 'soon' ELSE 'later' END"
    found = {name: int(count) for name, count in sums([agency.number], DUE, when)}
    return found.get("overdue", 0), found.get("soon", 0)


def _ended(agency: Agency) -> list[dict[str, Any]]:
    found = {state: int(count) for state, count in sums([agency.number], MONTH, "t.state")}
    return [{"state": state, "total": found.get(state, 0)} for state in ENDED_STATES]
