"""Periods of an interval follow one another without gap or overlap, and the due day lies where it must."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checklists.plans.rules.periods import STEPS, Interval, Schedule, Timing, Window, block_of
from server.units.calendar.rules import WorkingCalendar

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
INTERVALS = st.builds(Interval, st.integers(1, 24), st.sampled_from(["months", "weeks", "days"]))
WEEKENDS = WorkingCalendar()


def timing(schedule: Schedule, start: date, spread: bool = False, working: bool = False) -> Timing:
    return Timing(schedule, start, None, start, spread, working)


@given(INTERVALS, DAYS, st.integers(0, 1500))
def test_each_day_lies_in_exactly_one_period(interval: Interval, start: date, days: int) -> None:
    last = start + timedelta(days=days)
    periods = list(timing(Schedule("interval", interval), start).periods(0, start, last))
    assert periods[0].first == start
    assert periods[-1].last >= last
    for one, following in itertools.pairwise(periods):
        assert following.first == one.last + timedelta(days=1)


@given(INTERVALS, DAYS, st.lists(st.integers(0, 800), min_size=1, max_size=6))
def test_a_day_falls_into_the_same_period_whoever_asks_and_when(
    interval: Interval, start: date, days: list[int]
) -> None:
    whole = timing(Schedule("interval", interval), start)
    all_periods = set(whole.periods(0, start, start + timedelta(days=900)))
    for number in days:
        day = start + timedelta(days=number)
        (found,) = whole.periods(0, day, day)
        assert found in all_periods
        assert found.first <= day <= found.last


@given(INTERVALS, DAYS, st.integers(0, 3), st.integers(0, STEPS - 1), st.integers(0, 400))
def test_a_due_day_lies_in_its_period_and_moves_only_over_days_not_worked(
    interval: Interval, start: date, level: int, step: int, days: int
) -> None:
    spread = timing(Schedule("interval", interval), start, spread=True)
    day = start + timedelta(days=days)
    for period in spread.periods(level, day, day):
        due = spread.due_day(period, level, step, WEEKENDS)
        assert period.first <= due <= period.last
        worked = timing(Schedule("interval", interval), start, True, True).due_day(period, level, step, WEEKENDS)
        assert due <= worked <= due + timedelta(days=2)
        assert WEEKENDS.is_working(worked)


@given(INTERVALS, DAYS, st.integers(0, STEPS - 1))
def test_a_higher_level_is_never_due_later(interval: Interval, start: date, step: int) -> None:
    spread = timing(Schedule("interval", interval), start, spread=True)
    (period,) = spread.periods(0, start, start)
    due = [spread.due_day(period, level, step, WEEKENDS) for level in (1, 2, 3, 0)]
    assert due == sorted(due)


@given(DAYS, DAYS, st.integers(0, 366))
def test_a_window_comes_once_a_year(start: date, other: date, length: int) -> None:
    end = other + timedelta(days=length % 180)
    window = Window((other.month, other.day), (end.month, end.day))
    found = list(timing(Schedule("windows", windows=(window,)), start).periods(0, start, start + timedelta(days=1825)))
    assert 5 <= len(found) <= 7
    for one, following in itertools.pairwise(found):
        assert one.last < following.first


@given(DAYS, st.integers(1, 30))
def test_blocks_of_days_part_the_calendar(day: date, length: int) -> None:
    block = block_of(day, length)
    assert block.first <= day <= block.last
    assert (block.last - block.first).days == length - 1
    assert block_of(block.last, length) == block
    assert block_of(block.last + timedelta(days=1), length).first == block.last + timedelta(days=1)


@given(DAYS, st.integers(0, 60))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    reached = WEEKENDS.add_working(day, count)
    between = [day + timedelta(days=n) for n in range(1, (reached - day).days + 1)]
    if count:
        assert sum(WEEKENDS.is_working(one) for one in between) == count
        assert WEEKENDS.is_working(reached)
