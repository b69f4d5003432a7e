"""A finished commendation with its certificates, and one in public notice. Through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from reports.commendations.rules import HonourDraft, NominationDraft, RoundDraft
from reports.commendations.services import (
    antedate_notice,
    decide_round,
    nominate,
    open_round,
    review_nomination,
    start_notice,
)
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

CONTACT = "济南市公安局历下区分局内保大队，电话 0531-00000000"
UNITS = HonourDraft("unit", "内部治安保卫工作先进单位", "unit", 10)
PERSONS = HonourDraft("person", "内部治安保卫工作先进个人", "person", 20)
BASES = ({"basis": "state-council-421", "article": "第十七条"},)
SHIFTED_DAYS = 21  # the first notice began three weeks ago


def show_commendations(world: DemoWorld) -> None:
    """Two rounds of the branch: one decided today, its notice three weeks old; one whose notice began today. 1 s."""
    year = clock.today().year
    first = _round(
        world,
        f"{year - 1}年度内部治安保卫工作表彰",
        year - 1,
        (
            ("school_first", None, "全年自查隐患二十一处，全部按期整改；上学放学时段三人值守校门，未发生侵入事件。"),
            (None, "guard_school", "坚守校门岗位，及时发现并劝离携带管制刀具人员一名，参加轮训全部合格。"),
        ),
    )
    # the server's clock cannot be told; a demo needs a notice that has run
    antedate_notice(SYSTEM, first, clock.today() - timedelta(days=SHIFTED_DAYS))
    decide_round(actor_by_account(world.accounts["leader_lixia"]), first)
    _round(
        world,
        f"{year}年度内部治安保卫工作表彰",
        year,
        (
            ("museum", None, "展厅报警、视频、巡更三套系统全年完好，组织反恐演练四次。"),
            ("bank", None, "守押交接双人核验，逐日清点，连续三年没有发生案件。"),
            (None, "informant_bank", "留意柜台异常，协助公安机关劝阻电信诈骗两起。"),
        ),
    )


def _round(world: DemoWorld, title: str, year: int, named: tuple[tuple[Any, ...], ...]) -> UUID:
    officer, reviewer = (actor_by_account(world.accounts[key]) for key in ("officer_chen", "officer_chen_2"))
    row = open_round(officer, RoundDraft(new_id(), year, "district", title, "", BASES, (UNITS, PERSONS), ()))
    for unit, person, deeds in named:
        code = UNITS.code if unit else PERSONS.code
        unit_id, person_id = world.units.get(unit), world.people.get(person)
        made = nominate(officer, NominationDraft(new_id(), row.id, code, unit_id, person_id, deeds, "hand"))
        review_nomination(reviewer, made.id, approved=True, opinion="事迹属实，同意推荐。")
    return start_notice(officer, row.id, CONTACT).id
