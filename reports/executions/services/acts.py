"""Every act after a decision: under the case's lock, by the rules, one dated row, told to whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from reports.documents.models import Document
from reports.documents.services import reserve_document, revoke_document
from reports.executions.models import ExecutionAct
from reports.executions.queries import FILES, PAPERS, around_of, course_of, execution_rows, paper_unit
from reports.executions.rules import Around, Course, check_stage
from reports.executions.services.deadlines import renew_deadlines
from reports.executions.services.preparing import PREPARING
from reports.executions.services.telling import tell
from reports.penalties import errors
from reports.penalties.models import PenaltyCase, PenaltyDecision
from reports.penalties.queries.cases import act_rows, case_within_reach, decision_of, is_of_a_unit, standing_of
from reports.penalties.queries.terms import articles_named, terms_on
from reports.penalties.rules.acts import ActDraft, plain
from reports.penalties.services.filing import lock_case, recused_from
from server.core import clock
from server.core.errors import Forbidden
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.queries import agency_by_id
from server.units.attachments.services import attach

OFFICERS, OTHERS, ANYBODY = "officers", "others", "anybody"
#: Who may do what, by permission and by whether they handle the case.
DOERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        (
            "payment",
            "postponement_request",
            "remedy",
            "remedy_outcome",
            "demand",
            "court_application",
            "court_result",
            "refund",
        ),
        ("penalty.handle", OFFICERS),
    ),
    **dict.fromkeys(("postponement_reply", "enforcement_end", "annulment", "closing"), ("penalty.decide", OTHERS)),
    "case_file": ("penalty.view", ANYBODY),
}


@dataclass(frozen=True)
class After:
    """The locked case, its decision, and how its execution stands."""

    actor: Actor
    case: PenaltyCase
    decision: PenaltyDecision | None
    rows: list[ExecutionAct]
    course: Course
    around: Around


def take_execution_act(actor: Actor, case_id: UUID, draft: ActDraft) -> ExecutionAct:
    """Do one act after the decision; sent twice it is done once.

    Raises NotFound, Forbidden, ResubmissionConflict, FileMissing, DocumentNotSigned (an annulment before the decision's
    paper is signed), and the refusal that the rules name, with the article that bars the act.
    Source: 行政处罚法 arts. 66-75; 行政强制法 arts. 40, 53, 54; JN-2.3.3b.
    """
    actor.check(DOERS[draft.kind][0])
    case = case_within_reach(actor, case_id)
    if is_of_a_unit(actor):
        raise Forbidden()
    known = {"draft_hash": hash_of(draft, case=case.id, kind=draft.kind), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, ExecutionAct, draft.id, **known)
    if earlier := find():
        return earlier

    def create() -> ExecutionAct:
        after = _enter(actor, case.id, draft.kind)
        with articles_named(terms_on()):
            added = PREPARING[draft.kind](after.course, after.around, draft) if draft.kind in PREPARING else {}
        act = _write(after, draft, known, added)
        _follow(after, act)
        return act

    return once(create, find)[0]


def _enter(actor: Actor, case_id: UUID, kind: str) -> After:
    case = lock_case(case_id)
    decision, rows = decision_of(case.id), execution_rows([case.id])[case.id]
    after = After(actor, case, decision, rows, course_of(decision, rows), around_of(case, decision, rows))
    with articles_named(terms_on()):
        _check_doer(after, kind)
        check_stage(after.course, kind, after.around)
    return after


def _check_doer(after: After, kind: str) -> None:
    """The case's own officers collect and demand; others of the same bureau put off, annul and close.

    Raises CaseOfAnotherAgency, NotCaseOfficer, CaseOfficerMayNot, OfficerRecused.
    """
    who, actor, case = DOERS[kind][1], after.actor, after.case
    if who == ANYBODY:
        return
    home = agency_by_id(actor.agency_id) if actor.agency_id else None
    if home is None or not (home.id == case.agency_id or (who == OFFICERS and home.parent_id == case.agency_id)):
        raise errors.CaseOfAnotherAgency()
    standing = standing_of(case, act_rows([case.id])[case.id])
    if who == OFFICERS and actor.person_id not in standing.officers:
        raise errors.NotCaseOfficer()
    if who == OTHERS and actor.person_id in standing.handled:
        raise errors.CaseOfficerMayNot()
    if who == OTHERS and actor.person_id in recused_from([actor.person_id], case.unit_id):
        raise errors.OfficerRecused()


def _write(after: After, draft: ActDraft, known: dict[str, Any], added: dict[str, Any]) -> ExecutionAct:
    """The dated row with its files; what the rules reckoned at the time stays in it."""
    act = ExecutionAct.create(
        id=draft.id,
        case_id=after.case.id,
        unit_id=after.case.unit_id,
        position=after.rows[-1].position + 1 if after.rows else 0,
        kind=draft.kind,
        acted_on=clock.today(),
        at=clock.now(),
        by_person_id=after.actor.person_id,
        by_name=after.actor.name,
        details={**draft.details(), **{name: plain(value) for name, value in added.items()}},
        **known,
    )
    attach(after.actor, FILES, act.id, after.case.unit_id, draft.files)
    return act


def _follow(after: After, act: ExecutionAct) -> None:
    """Papers numbered, the decision revoked, deadlines renewed, people told, and the act's one event."""
    # What the bureau itself took back before is annulled once.
    annuls = after.course.annulled_on is None and (act.kind == "annulment" or act.details.get("outcome") == "annulled")
    if act.kind in PAPERS and (annuls or act.kind != "remedy_outcome"):
        reserve_document(
            after.actor,
            kind=PAPERS[act.kind],
            subject_id=act.id,
            unit_id=paper_unit(act),
            agency=agency_by_id(after.case.agency_id),
            on=act.acted_on,
        )
    if annuls and after.decision:
        revoke_document(after.actor, after.decision.document_id, _reason(act))
    rows = [*after.rows, act]
    renew_deadlines(after.case, act.id, course_of(after.decision, rows), around_of(after.case, after.decision, rows))
    number = Document.get_by_id(after.decision.document_id).number if after.decision else ""
    tell(after.case, act, number)
    details = {"case_id": str(after.case.id), "unit_id": str(after.case.unit_id), "act_id": str(act.id)}
    if after.decision:
        details |= {"decision_id": str(after.decision.id), "document_id": str(after.decision.document_id)}
    kind = "penalty.annulled" if annuls else f"execution.{act.kind}"
    record_event(after.actor, kind, subject=act, about_unit_id=after.case.unit_id, details=details)


def _reason(act: ExecutionAct) -> str:
    return str(act.details.get("reason") or act.details.get("text") or "复议或者诉讼撤销")[:500]
