"""Many tasks are given to officers in one act, or to others than before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.plans import plan_body
from tests.world import World

MANNINGS, TASKS, PULL = "/api/v1/task-assignments", "/api/v1/tasks", "/api/v1/mobile/pull"
LIN_AND_ZHOU = ("inspector_lin", "inspector_zhou")


def body(world: World, tasks: list[Any], officers: tuple[str, ...] = LIN_AND_ZHOU, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "task_ids": [str(id) for id in tasks],
        "officer_ids": [str(world.persons[key]) for key in officers],
        "reason": "人员调整",
        **changes,
    }


@pytest.fixture
def waiting(client_as: Callable[[str], Any], run_jobs: Callable[[], int]) -> list[str]:
    """Tasks of a plan that sends nobody yet."""
    plan = plan_body(assignment="nobody")
    assert client_as("officer").post("/api/v1/plans", json=plan).status_code == 201
    run_jobs()
    return [task["id"] for task in client_as("officer").get(f"{TASKS}?unassigned=true").json["items"]]


def test_waiting_tasks_are_given_out_together(
    client_as: Callable[[str], Any], world: World, waiting: list[str], connected: None
) -> None:
    assert len(waiting) == 2
    inspector = client_as("inspector")
    cursor = inspector.get(PULL).json["cursor"]
    sent = body(world, waiting)
    answer = client_as("officer").post(MANNINGS, json=sent)
    assert answer.status_code == 201, answer.json
    assert [row["result"] for row in answer.json["results"]] == ["assigned", "assigned"]
    assert client_as("officer").get(f"{TASKS}?unassigned=true").json["items"] == []
    pulled = {task["id"] for task in inspector.get(f"{PULL}?cursor={cursor}").json["tasks"]}
    assert set(waiting) <= pulled
    assert Event.select().where((Event.kind == "tasks.manned") & (Event.subject_id == sent["id"])).count() == 1


def test_who_no_longer_goes_forgets_the_task(client_as: Callable[[str], Any], world: World) -> None:
    id, second = world.tasks[0], client_as("second")
    cursor = second.get(PULL).json["cursor"]
    answer = client_as("officer").post(MANNINGS, json=body(world, [id], ("inspector_lin", "officer_chen")))
    assert answer.json["results"] == [{"task_id": str(id), "result": "assigned"}]
    pulled = second.get(f"{PULL}?cursor={cursor}").json
    assert pulled["gone"]["tasks"] == [str(id)]
    assert (
        client_as("inspector")
        .get(f"{PULL}?cursor={client_as('inspector').get(PULL).json['cursor']}")
        .json["gone"]["tasks"]
        == []
    )
    back = client_as("officer").post(MANNINGS, json=body(world, [id]))
    assert back.status_code == 201
    pulled = second.get(f"{PULL}?cursor={cursor}").json
    assert pulled["gone"]["tasks"] == []
    assert str(id) in [task["id"] for task in pulled["tasks"]]


def test_each_task_has_its_own_result(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    own_check = {
        "id": str(new_id()), "kind": "self", "unit_id": str(world.units["school_first"]), "site_id": None,
        "template_ids": [str(world.templates["GEN"])], "officer_ids": [], "due_on": "2026-12-31",
    }  # fmt: skip
    assert officer.post(TASKS, json=own_check).status_code == 201
    officer.post(f"{TASKS}/{world.tasks[1]}/cancellations", json={"reason": "停业"})
    elsewhere, unknown = world.tasks[6], new_id()
    tasks = [world.tasks[0], world.tasks[1], world.tasks[2], own_check["id"], elsewhere, unknown]
    answer = officer.post(MANNINGS, json=body(world, tasks, ("inspector_lin", "officer_chen")))
    assert [row["result"] for row in answer.json["results"]] == [
        "assigned", "ended", "assigned", "self_check", "not_found", "not_found",
    ]  # fmt: skip
    again = officer.post(MANNINGS, json=body(world, [world.tasks[0]], ("officer_chen", "inspector_lin")))
    assert [row["result"] for row in again.json["results"]] == ["unchanged"]


@pytest.mark.parametrize("persona", ["inspector", "department", "head", "system_admin"])
def test_who_may_not_assign_does_not_assign_many(client_as: Callable[[str], Any], world: World, persona: str) -> None:
    assert client_as(persona).post(MANNINGS, json=body(world, [world.tasks[0]])).status_code == 403


def test_tasks_of_the_other_branch_are_not_found_and_its_officers_neither(
    client_as: Callable[[str], Any], world: World
) -> None:
    own = ("inspector_licheng_1", "inspector_licheng_2")
    answer = client_as("stranger").post(MANNINGS, json=body(world, [world.tasks[0]], own))
    assert [row["result"] for row in answer.json["results"]] == ["not_found"]
    assert client_as("officer").post(MANNINGS, json=body(world, [world.tasks[0]], own)).status_code == 404
    unchanged = client_as("officer").get(f"{TASKS}/{world.tasks[0]}").json["officers"]
    assert {officer["person_id"] for officer in unchanged} == {str(world.persons[key]) for key in LIN_AND_ZHOU}


@pytest.mark.parametrize(
    "officers", [(), ("inspector_lin",), ("inspector_lin", "inspector_expired"), ("inspector_lin", "head_school")]
)
def test_two_officers_with_valid_certificates_are_asked_for(
    client_as: Callable[[str], Any], world: World, officers: tuple[str, ...]
) -> None:
    answer = client_as("officer").post(MANNINGS, json=body(world, [world.tasks[0]], officers))
    assert (answer.status_code, answer.json["code"]) == (422, "officers_too_few")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"task_ids": []}, "task_ids"), ({"reason": "长" * 501}, "reason"), ({"when": 1}, "when")],
)
def test_a_malformed_request_names_the_field(
    client_as: Callable[[str], Any], world: World, change: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(MANNINGS, json=body(world, [world.tasks[0]], **change))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_sent_twice_it_is_done_once_and_other_content_is_a_conflict(
    client_as: Callable[[str], Any], world: World, waiting: list[str]
) -> None:
    officer, sent = client_as("officer"), body(world, waiting)
    first, second = officer.post(MANNINGS, json=sent), officer.post(MANNINGS, json=sent)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert officer.post(MANNINGS, json={**sent, "reason": "别的"}).status_code == 409
    assert officer.post(MANNINGS, json={**sent, "task_ids": waiting[:1]}).status_code == 409
