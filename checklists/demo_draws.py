"""Draws for a first look: one made and public, one given up and opened again, one whose pools are frozen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from checklists.draws.rules.pools import LEVELS, DrawDraft, LeftOut, UnitConditions
from checklists.draws.services import (
    Witness,
    abandon_draw,
    freeze_pools,
    make_draw,
    open_draw,
    publish_draw,
)
from checklists.exclusions.rules import ExclusionDraft
from checklists.exclusions.services import declare_exclusion
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.demo import DemoWorld

WEIGHTS = {0: 1, 1: 3, 2: 2, 3: 1}


def build_draws(world: DemoWorld) -> None:
    """Draws of the branch by its officer, with a recusal and a leave to keep; 0.1 s."""
    officer = Actor(
        account_id=world.accounts["officer_chen"],
        person_id=world.people["officer_chen"],
        name="陈明理",
        roles=("officer",),
        agency_id=world.agencies["lixia"],
    )
    _keep_away(officer, world)
    _make_one(officer, world)
    _give_one_up(officer)
    waiting = open_draw(
        officer, _draft("学校冬季安全随机抽查", "假期前校园安保抽查", 1, UnitConditions(industries=("school",)))
    )
    freeze_pools(officer, waiting.id)


def _keep_away(officer: Actor, world: DemoWorld) -> None:
    today = clock.today()
    declare_exclusion(
        officer,
        ExclusionDraft(
            new_id(),
            "recusal",
            world.people["inspector_zhou"],
            world.units["hospital"],
            "近亲属在该院任职",
            today,
            None,
        ),
    )
    away = (today + timedelta(days=20), today + timedelta(days=27))
    declare_exclusion(officer, ExclusionDraft(new_id(), "leave", world.people["inspector_lin"], None, "年休假", *away))


def _make_one(officer: Actor, world: DemoWorld) -> None:
    out = LeftOut(world.units["jewellery"], "装修停业")
    conditions = UnitConditions(kinds=("enterprise", "institution"), left_out=(out,))
    draw = open_draw(officer, _draft("第四季度双随机抽查", "年度抽查计划第四批", 3, conditions))
    freeze_pools(officer, draw.id)
    make_draw(officer, draw.id, Witness("区司法局 执法监督员", "趵突泉水位二十八米八"))
    publish_draw(officer, draw.id, "process")
    publish_draw(officer, draw.id, "result")


def _give_one_up(officer: Actor) -> None:
    conditions = UnitConditions(kinds=("organ", "group"))
    first = open_draw(officer, _draft("机关团体随机抽查", "下半年抽查", 1, conditions))
    abandon_draw(officer, first.id, "见证人未到场，改期进行")
    again: dict[str, Any] = {"repeats_id": first.id, "repeat_reason": "上次见证人未到场，没有抽成"}
    open_draw(officer, _draft("机关团体随机抽查（重新组织）", "下半年抽查", 1, conditions, **again))


def _draft(name: str, reason: str, count: int, units: UnitConditions, **again: Any) -> DrawDraft:
    return DrawDraft(
        id=new_id(),
        name=name,
        reason=reason,
        units=units,
        agency_ids=(),
        unit_count=count,
        officers_per_unit=2,
        weights={level: WEIGHTS[level] for level in LEVELS},
        **again,
    )
