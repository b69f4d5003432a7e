"""What follows two decisions of the branch: a fine served, paid in parts and reported; a warning annulled, to be withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from reports.credits.rules import ReportDraft
from reports.credits.services import ask_withdrawal, mark_reported, record_decision
from reports.deliveries.rules import DeliveryDraft
from reports.deliveries.services import record_delivery
from reports.demo_pictures import draw_scene
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services import PaperWish, issue_paper
from reports.executions.rules import Annulment, Instalment, PaymentMade, PostponementReply, PostponementRequest
from reports.executions.services import take_execution_act
from reports.penalties.demo import measure, told
from reports.penalties.models import PenaltyAct, PenaltyDecision
from reports.penalties.queries import papers
from reports.penalties.queries.papers.parts import Sheet
from reports.penalties.rules import Decision, LegalReview, Statement
from reports.penalties.services import decide_case, take_act
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.attachments.rules import AttachedFile
from server.units.attachments.services import deliver_file
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

WRONG = "录像回放不足三十天，责令限期整改并处警告。"


def show_executions(world: DemoWorld, ordered: Sequence[UUID]) -> None:
    """The fine of the penalties' demo, and a warning upon hazards under an order. 2 s, most of it two papers."""
    officer, legal, leader = (
        actor_by_account(world.accounts[key]) for key in ("officer_chen", "legal_lixia", "leader_lixia")
    )
    fined = PenaltyDecision.get(PenaltyDecision.fine_fen > 0)
    _serve(world, officer, fined)
    _pay_in_parts(officer, leader, fined)
    warned = _warn(world, officer, legal, leader, ordered)
    _serve(world, officer, warned)
    records = [record.id for one in (fined, warned) if (record := record_decision(one.id))]
    mark_reported(officer, ReportDraft(new_id(), tuple(records), clock.today(), "SD-370100-0001", ""))
    reason = "核查发现整改期限尚未届满，处罚依据的事实认定有误。"
    act = take_execution_act(leader, warned.case_id, Annulment(id=new_id(), reason=reason))
    ask_withdrawal(warned.id, "annulled", act.acted_on)


def _warn(world: DemoWorld, officer: Actor, legal: Actor, leader: Actor, hazard_ids: Sequence[UUID]) -> PenaltyDecision:
    case_id = told(world, officer, hazard_ids, WRONG, fine_fen=0)
    take_act(officer, case_id, Statement(id=new_id(), is_made=False, text="不陈述、不申辩。"))
    take_act(legal, case_id, LegalReview(id=new_id(), outcome="agreed", opinion="同意。"))
    act = decide_case(leader, case_id, Decision(id=new_id(), **measure(WRONG, 0)))
    found: PenaltyDecision = PenaltyDecision.get_by_id(act.id)
    return found


def _serve(world: DemoWorld, officer: Actor, decision: PenaltyDecision) -> None:
    """The decision's paper made at once and handed over; its job finds it there."""
    act, kind = PenaltyAct.get_by_id(decision.id), DocumentKind.PENALTY_DECISION
    signers = (Signer("officer", act.by_person_id, act.by_name),)
    wish = PaperWish(kind, act.id, decision.unit_id, decision.agency_id, act.acted_on, signers)
    issue_paper(wish, lambda number, verification: papers.decision_facts(Sheet(act, kind, number, verification)))
    pair = tuple(world.people[key] for key in ("officer_chen", "inspector_lin"))
    draft = DeliveryDraft(
        new_id(), decision.document_id, "direct", clock.now(), pair, place="单位会议室", receiver="单位负责人",
        files=(_photo(officer, "送达回证", 81),),
    )  # fmt: skip
    record_delivery(officer, draft)


def _pay_in_parts(officer: Actor, leader: Actor, decision: PenaltyDecision) -> None:
    today, half = clock.today(), decision.fine_fen // 2
    asked = PostponementRequest(id=new_id(), asked_on=today, text="近期资金周转困难，申请分两期缴纳。")
    take_execution_act(officer, decision.case_id, asked)
    parts = (Instalment(today + timedelta(days=15), half), Instalment(today + timedelta(days=45), half))
    granted = PostponementReply(id=new_id(), is_granted=True, instalments=parts, reasons="确有经济困难，证明材料齐全。")
    take_execution_act(leader, decision.case_id, granted)
    paid = PaymentMade(
        id=new_id(), paid_on=today, fine_fen=half, surcharge_fen=0, channel="bank", receipt_no="3701-0001",
        files=(_photo(officer, "缴款凭据", 82),),
    )  # fmt: skip
    take_execution_act(officer, decision.case_id, paid)


def _photo(officer: Actor, name: str, number: int) -> AttachedFile:
    content = draw_scene(name, number)
    sha256 = hashlib.sha256(content).hexdigest()
    deliver_file(officer, sha256, content, "image/jpeg")
    return AttachedFile(sha256, "receipt", f"{name}.jpg")
