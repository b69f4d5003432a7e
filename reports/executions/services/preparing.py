"""What is looked at, act by act, once the stage allows it; what the rules reckon goes into the act's row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from reports.executions import errors
from reports.executions.rules import Around, Course, acts, is_settled, owed_on, windows_of
from reports.penalties.errors import PenaltyRefusal
from reports.penalties.rules.filing import check_day_between
from server.core.errors import FieldProblem, Invalid

Json = dict[str, Any]


class ReceiptMissing(Invalid):
    code = "receipt_missing"
    title = "须附缴款凭据、结果文书或者死亡、终止的证明"


def _payment(course: Course, around: Around, draft: acts.PaymentMade) -> Json:
    """A receipt with its file; never more than is owed. Source: 行政处罚法 art. 67."""
    _check_files(draft)
    check_day_between(draft.paid_on, _delivered(around), around.today, "paid_on")
    owed = owed_on(course, around)
    for name, most in (("fine_fen", owed.fine_open_fen), ("surcharge_fen", owed.surcharge_open_fen)):
        if getattr(draft, name) > most:
            raise _refused(errors.PaidTooMuch, name)
    if draft.fine_fen + draft.surcharge_fen == 0:
        raise _refused(errors.PaidTooMuch, "fine_fen", "应大于零")
    return {}


def _request(_course: Course, around: Around, draft: acts.PostponementRequest) -> Json:
    check_day_between(draft.asked_on, _delivered(around), around.today, "asked_on")
    return {}


def _reply(course: Course, around: Around, draft: acts.PostponementReply) -> Json:
    """The parts make up what is open, day after day. Source: 行政处罚法 art. 66."""
    open_fen = course.fine_fen - course.paid_fen
    if draft.is_granted:
        days = [part.due_on for part in draft.instalments]
        in_order = all(first < second for first, second in zip([around.today, *days], days, strict=False))
        if not days or not in_order or sum(part.fen for part in draft.instalments) != open_fen:
            raise _refused(errors.PlanWrong, "instalments")
    elif draft.instalments:
        raise _refused(errors.PlanWrong, "instalments", "不同意的，不写分期")
    return {"settled_fen": course.paid_fen, "open_fen": open_fen}


def _remedy(course: Course, around: Around, draft: acts.RemedyLodged) -> Json:
    """Each way once, on the spot review first, in time or for a reason. Source: 行政复议法 arts. 20, 23, 29."""
    check_day_between(draft.lodged_on, _delivered(around), around.today, "lodged_on")
    taken = {one.kind for one in course.remedies}
    if draft.remedy in taken or "suit" in taken:
        raise _refused(errors.RemedyTaken, "remedy")
    if draft.remedy == "suit" and course.ruling == "spot" and "review" not in taken:
        raise _refused(errors.ReviewFirst, "remedy")
    windows = windows_of(course, around)
    until = windows.review_until if draft.remedy == "review" else windows.suit_until
    if until is not None and draft.lodged_on > until and not draft.late_reason:
        raise _refused(errors.RemedyTooLate, "late_reason")
    return {"until": until}


def _outcome(course: Course, around: Around, draft: acts.RemedyOutcome) -> Json:
    running = course.running
    if running is None:
        raise errors.NoRemedyRuns()
    check_day_between(draft.decided_on, running.lodged_on, around.today, "decided_on")
    check_day_between(draft.received_on, draft.decided_on, around.today, "received_on")
    if draft.outcome == "changed" and draft.fine_fen > course.fine_fen:
        raise _refused(errors.OutcomeHeavier, "fine_fen")
    return {"remedy": running.kind, "remedy_id": running.id, "before_fen": course.fine_fen}


def _demand(course: Course, around: Around, _draft: acts.Demand) -> Json:
    """What is demanded, as on the day."""
    owed = owed_on(course, around)
    return {"fine_fen": owed.fine_open_fen, "surcharge_fen": owed.surcharge_open_fen, "due_on": owed.due_on}


def _court(course: Course, around: Around, draft: acts.CourtApplication) -> Json:
    windows, owed = windows_of(course, around), owed_on(course, around)
    check_day_between(draft.applied_on, windows.court_from or around.today, around.today, "applied_on")
    return {"fine_fen": owed.fine_open_fen, "surcharge_fen": owed.surcharge_open_fen, "until": windows.court_until}


def _court_result(_course: Course, around: Around, draft: acts.CourtResult) -> Json:
    _check_files(draft)
    check_day_between(draft.decided_on, _delivered(around), around.today, "decided_on")
    return {}


def _enforcement_end(course: Course, around: Around, draft: acts.EnforcementEnd) -> Json:
    """The ground must be there: a court's refusal, a window that has gone by, or proof of who is gone.

    Source: 行政强制法 arts. 40, 53, 58.
    """
    owed = owed_on(course, around)
    if draft.ground == acts.GONE:
        _check_files(draft)
    else:
        if course.annulled_on is not None or is_settled(course, around):
            raise _refused(errors.EndingUnfounded, "ground", "没有未履行的罚款")
        if draft.ground == "court_refused" and course.court != "refused":
            raise _refused(errors.EndingUnfounded, "ground", "尚未登记法院裁定不予执行")
        until = windows_of(course, around).court_until
        if draft.ground == "court_window_over" and (until is None or around.today <= until):
            raise _refused(errors.EndingUnfounded, "ground", "申请法院强制执行的期限未满")
    return {"fine_fen": owed.fine_open_fen, "surcharge_fen": owed.surcharge_open_fen}


def _refund(course: Course, around: Around, draft: acts.Refund) -> Json:
    _check_files(draft)
    if draft.fen > owed_on(course, around).refund_fen:
        raise _refused(errors.PaidTooMuch, "fen")
    check_day_between(draft.refunded_on, _delivered(around), around.today, "refunded_on")
    return {}


def _annulment(course: Course, around: Around, _draft: acts.Annulment) -> Json:
    return {"refund_fen": course.paid_fen + sum(one.surcharge_fen for one in course.payments), "on": around.today}


def _check_files(draft: Any) -> None:
    if not draft.files:
        raise ReceiptMissing(fields=[FieldProblem("files", ReceiptMissing.title, ReceiptMissing.code)])


def _delivered(around: Around) -> date:
    """Nothing paid or lodged before the decision reached the respondent."""
    return around.delivered_on or around.today


def _refused(refusal: type[PenaltyRefusal], field: str, message: str = "") -> PenaltyRefusal:
    return refusal(fields=[FieldProblem(field, message or refusal.title, refusal.code)])


PREPARING: dict[str, Callable[[Course, Around, Any], Json]] = {
    "payment": _payment,
    "postponement_request": _request,
    "postponement_reply": _reply,
    "remedy": _remedy,
    "remedy_outcome": _outcome,
    "demand": _demand,
    "court_application": _court,
    "court_result": _court_result,
    "enforcement_end": _enforcement_end,
    "annulment": _annulment,
    "refund": _refund,
}
