"""What points and vetoes come to."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ratings.rules.schemes import direction_of, mean_points, read_scheme, veto_ends_on, vetoes_on
from tests.factories.ratings import scheme_body

SCHEME = read_scheme(SimpleNamespace(**scheme_body()))


@pytest.mark.parametrize(("points", "grade"), [(7999, ""), (8000, "standard"), (8999, "standard"), (9000, "model")])
def test_a_grade_is_reached_at_its_points_and_not_before(points: int, grade: str) -> None:
    assert SCHEME.reached_by(points).code == grade


@given(st.integers(0, 10000), st.integers(0, 10000))
def test_more_points_never_carry_less(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert SCHEME.reached_by(low).rank <= SCHEME.reached_by(high).rank


@given(st.lists(st.integers(0, 10000), min_size=1, max_size=5))
def test_the_mean_lies_between_the_reviews(points: list[int]) -> None:
    assert min(points) <= mean_points(points) <= max(points)


def test_a_veto_takes_one_grade_or_all() -> None:
    assert [SCHEME.below(rank, "one").code for rank in (2, 1, 0)] == ["standard", "", ""]
    assert SCHEME.below(2, "none").code == ""


@pytest.mark.parametrize(
    ("occurred", "months", "ends"),
    [("2026-11-23", 12, "2027-11-23"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-31", 2, "2027-02-28")],
)
def test_a_veto_ends_on_the_same_day_of_its_month_or_the_last(occurred: str, months: int, ends: str) -> None:
    assert veto_ends_on(date.fromisoformat(occurred), months) == date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("before", "after", "known", "direction"),
    [(0, 1, False, "first"), (0, 1, True, "up"), (1, 2, True, "up"), (2, 2, True, "kept"), (2, 1, True, "down"),
     (1, 0, True, "down"), (0, 0, False, "refused")],
)  # fmt: skip
def test_which_way_a_decision_goes(before: int, after: int, known: bool, direction: str) -> None:
    assert direction_of(before, after, known=known) == direction


def test_an_event_counts_when_its_details_are_those_named() -> None:
    vetoes = scheme_body()["vetoes"]
    assert [veto["code"] for veto in vetoes_on(vetoes, "case.recorded", {"kind": "robbery"})] == ["grave_case"]
    assert vetoes_on(vetoes, "case.recorded", {"kind": "theft"}) == []
    assert vetoes_on(vetoes, "case.recorded", {}) == []
