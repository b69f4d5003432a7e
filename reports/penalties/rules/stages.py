"""What must have happened before each act of a penalty case, and who may no longer do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from reports.penalties import errors
from reports.penalties.errors import PenaltyRefusal
from reports.penalties.rules.life import Circumstances, Standing, needs_review
from server.core.clock import beijing_day

Requirement = Callable[[Standing, Circumstances], type[PenaltyRefusal] | None]


def _when(broken: Callable[[Standing, Circumstances], bool], refusal: type[PenaltyRefusal]) -> Requirement:
    return lambda standing, circumstances: refusal if broken(standing, circumstances) else None


def is_partial(standing: Standing, kind: str, person_id: UUID | None) -> bool:
    """Whether somebody may not review, preside or decide, for what they did in the case before.

    Whoever was one of its officers remains partial; who looked on it for the law does not decide it.
    Source: 行政处罚法 arts. 57, 58, 64.
    """
    is_ruling = kind in ("decision", "no_penalty")
    return person_id in standing.handled or (is_ruling and person_id in standing.looked_on)


def _hearing_open(standing: Standing, circumstances: Circumstances) -> bool:
    """Whether a hearing may still be asked for."""
    notice = standing.notice
    if notice is None or not notice.has_hearing_right or standing.hearing is not None:
        return False
    return notice.hearing_until is None or circumstances.today <= notice.hearing_until


def hearing_from(circumstances: Circumstances) -> date | None:
    """The first day on which a hearing may be held, reckoned from the service of its notice; None while it is unserved.

    The day of service is not counted.  Source: 行政处罚法 arts. 64, 85.
    """
    if circumstances.hearing_told_on is None:
        return None
    return circumstances.terms.span("hearing_notice").end_after(circumstances.hearing_told_on, circumstances.calendar)


def hearing_served_by(held_on: date, circumstances: Circumstances) -> date:
    """The last day on which the notice of a hearing on this day may still be served.  Source: 行政处罚法 arts. 64, 85."""
    span, day = circumstances.terms.span("hearing_notice"), held_on
    while span.end_after(day, circumstances.calendar) > held_on:
        day -= timedelta(days=1)
    return day


def _told_in_time(standing: Standing, circumstances: Circumstances) -> type[PenaltyRefusal] | None:
    first = hearing_from(circumstances)
    if first is None:
        return errors.HearingNoticeUnserved
    # What was called for too early a day is called anew: whoever comes unprepared is not heard.
    if standing.hearing_at is not None and beijing_day(standing.hearing_at) < first:
        return errors.HearingToldTooLate
    return None


def _has_run_out(standing: Standing, circumstances: Circumstances) -> bool:
    return standing.decision_due_on is not None and circumstances.today > standing.decision_due_on


_OPEN = _when(lambda s, _: s.ended is not None, errors.CaseEnded)
_ORDINARY = _when(lambda s, _: s.procedure != "ordinary", errors.NotOrdinary)
_RUNNING = (_ORDINARY, _OPEN)
_IN_TIME = _when(_has_run_out, errors.DecisionTooLate)
_EXTENSIBLE = _when(_has_run_out, errors.ExtensionTooLate)
_EVIDENCED = _when(lambda s, _: s.evidence == 0, errors.EvidenceMissing)
_NOTICED = _when(lambda s, _: s.notice is None, errors.NoticeMissing)
_RECEIVED = _when(lambda s, _: s.notice is not None and s.notice.received_on is None, errors.NoticeNotReceived)
_HEARD = _when(lambda s, _: s.statement is None, errors.StatementUnheard)
_ANSWERED = _when(lambda s, _: s.statement == "made", errors.StatementNotReviewed)
_WINDOW_OVER = _when(_hearing_open, errors.HearingWindowRuns)
_HEARING_DONE = _when(lambda s, _: s.hearing in ("asked", "set"), errors.HearingNotHeld)
_REVIEWED = _when(lambda s, _: s.review == "overtaken" or (needs_review(s) and s.review is None), errors.ReviewMissing)
_NOT_RETURNED = _when(lambda s, _: s.review == "returned", errors.ReviewReturned)
_DISCUSSED = _when(
    lambda s, _: s.notice is not None and s.notice.is_serious and not s.is_discussed, errors.DiscussionMissing
)
_RIGHT = _when(lambda s, _: s.notice is not None and not s.notice.has_hearing_right, errors.NoHearingRight)
_UNSETTLED = _when(lambda s, _: s.hearing is not None, errors.HearingAsked)
_UNASKED = _when(lambda s, _: s.hearing in ("asked", "set", "held"), errors.HearingAsked)
_ASKED = _when(lambda s, _: s.hearing in (None, "waived", "dropped"), errors.HearingNotAsked)
_NOT_HELD = _when(lambda s, _: s.hearing == "held", errors.HearingHeld)
_KNOWN_TO_THEM = (*_RUNNING, _NOTICED, _RECEIVED)
_SETTLED = (*_KNOWN_TO_THEM, _HEARD, _ANSWERED, _WINDOW_OVER, _HEARING_DONE)

#: Act → what must hold before it, in the order in which it is said.
STAGES: dict[str, tuple[Requirement, ...]] = {
    "replacement": _RUNNING,
    "evidence": _RUNNING,
    "consequence": _RUNNING,
    "preservation": _RUNNING,
    "preservation_decision": (_ORDINARY, _when(lambda s, _: not s.preserved, errors.NothingPreserved)),
    "notice": (*_RUNNING, _IN_TIME, _EVIDENCED, _HEARING_DONE),
    "receipt": (
        *_RUNNING,
        _NOTICED,
        _when(lambda s, _: s.notice is not None and s.notice.received_on is not None, errors.NoticeReceived),
    ),
    "statement": (*_KNOWN_TO_THEM, _when(lambda s, _: s.statement is not None, errors.StatementRecorded)),
    "statement_review": (*_KNOWN_TO_THEM, _when(lambda s, _: s.statement != "made", errors.NoStatementToReview)),
    # Whoever gave a hearing up may think again in time. Source: 公安机关办理行政案件程序规定 art. 134.
    "hearing_request": (*_KNOWN_TO_THEM, _RIGHT, _UNASKED),
    "hearing_waiver": (*_KNOWN_TO_THEM, _RIGHT, _UNSETTLED),
    "hearing": (*_KNOWN_TO_THEM, _ASKED, _NOT_HELD),
    "hearing_record": (
        *_KNOWN_TO_THEM,
        _ASKED,
        _NOT_HELD,
        _when(lambda s, _: s.hearing != "set", errors.HearingNotSet),
        _told_in_time,
    ),
    "hearing_withdrawal": (*_KNOWN_TO_THEM, _ASKED, _NOT_HELD),
    "legal_review": (*_SETTLED, _NOT_RETURNED),
    "discussion": _SETTLED,
    # A term that has run out is not revived: what is left is to withdraw the case, or to spare the respondent.
    "term_extension": (*_RUNNING, _EXTENSIBLE),
    "decision": (*_RUNNING, _IN_TIME, _EVIDENCED, *_SETTLED, _NOT_RETURNED, _REVIEWED, _DISCUSSED),
    # The last day bars penalties; to impose none it is never too late.
    "no_penalty": (*_RUNNING, _EVIDENCED, _HEARING_DONE),
    "withdrawal": _RUNNING,
    "transfer": _RUNNING,
    "spot_report": (
        _when(lambda s, _: s.procedure != "spot", errors.NotSpot),
        _when(lambda s, _: s.is_reported, errors.SpotReported),
    ),
}


def refusal_of(standing: Standing, kind: str, circumstances: Circumstances) -> type[PenaltyRefusal] | None:
    """Why this act is barred now, whatever it would say; None when it is not."""
    return next((found for ask in STAGES[kind] if (found := ask(standing, circumstances))), None)


def check_stage(standing: Standing, kind: str, circumstances: Circumstances) -> None:
    """Raise the first refusal of the act's stage.  Source: 行政处罚法 arts. 40-65; JN-2.3.3b."""
    if refusal := refusal_of(standing, kind, circumstances):
        raise refusal()
