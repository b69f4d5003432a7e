"""What happened since a decision, folded from dated acts. Pure.

Source: 行政处罚法 arts. 66-75.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from reports.executions.rules.acts import GONE
from reports.executions.rules.surcharge import Instalment, Payment
from reports.penalties.rules.life import Act
from reports.penalties.rules.terms import Terms
from server.units.calendar.rules import WorkingCalendar


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
    ending: str | None = None  # why its enforcement was ended
    annulled_on: date | None = None
    refunded_fen: int = 0
    closed_on: date | None = None

    @property
    def running(self) -> Remedy | None:
        """The review or suit that has no outcome yet."""
        return next((one for one in self.remedies if one.outcome is None), None)

    @property
    def is_gone(self) -> bool:
        """Whether there is nobody left to be served or paid back."""
        return self.ending == GONE

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
    """What was closed is open again until the dispute has ended."""
    one = Remedy(act.id, act.details["remedy"], date.fromisoformat(act.details["lodged_on"]))
    return replace(course, remedies=(*course.remedies, one), closed_on=None)


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
    return _annulled(course, act) if found["outcome"] == "annulled" and course.annulled_on is None else course


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
    "enforcement_end": lambda c, a: replace(c, ending=a.details["ground"], is_pending=False),
    "annulment": _annulled,
    "refund": lambda c, a: replace(c, refunded_fen=c.refunded_fen + a.details["fen"]),
    "closing": lambda c, a: replace(c, closed_on=a.on),
}
