"""Figures of items equal those of a slow, plain implementation, and some that were worked out by hand."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.markings.rules.statistics import MarkTable, flags_of, form_figures, group_size, item_figures

Rows = list[list[int | None]]


def table_of(rows: Rows, worths: list[int]) -> MarkTable:
    marks = np.array([[np.nan if mark is None else mark for mark in row] for row in rows], dtype=float)
    return MarkTable(tuple(f"v{place}" for place in range(len(worths))), np.array(worths, dtype=float), marks)


def mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def cov(one: list[float], other: list[float]) -> float:
    a, b = exact_mean(one), exact_mean(other)
    products = ((Fraction(x) - a) * (Fraction(y) - b) for x, y in zip(one, other, strict=True))
    return float(sum(products, Fraction()) / (len(one) - 1))


def exact_mean(values: list[float]) -> Fraction:
    return sum(map(Fraction, values), Fraction()) / len(values)


def slow_item(rows: Rows, worths: list[int], place: int) -> dict[str, Any]:
    sat = [row for row in rows if row[place] is not None]
    x = [float(row[place] or 0) for row in sat]
    total = [float(sum(mark or 0 for mark in row)) for row in sat]
    worth = worths[place]
    figures: dict[str, Any] = {"facility": mean(x) / worth}
    ranked = sorted(range(len(sat)), key=lambda number: (-total[number], number))
    size = max(1, math.floor(0.27 * len(sat) + 0.5))
    top = [x[number] for number in ranked[:size]]
    bottom = [x[number] for number in ranked[-size:]]
    figures["d"] = (mean(top) - mean(bottom)) / worth if len(x) > 1 else None
    if len(x) < 2:
        return figures | {"index": None, "efficiency": None, "root": None}
    o = [whole - mark for whole, mark in zip(total, x, strict=True)]
    spread, most = cov(x, x) * cov(o, o), cov(sorted(x), sorted(o))
    figures["index"] = 100 * cov(x, o) / math.sqrt(spread) if spread > 0 else None
    figures["efficiency"] = 100 * cov(x, o) / most if most > 0 else None
    figures["root"] = math.sqrt(cov(x, total)) if cov(x, total) >= 0 else None
    return figures


def same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else one == pytest.approx(other, abs=1e-3)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Rows, list[int]]:
    items = draw(st.integers(1, 6))
    worths = draw(st.lists(st.sampled_from([100, 200, 500]), min_size=items, max_size=items))
    forms = draw(st.lists(st.sets(st.integers(0, items - 1), min_size=1), min_size=1, max_size=2))
    rows: Rows = []
    for _ in range(draw(st.integers(1, 25))):
        form = draw(st.sampled_from(forms))
        rows.append(
            [
                draw(st.sampled_from([0, worth // 2, worth])) if place in form else None
                for place, worth in enumerate(worths)
            ]
        )
    used = [place for place in range(items) if any(row[place] is not None for row in rows)]
    return [[row[place] for place in used] for row in rows], [worths[place] for place in used]


@given(sessions())
@settings(max_examples=120, deadline=None)
def test_figures_of_items_equal_the_slow_ones(session: tuple[Rows, list[int]]) -> None:
    rows, worths = session
    slow = [slow_item(rows, worths, place) for place in range(len(worths))]
    whole = math.fsum(one["root"] for one in slow if one["root"] is not None)
    for one, other in zip(item_figures(table_of(rows, worths)), slow, strict=True):
        assert same(one["facility"], other["facility"])
        assert same(one["discrimination_d"], other["d"])
        assert same(one["discrimination_index"], other["index"])
        assert same(one["discriminative_efficiency"], other["efficiency"])
        weight = 100 * other["root"] / whole if other["root"] is not None and whole > 0 else None
        assert same(one["effective_weight"], weight)


@given(sessions())
@settings(max_examples=60, deadline=None)
def test_figures_of_forms_equal_the_slow_ones(session: tuple[Rows, list[int]]) -> None:
    rows, worths = session
    groups: dict[tuple[int, ...], Rows] = {}
    for row in rows:
        groups.setdefault(tuple(place for place, mark in enumerate(row) if mark is not None), []).append(row)
    forms = form_figures(table_of(rows, worths))
    assert sum(form["attempts"] for form in forms) == len(rows)
    assert len(forms) == len(groups)
    for places, sat in groups.items():
        totals = [float(sum(row[place] or 0 for place in places)) for row in sat]
        alpha = None
        if len(sat) > 1 and len(places) > 1 and cov(totals, totals) > 0:
            parts = [[float(row[place] or 0) for row in sat] for place in places]
            share = math.fsum(cov(part, part) for part in parts) / cov(totals, totals)
            alpha = len(places) / (len(places) - 1) * (1 - share)
        assert any(
            form["attempts"] == len(sat) and same(form["mean"], mean(totals)) and same(form["reliability"], alpha)
            for form in forms
        )


def test_figures_worked_out_by_hand() -> None:
    """Four people, three items of 1 point; totals 3, 2, 1, 0.

    Item 1 (1,1,1,0): o = 2,1,0,0, cov = 0.25, var x = 0.25, var o = 11/12: 100·0.25/√(0.25·11/12) = 52.2233;
    sorted o = 0,0,1,2 and x = 0,1,1,1: covariance 0.25 as well, efficiency 100. α: variances 1/4 + 1/3 + 1/4 = 5/6 of
    5/3: 1.5·(1 − 0.5) = 0.75; error ratio 50, deviation √(5/3) points, error half of that.
    """
    table = table_of([[100, 100, 100], [100, 100, 0], [100, 0, 0], [0, 0, 0]], [100, 100, 100])
    first, second, third = item_figures(table)
    assert [one["facility"] for one in (first, second, third)] == [0.75, 0.5, 0.25]
    assert first["discrimination_index"] == 52.2233
    assert first["discriminative_efficiency"] == 100.0
    assert [one["discrimination_d"] for one in (first, second, third)] == [1.0, 1.0, 1.0]
    assert second["effective_weight"] == pytest.approx(
        100 * math.sqrt(2 / 3) / (math.sqrt(2 / 3) + 2 * math.sqrt(0.5)), abs=1e-4
    )
    (form,) = form_figures(table)
    assert (form["reliability"], form["cic"], form["error_ratio"]) == (0.75, 75.0, 50.0)
    assert form["deviation"] == pytest.approx(100 * math.sqrt(5 / 3), abs=1e-3)
    assert form["error"] == pytest.approx(50 * math.sqrt(5 / 3), abs=1e-3)


def test_groups_are_27_percent_halves_upwards() -> None:
    assert [group_size(count) for count in (1, 2, 4, 50, 100, 20_000)] == [1, 1, 1, 14, 27, 5400]


def test_an_item_that_the_better_ones_miss_is_flagged() -> None:
    rows: Rows = [[0, 100, 100, 100], [0, 100, 100, 100], [100, 0, 0, 100], [100, 0, 0, 100]]
    figures = item_figures(table_of(rows, [100] * 4))
    assert flags_of(figures[0]) == ["negative"]
    assert flags_of(figures[3]) == ["easy"]
    assert figures[3]["discrimination_index"] is None
    hard = item_figures(table_of([[0, 100]] * 9 + [[100, 0]], [100, 100]))
    assert "hard" in flags_of(hard[0])
