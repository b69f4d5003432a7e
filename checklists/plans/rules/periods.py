"""When a plan asks for a check: periods, and the due day in each.

Periods of an interval follow one another from the plan's first day, so that the same day always falls into the same
period, whoever asks and however often: a period is what keeps a task from being made twice.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from server.units.calendar.rules import WorkingCalendar

INTERVAL_UNITS = ("months", "weeks", "days")
MODES = ("interval", "windows")
STEPS = 256  # due days are spread over a period in so many steps
#: How much of a period the due days of key units may take, by level: the more important, the earlier.
SHARE_BY_LEVEL = {1: 0.25, 2: 0.5, 3: 0.75}
#: A period that ended longer ago than this while nothing ran is not made up; the scheduler looks back as far.
LOOK_BACK = timedelta(days=32)


@dataclass(frozen=True)
class Interval:
    """Every so many months, weeks or days."""

    every: int
    unit: str

    @property
    def least_days(self) -> int:
        return self.every * {"months": 28, "weeks": 7, "days": 1}[self.unit]


@dataclass(frozen=True)
class Window:
    """The same days each year, as (month, day), both included; it may run over the new year."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Schedule:
    """Either an interval, perhaps shorter or longer for some levels of key unit (0: no key unit), or windows."""

    mode: str
    interval: Interval | None = None
    by_level: Mapping[int, Interval] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()

    def interval_for(self, level: int) -> Interval | None:
        return self.by_level.get(level, self.interval)


@dataclass(frozen=True)
class Timing:
    """A schedule with what places its due days. ``active_from``: what ended before is nobody's; the plan was not on."""

    schedule: Schedule
    starts_on: date
    ends_on: date | None
    active_from: date
    spread: bool
    working_days_only: bool

    def periods(self, level: int, first: date, last: date) -> Iterator[Period]:
        """Periods of units of a level that touch the span, in order, cut at the plan's end."""
        first = max(first, self.active_from, self.starts_on)
        last = min(last, self.ends_on) if self.ends_on else last
        for period in _periods(self.schedule, level, self.starts_on, first, last):
            yield Period(period.first, min(period.last, self.ends_on)) if self.ends_on else period

    def due_day(self, period: Period, level: int, step: int, working: WorkingCalendar) -> date:
        """The day by which a unit is to be checked; ``step`` is the unit's place among STEPS.

        Spread, a bureau's work does not fall on one day, and key units come first. A day that is not worked moves to
        the next that is.
        """
        day = period.last
        if self.spread:
            first = max(period.first, self.active_from)
            span = (period.last - first).days + 1
            day = first + timedelta(days=int(span * SHARE_BY_LEVEL.get(level, 1.0) * (step + 1) / STEPS - 1e-9))
            day = min(day, period.last)
        return working.next_working(day) if self.working_days_only else day

    def wanted(self, level: int, today: date, last_run: date | None) -> list[Period]:
        """Periods whose task must be there today: the present one, and those that came and went since the last run.

        A period that began before the last run was seen by it; a unit that came later is not asked for the past.
        """
        since = max(last_run or self.active_from, today - LOOK_BACK)
        found = self.periods(level, since, today)
        return [one for one in found if one.last >= today or last_run is None or one.first > last_run]


def step_of(unit_id: UUID) -> int:
    """A unit's place among STEPS: the last byte of its id, which is chance and stays."""
    return unit_id.int & (STEPS - 1)


def block_of(day: date, length_days: int) -> Period:
    """The block of so many days that a day lies in, counted from the beginning of the calendar.

    While a security level is raised, checks come in such blocks: a level is no plan with a first day of its own.
    """
    first = day - timedelta(days=day.toordinal() % length_days)
    return Period(first, first + timedelta(days=length_days - 1))


def is_day_of_year(month: int, day: int) -> bool:
    """Whether the day exists in some year; 29 February does, and falls on the 28th in the others."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1]


def window_days(window: Window) -> set[int]:
    """The days of a leap year that a window covers, numbered from 0."""
    first, last = (date(2024, *place).timetuple().tm_yday - 1 for place in (window.first, window.last))
    return set(range(first, last + 1)) if first <= last else {*range(first, 366), *range(last + 1)}


def _periods(schedule: Schedule, level: int, anchor: date, first: date, last: date) -> Iterator[Period]:
    if first > last:
        return
    if schedule.mode == "windows":
        found = [period for year in range(first.year - 1, last.year + 1) for period in _in_year(schedule, year)]
        yield from (
            Period(max(period.first, anchor), period.last)
            for period in sorted(found, key=lambda one: one.first)
            if period.last >= first and period.first <= last
        )
        return
    interval = schedule.interval_for(level)
    if interval is None:
        return
    number = _number_at(interval, anchor, first)
    while (start := _start(interval, anchor, number)) <= last:
        yield Period(start, _start(interval, anchor, number + 1) - timedelta(days=1))
        number += 1


def _in_year(schedule: Schedule, year: int) -> Iterator[Period]:
    for window in schedule.windows:
        over_new_year = window.last < window.first
        yield Period(_day(year, *window.first), _day(year + 1 if over_new_year else year, *window.last))


def _number_at(interval: Interval, anchor: date, day: date) -> int:
    """Which period from the anchor a day lies in."""
    if interval.unit != "months":
        return (day - anchor).days // interval.least_days
    number = ((day.year - anchor.year) * 12 + day.month - anchor.month) // interval.every
    return number if _start(interval, anchor, number) <= day else number - 1


def _start(interval: Interval, anchor: date, number: int) -> date:
    if interval.unit != "months":
        return anchor + timedelta(days=number * interval.least_days)
    months = anchor.year * 12 + anchor.month - 1 + number * interval.every
    return _day(months // 12, months % 12 + 1, anchor.day)


def _day(year: int, month: int, day: int) -> date:
    """The day, or the month's last where the month is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
