"""Who sees which tasks, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.ids import new_id
from tests.world import World

TASKS = "/api/v1/tasks"
LIXIA, LICHENG = {0, 1, 2, 3, 4, 7}, {5, 6}  # by place in demo.json; 3 is the waterworks, whose sites lie in both


def seen(client: Any, world: World, query: str = "") -> set[int]:
    ids = {str(id): number for number, id in world.tasks.items()}
    return {ids[item["id"]] for item in client.get(f"{TASKS}?limit=200{query}").json["items"]}


@pytest.mark.clause("JN-2.3.1b")
def test_a_branch_sees_its_own_a_city_all_and_a_station_those_of_its_units(
    client_as: Callable[[str], Any], world: World
) -> None:
    assert seen(client_as("officer"), world) == LIXIA
    assert seen(client_as("stranger"), world) >= LICHENG
    assert seen(client_as("stranger"), world).isdisjoint(LIXIA - {3})
    assert seen(client_as("city"), world) == LIXIA | LICHENG
    assert seen(client_as("station"), world) == {0, 3, 4}


def test_a_department_sees_tasks_of_its_industry(client_as: Callable[[str], Any], world: World) -> None:
    assert seen(client_as("department"), world) == {0, 1, 5, 7}
    assert seen(client_as("commerce"), world) == {6}


def test_a_unit_sees_its_self_checks_and_never_when_the_police_will_come(
    client_as: Callable[[str], Any], world: World
) -> None:
    body = {
        "id": str(new_id()), "kind": "self", "unit_id": str(world.units["school_first"]), "site_id": None,
        "template_ids": [str(world.templates["GEN"])], "officer_ids": [], "due_on": clock.today().isoformat(),
    }  # fmt: skip
    assert client_as("officer").post(TASKS, json=body).status_code == 201
    for persona in ("head", "staff"):
        client = client_as(persona)
        assert [item["id"] for item in client.get(TASKS).json["items"]] == [body["id"]]
        assert [item["id"] for item in client.get(f"{TASKS}?mine=true").json["items"]] == [body["id"]]
        assert client.get(f"{TASKS}/{world.tasks[0]}").status_code == 404


def test_mine_are_those_i_was_assigned_to(client_as: Callable[[str], Any], world: World) -> None:
    assert seen(client_as("inspector"), world, "&mine=true") == {0, 1, 2, 3, 4}
    assert seen(client_as("station"), world, "&mine=true") == {3, 4}
    assert seen(client_as("officer"), world, "&mine=true") == set()


def test_an_officer_who_is_sent_out_of_the_own_reach_sees_that_task(
    client_as: Callable[[str], Any], world: World
) -> None:
    body = {
        "id": str(new_id()), "kind": "special", "unit_id": str(world.units["fuel"]), "site_id": None,
        "template_ids": [str(world.templates["GEN"])],
        "officer_ids": [str(world.persons["inspector_lin"]), str(world.persons["inspector_licheng_1"])],
        "due_on": clock.today().isoformat(),
    }  # fmt: skip
    assert client_as("city").post(TASKS, json=body).status_code == 201
    assert client_as("inspector").get(f"{TASKS}/{body['id']}").status_code == 200
    assert client_as("second").get(f"{TASKS}/{body['id']}").status_code == 404


@pytest.mark.parametrize("persona", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_none(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).get(TASKS).status_code == 403


def test_pages_follow_the_due_day_without_gaps_or_repeats(client_as: Callable[[str], Any], world: World) -> None:
    client = client_as("officer")
    for number in range(9):
        body = {
            "id": str(new_id()), "kind": "periodic", "unit_id": str(world.units["hospital"]), "site_id": None,
            "template_ids": [str(world.templates["GEN"])],
            "officer_ids": [str(world.persons["inspector_lin"]), str(world.persons["inspector_zhou"])],
            "due_on": (clock.today() + timedelta(days=number % 3)).isoformat(),
        }  # fmt: skip
        assert client.post(TASKS, json=body).status_code == 201
    found: list[tuple[str, str]] = []
    after = ""
    while True:
        page = client.get(f"{TASKS}?limit=4{after}").json
        found += [(item["due_on"], item["id"]) for item in page["items"]]
        if not page["next"]:
            break
        after = f"&after={page['next']}"
    assert found == sorted(found)
    assert len(found) == len(set(found)) == 9 + len(LIXIA)


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "state=late", "unit_id=school", "after=nonsense"])
def test_a_malformed_question_names_the_field(client_as: Callable[[str], Any], query: str) -> None:
    answer = client_as("officer").get(f"{TASKS}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]


def test_tasks_are_filtered_by_unit(client_as: Callable[[str], Any], world: World) -> None:
    assert seen(client_as("officer"), world, f"&unit_id={world.units['school_primary']}") == {1, 7}
