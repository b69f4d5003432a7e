"""A plan is changed by whom it belongs to, from now on; what was made stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.ids import new_id
from tests.factories.plans import every, plan_body, selection

PLANS = "/api/v1/plans"


@pytest.fixture
def plan(client_as: Callable[[str], Any], run_jobs: Callable[[], int]) -> dict[str, Any]:
    body = plan_body()
    assert client_as("officer").post(PLANS, json=body).status_code == 201
    run_jobs()
    return body


def revised(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**body, **changes}.items() if name != "id"}


def put(client: Any, body: dict[str, Any], etag: str | None = None, **changes: Any) -> Any:
    path = f"{PLANS}/{body['id']}"
    tag = client.get(path).headers.get("ETag", '"none"') if etag is None else etag
    return client.put(path, json=revised(body, **changes), headers={"If-Match": tag} if tag else {})


def step(client: Any, body: dict[str, Any], state: str, **changes: Any) -> Any:
    sent = {"id": str(new_id()), "state": state, "reason": "安排调整", **changes}
    return client.post(f"{PLANS}/{body['id']}/states", json=sent)


def test_a_wider_selection_makes_tasks_for_the_units_that_come_in(
    client_as: Callable[[str], Any], plan: dict[str, Any], run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    answer = put(officer, plan, selection=selection(industries=["school", "hospital"]))
    assert (answer.status_code, answer.json["version"]) == (200, 2)
    run_jobs()
    assert len(officer.get(f"/api/v1/tasks?origin_id={plan['id']}").json["items"]) == 3


def test_a_revision_is_held_to_the_same_rules(client_as: Callable[[str], Any], plan: dict[str, Any]) -> None:
    assert put(client_as("officer"), plan, schedule=every(0)).json["code"] == "plan_always_fires"
    assert put(client_as("officer"), plan, grace_days=-1).json["errors"][0]["field"] == "grace_days"


@pytest.mark.parametrize(("persona", "status"), [("station", 403), ("city", 403), ("stranger", 404), ("head", 404)])
def test_nobody_else_changes_it(
    client_as: Callable[[str], Any], plan: dict[str, Any], persona: str, status: int
) -> None:
    assert put(client_as(persona), plan, title="别人的").status_code == status
    assert step(client_as(persona), plan, "ended").status_code == status


def test_an_unseen_version_is_not_overwritten_and_the_tag_is_asked_for(
    client_as: Callable[[str], Any], plan: dict[str, Any]
) -> None:
    officer = client_as("officer")
    old = officer.get(f"{PLANS}/{plan['id']}").headers["ETag"]
    assert put(officer, plan, title="新名称").status_code == 200
    assert put(officer, plan, old, title="旧版本上的修改").status_code == 412
    assert put(officer, plan, "", title="没有标记").status_code == 428


def test_a_step_sent_twice_is_taken_once_and_other_content_is_a_conflict(
    client_as: Callable[[str], Any], plan: dict[str, Any]
) -> None:
    officer, id = client_as("officer"), str(new_id())
    first, second = (step(officer, plan, "paused", id=id) for _ in range(2))
    assert (first.status_code, first.json["state"], second.json) == (201, "paused", first.json)
    assert step(officer, plan, "ended", id=id).status_code == 409
    assert [row["state"] for row in officer.get(f"{PLANS}/{plan['id']}").json["states"]] == ["running", "paused"]


@pytest.mark.parametrize(
    ("states", "code"),
    [
        (["running"], "plan_unchanged"),
        (["paused", "paused"], "plan_unchanged"),
        (["ended", "running"], "plan_ended"),
        (["ended", "ended"], "plan_ended"),
        (["ended", "paused"], "plan_ended"),
    ],
)
def test_an_illegal_step_is_refused(
    client_as: Callable[[str], Any], plan: dict[str, Any], states: list[str], code: str
) -> None:
    officer = client_as("officer")
    for state in states[:-1]:
        assert step(officer, plan, state).status_code == 201
    answer = step(officer, plan, states[-1])
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_an_ended_plan_is_not_revised(client_as: Callable[[str], Any], plan: dict[str, Any]) -> None:
    assert step(client_as("officer"), plan, "ended").status_code == 201
    answer = put(client_as("officer"), plan, title="再来")
    assert (answer.status_code, answer.json["code"]) == (422, "plan_ended")


@pytest.mark.parametrize("change", [{"state": "sleeping"}, {"id": "1"}, {"reason": "长" * 501}])
def test_a_malformed_step_names_the_field(
    client_as: Callable[[str], Any], plan: dict[str, Any], change: dict[str, Any]
) -> None:
    answer = step(client_as("officer"), plan, **{"state": "paused", **change})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, next(iter(change)))
