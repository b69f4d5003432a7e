"""Publicity activities and micro-courses as units send them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from courses.activities.models import Activity, MicroCourse
from server.core import clock
from server.core.ids import new_id
from tests.factories.files import delivered_photo


def activity_body(client: Any, **changes: Any) -> dict[str, Any]:
    """A lecture of today with one photo, which is delivered first."""
    photos = [] if "photos" in changes else [delivered_photo(client, 1)]
    return {
        "id": str(new_id()),
        "kind": "lecture",
        "title": "法治进校园讲座",
        "on_day": clock.today().isoformat(),
        "place": "学校礼堂",
        "head_count": 320,
        "summary": "讲解治安管理处罚法和防范电信诈骗。",
        "photos": photos,
        **changes,
    }


def micro_body(**changes: Any) -> dict[str, Any]:
    """A micro-course of one page and three questions, open from yesterday to next month."""
    options = [{"id": "a", "text": "拨打 110"}, {"id": "b", "text": "转发到群里"}, {"id": "c", "text": "告诉保卫科"}]
    return {
        "id": str(new_id()),
        "title": "遇到可疑人员怎么办",
        "pages": [{"title": "先看一看", "text": "发现可疑人员，不要靠近，记住特征，及时报告。"}],
        "questions": [
            {"id": "q1", "type": "single", "stem": "首先应当怎么做？", "options": options, "right": ["a"]},
            {"id": "q2", "type": "multiple", "stem": "哪些做法是对的？", "options": options, "right": ["a", "c"]},
            {"id": "q3", "type": "true_false", "stem": "可以上前盘问。", "right": False},
        ],
        "pass_percent": 60,
        "opens_on": (clock.today() - timedelta(days=1)).isoformat(),
        "closes_on": (clock.today() + timedelta(days=30)).isoformat(),
        **changes,
    }


def grow_activities(unit_id: UUID) -> None:
    """Three activities and three micro-courses of a unit, straight into the tables."""
    written = {"by_name": "王芳", "at": clock.now(), "draft_hash": "0" * 64}
    for number in range(3):
        Activity.create(
            id=new_id(), unit_id=unit_id, kind="lecture", title=f"讲座{number}", on_day=clock.today(), place="礼堂",
            head_count=100, **written,
        )  # fmt: skip
        MicroCourse.create(
            id=new_id(), unit_id=unit_id, title=f"微课{number}", pages=[], questions=[], pass_percent=60,
            token=f"token{number}", opens_on=clock.today(), closes_on=clock.today(), **written,
        )  # fmt: skip
