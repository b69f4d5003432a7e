"""A unit is to be checked: by whom, with what, by when."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from checklists.tasks.models import Task, TaskOfficer
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.records import small_definition
from tests.world import World

TASKS = "/api/v1/tasks"


def task_body(world: World, **changes: Any) -> dict[str, Any]:
    """A periodic check of the first school by two inspectors of its branch; then the changes."""
    return {
        "id": str(new_id()),
        "kind": "periodic",
        "unit_id": str(world.units["school_first"]),
        "site_id": None,
        "template_ids": [str(world.templates["GEN"]), str(world.templates["SCH"])],
        "officer_ids": [str(world.persons["inspector_lin"]), str(world.persons["inspector_zhou"])],
        "due_on": (clock.today() + timedelta(days=20)).isoformat(),
        "note": "带测距仪",
        **changes,
    }


def test_a_task_names_unit_checklists_and_officers(
    client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    client, body = client_as("officer"), task_body(world)
    answer = client.post(TASKS, json=body)
    assert answer.status_code == 201
    task = answer.json
    assert (task["state"], task["unit_name"], task["note"]) == ("open", "泉城示范第一中学", "带测距仪")
    assert [officer["name"] for officer in task["officers"]] == ["林守义", "周安平"]
    assert task["template_version_ids"] == [str(world.versions["GEN"]), str(world.versions["SCH"])]
    assert client.get(f"{TASKS}/{body['id']}").json == task
    assert Event.select().where((Event.kind == "task.assigned") & (Event.subject_id == body["id"])).count() == 1


@pytest.mark.parametrize("persona", ["inspector", "department", "head", "staff", "system_admin"])
def test_only_officers_assign(client_as: Callable[[str], Any], world: World, persona: str) -> None:
    assert client_as(persona).post(TASKS, json=task_body(world)).status_code == 403


def test_an_officer_of_the_other_branch_does_not_find_the_unit(client_as: Callable[[str], Any], world: World) -> None:
    own = [str(world.persons["inspector_licheng_1"]), str(world.persons["inspector_licheng_2"])]
    assert client_as("stranger").post(TASKS, json=task_body(world, officer_ids=own)).status_code == 404


def test_a_site_of_another_unit_is_not_found(client_as: Callable[[str], Any], world: World) -> None:
    site = str(world.sites["water", "东湖水厂"])
    assert client_as("officer").post(TASKS, json=task_body(world, site_id=site)).status_code == 404
    fitting = task_body(world, site_id=site, unit_id=str(world.units["water"]))
    assert client_as("officer").post(TASKS, json=fitting).json["site_id"] == site


def test_officers_of_the_other_branch_are_not_found(client_as: Callable[[str], Any], world: World) -> None:
    """Being assigned opens the unit to an officer: nobody sends those who are not theirs to send."""
    ids = [str(world.persons["inspector_lin"]), str(world.persons["inspector_licheng_1"])]
    assert client_as("officer").post(TASKS, json=task_body(world, officer_ids=ids)).status_code == 404
    assert client_as("city").post(TASKS, json=task_body(world, officer_ids=ids)).status_code == 201


@pytest.mark.parametrize(
    "officers",
    [
        [],
        ["inspector_lin"],
        ["inspector_lin", "inspector_lin"],
        ["inspector_lin", "inspector_expired"],
        ["inspector_lin", "inspector_zhou", "inspector_expired"],
        ["inspector_lin", "inspector_zhou", "inspector_zhou"],
        ["inspector_lin", "head_school"],
    ],
    ids=lambda officers: "+".join(officers) or "nobody",
)
def test_two_different_officers_with_valid_certificates_are_asked_for(
    client_as: Callable[[str], Any], world: World, officers: list[str], connected: None
) -> None:
    body = task_body(world, officer_ids=[str(world.persons[key]) for key in officers])
    answer = client_as("officer").post(TASKS, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "officers_too_few")
    assert answer.json["errors"][0]["field"] == "officer_ids"
    assert Task.get_or_none(Task.id == body["id"]) is None


def test_a_checklist_without_a_published_version_is_refused(client_as: Callable[[str], Any], world: World) -> None:
    client = client_as("officer")
    draft = client.post("/api/v1/templates", json={"id": str(new_id()), "definition": small_definition()}).json
    for unusable in (draft["template_id"], str(new_id())):
        body = task_body(world, template_ids=[str(world.templates["SCH"]), unusable])
        answer = client.post(TASKS, json=body)
        assert (answer.status_code, answer.json["code"]) == (422, "template_not_published")
        assert answer.json["template_ids"] == [unusable]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "surprise"}, "kind"),
        ({"due_on": "tomorrow"}, "due_on"),
        ({"template_ids": []}, "template_ids"),
        ({"unit_id": "school"}, "unit_id"),
        ({"note": "长" * 501}, "note"),
        ({"deadline": 3}, "deadline"),
    ],
)
def test_a_malformed_task_names_the_field(
    client_as: Callable[[str], Any], world: World, change: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(TASKS, json=task_body(world, **change))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["field"] == field


def test_a_checklist_named_twice_is_malformed(client_as: Callable[[str], Any], world: World) -> None:
    body = task_body(world, template_ids=[str(world.templates["SCH"])] * 2)
    answer = client_as("officer").post(TASKS, json=body)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "template_ids")


def test_sent_twice_it_is_one_task(client_as: Callable[[str], Any], world: World, connected: None) -> None:
    client, body = client_as("officer"), task_body(world)
    first, second = client.post(TASKS, json=body), client.post(TASKS, json=body)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert TaskOfficer.select().where(TaskOfficer.task_id == body["id"]).count() == 2


@pytest.mark.parametrize(
    "change",
    ["note", "due_on", "officer_ids", "template_ids", "kind"],
)
def test_other_content_under_a_known_id_is_a_conflict_and_the_first_stays(
    client_as: Callable[[str], Any], world: World, change: str
) -> None:
    client, body = client_as("officer"), task_body(world)
    first = client.post(TASKS, json=body).json
    other = {
        "note": "别的",
        "due_on": clock.today().isoformat(),
        "officer_ids": [str(world.persons["inspector_lin"]), str(world.persons["inspector_pearl"])],
        "template_ids": [str(world.templates["SCH"])],
        "kind": "special",
    }
    answer = client.post(TASKS, json={**body, change: other[change]})
    assert (answer.status_code, answer.json["code"]) == (409, "resubmission_conflict")
    assert client.get(f"{TASKS}/{body['id']}").json == first


def test_eight_at_once_are_one_task(client_as: Callable[[str], Any], world: World, connected: None) -> None:
    body, gate = task_body(world), threading.Barrier(8)
    answers: list[Any] = []

    def go(client: Any) -> None:
        gate.wait()
        answers.append(client.post(TASKS, json=body))

    threads = [threading.Thread(target=go, args=(client_as("officer"),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.data for answer in answers}) == 1
    assert Task.select().where(Task.id == body["id"]).count() == 1


def test_a_self_check_is_the_units_own_and_needs_nobody_by_name(client_as: Callable[[str], Any], world: World) -> None:
    client = client_as("officer")
    assert client.post(TASKS, json=task_body(world, kind="self", officer_ids=[])).status_code == 201
    own = [str(world.persons["staff_school"])]
    assert client.post(TASKS, json=task_body(world, kind="self", officer_ids=own)).status_code == 201
    for foreign in ([*own, *own], [str(world.persons["head_primary"])], [str(world.persons["inspector_lin"])]):
        answer = client.post(TASKS, json=task_body(world, kind="self", officer_ids=foreign))
        assert (answer.status_code, answer.json["code"]) == (422, "officer_elsewhere")
