"""Reads of the calendar of working days.

A single question costs two queries; who asks about many days takes ``calendar_between`` once and asks that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from server.core import clock
from server.units.calendar.models import CalendarYear, Holiday
from server.units.calendar.rules import WorkingCalendar

WARN_AHEAD_DAYS = 60  # the arrangement of a year is usually published in the November before


def calendar_between(first: date, last: date) -> WorkingCalendar:
    """The calendar of all years the span touches, and of the year after; two queries."""
    years = list(range(first.year, last.year + 2))
    rows = Holiday.select(Holiday.day, Holiday.is_working).where(Holiday.year.in_(years))
    loaded = CalendarYear.select(CalendarYear.year).where(CalendarYear.year.in_(years))
    return WorkingCalendar({row.day: row.is_working for row in rows}, frozenset(row.year for row in loaded))


def is_working_day(day: date) -> bool:
    return calendar_between(day, day).is_working(day)


def next_working_day(day: date) -> date:
    """The day itself if it is worked."""
    return calendar_between(day, day).next_working(day)


def add_working_days(day: date, n: int) -> date:
    """The ``n``-th working day after a day that itself does not count."""
    return calendar_between(day, day + timedelta(days=2 * n + 30)).add_working(day, n)


def unloaded_years(first: date, last: date) -> list[int]:
    """Years between two days for which only weekends are known to rest: what falls there carries a warning."""
    return calendar_between(first, last).unloaded(first, last)


def unloaded_ahead() -> list[int]:
    """Years that begin soon, or run, and are not loaded."""
    return unloaded_years(clock.today(), clock.today() + timedelta(days=WARN_AHEAD_DAYS))


def find_years(before: int | None, limit: int) -> list[CalendarYear]:
    """The latest year first; one more than ``limit`` if there are more."""
    rows = CalendarYear.select().order_by(CalendarYear.year.desc())
    if before is not None:
        rows = rows.where(CalendarYear.year < before)
    return list(rows.limit(limit + 1))


def year_row(year: int) -> CalendarYear | None:
    return CalendarYear.get_or_none(CalendarYear.year == year)


def days_of(years: Iterable[int]) -> dict[int, list[Holiday]]:
    """Departing days by year, in their order; one query."""
    found: dict[int, list[Holiday]] = {year: [] for year in years}
    for row in Holiday.select().where(Holiday.year.in_(list(found))).order_by(Holiday.day):
        found[row.year].append(row)
    return found


def days_between(first: date, last: date) -> list[dict[str, object]]:
    """Every day from one to another, both included, with whether it is worked and what it is called; three queries."""
    calendar = calendar_between(first, last)
    names = {row.day: row.name for row in Holiday.select().where(Holiday.day.between(first, last))}
    return [
        {
            "day": (day := first + timedelta(days=place)),
            "is_working": calendar.is_working(day),
            "name": names.get(day, ""),
            "is_certain": day.year in calendar.loaded_years,
        }
        for place in range((last - first).days + 1)
    ]
