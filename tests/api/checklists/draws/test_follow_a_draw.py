"""What was drawn becomes tasks, and is published when an officer says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from checklists.tasks.models import Task
from server.core.events import Event
from server.core.ids import new_id
from server.units.people.models import Person
from tests.api.checklists.test_assign_a_task import task_body
from tests.factories.draws import DRAWS, draw_body, drawn, frozen, opened, task_order
from tests.factories.orders import officer_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.mark.clause("JN-2.3.2a")
def test_tasks_of_kind_random_reach_those_drawn(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    draw = drawn(officer)
    answer = officer.post(f"{DRAWS}/{draw['id']}/tasks", json=task_order(world))
    assert answer.status_code == 201, answer.json
    assert answer.json["tasking"]["due_on"] == task_order(world)["due_on"]
    made = {str(task.unit_id): task for task in Task.select().where(Task.origin_id == draw["id"])}
    assert {task.origin for task in made.values()} == {"draw"}
    for one in draw["drawn"]:
        task = officer.get(f"/api/v1/tasks/{made[one['unit']['id']].id}").json
        assert (task["kind"], task["state"], task["note"]) == ("random", "open", "携带执法记录仪")
        assert task["officers"] == one["officers"]
    assert Event.get(Event.kind == "draw.tasked").details == {"tasks": 3}
    mine = {one["unit"]["id"] for one in draw["drawn"] if "林守义" in [p["name"] for p in one["officers"]]}
    seen = client_as("inspector").get("/api/v1/tasks?mine=1&limit=200").json["items"]
    assert mine == {task["unit_id"] for task in seen if task["note"] == "携带执法记录仪"}


@pytest.mark.clause("JN-2.3.2a")
@pytest.mark.parametrize("kind", ["periodic", "temporary", "special"])
def test_the_other_kinds_of_inspection_are_assigned_as_before(
    client_as: Callable[[str], Any], world: World, kind: str
) -> None:
    answer = client_as("officer").post("/api/v1/tasks", json=task_body(world, kind=kind))
    assert (answer.status_code, answer.json["kind"]) == (201, kind)


def test_tasks_are_made_once(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    path = f"{DRAWS}/{drawn(officer)['id']}/tasks"
    first = officer.post(path, json=task_order(world)).json
    assert officer.post(path, json=task_order(world)).json == first
    other = officer.post(path, json=task_order(world, note="别的"))
    assert (other.status_code, other.json["code"]) == (409, "draw_already_tasked")
    assert Task.select().where(Task.origin == "draw").count() == 3


def test_no_tasks_before_the_draw_nor_with_a_checklist_that_is_none(
    client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    early = frozen(officer)
    answer = officer.post(f"{DRAWS}/{early['id']}/tasks", json=task_order(world))
    assert (answer.status_code, answer.json["code"]) == (422, "draw_not_drawn")
    late = drawn(officer, units={"levels": [1, 2]})
    path = f"{DRAWS}/{late['id']}/tasks"
    answer = officer.post(path, json=task_order(world, template_ids=[str(new_id())]))
    assert (answer.status_code, answer.json["code"]) == (422, "template_not_published")
    assert officer.post(path, json=task_order(world, template_ids=[])).status_code == 422
    assert client_as("inspector").post(path, json=task_order(world)).status_code == 403
    assert client_as("stranger").post(path, json=task_order(world)).status_code == 404
    assert Task.select().where(Task.origin == "draw").count() == 0


def test_a_certificate_that_ended_since_stops_the_tasks_all_of_them(
    client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    draw = drawn(officer, unit_count=7)
    Person.update(certificate_valid_to="2020-01-01").where(Person.id == world.persons["inspector_lin"]).execute()
    answer = officer.post(f"{DRAWS}/{draw['id']}/tasks", json=task_order(world))
    assert (answer.status_code, answer.json["code"]) == (422, "officers_too_few")
    assert Task.select().where(Task.origin == "draw").count() == 0


def test_a_department_draws_among_its_own_units_and_officers(
    app: Flask, client_as: Callable[[str], Any], world: World
) -> None:
    """The police see a department's draw as little as it sees theirs; its inspectors may look and not draw."""
    inspector = client_as("department")
    assert inspector.post(DRAWS, json=draw_body()).status_code == 403
    department = client_as("department")
    department.token = officer_of(app, world.agencies["education"], world.persons["inspector_education"])
    draw = drawn(department, units={}, unit_count=4)
    units = {one["unit"]["name"] for one in draw["drawn"]}
    assert units == {"泉城示范第一中学", "泉城示范实验小学", "齐鲁示范大学", "历城示范幼儿园"}
    officers = {person["certificate_no"] for one in draw["drawn"] for person in one["officers"]}
    assert officers == {"示教001", "示教002"}
    assert inspector.get(f"{DRAWS}/{draw['id']}").json == draw
    assert client_as("officer").get(f"{DRAWS}/{draw['id']}").status_code == 404
    assert client_as("city").get(f"{DRAWS}/{draw['id']}").status_code == 404
    assert client_as("commerce").get(f"{DRAWS}/{draw['id']}").status_code == 404


def test_publishing_is_said_by_an_officer_and_never_taken_back(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    draw = opened(officer)
    path = f"{DRAWS}/{draw['id']}/publications"
    early = officer.post(path, json={"scope": "result"})
    assert (early.status_code, early.json["code"]) == (422, "draw_not_drawn")
    first = officer.post(path, json={"scope": "process"})
    assert [row["scope"] for row in first.json["publications"]] == ["process"]
    assert officer.post(path, json={"scope": "process"}).json == first.json
    assert officer.post(path, json={"scope": "everything"}).status_code == 422
    assert client_as("inspector").post(path, json={"scope": "process"}).status_code == 403
    assert client_as("stranger").post(path, json={"scope": "process"}).status_code == 404
    assert officer.delete(path).status_code == 405
    assert Event.select().where(Event.kind == "draw.published").count() == 1
