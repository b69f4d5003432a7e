"""A case of accountability: one letter waits for the leader, one went to the government, which owes an answer."""

from __future__ import annotations

from datetime import timedelta

from reports.accountability.rules import CaseDraft, MeasureDraft, NamedDraft, ProposalDraft
from reports.accountability.services import draft_proposal, issue_proposal, open_case
from reports.demo.visits import Bureau
from reports.demo_pictures import draw_scene
from server.core import clock
from server.core.ids import new_id


def show_accountability(bureau: Bureau) -> None:
    """The bank's case, with its head and a supervisor in question; 0.1 s."""
    officer, people = bureau.actor("officer_chen"), bureau.world.people
    named = (
        NamedDraft(
            new_id(),
            people["head_bank"],
            "单位治安保卫工作第一责任人",
            "录像存储长期不足三十天，多次告知仍未更换设备。",
        ),
        NamedDraft(new_id(), people["inspector_pearl"], "辖区单位日常检查", "半年内未到该单位检查。"),
    )
    case = CaseDraft(
        id=new_id(),
        unit_id=bureau.world.units["bank"],
        cause="not_carried_out",
        consequence="disorder",
        occurred_on=clock.today() - timedelta(days=3),
        facts="营业大厅连续两日发生聚集争执，值班人员未按预案处置，现场秩序严重混乱，事后无录像可查。",
        people=named,
        files=(bureau.attach(officer, "现场.jpg", draw_scene("营业大厅", 82), "evidence"),),
    )
    open_case(officer, case)
    leading = (MeasureDraft(named[0].id, "discipline", "后果严重"),)
    draft_proposal(officer, case.id, ProposalDraft(new_id(), "泉城示范银行股份有限公司", None, leading))
    supervising = (MeasureDraft(named[1].id, "talk", ""),)
    government = bureau.world.agencies["government"]
    letter = ProposalDraft(new_id(), "济南市人民政府", government, supervising)
    draft_proposal(officer, case.id, letter)
    issue_proposal(bureau.actor("leader_lixia"), letter.id)
