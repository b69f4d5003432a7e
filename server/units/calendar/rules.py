"""Which days are worked: weekends as they are, but for what the State Council arranges for a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from server.core.errors import FieldProblem
from server.units.calendar.errors import DayOutsideYear, NothingDeparts

FIRST_YEAR, LAST_YEAR = 2000, 2199
SATURDAY = 5
LONGEST_REST_DAYS = 60  # nobody rests longer: a calendar that says so is wrong, and a search must end


@dataclass(frozen=True)
class DayDraft:
    """One day that departs from its weekday: a holiday, or a weekend worked instead."""

    day: date
    is_working: bool
    name: str


@dataclass(frozen=True)
class WorkingCalendar:
    """The days that depart from their weekday, and the years for which they are known.

    In a year that is not loaded, weekends rest and every other day is worked: right for most days, wrong around
    holidays, so whoever shows such a day says so.
    """

    departing: Mapping[date, bool] = field(default_factory=dict)
    loaded_years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        return self.departing.get(day, day.weekday() < SATURDAY)

    def next_working(self, day: date) -> date:
        """The day itself if it is worked, else the first worked day after it."""
        for _ in range(LONGEST_REST_DAYS):
            if self.is_working(day) or day == date.max:
                break
            day += timedelta(days=1)
        return day

    def add_working(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day, which itself does not count; 0: the next working day from it."""
        if count == 0:
            return self.next_working(day)
        for _ in range(count):
            day = self.next_working(day + timedelta(days=1))
        return day

    def unloaded(self, first: date, last: date) -> list[int]:
        return [year for year in range(first.year, last.year + 1) if year not in self.loaded_years]


def check_days(year: int, days: Iterable[DayDraft]) -> None:
    """Each day once and of that year, and at least one. Raises DayOutsideYear, NothingDeparts."""
    seen: set[date] = set()
    problems = []
    for place, draft in enumerate(days):
        if draft.day.year != year or draft.day in seen:
            problems.append(FieldProblem(f"days.{place}.day", DayOutsideYear.title, DayOutsideYear.code))
        seen.add(draft.day)
    if problems:
        raise DayOutsideYear(fields=problems)
    if not seen:
        raise NothingDeparts(fields=[FieldProblem("days", NothingDeparts.title, NothingDeparts.code)])
