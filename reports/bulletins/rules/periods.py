"""Months, quarters and years: their days, their words, and which are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reports.bulletins.errors import PeriodToCome, YearTooEarly
from server.core.errors import FieldProblem, Invalid


class Span(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PARTS = {Span.MONTH: 12, Span.QUARTER: 4, Span.YEAR: 1}
_QUARTERS = "一二三四"


@dataclass(frozen=True, order=True)
class Period:
    """The part-th month or quarter of a year, from 1; a year has the one part."""

    year: int
    span: Span
    part: int

    @property
    def months(self) -> int:
        return 12 // PARTS[self.span]

    @property
    def first(self) -> date:
        return date(self.year, (self.part - 1) * self.months + 1, 1)

    @property
    def last(self) -> date:
        month = self.part * self.months
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def slots(self) -> tuple[int, int]:
        """First and last month as the tallies count them."""
        return self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month - 1

    @property
    def words(self) -> str:
        if self.span is Span.MONTH:
            return f"{self.year}年{self.part}月"
        return f"{self.year}年第{_QUARTERS[self.part - 1]}季度" if self.span is Span.QUARTER else f"{self.year}年"

    @property
    def before(self) -> Period:
        if self.part > 1:
            return Period(self.year, self.span, self.part - 1)
        return Period(self.year - 1, self.span, PARTS[self.span])

    @property
    def after(self) -> Period:
        if self.part < PARTS[self.span]:
            return Period(self.year, self.span, self.part + 1)
        return Period(self.year + 1, self.span, 1)


def period_of(day: date, span: Span) -> Period:
    """The one that a day lies in."""
    return Period(day.year, span, (day.month - 1) * PARTS[span] // 12 + 1)


def check_period(period: Period, first_year: int, today: date) -> None:
    """Refuse a part that does not exist, a year before bulletins began, and a time to come.

    Raises Invalid, YearTooEarly, PeriodToCome.  Source: JN-3.5b.
    """
    if not 1 <= period.part <= PARTS[period.span]:
        raise Invalid(fields=[FieldProblem("part", f"应为 1 到 {PARTS[period.span]}", "no_such_period")])
    if period.year < first_year:
        problem = FieldProblem("year", f"可选 {first_year} 年及以后", YearTooEarly.code)
        raise YearTooEarly(fields=[problem], first_year=first_year)
    if period.first > today:
        raise PeriodToCome(fields=[FieldProblem("year", PeriodToCome.title, PeriodToCome.code)])


def due_periods(span: Span, due_days: int, since: date, until: date) -> Iterator[Period]:
    """Periods whose brief was due between two days, both included, the oldest first.

    A brief is due so many days after its period's last day.
    """
    period = period_of(since - timedelta(days=due_days + 1), span)
    while (due_on := period.last + timedelta(days=due_days)) <= until:
        if due_on >= since:
            yield period
        period = period.after
