"""The surcharge on a fine that is late (加处罚款): reckoned by rule from dated facts, never kept as a sum. Pure.

Source: 行政处罚法 arts. 66, 67, 72, 73.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Instalment:
    """What is to be paid by the end of a day."""

    due_on: date
    fen: int


@dataclass(frozen=True)
class Schedule:
    """How a fine is to be paid, from a day on; `settled_fen` had been paid before it."""

    from_on: date
    instalments: tuple[Instalment, ...]
    settled_fen: int = 0


@dataclass(frozen=True)
class Payment:
    paid_on: date
    fine_fen: int
    surcharge_fen: int


@dataclass(frozen=True)
class Pause:
    """Days on which nothing is added, both ends included; open while a review or suit runs."""

    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Rate:
    percent_a_day: int
    cap_percent: int  # of the fine


@dataclass(frozen=True)
class Debt:
    """A fine with all that bears on what is owed; schedules in the order in which they were set."""

    fine_fen: int
    schedules: tuple[Schedule, ...]
    payments: tuple[Payment, ...]
    pauses: tuple[Pause, ...]
    rate: Rate

    @property
    def paid_fen(self) -> int:
        return sum(payment.fine_fen for payment in self.payments)

    @property
    def surcharge_paid_fen(self) -> int:
        return sum(payment.surcharge_fen for payment in self.payments)


def overdue_fen(debt: Debt, day: date) -> int:
    """What of the fine should have been paid before a day, and was not before it."""
    schedule = _schedule_on(debt.schedules, day)
    if schedule is None:
        return 0
    due = schedule.settled_fen + sum(part.fen for part in schedule.instalments if part.due_on < day)
    paid = sum(payment.fine_fen for payment in debt.payments if payment.paid_on < day)
    return max(0, min(due, debt.fine_fen) - paid)


def surcharge_fen(debt: Debt, until: date) -> int:
    """What is added by the end of a day, in fen, cut to the whole fen and never above its cap.

    The base is the part of the fine that is overdue: what was paid in time, or put off with leave, bears nothing.
    """
    cap = debt.fine_fen * debt.rate.cap_percent // 100
    dues = [part.due_on for schedule in debt.schedules for part in schedule.instalments]
    if not dues:
        return 0
    hundredths, day = 0, min(dues) + timedelta(days=1)
    while day <= until and hundredths < cap * 100:
        if not any(_covers(pause, day) for pause in debt.pauses):
            hundredths += overdue_fen(debt, day) * debt.rate.percent_a_day
        day += timedelta(days=1)
    return min(cap, hundredths // 100)


def next_due(debt: Debt) -> date | None:
    """The day by which the next part is to be paid; the first that is not covered by what was paid."""
    if debt.paid_fen >= debt.fine_fen or not debt.schedules:
        return None
    schedule = debt.schedules[-1]
    due = schedule.settled_fen
    for part in schedule.instalments:
        due += part.fen
        if due > debt.paid_fen:
            return part.due_on
    return schedule.instalments[-1].due_on if schedule.instalments else None


def _schedule_on(schedules: Sequence[Schedule], day: date) -> Schedule | None:
    """The latest that had begun by the day; before the first nothing is due."""
    return next((schedule for schedule in reversed(schedules) if schedule.from_on <= day), None)


def _covers(pause: Pause, day: date) -> bool:
    return pause.from_on <= day and (pause.to_on is None or day <= pause.to_on)
