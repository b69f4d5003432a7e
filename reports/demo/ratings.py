"""Ratings of a bureau at work: one unit holds a grade, one is in review, one lost its grade after a veto."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from reports.demo.visits import Bureau
from reports.demo_pictures import draw_scene
from reports.ratings.models import RatingScheme
from reports.ratings.rules.drafts import ApplicationDraft, DecisionDraft, ReviewDraft, RoundDraft, VetoDraft
from reports.ratings.services import (
    apply_due_downgrades,
    apply_for_rating,
    decide_rating,
    endorse_proposal,
    open_round,
    propose_jointly,
    publish_round,
    register_veto,
    review_application,
)
from server.core import clock
from server.core.ids import new_id

_CODE = "default-2026"
_WHY = {
    "responsibility": "责任书和机构台账齐全",
    "rules": "制度预案按期修订，演练有记录",
    "human": "值守巡逻按要求开展",
    "technical": "设施完好，录像调阅正常",
    "hazards": "隐患均按期整改",
    "training": "年度轮训基本完成",
    "cases": "全年未发生有责案件",
}


def show_ratings(bureau: Bureau) -> None:
    """Two rounds with their reviews and decisions; 0.5 s."""
    scheme = RatingScheme.get(RatingScheme.code == _CODE)
    own = _open(bureau, scheme, "officer_chen", "历下区")
    school = _apply(bureau, scheme, own, "head_school", "model")
    for key, share in (("officer_chen", 94), ("officer_education", 92)):
        _review(bureau, scheme, school, key, share)
    decide_rating(
        bureau.actor("leader_lixia"), school, DecisionDraft(new_id(), "model", "三防措施扎实，联合评审得分较高。")
    )
    publish_round(bureau.actor("leader_lixia"), own)
    primary = _apply(bureau, scheme, own, "head_primary", "standard")
    _review(bureau, scheme, primary, "officer_chen", 85)

    city = _open(bureau, scheme, "officer_city", "济南市")
    kindergarten = _propose(bureau, city)
    for key in ("officer_licheng", "officer_education"):
        _review(bureau, scheme, kindergarten, key, 88)
    decide_rating(bureau.actor("leader_city"), kindergarten, DecisionDraft(new_id(), "standard", "达到评定标准。"))
    _veto(bureau)
    apply_due_downgrades(clock.today() + timedelta(days=1))  # as the next night would


def _open(bureau: Bureau, scheme: RatingScheme, key: str, place: str) -> UUID:
    today = clock.today()
    draft = RoundDraft(
        id=new_id(),
        year=today.year,
        title=f"{place}{today.year}年度平安单位评定",
        scheme_id=scheme.id,
        opens_on=today - timedelta(days=min(20, today.timetuple().tm_yday - 1)),
        closes_on=date(today.year, 12, 31),
    )
    return open_round(bureau.actor(key), draft).id


def _apply(bureau: Bureau, scheme: RatingScheme, round_id: UUID, key: str, grade: str) -> UUID:
    head = bureau.actor(key)
    photo = bureau.attach(head, "值班室.jpg", draw_scene("值班室", 80), "report")
    draft = ApplicationDraft(
        id=new_id(),
        round_id=round_id,
        unit_id=None,
        grade=grade,
        statement="本单位落实治安保卫责任制，三防设施完好，全年未发生有责案件，申请评定。",
        scores=tuple(_scores(scheme, 96, own=True)),
        files=(photo,),
    )
    return apply_for_rating(head, draft).id


def _propose(bureau: Bureau, round_id: UUID) -> UUID:
    """The police propose, the education department stands behind it."""
    draft = ApplicationDraft(
        id=new_id(),
        round_id=round_id,
        unit_id=bureau.world.units["kindergarten"],
        grade="standard",
        statement="该园封闭管理到位，接送登记规范，建议评定。",
        scores=(),
        files=(),
    )
    id = propose_jointly(bureau.actor("officer_licheng"), draft).id
    endorse_proposal(bureau.actor("officer_education"), id)
    return id


def _review(bureau: Bureau, scheme: RatingScheme, application_id: UUID, key: str, share: int) -> None:
    draft = ReviewDraft(new_id(), tuple(_scores(scheme, share)), "现场查看并核对台账，同意按得分评定。")
    review_application(bureau.actor(key), application_id, draft)


def _scores(scheme: RatingScheme, share: int, *, own: bool = False) -> list[dict[str, Any]]:
    """So many hundredths of each criterion's points, in steps of half a point."""
    rows = [
        {"criterion": one["code"], "points_x100": one["points_x100"] * share // 5000 * 50, "reason": _WHY[one["code"]]}
        for one in scheme.criteria
    ]
    return rows if own else [{**row, "rows": []} for row in rows]


def _veto(bureau: Bureau) -> None:
    officer = bureau.actor("officer_licheng")
    draft = VetoDraft(
        id=new_id(),
        unit_id=bureau.world.units["kindergarten"],
        code="concealment",
        occurred_on=clock.today(),
        reason="上报的演练照片与往年相同，经核实未开展演练。",
        files=(bureau.attach(officer, "核查照片.jpg", draw_scene("核查", 81), "evidence"),),
    )
    register_veto(officer, draft)
