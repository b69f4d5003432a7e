"""What each formula gives, in hundredths of a point."""

from __future__ import annotations

import pytest

from reports.assessments.rules import Counted, indicator_of, points_of, weighted
from tests.factories.assessments import indicator

STEPS = [{"least_percent": 60, "points_x100": 600}, {"least_percent": 90, "points_x100": 1000}]


@pytest.mark.parametrize(
    ("row", "met", "whole", "points"),
    [
        (indicator("a", "ratio"), 2, 3, 667),
        (indicator("a", "ratio"), 1, 3, 333),
        (indicator("a", "ratio", target_percent=80), 8, 10, 1000),
        (indicator("a", "ratio", target_percent=80), 4, 10, 500),
        (indicator("a", "ratio"), 0, 0, 1000),
        (indicator("a", "ratio", empty="zero"), 0, 0, 0),
        (indicator("a", "threshold", steps=STEPS), 59, 100, 0),
        (indicator("a", "threshold", steps=STEPS), 60, 100, 600),
        (indicator("a", "threshold", steps=STEPS), 89, 100, 600),
        (indicator("a", "threshold", steps=STEPS), 9, 10, 1000),
        (indicator("a", "deduction", each_x100=300), 0, 0, 1000),
        (indicator("a", "deduction", each_x100=300), 5, 8, 100),
        (indicator("a", "deduction", each_x100=300), 0, 4, 0),
        (indicator("a", "count", wanted=2), 1, 1, 500),
        (indicator("a", "count", wanted=2), 3, 3, 1000),
        (indicator("a", "count", wanted=2), 0, 0, 0),
    ],
)
def test_a_formula_gives_its_points(row: dict[str, object], met: int, whole: int, points: int) -> None:
    assert points_of(indicator_of(dict(row)), Counted(met, whole)) == points


def test_a_weight_scales_points_and_is_rounded_half_up() -> None:
    half = indicator_of(indicator("a", "ratio", weight_percent=50))
    assert [weighted(half, points) for points in (1000, 333, 1)] == [500, 167, 1]
