"""What is looked at, act by act, once the stage allows it; what the rules reckon goes into the act's row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from reports.penalties import errors
from reports.penalties.queries.responsible import responsible_persons
from reports.penalties.rules import acts
from reports.penalties.rules.filing import check_day_between, refusal_of_officers
from reports.penalties.rules.measures import (
    Choice,
    calls_for_review,
    check_choice,
    check_not_for_speaking,
    check_notified,
    check_spared,
    has_hearing_right,
    is_serious,
)
from reports.penalties.services.filing import check_of_agency, offence_in_force, officer_shape, recused_from
from reports.penalties.services.scene import Scene
from server.core import clock
from server.core.clock import beijing_day
from server.core.errors import FieldProblem
from server.units.agencies.queries import agency_by_id
from server.units.people.queries import qualified_officers

Json = dict[str, Any]


def _replacement(scene: Scene, draft: acts.Replacement) -> Json:
    """One officer goes, one comes; there are never fewer than before.

    Raises NotCaseOfficer, OfficersTooFew, CaseOfficerMayNot (who reviewed or presided), OfficerUncertified,
    OfficerRecused, CaseOfAnotherAgency.
    """
    if draft.out_id not in scene.standing.officers:
        raise _refused(errors.NotCaseOfficer, "out_id")
    if draft.in_id in scene.standing.officers:
        raise _refused(errors.OfficersTooFew, "in_id")
    qualified = qualified_officers([draft.in_id])
    recused = recused_from([draft.in_id], scene.case.unit_id)
    if draft.in_id in scene.standing.looked_on:
        raise _refused(errors.CaseOfficerMayNot, "in_id")
    if refusal := refusal_of_officers([draft.in_id], qualified, recused):
        raise _refused(refusal, "in_id")
    check_of_agency(qualified.values(), agency_by_id(scene.case.agency_id))
    return {"officer": officer_shape(qualified[draft.in_id])}


def _evidence(scene: Scene, draft: acts.Evidence) -> Json:
    check_day_between(draft.obtained_on, date(2000, 1, 1), clock.today(), "obtained_on")
    return {}


def _consequence(scene: Scene, draft: acts.Consequence) -> Json:
    check_day_between(draft.happened_on, date(2000, 1, 1), clock.today(), "happened_on")
    if not draft.files and scene.standing.evidence == 0:
        raise _refused(errors.EvidenceMissing, "files")
    return {}


def _preservation(scene: Scene, _draft: acts.Preservation) -> Json:
    due = scene.circumstances.terms.span("preservation").end_after(clock.today(), scene.circumstances.calendar)
    return {"due_on": due}


def _preservation_decision(scene: Scene, draft: acts.PreservationDecision) -> Json:
    if draft.preservation_id not in scene.standing.preserved:
        raise _refused(errors.NothingPreserved, "preservation_id")
    return {}


def choice_of(draft: acts.Notice | acts.Decision) -> Choice:
    return Choice(draft.is_warning, draft.fine_fen, draft.grade, draft.factors)


def _notice(scene: Scene, draft: acts.Notice) -> Json:
    choice, terms = choice_of(draft), scene.circumstances.terms
    if not choice.is_warning and not choice.fine_fen:
        raise _refused(errors.NoticeWithoutPenalty, "is_warning")
    offence = offence_in_force(scene.case.offence, terms)
    check_choice(choice, offence, scene.standing, scene.circumstances)
    check_not_for_speaking(choice, scene.standing)
    right = has_hearing_right(choice, scene.standing, scene.circumstances)
    serious = draft.is_serious or is_serious(choice, scene.standing, scene.circumstances)
    return {
        "has_hearing_right": right,
        "is_serious": serious,
        "needs_review": calls_for_review(right, serious, scene.circumstances),
        "responsible": responsible_persons(scene.case.unit_id),
    }


def _receipt(scene: Scene, draft: acts.Receipt) -> Json:
    """Whoever refuses to sign does so before a witness, or on record."""
    notice = next(row for row in reversed(scene.rows) if row.kind == "notice")
    check_day_between(draft.received_on, notice.acted_on, clock.today(), "received_on")
    if draft.way == "refused" and not draft.witness and not draft.files:
        raise _refused(errors.NoticeNotReceived, "witness", "拒绝签收的，须注明见证人或者附录像")
    span = scene.circumstances.terms.span("hearing_request")
    return {"hearing_until": span.end_after(draft.received_on, scene.circumstances.calendar)}


def _hearing_request(scene: Scene, draft: acts.HearingRequest) -> Json:
    notice = scene.standing.told
    if notice.received_on is None or notice.hearing_until is None:
        raise errors.NoticeNotReceived()
    check_day_between(draft.asked_on, notice.received_on, clock.today(), "asked_on")
    if draft.asked_on > notice.hearing_until:
        raise _refused(errors.HearingAskedTooLate, "asked_on")
    return {}


def _hearing(scene: Scene, draft: acts.Hearing) -> Json:
    span, calendar = scene.circumstances.terms.span("hearing_notice"), scene.circumstances.calendar
    earliest = span.end_after(clock.today(), calendar)
    if beijing_day(draft.held_at) < earliest:
        refusal = _refused(errors.HearingTooSoon, "held_at")
        refusal.details["earliest_on"] = earliest.isoformat()
        raise refusal
    return {"host_id": scene.actor.person_id, "host_name": scene.actor.name}


def _hearing_record(scene: Scene, draft: acts.HearingRecord) -> Json:
    if scene.standing.host != scene.actor.person_id:
        raise errors.HearingOfAnotherHost()
    if scene.standing.hearing_at is None:
        raise errors.HearingNotSet()
    if not scene.standing.hearing_at <= draft.held_at <= clock.now():
        raise _refused(errors.HearingOfAnotherDay, "held_at")
    return {}


def _discussion(scene: Scene, draft: acts.Discussion) -> Json:
    notice = next(row for row in reversed(scene.rows) if row.kind == "notice")
    check_day_between(draft.discussed_on, notice.acted_on, clock.today(), "discussed_on")
    return {}


def _term_extension(scene: Scene, draft: acts.TermExtension) -> Json:
    before = scene.standing.decision_due_on or scene.standing.filed_on
    due = scene.circumstances.calendar.next_working(before + timedelta(days=draft.days))
    return {"decision_due_on": due}


def _decision(scene: Scene, draft: acts.Decision) -> Json:
    choice = choice_of(draft)
    offence = offence_in_force(scene.case.offence, scene.circumstances.terms)
    check_notified(choice, scene.standing)
    check_choice(choice, offence, scene.standing, scene.circumstances)
    return {"responsible": responsible_persons(scene.case.unit_id)}


def _no_penalty(scene: Scene, draft: acts.NoPenalty) -> Json:
    check_spared(draft.ground, scene.standing, scene.circumstances)
    return {"responsible": responsible_persons(scene.case.unit_id)}


def _refused(refusal: type[errors.PenaltyRefusal], field: str, message: str = "") -> errors.PenaltyRefusal:
    return refusal(fields=[FieldProblem(field, message or refusal.title, refusal.code)])


PREPARING: dict[str, Callable[[Scene, Any], Json]] = {
    "replacement": _replacement,
    "evidence": _evidence,
    "consequence": _consequence,
    "preservation": _preservation,
    "preservation_decision": _preservation_decision,
    "notice": _notice,
    "receipt": _receipt,
    "hearing_request": _hearing_request,
    "hearing": _hearing,
    "hearing_record": _hearing_record,
    "discussion": _discussion,
    "term_extension": _term_extension,
    "decision": _decision,
    "no_penalty": _no_penalty,
}
