"""A phone fetches what it needs to work without signal, then only what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from checklists.tasks.models import Task
from server.core import clock
from server.core.database import database
from server.units.registry.models import Unit
from tests.factories.phone import Visit, make_record
from tests.world import World

PULL = "/api/v1/mobile/pull"


def pull(client: Any, cursor: str | None = None) -> Any:
    answer = client.get(PULL, query_string={"cursor": cursor} if cursor else {})
    assert answer.status_code == 200, answer.json
    return answer.json


def pull_all(client: Any, cursor: str | None = None) -> list[Any]:
    pages = [pull(client, cursor)]
    while pages[-1]["more"]:
        pages.append(pull(client, pages[-1]["cursor"]))
    return pages


def later(minutes: int) -> Any:
    return time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False)


def fresh(app: Any, world: World, persona: str, client: Any) -> Any:
    """The same client with a token of this moment."""
    client.token = app.config["TOKEN_MINT"].make(world.people[persona].account_id)
    return client


def test_the_first_pull_brings_everything_in_reach(client_as: Callable[[str], Any], world: World) -> None:
    found = pull(client_as("inspector"))
    assert (found["scope"], found["more"]) == ("all_units", False)
    assert {task["id"] for task in found["tasks"]} >= {str(world.tasks[0]), str(world.tasks[1])}
    units = {unit["id"] for unit in found["units"]}
    assert str(world.units["school_first"]) in units
    assert str(world.units["kindergarten"]) not in units, "a unit of the other branch"
    assert {version["code"] for version in found["template_versions"]} == world.versions.keys()
    assert all(version["definition"]["sections"] for version in found["template_versions"])
    assert str(world.persons["inspector_zhou"]) in {person["id"] for person in found["people"]}
    assert found["clock"]["token"]
    assert found["minimum_app_version"] == "1.0.0"


@pytest.mark.clause("JN-end-a")
def test_a_lapsed_basis_is_shown_as_lapsed(client_as: Callable[[str], Any]) -> None:
    bases = {basis["id"]: basis for basis in pull(client_as("inspector"))["bases"]}
    lapsed = bases["jinan-2021-15"]
    assert (lapsed["status"], lapsed["effective_to"]) == ("lapsed", "2026-07-31")


def test_the_next_pull_brings_only_what_changed(
    client_as: Callable[[str], Any], app: Any, world: World, connected: None
) -> None:
    client = client_as("inspector")
    with later(5):  # the demo was made a moment ago, which is within the overlap
        first = pull(client)
    with later(10):
        quiet = pull(fresh(app, world, "inspector", client), first["cursor"])
        assert [quiet[name] for name in ("tasks", "template_versions", "people", "bases")] == [[], [], [], []]
        changed = world.units["school_first"]
        Unit.update(changed_at=clock.now(), address="新址").where(Unit.id == changed).execute()
        cancelled = client_as("officer").post(f"/api/v1/tasks/{world.tasks[0]}/cancellations", json={"reason": "改期"})
        assert cancelled.status_code in {200, 201}
    with later(20):
        found = pull(fresh(app, world, "inspector", client), quiet["cursor"])
    assert [(task["id"], task["state"]) for task in found["tasks"]] == [(str(world.tasks[0]), "cancelled")]
    assert [(unit["id"], unit["address"]) for unit in found["units"]] == [(str(changed), "新址")]


def test_what_changed_in_the_overlap_comes_again(
    client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    client = client_as("inspector")
    first = pull(client)
    # A transaction that began before the pull and commits after it bears the earlier instant.
    Task.update(changed_at=clock.now() - timedelta(seconds=55)).where(Task.id == world.tasks[0]).execute()
    assert str(world.tasks[0]) in {task["id"] for task in pull(client, first["cursor"])["tasks"]}


def test_a_record_handed_in_shows_in_the_next_pull(enrol: Any, visit: Visit, world: World) -> None:
    client, phone = enrol()
    cursor = pull(client)["cursor"]
    record = make_record(phone, visit, task_id=str(world.tasks[0]))
    assert client.post("/api/v1/mobile/records", json=phone.push(record)).status_code == 201
    tasks = {task["id"]: task for task in pull(client, cursor)["tasks"]}
    assert tasks[str(world.tasks[0])]["inspection_ids"] == [record["id"]]


def test_units_come_page_by_page(
    client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    whole = {unit["id"] for unit in pull(client_as("city"))["units"]}
    monkeypatch.setattr("mobile_api.pull.queries.UNITS_A_PAGE", 3)
    pages = pull_all(client_as("city"))
    assert len(pages) > 3
    assert {unit["id"] for page in pages for unit in page["units"]} == whole
    assert all(len(page["units"]) <= 3 for page in pages)
    assert pages[1]["template_versions"] == [] or pages[1]["cursor"] != pages[0]["cursor"]


def test_a_reach_too_large_for_a_phone_brings_the_units_of_the_tasks(
    client_as: Callable[[str], Any], app: Any, monkeypatch: pytest.MonkeyPatch, world: World, connected: None
) -> None:
    client = client_as("inspector")
    before = pull(client)["cursor"]
    monkeypatch.setattr("mobile_api.pull.queries.MOST_UNITS_OFFLINE", 2)
    with later(5):
        found = pull(client, before)
    assert found["scope"] == "task_units"
    assert {unit["id"] for unit in found["units"]} == {task["unit_id"] for task in found["tasks"]}
    with later(10):
        quiet = pull(fresh(app, world, "inspector", client), found["cursor"])
        assert quiet["units"] == []
        Unit.update(changed_at=clock.now()).where(Unit.id == world.units["bank"]).execute()
        assert [unit["id"] for unit in pull(client, quiet["cursor"])["units"]] == [str(world.units["bank"])]


def test_a_unit_person_gets_the_own_unit_only(client_as: Callable[[str], Any], world: World) -> None:
    found = pull(client_as("head"))
    assert [unit["id"] for unit in found["units"]] == [str(world.units["school_first"])]
    assert found["people"] == []


def test_a_cursor_of_another_account_begins_anew(client_as: Callable[[str], Any], world: World) -> None:
    foreign = pull(client_as("stranger"))["cursor"]
    found = pull(client_as("inspector"), foreign)
    assert str(world.units["school_first"]) in {unit["id"] for unit in found["units"]}
    assert str(world.tasks[0]) in {task["id"] for task in found["tasks"]}


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "eyJhY2NvdW50IjoxfQ", "é", "0" * 999])
def test_a_cursor_that_we_did_not_make_is_refused(client_as: Callable[[str], Any], cursor: str) -> None:
    answer = client_as("inspector").get(PULL, query_string={"cursor": cursor})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "cursor")


def test_those_without_tasks_cannot_pull(client_as: Callable[[str], Any], anonymous: Any) -> None:
    assert client_as("system_admin").get(PULL).status_code == 403
    assert anonymous.get(PULL).status_code == 401


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    """The station's officer reaches half as many units as the branch's; the city's reaches more, without tasks."""
    counted = {persona: _count_queries(client_as(persona), monkeypatch) for persona in ("station", "inspector", "city")}
    rows = {persona: units for persona, (_, units) in counted.items()}
    queries = {persona: count for persona, (count, _) in counted.items()}
    assert rows["station"] < rows["inspector"] < rows["city"]
    assert queries["station"] == queries["inspector"] >= queries["city"]


def _count_queries(client: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    pull(client)
    statements: list[str] = []
    execute = database.obj.execute_sql

    def counting(sql: str, *args: Any, **kwargs: Any) -> Any:
        statements.append(sql)
        return execute(sql, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(database.obj, "execute_sql", counting)
        found = pull(client)
    return len(statements), len(found["units"])


def test_no_telephone_number_leaves_with_the_people(client_as: Callable[[str], Any]) -> None:
    for person in pull(client_as("inspector"))["people"]:
        assert set(person) == {
            "id",
            "name",
            "post",
            "certificate_no",
            "certificate_valid_to",
            "agency_id",
            "unit_id",
        }
        assert UUID(person["id"])
