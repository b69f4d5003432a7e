"""Classical test theory over marks: how good items and whole forms are (docs/training.md).

Sample statistics (n−1). Marks are hundredths of a point; an attempt's total counts what was not voided.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Figures = dict[str, float | None]

#: Of those who have an item, the best and the worst that 区分度 compares.
GROUP_PERCENT = 27
HARD_BELOW, EASY_ABOVE = 0.2, 0.95
_DIGITS = 4


@dataclass(frozen=True)
class MarkTable:
    """Marks by attempt (row) and version (column), NaN where a paper lacks the version; worth by version."""

    versions: tuple[str, ...]
    worths: Floats
    marks: Floats

    @property
    def totals(self) -> Floats:
        """By attempt."""
        sums: Floats = np.nansum(self.marks, axis=1)
        return sums


def item_figures(table: MarkTable) -> list[Figures]:
    """Figures by version; None where they are not defined (fewer than two attempts, no variance).

    ``difficulty`` (难度 P) repeats the facility; ``discrimination_d`` (区分度 D) is the difference of facility between
    the best and the worst 27 percent by total, equals in the order of the rows.
    """
    totals = table.totals
    # Equals keep the order of the rows, so that the same session gives the same groups.
    ranked = np.argsort(-totals, kind="stable")
    columns = np.ascontiguousarray(table.marks.T)  # an item's marks side by side: a fifth of the time
    found = [_figures_of(columns[place], float(worth), totals, ranked) for place, worth in enumerate(table.worths)]
    roots = [one["weight_root"] for one in found]
    whole = sum(root for root in roots if root is not None)
    for one, root in zip(found, roots, strict=True):
        one["effective_weight"] = 100 * root / whole if root is not None and whole > 0 else None
        del one["weight_root"]
    return [{name: _rounded(value) for name, value in one.items()} for one in found]


def form_figures(table: MarkTable) -> list[dict[str, Any]]:
    """Figures of each set of versions that papers were made of (parallel forms), the most taken first.

    ``mean``, ``deviation`` and ``error`` in hundredths of a point; ``reliability`` is Cronbach's α (信度), the CIC in
    percent is a hundred times that.
    """
    present = ~np.isnan(table.marks)
    _, group = np.unique(np.packbits(present, axis=1), axis=0, return_inverse=True)
    group = group.reshape(-1)
    forms = [
        _form_of(table.marks[group == number][:, present[group == number][0]]) for number in range(group.max() + 1)
    ]
    return sorted(forms, key=lambda form: -form["attempts"])


def flags_of(figures: Figures) -> list[str]:
    """What a person should look at."""
    index, facility = figures["discrimination_index"], figures["facility"]
    flags = []
    if index is not None and index < 0:
        flags.append("negative")
    if facility is not None and facility < HARD_BELOW:
        flags.append("hard")
    if facility is not None and facility > EASY_ABOVE:
        flags.append("easy")
    return flags


def group_size(count: int) -> int:
    """How many are 27 percent, halves upwards, at least one."""
    return max(1, (count * GROUP_PERCENT + 50) // 100)


def _figures_of(column: Floats, worth: float, totals: Floats, ranked: NDArray[np.intp]) -> Figures:
    has = ~np.isnan(column)
    x, total = (column, totals) if has.all() else (column[has], totals[has])
    facility = float(x.mean()) / worth
    figures: Figures = {"attempts": float(len(x)), "facility": facility, "difficulty": facility}
    order = ranked if x is column else ranked[has[ranked]]
    size = group_size(len(x))
    top, bottom = column[order[:size]], column[order[-size:]]
    figures["discrimination_d"] = float(top.mean() - bottom.mean()) / worth if len(x) > 1 else None
    return {**figures, **_covariances(x, total)}


def _covariances(x: Floats, total: Floats) -> Figures:
    if len(x) < 2:
        names = ("deviation", "discrimination_index", "discriminative_efficiency", "weight_root")
        return dict.fromkeys(names)
    others = total - x
    with_others, most = _cov(x, others), _cov(np.sort(x), np.sort(others))
    spread = _cov(x, x) * _cov(others, others)
    with_total = _cov(x, total)
    return {
        "deviation": math.sqrt(_cov(x, x)),
        "discrimination_index": 100 * with_others / math.sqrt(spread) if spread > 0 else None,
        "discriminative_efficiency": 100 * with_others / most if most > 0 else None,
        "weight_root": math.sqrt(with_total) if with_total >= 0 else None,
    }


def _form_of(marks: Floats) -> dict[str, Any]:
    attempts, items = marks.shape
    totals = marks.sum(axis=1)
    form: dict[str, Any] = {"attempts": attempts, "items": items, "mean": _rounded(float(totals.mean()))}
    names = ("deviation", "reliability", "cic", "error_ratio", "error")
    if attempts < 2:
        return {**form, **dict.fromkeys(names)}
    variance, parts = float(totals.var(ddof=1)), float(marks.var(axis=0, ddof=1).sum())
    deviation = math.sqrt(variance)
    reliability = items / (items - 1) * (1 - parts / variance) if items > 1 and variance > 0 else None
    ratio = 100 * math.sqrt(max(0.0, 1 - reliability)) if reliability is not None else None
    figures = {
        "deviation": deviation,
        "reliability": reliability,
        "cic": 100 * reliability if reliability is not None else None,
        "error_ratio": ratio,
        "error": ratio * deviation / 100 if ratio is not None else None,
    }
    return {**form, **{name: _rounded(figures[name]) for name in names}}


def _cov(one: Floats, other: Floats) -> float:
    # In whole numbers, which marks are: a covariance of nothing is 0 and not a hair's breadth below it.
    # Not np.dot: its threads wait for each other on a busy machine, ten times as long as the sum takes.
    x, y = one.astype(np.int64), other.astype(np.int64)
    count = len(x)
    return (count * int((x * y).sum()) - int(x.sum()) * int(y.sum())) / (count * (count - 1))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS) + 0.0
