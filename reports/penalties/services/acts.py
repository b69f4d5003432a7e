"""Every act between filing and ending: under the case's lock, by the rules, one dated row, told to whom it concerns."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from reports.penalties import errors
from reports.penalties.models import PenaltyAct, PenaltyCase
from reports.penalties.queries.cases import act_rows, case_within_reach, standing_of
from reports.penalties.queries.circumstances import circumstances_of
from reports.penalties.queries.terms import articles_named, terms_on
from reports.penalties.rules.acts import ActDraft, plain
from reports.penalties.rules.life import Standing
from reports.penalties.rules.stages import check_stage, is_partial
from reports.penalties.services.filing import ACT, lock_case, recused_from
from reports.penalties.services.following import follow_up
from reports.penalties.services.preparing import PREPARING
from reports.penalties.services.scene import Scene
from server.core import clock
from server.core.canonical import content_hash
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.queries import agency_by_id
from server.units.attachments.services import attach

OFFICERS, OTHERS = "officers", "others"
#: Who may do what, by permission and by whether they handle the case. Source: 行政处罚法 arts. 42, 57, 58, 64.
DOERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        (
            "evidence",
            "consequence",
            "preservation",
            "preservation_decision",
            "notice",
            "receipt",
            "statement",
            "statement_review",
            "hearing_request",
            "hearing_waiver",
            "hearing_withdrawal",
            "spot_report",
        ),
        ("penalty.handle", OFFICERS),
    ),
    **dict.fromkeys(("hearing", "hearing_record"), ("hearing.preside", OTHERS)),
    "legal_review": ("penalty.review", OTHERS),
    **dict.fromkeys(
        ("replacement", "discussion", "term_extension", "decision", "no_penalty", "withdrawal", "transfer"),
        ("penalty.decide", OTHERS),
    ),
}


def take_act(actor: Actor, case_id: UUID, draft: ActDraft) -> PenaltyAct:
    """Do one act of the procedure; sent twice it is done once.

    Raises NotFound, Forbidden, ResubmissionConflict, FileMissing, and the refusal that the rules name, with the
    article that bars the act.  Source: 行政处罚法 arts. 40-65; JN-2.3.3b.
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
            added = PREPARING[draft.kind](scene, draft) if draft.kind in PREPARING else {}
        act = write_act(scene, draft, known, added)
        follow_up(scene, act)
        details = {"case_id": str(case.id), "unit_id": str(case.unit_id), "act_id": str(act.id)}
        record_event(actor, f"penalty.{draft.kind}", subject=act, about_unit_id=case.unit_id, details=details)
        return act

    return once(create, find)[0]


def known_by(actor: Actor, case_id: UUID, draft: ActDraft) -> dict[str, Any]:
    """By which the same request is known again."""
    values = {"case": str(case_id), "kind": draft.kind, "files": [vars(file) for file in draft.files]}
    return {"draft_hash": content_hash({**values, **draft.details()}), "by_account_id": actor.account_id}


def enter(actor: Actor, case_id: UUID, draft: ActDraft) -> Scene:
    """Lock the case and look whether the act's turn has come; inside the act's transaction.

    Raises what check_stage raises, CaseOfAnotherAgency, NotCaseOfficer, CaseOfficerMayNot.
    """
    case = lock_case(case_id)
    rows = act_rows([case.id])[case.id]
    standing, terms = standing_of(case, rows), terms_on()
    scene = Scene(actor, case, rows, standing, circumstances_of(case, terms))
    with articles_named(terms):
        check_doer(actor, case, standing, draft.kind)
        check_stage(standing, draft.kind, scene.circumstances)
    return scene


def check_doer(actor: Actor, case: PenaltyCase, standing: Standing, kind: str) -> None:
    """The case's own officers investigate; others of the same bureau review, preside and decide.

    Raises CaseOfAnotherAgency, NotCaseOfficer, CaseOfficerMayNot, OfficerRecused.
    """
    who = DOERS[kind][1]
    home = agency_by_id(actor.agency_id) if actor.agency_id else None
    if home is None or not (home.id == case.agency_id or (who == OFFICERS and home.parent_id == case.agency_id)):
        raise errors.CaseOfAnotherAgency()
    if who == OFFICERS and actor.person_id not in standing.officers:
        raise errors.NotCaseOfficer()
    if who == OTHERS and is_partial(standing, kind, actor.person_id):
        raise errors.CaseOfficerMayNot()
    if who == OTHERS and actor.person_id in recused_from([actor.person_id], case.unit_id):
        raise errors.OfficerRecused()


def write_act(scene: Scene, draft: ActDraft, known: dict[str, Any], added: dict[str, Any]) -> PenaltyAct:
    """The dated row, with its files; what the rules reckoned at the time stays in it."""
    act = PenaltyAct.create(
        id=draft.id,
        case_id=scene.case.id,
        position=scene.rows[-1].position + 1,
        kind=draft.kind,
        acted_on=clock.today(),
        at=clock.now(),
        by_person_id=scene.actor.person_id,
        by_name=scene.actor.name,
        details={**draft.details(), **{name: plain(value) for name, value in added.items()}},
        **known,
    )
    attach(scene.actor, ACT, act.id, scene.case.unit_id, draft.files)
    return act
