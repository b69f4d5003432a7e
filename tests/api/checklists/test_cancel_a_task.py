"""A task is called off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.tasks.models import TaskEnding
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.phone import make_record
from tests.factories.records import Sender
from tests.world import World

SCHOOL_TASK, LICHENG_TASK, PRIMARY_TASK = 0, 5, 1  # in demo.json


def cancel(client: Any, id: Any, reason: Any = "人员调整") -> Any:
    return client.post(f"/api/v1/tasks/{id}/cancellations", json={"reason": reason})


def test_a_cancelled_task_says_so_and_leaves_an_event(
    client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    client, id = client_as("officer"), world.tasks[SCHOOL_TASK]
    answer = cancel(client, id)
    assert (answer.status_code, answer.json["state"]) == (201, "cancelled")
    assert client.get(f"/api/v1/tasks/{id}").json == answer.json
    assert TaskEnding.get(TaskEnding.task_id == id).reason == "人员调整"
    assert Event.select().where((Event.kind == "task.cancelled") & (Event.subject_id == id)).count() == 1


def test_a_task_of_the_other_branch_is_not_found(client_as: Callable[[str], Any], world: World) -> None:
    assert cancel(client_as("officer"), world.tasks[LICHENG_TASK]).status_code == 404
    assert cancel(client_as("officer"), new_id()).status_code == 404


@pytest.mark.parametrize("persona", ["inspector", "department", "head"])
def test_only_officers_cancel(client_as: Callable[[str], Any], world: World, persona: str) -> None:
    assert cancel(client_as(persona), world.tasks[SCHOOL_TASK]).status_code == 403


def test_a_reason_is_asked_for(client_as: Callable[[str], Any], world: World) -> None:
    answer = cancel(client_as("officer"), world.tasks[SCHOOL_TASK], " ")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")


def test_sent_twice_it_is_cancelled_once(client_as: Callable[[str], Any], world: World, connected: None) -> None:
    client, id = client_as("officer"), world.tasks[SCHOOL_TASK]
    first, second = cancel(client, id), cancel(client, id)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert Event.select().where((Event.kind == "task.cancelled") & (Event.subject_id == id)).count() == 1


def test_what_has_ended_cannot_be_cancelled_otherwise(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    client, id = client_as("officer"), world.tasks[SCHOOL_TASK]
    cancel(client, id)
    assert cancel(client, id, "另一个理由").json["code"] == "task_ended"
    done = world.tasks[PRIMARY_TASK]
    inspector, visit = sender.inspector(), sender.visit("school_primary", kind="special", task_id=done)
    inspector.hand_in(make_record(inspector.phone, visit))
    answer = cancel(client, done)
    assert (answer.status_code, answer.json["code"], answer.json["state"]) == (422, "task_ended", "done")


def test_a_record_for_a_cancelled_task_is_still_taken_and_the_task_stays_cancelled(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    client, id = client_as("officer"), world.tasks[PRIMARY_TASK]
    inspector, visit = sender.inspector(), sender.visit("school_primary", kind="special", task_id=id)
    cancel(client, id)
    assert inspector.hand_in(make_record(inspector.phone, visit)).status_code == 201
    assert client.get(f"/api/v1/tasks/{id}").json["state"] == "cancelled"
