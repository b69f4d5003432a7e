"""Months, quarters and years, and which briefs are due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reports.bulletins.rules import Period, Span, due_periods, period_of


@pytest.mark.parametrize(
    ("period", "first", "last", "words"),
    [
        (Period(2026, Span.MONTH, 2), date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        (Period(2024, Span.MONTH, 2), date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        (Period(2026, Span.MONTH, 12), date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        (Period(2026, Span.QUARTER, 3), date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        (Period(2026, Span.YEAR, 1), date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_a_period_has_its_days_and_words(period: Period, first: date, last: date, words: str) -> None:
    assert (period.first, period.last, period.words) == (first, last, words)


@pytest.mark.parametrize("span", list(Span))
def test_every_day_lies_in_one_period_and_periods_join(span: Span) -> None:
    day = date(2023, 12, 25)
    for _ in range(800):
        period = period_of(day, span)
        assert period.first <= day <= period.last
        assert period.after.first == period.last + timedelta(days=1)
        assert period.after.before == period
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (date(2026, 11, 6), date(2026, 12, 4), []),
        (date(2026, 11, 6), date(2026, 12, 5), [11]),
        (date(2026, 11, 5), date(2026, 12, 5), [10, 11]),
        (date(2026, 12, 5), date(2026, 12, 5), [11]),
        (date(2026, 12, 6), date(2026, 12, 31), []),
    ],
)
def test_a_brief_is_due_so_many_days_after_its_period(since: date, until: date, found: list[int]) -> None:
    assert [period.part for period in due_periods(Span.MONTH, 5, since, until)] == found
