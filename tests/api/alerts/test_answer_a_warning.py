"""A rule warns; unit and station are told; the unit's feedback closes it, or the police end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from server.alerts.warnings.models import SecurityWarning
from server.alerts.warnings.queries import rule_in_force
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.notices import texts_of
from tests.factories.warnings import WARNING_RULES, WARNINGS, warning
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def feedback(client: Any, warning_id: Any, **changes: Any) -> Any:
    return client.post(f"{WARNINGS}/{warning_id}/feedback", json={"id": str(new_id()), "text": "已恢复供电", **changes})


def statements(client: Any, rows: int) -> int:
    """How many statements the list takes."""
    seen: list[str] = []
    real = database.obj.execute_sql
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.obj, "execute_sql", lambda sql, *a, **k: seen.append(sql) or real(sql, *a, **k))
        assert len(client.get(WARNINGS).json["items"]) == rows
    return len(seen)


def end(client: Any, id: Any, reason: str = "计划内检修") -> Any:
    return client.post(f"{WARNINGS}/{id}/end", json={"reason": reason})


@pytest.mark.clause("JN-2.3.4e")
def test_unit_and_station_are_told_and_feedback_closes_it(world: World, client_as: Callable[[str], Any]) -> None:
    row = warning(world)
    told = "橙色预警：泉城示范第一中学财务室 3 路摄像机离线，请处置并反馈。"
    for persona in ("head", "station"):
        assert texts_of(client_as(persona), kind="warning.raised") == [told]
    assert texts_of(client_as("officer"), kind="warning.raised") == []
    seen = client_as("station").get(f"{WARNINGS}/{row.id}").json
    assert (seen["state"], seen["basis"][0]["text"]) == ("open", "财务室走廊摄像机离线")
    assert {one["kind"] for one in seen["addressees"]} == {"unit", "agency"}
    answered = feedback(client_as("head"), row.id)
    assert (answered.status_code, answered.json["state"]) == (201, "answered")
    assert answered.json["closed_at"]
    assert [one["text"] for one in answered.json["feedback"]] == ["已恢复供电"]
    assert answered.json["feedback"][0]["party"] == "泉城示范第一中学"
    assert texts_of(client_as("station"), kind="warning.answered") == ["预警“财务室 3 路摄像机离线”已有反馈。"]
    assert texts_of(client_as("head"), kind="warning.answered") == []
    kinds = {row.kind for row in Event.select().where(Event.subject_id == row.id)}
    assert kinds == {"warning.raised", "warning.answered"}


def test_the_same_facts_twice_are_one_warning(world: World, client_as: Callable[[str], Any]) -> None:
    assert warning(world, key="one").id == warning(world, key="one").id
    assert SecurityWarning.select().count() == 1
    assert len(texts_of(client_as("head"), kind="warning.raised")) == 1


def test_feedback_sent_twice_is_one_and_more_may_be_added(world: World, client_as: Callable[[str], Any]) -> None:
    row, head, id = warning(world), client_as("head"), str(new_id())
    assert feedback(head, row.id, id=id).status_code == 201
    assert len(feedback(head, row.id, id=id).json["feedback"]) == 1
    assert feedback(head, row.id, id=id, text="另一句").status_code == 409
    assert len(feedback(client_as("staff"), row.id, text="录像已核对").json["feedback"]) == 2


def test_only_addressees_within_reach_answer(world: World, client_as: Callable[[str], Any]) -> None:
    row = warning(world, addressees=("station",))
    assert client_as("stranger").get(f"{WARNINGS}/{row.id}").status_code == 404
    assert end(client_as("stranger"), row.id).status_code == 404
    assert feedback(client_as("head"), row.id).json["code"] == "warning_not_addressed"
    assert feedback(client_as("officer"), row.id).status_code == 403
    assert end(client_as("head"), row.id).status_code == 403
    assert feedback(client_as("head"), new_id()).status_code == 404
    for wrong in ("", " ", "字" * 2001, 5, None):
        assert feedback(client_as("head"), row.id, text=wrong).status_code == 422


def test_the_police_end_what_needs_no_answer(world: World, client_as: Callable[[str], Any]) -> None:
    row, officer = warning(world), client_as("officer")
    ended = end(officer, row.id)
    assert (ended.status_code, ended.json["state"], ended.json["ended_by"]) == (200, "ended", "陈明理")
    assert end(officer, row.id).status_code == 200
    assert end(officer, row.id, "别的原因").json["code"] == "warning_closed"
    assert feedback(client_as("head"), row.id).json["code"] == "warning_closed"
    assert texts_of(client_as("head"), kind="warning.ended") == ["预警“财务室 3 路摄像机离线”已解除：计划内检修"]
    answered = warning(world)
    feedback(client_as("head"), answered.id)
    assert end(officer, answered.id).json["code"] == "warning_closed"
    assert end(officer, answered.id, "").status_code == 422


def test_lists_are_filtered_paged_and_cost_no_more_for_more_rows(world: World, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    first = warning(world)
    feedback(client_as("head"), first.id)
    warning(world, level="red")
    few = statements(officer, 2)
    for _ in range(4):
        warning(world)
    assert statements(officer, 6) == few
    listed = lambda **query: officer.get(WARNINGS, query_string=query).json["items"]  # noqa: E731
    assert [row["id"] for row in listed(state="answered")] == [str(first.id)]
    assert len(listed(level="red")) == 1
    assert listed(type="other") == []
    assert len(listed(unit_id=str(world.units["school_first"]))) == 6
    page = officer.get(WARNINGS, query_string={"limit": 4}).json
    assert len(officer.get(WARNINGS, query_string={"limit": 4, "after": page["next"]}).json["items"]) == 2
    assert client_as("stranger").get(WARNINGS).json["items"] == []
    assert officer.get(WARNINGS, query_string={"state": "x"}).status_code == 422


def rule_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "code": "cameras_offline",
        "from_on": (clock.today() + timedelta(days=1)).isoformat(),
        "title": "同一重要部位摄像机离线",
        "level": "red",
        "parameters": {"count": 2, "hours": 12, "looks": 1},
        "addressees": ["unit", "bureau"],
        "bases": ["示范通知"],
        **changes,
    }


def test_a_rule_reads_otherwise_from_a_day_on(client_as: Callable[[str], Any]) -> None:
    admin, body = client_as("system_admin"), rule_body()
    for _ in range(2):
        assert admin.post(WARNING_RULES, json=body).status_code == 201
    assert [row["parameters"]["count"] for row in client_as("officer").get(WARNING_RULES).json["rules"]] == [2, 3]
    shipped = rule_in_force("cameras_offline", clock.today())
    assert shipped is not None
    assert shipped.parameters == {"count": 3, "hours": 24, "looks": 2}
    later = rule_in_force("cameras_offline", clock.today() + timedelta(days=1))
    assert later is not None
    assert later.level == "red"
    assert rule_in_force("cameras_offline", date(2019, 12, 31)) is None
    off = rule_body(from_on=(clock.today() + timedelta(days=2)).isoformat(), is_active=False)
    assert admin.post(WARNING_RULES, json=off).status_code == 201
    assert rule_in_force("cameras_offline", clock.today() + timedelta(days=2)) is None


def test_a_rule_that_cannot_be_is_refused(client_as: Callable[[str], Any]) -> None:
    admin = client_as("system_admin")
    code = lambda **changes: admin.post(WARNING_RULES, json=rule_body(**changes)).json["code"]  # noqa: E731
    assert code(code="unheard_of") == "warning_rule_unknown"
    assert code(from_on=(clock.today() - timedelta(days=1)).isoformat()) == "warning_rule_not_later"
    for wrong in ({"count": 2}, {"count": 0, "hours": 1, "looks": 1}, {"count": 3, "hours": 24, "looks": 10_001}):
        assert code(parameters=wrong) == "warning_parameters_wrong"
    for changes in ({"level": "pink"}, {"addressees": []}, {"bases": []}, {"parameters": {"count": "3"}}):
        assert admin.post(WARNING_RULES, json=rule_body(**changes)).status_code == 422
    assert client_as("officer").post(WARNING_RULES, json=rule_body()).status_code == 403
