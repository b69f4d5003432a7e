"""The surcharge never passes its cap, never falls, and stands still while a review or suit runs (行政处罚法 arts. 72, 73)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reports.executions.rules.surcharge import (
    Debt,
    Instalment,
    Pause,
    Payment,
    Rate,
    Schedule,
    next_due,
    overdue_fen,
    surcharge_fen,
)

START = date(2026, 9, 1)
DAYS = st.integers(0, 120)


def day(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def debts(draw: st.DrawFn) -> Debt:
    """A fine, its first term and perhaps a plan, payments that never pass it, and pauses."""
    fine = draw(st.integers(100, 10_000_000))
    schedules = [Schedule(START, (Instalment(day(15), fine),))]
    if draw(st.booleans()):
        granted, half = draw(st.integers(1, 40)), draw(st.integers(1, fine - 1))
        parts = (Instalment(day(granted + 10), half), Instalment(day(granted + 40), fine - half))
        schedules.append(Schedule(day(granted), parts))
    left, payments = fine, []
    for number in sorted(draw(st.lists(DAYS, max_size=4))):
        fen = draw(st.integers(0, left))
        left -= fen
        payments.append(Payment(day(number), fen, 0))
    pauses = tuple(
        Pause(day(first), day(first + length)) for first, length in draw(st.lists(st.tuples(DAYS, DAYS), max_size=2))
    )
    return Debt(fine, tuple(schedules), tuple(payments), pauses, Rate(3, 100))


@given(debts(), DAYS)
def test_it_never_passes_the_fine_and_never_falls(debt: Debt, number: int) -> None:
    today, tomorrow = surcharge_fen(debt, day(number)), surcharge_fen(debt, day(number + 1))
    assert 0 <= today <= tomorrow <= debt.fine_fen


@given(debts(), DAYS, DAYS)
def test_a_pause_never_adds_and_stops_it_while_it_lasts(debt: Debt, first: int, length: int) -> None:
    paused = replace(debt, pauses=(*debt.pauses, Pause(day(first), day(first + length))))
    assert surcharge_fen(paused, day(400)) <= surcharge_fen(debt, day(400))
    assert surcharge_fen(paused, day(first + length)) == surcharge_fen(paused, day(first) - timedelta(days=1))


@given(debts(), DAYS)
def test_a_day_adds_its_percentage_of_what_is_overdue(debt: Debt, number: int) -> None:
    bare = replace(debt, pauses=())
    before, after = surcharge_fen(bare, day(number)), surcharge_fen(bare, day(number + 1))
    exact = overdue_fen(bare, day(number + 1)) * 3 / 100
    assert after == debt.fine_fen or abs((after - before) - exact) < 1


@given(debts(), DAYS)
def test_what_is_paid_early_never_costs_more(debt: Debt, number: int) -> None:
    more = replace(debt, payments=(Payment(day(0), debt.fine_fen, 0),))
    assert surcharge_fen(more, day(number)) == 0
    assert next_due(more) is None


@given(debts())
def test_nothing_is_due_once_all_is_paid_and_something_is_until_then(debt: Debt) -> None:
    assert (next_due(debt) is None) == (debt.paid_fen >= debt.fine_fen)
