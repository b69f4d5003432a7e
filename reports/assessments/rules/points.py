"""How rows become points: whole hundredths, rounded half up, so that the same rows give the same score everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reports.assessments.rules.sources import SourceRow


@dataclass(frozen=True)
class Counted:
    """So many rows met of so many."""

    met: int
    whole: int


@dataclass(frozen=True)
class Indicator:
    """One line of a scheme.

    ``formula``: ``ratio`` (full points at ``target_percent``), ``threshold`` (steps of percent), ``deduction``
    (``each_x100`` off for every row not met), ``count`` (full points from ``wanted`` rows on), ``manual``.
    ``weight_percent`` scales points and full points alike; ``empty`` says what no rows at all give: full or zero.
    """

    code: str
    name: str
    formula: str
    source: str
    full_x100: int
    weight_percent: int = 100
    target_percent: int = 100
    steps: tuple[tuple[int, int], ...] = ()  # (at least so many percent, points_x100), highest first
    each_x100: int = 0
    wanted: int = 1
    empty: str = "full"

    @property
    def is_manual(self) -> bool:
        return self.formula == "manual"


FORMULAS = ("ratio", "threshold", "deduction", "count", "manual")


def indicator_of(row: dict[str, Any]) -> Indicator:
    """An indicator as a scheme keeps it."""
    steps = tuple((step["least_percent"], step["points_x100"]) for step in row.get("steps", ()))
    return Indicator(**{**row, "steps": tuple(sorted(steps, reverse=True))})


def points_of(indicator: Indicator, counted: Counted) -> int:
    """Points in hundredths, before the weight; from 0 to full. Source: JN-2.1e."""
    full = indicator.full_x100
    if indicator.formula == "deduction":
        return max(0, full - indicator.each_x100 * (counted.whole - counted.met))
    if indicator.formula == "count":
        return _share(full, min(counted.met, indicator.wanted), indicator.wanted)
    if counted.whole == 0:
        return full if indicator.empty == "full" else 0
    if indicator.formula == "ratio":
        return min(full, _share(full, counted.met * 100, counted.whole * indicator.target_percent))
    return max((given for least, given in indicator.steps if counted.met * 100 >= least * counted.whole), default=0)


def weighted(indicator: Indicator, points_x100: int) -> int:
    """Points, or full points, after the weight."""
    return _share(points_x100, indicator.weight_percent, 100)


def total_of(points: Iterable[int | None]) -> int:
    """What is not marked yet gives nothing."""
    return sum(one or 0 for one in points)


def ranks_of(totals: Sequence[int]) -> list[int]:
    """1, 2, 2, 4: equal totals share a rank."""
    ordered = sorted(totals, reverse=True)
    return [ordered.index(total) + 1 for total in totals]


def hash_of_rows(rows: Iterable[SourceRow]) -> str:
    """Over what decides the points, in the order of ids: the same rows, read in any order, have the same hash."""
    digest = hashlib.sha256()
    for row in sorted(rows, key=lambda one: one.row_id.hex):
        digest.update(f"{row.row_id} {int(row.is_met)} {row.on_day or ''}\n".encode())
    return digest.hexdigest()


def _share(full: int, part: int, whole: int) -> int:
    """full · part ÷ whole, rounded half up."""
    return (2 * full * part + whole) // (2 * whole)
