"""A case ends with a decision: one, however many sign at once; it has its number in the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document
from reports.penalties.models import PenaltyAct, PenaltyCase, PenaltyDecision
from reports.penalties.queries.cases import case_within_reach
from reports.penalties.queries.terms import articles_named
from reports.penalties.rules.acts import Decision, NoPenalty
from reports.penalties.services.acts import DOERS, enter, known_by, write_act
from reports.penalties.services.deadlines import OF_A_RUNNING_CASE, end_deadlines
from reports.penalties.services.preparing import PREPARING
from reports.penalties.services.telling import tell_officers, tell_responsible
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.queries import agency_by_id

KINDS = {"penalty": DocumentKind.PENALTY_DECISION, "no_penalty": DocumentKind.NO_PENALTY_DECISION}
KINDS["spot"] = DocumentKind.SPOT_PENALTY


@dataclass(frozen=True)
class Ruling:
    """What a decision imposes: penalty, no_penalty or spot."""

    kind: str
    is_warning: bool = False
    fine_fen: int = 0


def decide_case(actor: Actor, case_id: UUID, draft: Decision | NoPenalty) -> PenaltyAct:
    """Decide (处罚决定 or 不予处罚决定); the caller has asked for the password again. Sent twice it is decided once.

    Raises what take_act raises.  Source: 行政处罚法 arts. 33, 57-60; JN-2.2.1b, JN-2.3.3b.
    """
    actor.check(DOERS[draft.kind][0])
    case = case_within_reach(actor, case_id)
    known = known_by(actor, case.id, draft)
    find = partial(find_resubmitted, PenaltyAct, draft.id, **known)
    if earlier := find():
        return earlier

    def create() -> PenaltyAct:
        scene = enter(actor, case.id, draft)
        with articles_named(scene.circumstances.terms):
            added = PREPARING[draft.kind](scene, draft)
        act = write_act(scene, draft, known, added)
        end_deadlines(case.id, act.id, OF_A_RUNNING_CASE)
        ruling = Ruling("no_penalty")
        if isinstance(draft, Decision):
            ruling = Ruling("penalty", draft.is_warning, draft.fine_fen)
        _write_decision(scene.case, act, ruling, [*scene.standing.officers])
        return act

    return once(create, find)[0]


def _write_decision(case: PenaltyCase, act: PenaltyAct, ruling: Ruling, officers: list[UUID]) -> PenaltyDecision:
    decision, number = number_decision(case, act, ruling)
    words = "行政处罚决定" if ruling.kind == "penalty" else "不予行政处罚决定"
    tell_responsible(case, act, f"{words} {number}：{case.respondent_name}")
    tell_officers(case, act, officers, f"{words} {number}：{case.respondent_name}")
    announce_decision(case, act, decision)
    return decision


def number_decision(case: PenaltyCase, act: PenaltyAct, ruling: Ruling) -> tuple[PenaltyDecision, str]:
    """Take the number and write the decision's row, inside the act's transaction; the row and the number."""
    actor = Actor(act.by_account_id, person_id=act.by_person_id, name=act.by_name)
    document = reserve_document(
        actor,
        kind=KINDS[ruling.kind],
        subject_id=act.id,
        unit_id=case.unit_id,
        agency=agency_by_id(case.agency_id),
        on=act.acted_on,
    )
    decision = PenaltyDecision.create(
        id=act.id,
        case_id=case.id,
        unit_id=case.unit_id,
        agency_id=case.agency_id,
        kind=ruling.kind,
        document_id=document.id,
        respondent_kind=case.respondent_kind,
        respondent_name=case.respondent_name,
        is_warning=ruling.is_warning,
        fine_fen=ruling.fine_fen,
        basis_code=case.basis_code,
        article=case.article,
        decided_on=act.acted_on,
        at=act.at,
        person_id=act.by_person_id,
        by_name=act.by_name,
    )
    return decision, document.number


def announce_decision(case: PenaltyCase, act: PenaltyAct, decision: PenaltyDecision) -> None:
    """The one event of the act: a penalty was decided, or none."""
    details: dict[str, Any] = {
        "decision_id": str(decision.id),
        "case_id": str(case.id),
        "unit_id": str(case.unit_id),
        "document_id": str(decision.document_id),
        "spot": decision.kind == "spot",
    }
    actor = Actor(act.by_account_id, person_id=act.by_person_id, name=act.by_name)
    kind = "penalty.spared" if decision.kind == "no_penalty" else "penalty.decided"
    record_event(actor, kind, subject=decision, about_unit_id=case.unit_id, details=details)
