"""Retention is two-sided: long enough, and not longer; a young recorder is no fault."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from device_checks.recordings.errors import DayAhead, NoTerm
from device_checks.recordings.rules import Reach, Term, TermRow, Verdict, assess, longest_gap_hours, say, term_on

TARGET = Term("counter_terror", 90, None, 24)
ORDINARY = Term("public_video", 30, 30, 24)
DAY = date(2026, 6, 30)


def reach(days: int | None, gap: int | None = None, in_use: int | None = None) -> Reach:
    back = lambda count: None if count is None else DAY - timedelta(days=count)  # noqa: E731
    return Reach(DAY, back(days), gap, back(in_use))


@pytest.mark.clause("JN-2.2.5h")
@pytest.mark.parametrize(
    ("days", "term", "verdict", "missing", "overlong"),
    [
        (60, TARGET, Verdict.SHORT, 30, False),
        (60, ORDINARY, Verdict.MET, 0, True),
        (89, TARGET, Verdict.SHORT, 1, False),
        (90, TARGET, Verdict.MET, 0, False),
        (400, TARGET, Verdict.MET, 0, False),
        (29, ORDINARY, Verdict.SHORT, 1, False),
        (30, ORDINARY, Verdict.MET, 0, False),
        (31, ORDINARY, Verdict.MET, 0, False),
        (32, ORDINARY, Verdict.MET, 0, True),
        (0, ORDINARY, Verdict.SHORT, 30, False),
        (None, ORDINARY, Verdict.SHORT, 30, False),
    ],
)
def test_days_are_held_against_the_term(
    days: int | None, term: Term, verdict: Verdict, missing: int, overlong: bool
) -> None:
    found = assess(reach(days), term)
    assert (found.verdict, found.missing_days, found.is_overlong) == (verdict, missing, overlong)
    assert f"{days or 0}/{term.least_days}天" in say(found)


@pytest.mark.parametrize(
    ("days", "in_use", "verdict"),
    [
        (40, 40, Verdict.GROWING),
        (39, 40, Verdict.GROWING),
        (38, 40, Verdict.SHORT),
        (40, 90, Verdict.SHORT),
        (40, 89, Verdict.SHORT),
        (88, 89, Verdict.GROWING),
        (90, 90, Verdict.MET),
        (None, 10, Verdict.SHORT),
        (40, -5, Verdict.SHORT),
    ],
)
def test_a_young_recorder_is_a_day_to_come_back(days: int | None, in_use: int, verdict: Verdict) -> None:
    found = assess(reach(days, in_use=in_use), TARGET)
    assert found.verdict is verdict
    expected = DAY - timedelta(days=in_use) + timedelta(days=90) if verdict is Verdict.GROWING else None
    assert found.comes_on == expected


def test_a_hole_is_a_fault_of_its_own() -> None:
    assert assess(reach(30, gap=24), ORDINARY).verdict is Verdict.MET
    assert assess(reach(30, gap=25), ORDINARY).verdict is Verdict.GAPPED
    assert assess(reach(29, gap=25), ORDINARY).verdict is Verdict.SHORT


def test_a_recording_of_tomorrow_is_refused() -> None:
    with pytest.raises(DayAhead):
        assess(reach(-1), ORDINARY)


def test_the_term_is_that_of_the_day() -> None:
    rows = [
        TermRow(Term("old", 30, None, 24), False, date(2010, 1, 1), date(2025, 3, 31)),
        TermRow(Term("new", 30, 30, 24), False, date(2025, 4, 1), None),
        TermRow(TARGET, True, date(2016, 1, 1), None),
    ]
    assert [term_on(rows, day, False).code for day in (date(2025, 3, 31), date(2025, 4, 1))] == ["old", "new"]
    assert term_on(rows, DAY, True) is TARGET
    with pytest.raises(NoTerm):
        term_on(rows, date(2009, 12, 31), False)


NOON = datetime(2026, 6, 30, 4, tzinfo=UTC)


def span(since: int, until: int) -> tuple[datetime, datetime]:
    """Hours before noon."""
    return NOON - timedelta(hours=since), NOON - timedelta(hours=until)


def test_a_hole_is_what_no_channel_has() -> None:
    assert longest_gap_hours([], NOON, None) is None
    assert longest_gap_hours([span(100, 0)], NOON, None) == 0
    assert longest_gap_hours([span(100, 60), span(50, 0)], NOON, None) == 10
    assert longest_gap_hours([span(50, 0), span(100, 60), span(70, 45)], NOON, None) == 0
    assert longest_gap_hours([span(100, 30)], NOON, None) == 30
    assert longest_gap_hours([span(100, 20), span(90, 0)], NOON, DAY) == 0
