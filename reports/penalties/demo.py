"""Two cases of the branch: a bank's, decided; a school's, whose notice was received and whose answer is awaited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from checklists.hazards.models import Hazard
from reports.penalties.rules import (
    Consequence,
    Decision,
    Evidence,
    FilingDraft,
    HearingWaiver,
    LegalReview,
    Notice,
    Receipt,
    Respondent,
    Statement,
    StatementReview,
)
from reports.penalties.services import decide_case, file_case, take_act
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

FACTS = "视频监控录像回放不足三十天，经责令限期整改，期满复查仍未更换硬盘。"
REASONS = "逾期未整改，已如实陈述，无从轻、从重情节。"


def show_penalties(world: DemoWorld, failed: Sequence[UUID], ordered: Sequence[UUID]) -> None:
    """Upon hazards re-checked in vain, a fine; upon hazards under an order, an intended warning. 1 s."""
    officer, legal, leader = (
        actor_by_account(world.accounts[key]) for key in ("officer_chen", "legal_lixia", "leader_lixia")
    )
    decided = told(world, officer, failed, FACTS, fine_fen=2_000_000)
    take_act(officer, decided, Statement(id=new_id(), is_made=True, text="硬盘已订货，请求从轻处罚。"))
    reasons = "订货不等于整改，所提理由已在裁量中考虑。"
    take_act(officer, decided, StatementReview(id=new_id(), is_accepted=False, reasons=reasons))
    take_act(officer, decided, HearingWaiver(id=new_id(), text="当事人书面表示不要求听证。"))
    opinion = "事实清楚，证据充分，程序合法，裁量适当。"
    take_act(legal, decided, LegalReview(id=new_id(), outcome="agreed", opinion=opinion))
    decide_case(leader, decided, Decision(id=new_id(), **measure(FACTS, 2_000_000)))
    told(world, officer, ordered, "出入口未安装车辆阻挡装置，责令限期整改。", fine_fen=0)


def told(world: DemoWorld, officer: Actor, hazard_ids: Sequence[UUID], facts: str, *, fine_fen: int) -> UUID:
    """A case filed, with evidence, its notice received today; its id."""
    pair = tuple(world.people[key] for key in ("officer_chen", "inspector_lin"))
    unit_id = Hazard.get_by_id(hazard_ids[0]).unit_id
    case = file_case(
        officer,
        FilingDraft(
            id=new_id(),
            unit_id=unit_id,
            respondent=Respondent("unit"),
            officer_ids=pair,
            offence="regulation_19",
            source="recheck" if fine_fen else "inspection",
            summary=facts,
            happened_on=clock.today(),
            is_harmful=False,
            hazard_ids=tuple(hazard_ids),
            order_ids=(),
        ),
    )
    for kind, title in (("record", "检查笔录、复查意见书"), ("audio_visual", "现场照片")):
        line = Evidence(
            id=new_id(), evidence_kind=kind, title=title, obtained_on=clock.today(), obtained_from="现场", note=""
        )
        take_act(officer, case.id, line)
    if fine_fen:
        text = "发生客户财物失窃后无法调取录像。"
        loss = Consequence(id=new_id(), consequence="loss", happened_on=clock.today(), text=text)
        take_act(officer, case.id, loss)
    take_act(officer, case.id, Notice(id=new_id(), is_serious=False, **measure(facts, fine_fen)))
    take_act(officer, case.id, Receipt(id=new_id(), received_on=clock.today(), way="signed", witness=""))
    return UUID(str(case.id))


def measure(facts: str, fine_fen: int) -> dict[str, Any]:
    return {
        "facts": facts,
        "reasons": REASONS if fine_fen else "首次发现，依照规定责令限期整改并处警告。",
        "is_warning": True,
        "fine_fen": fine_fen,
        "grade": "ordinary",
        "factors": (),
    }
