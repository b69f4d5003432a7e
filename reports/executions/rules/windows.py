"""What is owed on a day, which remedies are open until when, and when a court may be asked. Pure.

Source: 行政处罚法 arts. 66, 67, 72, 73; 行政复议法 arts. 20, 23; 行政诉讼法 arts. 45, 46; 行政强制法 arts. 53, 54.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from reports.executions.rules.course import Around, Course, Remedy
from reports.executions.rules.surcharge import (
    Debt,
    Instalment,
    Pause,
    Rate,
    Schedule,
    next_due,
    overdue_fen,
    surcharge_fen,
)

STATES: tuple[str, ...] = ("unserved", "running", "disputed", "overdue", "demanded", "at_court", "settled")
STATES += ("ended", "annulled", "closed")


def debt_of(course: Course, around: Around) -> Debt:
    """What is owed, with all that bears on it; no schedule before the decision reached the respondent."""
    value = around.terms.values["late_surcharge"]
    schedules: list[Schedule] = []
    if around.delivered_on is not None and course.fine_fen:
        due = around.terms.span("payment").end_after(around.delivered_on, around.calendar)
        schedules.append(Schedule(around.delivered_on, (Instalment(due, course.fine_fen),)))
        schedules += [Schedule(plan.granted_on, plan.instalments, plan.settled_fen) for plan in course.plans]
    return Debt(
        course.fine_fen,
        tuple(schedules),
        course.payments,
        tuple(Pause(one.lodged_on, one.ended_on) for one in course.remedies),
        Rate(value["percent_a_day"], value["cap_percent"]),
    )


@dataclass(frozen=True)
class Owed:
    """Sums of a day, in fen."""

    fine_fen: int
    fine_paid_fen: int
    surcharge_fen: int
    surcharge_paid_fen: int
    overdue_fen: int
    refund_fen: int  # what must go back
    due_on: date | None

    @property
    def fine_open_fen(self) -> int:
        return max(0, self.fine_fen - self.fine_paid_fen)

    @property
    def surcharge_open_fen(self) -> int:
        return max(0, self.surcharge_fen - self.surcharge_paid_fen)


def owed_on(course: Course, around: Around) -> Owed:
    """What is owed, or must go back, today. An annulled decision leaves nothing to pay."""
    debt = debt_of(course, around)
    paid = debt.paid_fen + debt.surcharge_paid_fen
    if course.annulled_on is not None:
        return Owed(0, debt.paid_fen, 0, debt.surcharge_paid_fen, 0, max(0, paid - course.refunded_fen), None)
    surcharge = surcharge_fen(debt, around.today)
    too_much = max(0, debt.paid_fen - course.fine_fen) + max(0, debt.surcharge_paid_fen - surcharge)
    return Owed(
        course.fine_fen,
        debt.paid_fen,
        surcharge,
        debt.surcharge_paid_fen,
        overdue_fen(debt, around.today),
        max(0, too_much - course.refunded_fen),
        next_due(debt),
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Windows:
    """Last days to ask for review and to sue, and between which days a court may be asked; None: not running."""

    review_until: date | None = None
    suit_until: date | None = None
    court_from: date | None = None
    court_until: date | None = None


def windows_of(course: Course, around: Around) -> Windows:
    """Which remedies are open until when, from the days of delivery.

    A court is asked for what was put off from the end of the last instalment.
    Source: 行政复议法 arts. 20, 23; 行政诉讼法 arts. 45, 46; 行政强制法 art. 53; 行政处罚法 art. 72.
    """
    if around.delivered_on is None or course.annulled_on is not None:
        return Windows()
    ended = {one.kind: one for one in course.remedies if one.outcome is not None}
    suit = next((one for one in course.remedies if one.kind == "suit"), None)
    review = next((one for one in course.remedies if one.kind == "review"), None)
    since = around.delivered_on
    review_until = None if review or suit else around.terms.span("review").end_after(since, around.calendar)
    suit_until = None if suit else _suit_until(course, around, since, ended.get("review"))
    if course.running is not None:
        return Windows(review_until, suit_until)
    last = [day for day in (review_until, suit_until) if day is not None]
    closed = [one.received_on for one in ended.values() if one.received_on]
    end = max(last) if last else max(closed, default=around.delivered_on)
    if course.plans:
        end = max(end, *(part.due_on for part in course.plans[-1].instalments))
    until = around.calendar.next_working(months_after(end, around.terms.values["court_months"]))
    return Windows(review_until, suit_until, date.fromordinal(end.toordinal() + 1), until)


def _suit_until(course: Course, around: Around, since: date, review: Remedy | None) -> date | None:
    """Six months from delivery; after a review the shorter time from its outcome; on the spot only after a review."""
    if review is not None and review.received_on is not None:
        return around.terms.span("suit_after_review").end_after(review.received_on, around.calendar)
    if course.ruling == "spot" or any(one.kind == "review" for one in course.remedies):
        return None
    return around.calendar.next_working(months_after(since, around.terms.values["suit_months"]))


def demand_until(around: Around) -> date | None:
    """The last day to fulfil after a demand was delivered. Source: 行政强制法 art. 54."""
    if around.demanded_on is None:
        return None
    return around.terms.span("demand").end_after(around.demanded_on, around.calendar)


def is_settled(course: Course, around: Around) -> bool:
    """Nothing is left to do for the respondent: paid with what was added, or it was ended, or no fine."""
    owed = owed_on(course, around)
    if course.ending or course.court in ("executed", "terminated"):
        return True
    return owed.fine_open_fen == 0 and owed.surcharge_open_fen == 0


def state_of(course: Course, around: Around) -> str:
    """Where the execution stands, in one word."""
    if course.closed_on:
        return "closed"
    if course.annulled_on:
        return "annulled"
    if course.ending:
        return "ended"
    if course.ruling and around.delivered_on is None:
        return "unserved"
    if course.running:
        return "disputed"
    if is_settled(course, around):
        return "settled"
    if course.court == "applied":
        return "at_court"
    if course.demand:
        return "demanded"
    return "overdue" if owed_on(course, around).overdue_fen else "running"
