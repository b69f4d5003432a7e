"""Reports of watching in any order, twice, overlapping or absurd come to the same, and never to more than the film."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.lessons.rules.spans import clip, subtract, total, union
from courses.lessons.rules.watching import Bounds, Progress, WatchReport, absorb, credited_seconds

FILM_MS = 60_000
OPENED = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
NOW = OPENED + timedelta(hours=6)
ID = UUID(int=1)

numbers = st.integers(-10_000, FILM_MS + 10_000)
spans = st.lists(st.tuples(numbers, numbers), max_size=12)
reports = st.lists(
    st.builds(
        lambda spans, start, took: WatchReport(
            ID, ID, tuple(spans), 0, OPENED + timedelta(seconds=start), OPENED + timedelta(seconds=start + took)
        ),
        spans,
        st.integers(-3_600, 6 * 3_600),
        st.integers(-60, 7_200),
    ),
    max_size=8,
)
bounds = st.builds(
    Bounds, st.sampled_from(["video", "text"]), st.just(FILM_MS), st.integers(100, 200), st.just(OPENED), st.just(NOW)
)


def marks(found: list[list[int]]) -> set[int]:
    return {point for start, end in found for point in range(start, end)}


small = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(small, small)
def test_spans_are_sets_of_instants(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert marks(union([*one, *other])) == marks(union(one)) | marks(union(other))
    assert marks(subtract(one, other)) == marks(union(one)) - marks(union(other))
    assert marks(clip(one, 5, 20)) == marks(union(one)) & set(range(5, 20))
    joined = union(one)
    assert total(joined) == len(marks(joined))
    assert all(first[1] < second[0] for first, second in pairwise(joined))


@pytest.mark.clause("JN-3.4a")
@given(st.data(), reports, bounds)
def test_any_order_and_any_repetition_come_to_the_same(
    data: st.DataObject, told: list[WatchReport], known: Bounds
) -> None:
    again = data.draw(st.permutations([*told, *told[:3]])) if told else []
    assert summed(told, known)[0] == summed(again, known)[0]
    assert summed(told, known)[1] == summed(again, known)[1]


@given(reports, bounds)
def test_credit_never_exceeds_film_time_or_what_is_claimed(told: list[WatchReport], known: Bounds) -> None:
    (film, periods), earned, late_ms = summed(told, known)
    assert 0 <= earned * 1000 <= FILM_MS
    assert total(film) <= FILM_MS
    assert total(periods) <= (NOW - OPENED).total_seconds() * 1000
    assert earned * 1000 <= total(periods) * known.speed_x100 / 100
    assert 0 <= late_ms <= total(periods)
    if known.kind == "video":
        assert earned * 1000 <= total(film)


@given(reports, reports, bounds)
def test_more_reports_never_earn_less(few: list[WatchReport], more: list[WatchReport], known: Bounds) -> None:
    assert summed(few, known)[1] <= summed([*few, *more], known)[1]


@given(reports, reports, bounds)
def test_two_films_at_once_take_no_more_time_than_passed(
    here: list[WatchReport], there: list[WatchReport], known: Bounds
) -> None:
    one, other = Progress([], []), Progress([], [])
    for report in here:
        one = absorb(one, report, known, other.periods)
    for report in there:
        other = absorb(other, report, known, one.periods)
    assert total(one.periods) + total(other.periods) == total(union([*one.periods, *other.periods]))


def summed(told: list[WatchReport], known: Bounds) -> tuple[tuple[list[list[int]], list[list[int]]], int, int]:
    progress = Progress([], [])
    for report in told:
        progress = absorb(progress, report, known, [])
    return (progress.spans, progress.periods), credited_seconds(progress, known), progress.late_ms
