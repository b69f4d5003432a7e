"""What must hold before each act after a decision. Pure.

Source: 行政处罚法 arts. 66-75; 行政复议法 arts. 20, 23; 行政诉讼法 arts. 45, 46; 行政强制法 arts. 40, 53, 54, 58.
"""

from __future__ import annotations

from collections.abc import Callable

from reports.executions import errors
from reports.executions.rules.course import Around, Course
from reports.executions.rules.windows import demand_until, is_settled, owed_on, windows_of
from reports.penalties.errors import PenaltyRefusal

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
_SERVED = _when(lambda _, a: a.delivered_on is None or a.delivered_on > a.today, errors.DecisionUnserved)
_FINED = _when(lambda c, _: c.fine_fen == 0, errors.NoFine)
_NOT_ENDED = _when(lambda c, _: c.ending is not None, errors.EnforcementEnded)
_UNPAID = _when(is_settled, errors.FinePaid)
_FINE_OPEN = _when(lambda c, _: c.paid_fen >= c.fine_fen, errors.FinePaid)
_UNDISPUTED = _when(lambda c, _: c.running is not None, errors.RemedyRuns)
_NOT_PENDING = _when(lambda c, _: c.is_pending, errors.PostponementPending)
_PENDING = _when(lambda c, _: not c.is_pending, errors.NoPostponementPending)
_NOT_AT_COURT = _when(lambda c, _: c.court not in (None, "refused"), errors.AlreadyAtCourt)
_REFUNDED = _when(lambda c, a: not c.is_gone and owed_on(c, a).refund_fen > 0, errors.RefundDue)
_RUNNING = (_DECIDED, _STANDS, _OPEN, _SERVED)
_OWING = (*_RUNNING, _FINED, _NOT_ENDED, _UNPAID)

#: Act → what must hold before it, in the order in which it is said.
STAGES: dict[str, tuple[Requirement, ...]] = {
    "payment": _OWING,
    "postponement_request": (*_RUNNING, _FINED, _NOT_ENDED, _FINE_OPEN, _NOT_PENDING, _NOT_AT_COURT),
    "postponement_reply": (*_RUNNING, _FINED, _PENDING),
    # Whoever has paid and whose case is closed may still contest the decision.
    "remedy": (_DECIDED, _STANDS, _SERVED, _UNDISPUTED),
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
    "enforcement_end": (
        _DECIDED,
        _OPEN,
        _NOT_ENDED,
        _UNDISPUTED,
        _when(lambda c, _: c.court == "applied", errors.AlreadyAtCourt),
    ),
    "annulment": (_DECIDED, _STANDS),
    "refund": (_DECIDED, _when(lambda c, a: owed_on(c, a).refund_fen == 0, errors.NothingToRefund)),
    "closing": (
        _OVER,
        _OPEN,
        _UNDISPUTED,
        _NOT_PENDING,
        _when(lambda c, a: c.annulled_on is None and not is_settled(c, a), errors.NotExecuted),
        _when(lambda c, a: a.unserved > 0 and not c.is_gone, errors.PapersUnserved),
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
