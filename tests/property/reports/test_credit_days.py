"""Days to report and to withdraw are working days, whatever holidays lie between."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reports.credits.rules import fine_in_wan, mask_name, publish_until
from reports.penalties.rules.terms import Span
from server.units.calendar.rules import WorkingCalendar

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(1, 15), st.dictionaries(st.integers(1, 40), st.booleans(), max_size=12))
def test_exactly_so_many_working_days_lie_between(day: date, count: int, departing: dict[int, bool]) -> None:
    calendar = WorkingCalendar({day + timedelta(days=offset): works for offset, works in departing.items()})
    due = Span(count, is_working=True).end_after(day, calendar)
    between = [day + timedelta(days=offset) for offset in range(1, (due - day).days + 1)]
    assert calendar.is_working(due)
    assert sum(calendar.is_working(one) for one in between) == count


@given(DAYS, st.integers(1, 60), st.integers(0, 10**9))
def test_publicity_ends_on_the_same_day_or_the_months_last(day: date, months: int, fine: int) -> None:
    until = publish_until(day, {"warning_months": months, "fine_months": months}, fine)
    assert until > day
    assert until.day == day.day or (until + timedelta(days=1)).day == 1
    assert (until.year - day.year) * 12 + until.month - day.month == months


@given(st.integers(1, 10**12))
def test_the_fine_in_ten_thousands_is_exact(fine: int) -> None:
    whole, part = fine_in_wan(fine).split(".")
    assert int(whole) * 1_000_000 + int(part) == fine


@given(st.text(min_size=1, max_size=8))
def test_of_a_name_only_the_first_character_is_left(name: str) -> None:
    assert mask_name(name)[0] == name[0]
    assert set(mask_name(name)[1:]) <= {"*"}
    assert len(mask_name(name)) == len(name)
