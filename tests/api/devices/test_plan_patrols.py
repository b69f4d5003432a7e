"""Plans of patrols: written by a bureau, read along its line, changed by it and those above."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from device_checks.patrols.models import PatrolPlan
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.patrols import PLANS, plan_body

pytestmark = pytest.mark.usefixtures("connected")

ClientAs = Callable[[str], Any]


def written(client: Any, **changes: Any) -> Any:
    answer = client.post(PLANS, json=plan_body(**changes))
    assert answer.status_code == 201, answer.json
    return answer.json


def content(**changes: Any) -> dict[str, Any]:
    body = plan_body(**changes)
    body.pop("id")
    return body


def test_a_plan_is_written_and_sent_twice_it_is_one(client_as: ClientAs) -> None:
    officer, body = client_as("officer"), plan_body()
    for _ in range(2):
        assert officer.post(PLANS, json=body).status_code == 201
    assert officer.post(PLANS, json={**body, "title": "别的"}).status_code == 409
    found = officer.get(PLANS).json["plans"]
    assert [(row["title"], row["times"], row["is_editable"]) for row in found] == [("每日巡检", body["times"], True)]
    assert [row.kind for row in Event.select().where(Event.subject_id == body["id"])] == ["patrol_plan.written"]


def test_a_plan_is_seen_along_the_line_and_changed_from_above(client_as: ClientAs) -> None:
    row = written(client_as("officer"))
    address, tag = f"{PLANS}/{row['id']}", {"If-Match": f'"{row["id"]}.1"'}
    assert client_as("station").get(address).json["is_editable"] is False
    assert client_as("station").put(address, json=content(), headers=tag).status_code == 403
    assert client_as("stranger").get(address).status_code == 404
    assert client_as("stranger").put(address, json=content(), headers=tag).status_code == 404
    assert client_as("head").get(PLANS).status_code == 403
    assert client_as("officer").put(address, json=content()).status_code == 428
    changed = client_as("city").put(address, json=content(title="改", is_active=False), headers=tag)
    assert (changed.status_code, changed.json["title"], changed.json["is_active"]) == (200, "改", False)
    assert client_as("officer").put(address, json=content(), headers=tag).status_code == 412
    above = written(client_as("city"))
    body = content()
    answer = client_as("officer").put(f"{PLANS}/{above['id']}", json=body, headers={"If-Match": f'"{above["id"]}.1"'})
    assert answer.json["code"] == "patrol_plan_of_others"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"times": {}}, "patrol_times_impossible"),
        ({"times": {"1": [], "2": [], "3": []}}, "patrol_times_impossible"),
        ({"times": {"1": [24]}}, "patrol_times_impossible"),
        ({"times": {"1": [6, 6]}}, "patrol_times_impossible"),
        ({"times": {"1": [6, 7]}, "window_minutes": 61}, "patrol_window_too_long"),
        ({"times": {"4": [6]}}, "invalid"),
        ({"times": {"1": ["6"]}}, "invalid"),
        ({"title": ""}, "invalid"),
        ({"window_minutes": -1}, "invalid"),
        ({"pace": {"slots": 0}}, "invalid"),
        ({"pace": {"limit_seconds": 21}}, "invalid"),
    ],
    ids=str,
)
def test_a_plan_that_cannot_be_is_refused(client_as: ClientAs, changes: dict[str, Any], code: str) -> None:
    assert client_as("officer").post(PLANS, json=plan_body(**changes)).json["code"] == code
    assert PatrolPlan.select().count() == 0


def test_the_list_costs_no_more_for_more_plans(client_as: ClientAs) -> None:
    officer = client_as("officer")

    def statements(rows: int) -> int:
        seen: list[str] = []
        real = database.obj.execute_sql
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database.obj, "execute_sql", lambda sql, *a, **k: seen.append(sql) or real(sql, *a, **k))
            assert len(officer.get(PLANS).json["plans"]) == rows
        return len(seen)

    written(officer)
    few = statements(1)
    for _ in range(3):
        written(officer, id=str(new_id()))
    assert statements(4) == few
