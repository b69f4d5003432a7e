"""What follows a decision, folded from dated acts, and what must hold before each act. Pure.

Source: 行政处罚法 arts. 66-75; 行政复议法 arts. 20, 23; 行政诉讼法 arts. 45, 46; 行政强制法 arts. 53, 54.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from reports.executions import errors
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
from reports.penalties.errors import PenaltyRefusal
from reports.penalties.rules.life import Act
from reports.penalties.rules.terms import Terms
from server.units.calendar.rules import WorkingCalendar

STATES = ("unserved", "running", "disputed", "overdue", "demanded", "at_court", "settled", "annulled", "closed")


@dataclass(frozen=True)
class Remedy:
    """A review or a suit, from the day it was lodged."""

    id: UUID
    kind: str
    lodged_on: date
    outcome: str | None = None
    ended_on: date | None = None
    received_on: date | None = None


@dataclass(frozen=True)
class Plan:
    granted_on: date
    instalments: tuple[Instalment, ...]
    settled_fen: int


@dataclass(frozen=True)
class Course:
    """How the execution of a decision stands, by its acts."""

    ruling: str | None  # penalty, no_penalty, spot; None where the case ended without one
    fine_fen: int
    payments: tuple[Payment, ...] = ()
    plans: tuple[Plan, ...] = ()
    is_pending: bool = False  # a request to pay later
    remedies: tuple[Remedy, ...] = ()
    demand: UUID | None = None  # the latest
    court: str | None = None  # applied, executed, terminated, refused
    annulled_on: date | None = None
    refunded_fen: int = 0
    closed_on: date | None = None

    @property
    def running(self) -> Remedy | None:
        """The review or suit that has no outcome yet."""
        return next((one for one in self.remedies if one.outcome is None), None)

    @property
    def paid_fen(self) -> int:
        return sum(one.fine_fen for one in self.payments)


@dataclass(frozen=True)
class Around:
    """What stands outside the acts: the day, the law of the decision's day, and what was delivered when."""

    today: date
    terms: Terms
    is_ended: bool = True  # the case: decided, withdrawn, transferred
    delivered_on: date | None = None  # the decision
    demanded_on: date | None = None  # when the latest demand was delivered
    unserved: int = 0  # papers of the case that must be served and are not
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)


def fold(ruling: str | None, fine_fen: int, acts: Iterable[Act]) -> Course:
    """The course that the acts lead to."""
    course = Course(ruling, fine_fen)
    for act in acts:
        step = _STEPS.get(act.kind)
        course = step(course, act) if step else course
    return course


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

    Source: 行政复议法 arts. 20, 23; 行政诉讼法 arts. 45, 46; 行政强制法 art. 53.
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
    """Nothing is left to do for the respondent: paid with what was added, or the court ended it, or no fine."""
    owed = owed_on(course, around)
    if course.court in ("executed", "terminated"):
        return True
    return owed.fine_open_fen == 0 and owed.surcharge_open_fen == 0


def state_of(course: Course, around: Around) -> str:
    """Where the execution stands, in one word."""
    if course.closed_on:
        return "closed"
    if course.annulled_on:
        return "annulled"
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


def _paid(course: Course, act: Act) -> Course:
    found = act.details
    made = Payment(date.fromisoformat(found["paid_on"]), found["fine_fen"], found["surcharge_fen"])
    return replace(course, payments=(*course.payments, made))


def _replied(course: Course, act: Act) -> Course:
    if not act.details["is_granted"]:
        return replace(course, is_pending=False)
    parts = tuple(Instalment(date.fromisoformat(one["due_on"]), one["fen"]) for one in act.details["instalments"])
    plan = Plan(act.on, parts, act.details["settled_fen"])
    return replace(course, is_pending=False, plans=(*course.plans, plan))


def _lodged(course: Course, act: Act) -> Course:
    one = Remedy(act.id, act.details["remedy"], date.fromisoformat(act.details["lodged_on"]))
    return replace(course, remedies=(*course.remedies, one))


def _ended(course: Course, act: Act) -> Course:
    found = act.details
    last = replace(
        course.remedies[-1],
        outcome=found["outcome"],
        ended_on=date.fromisoformat(found["decided_on"]),
        received_on=date.fromisoformat(found["received_on"]),
    )
    course = replace(course, remedies=(*course.remedies[:-1], last))
    if found["outcome"] == "changed":
        return replace(course, fine_fen=found["fine_fen"])
    return _annulled(course, act) if found["outcome"] == "annulled" else course


def _annulled(course: Course, act: Act) -> Course:
    """What was closed is open again: papers must be served, sums go back."""
    return replace(course, annulled_on=act.on, closed_on=None, is_pending=False)


_STEPS: dict[str, Callable[[Course, Act], Course]] = {
    "payment": _paid,
    "postponement_request": lambda c, _: replace(c, is_pending=True),
    "postponement_reply": _replied,
    "remedy": _lodged,
    "remedy_outcome": _ended,
    "demand": lambda c, a: replace(c, demand=a.id),
    "court_application": lambda c, _: replace(c, court="applied"),
    "court_result": lambda c, a: replace(c, court=a.details["result"]),
    "annulment": _annulled,
    "refund": lambda c, a: replace(c, refunded_fen=c.refunded_fen + a.details["fen"]),
    "closing": lambda c, a: replace(c, closed_on=a.on),
}

Refusal = type[PenaltyRefusal]
Requirement = Callable[[Course, Around], Refusal | None]


def _when(broken: Callable[[Course, Around], bool], refusal: Refusal) -> Requirement:
    return lambda course, around: refusal if broken(course, around) else None


def _window_refusal(course: Course, around: Around) -> Refusal | None:
    """A court is asked after the last day of every remedy and within its own months. Source: 行政强制法 art. 53."""
    windows = windows_of(course, around)
    if windows.court_from is None or windows.court_until is None or around.today < windows.court_from:
        return errors.RemedyWindowOpen
    return errors.CourtWindowOver if around.today > windows.court_until else None


def _demand_refusal(course: Course, around: Around) -> Refusal | None:
    until = demand_until(around) if course.demand else None
    if until is None:
        return errors.DemandMissing
    return errors.DemandRuns if around.today <= until else None


_OVER = _when(lambda _, a: not a.is_ended, errors.NotDecided)
_DECIDED = _when(lambda c, _: c.ruling is None, errors.NotDecided)
_STANDS = _when(lambda c, _: c.annulled_on is not None, errors.DecisionAnnulled)
_OPEN = _when(lambda c, _: c.closed_on is not None, errors.CaseClosed)
_SERVED = _when(lambda _, a: a.delivered_on is None, errors.DecisionUnserved)
_FINED = _when(lambda c, _: c.fine_fen == 0, errors.NoFine)
_UNPAID = _when(is_settled, errors.FinePaid)
_FINE_OPEN = _when(lambda c, _: c.paid_fen >= c.fine_fen, errors.FinePaid)
_UNDISPUTED = _when(lambda c, _: c.running is not None, errors.RemedyRuns)
_NOT_PENDING = _when(lambda c, _: c.is_pending, errors.PostponementPending)
_PENDING = _when(lambda c, _: not c.is_pending, errors.NoPostponementPending)
_NOT_AT_COURT = _when(lambda c, _: c.court is not None, errors.AlreadyAtCourt)
_REFUNDED = _when(lambda c, a: owed_on(c, a).refund_fen > 0, errors.RefundDue)
_RUNNING = (_DECIDED, _STANDS, _OPEN, _SERVED)
_OWING = (*_RUNNING, _FINED, _UNPAID)

#: Act → what must hold before it, in the order in which it is said.
STAGES: dict[str, tuple[Requirement, ...]] = {
    "payment": _OWING,
    "postponement_request": (*_RUNNING, _FINED, _FINE_OPEN, _NOT_PENDING, _NOT_AT_COURT),
    "postponement_reply": (*_RUNNING, _FINED, _PENDING),
    "remedy": (*_RUNNING, _UNDISPUTED),
    "remedy_outcome": (_DECIDED, _when(lambda c, _: c.running is None, errors.NoRemedyRuns)),
    "demand": (
        *_OWING,
        _UNDISPUTED,
        _NOT_PENDING,
        _NOT_AT_COURT,
        _when(lambda c, a: owed_on(c, a).overdue_fen == 0 and c.paid_fen < c.fine_fen, errors.NotOverdue),
    ),
    "court_application": (*_OWING, _UNDISPUTED, _NOT_PENDING, _NOT_AT_COURT, _demand_refusal, _window_refusal),
    "court_result": (_DECIDED, _when(lambda c, _: c.court != "applied", errors.NotAtCourt)),
    "annulment": (_DECIDED, _STANDS),
    "refund": (_DECIDED, _when(lambda c, a: owed_on(c, a).refund_fen == 0, errors.NothingToRefund)),
    "closing": (
        _OVER,
        _OPEN,
        _UNDISPUTED,
        _NOT_PENDING,
        _when(lambda c, a: c.annulled_on is None and not is_settled(c, a), errors.NotExecuted),
        _when(lambda _, a: a.unserved > 0, errors.PapersUnserved),
        _REFUNDED,
    ),
    "case_file": (),
}


def refusal_of(course: Course, kind: str, around: Around) -> Refusal | None:
    """Why this act is barred now, whatever it would say; None when it is not."""
    return next((found for ask in STAGES[kind] if (found := ask(course, around))), None)


def check_stage(course: Course, kind: str, around: Around) -> None:
    """Raise the first refusal of the act's stage.  Source: 行政处罚法 arts. 66-75; JN-2.3.3b."""
    if refusal := refusal_of(course, kind, around):
        raise refusal()
