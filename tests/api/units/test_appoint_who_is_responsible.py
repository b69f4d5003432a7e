"""Who answers for a unit and for its sites, and where nobody does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine

from server.core.clock import BEIJING
from server.core.ids import new_id
from tests.factories.units import responsibility_body
from tests.world import World

ClientAs = Callable[[str], Any]
GAPS = "/api/v1/units/gaps"


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=BEIJING)


@pytest.fixture
def path(world: World) -> str:
    return f"/api/v1/units/{world.units['school_first']}"


@pytest.mark.clause("JN-2.2.1c")
def test_of_three_sites_the_one_without_a_person_is_the_only_gap(client_as: ClientAs, world: World) -> None:
    water = str(world.units["water"])
    rows = [row for row in client_as("officer").get(GAPS).json["items"] if row["unit_id"] == water]
    assert [(row["site_id"], row["site_name"]) for row in rows] == [
        (str(world.sites["water", "南山加压站"]), "南山加压站")
    ]
    file = client_as("officer").get(f"/api/v1/units/{water}").json
    assert [gap["site_id"] for gap in file["gaps"]] == [str(world.sites["water", "南山加压站"])]


@pytest.mark.clause("JN-2.2.1a")
def test_a_unit_without_a_current_first_responsible_person_is_a_general_gap_on_the_map(
    client_as: ClientAs, world: World
) -> None:
    rows = client_as("stranger").get(GAPS).json["items"]
    (express,) = [row for row in rows if row["unit_id"] == str(world.units["express"])]
    assert (express["code"], express["grade"], express["site_id"]) == ("no_first_responsible", "general", None)
    assert (express["lat"], express["lon"]) == (36.7011, 117.1622)


@pytest.mark.clause("JN-2.2.1a")
def test_the_gap_closes_on_the_first_day_and_opens_after_the_last(client_as: ClientAs, world: World, path: str) -> None:
    with time_machine.travel(noon("2026-11-22"), tick=True):
        officer = client_as("officer")
        duty = officer.get(path).json["responsibilities"][0]["id"]
        assert officer.post(f"{path}/responsibilities/{duty}/endings", json={"to_on": "2026-11-30"}).status_code == 200
        body = responsibility_body(world, role="first_responsible", from_on="2026-12-02")
        assert officer.post(f"{path}/responsibilities", json=body).status_code == 201
    for day, gaps in (("2026-11-30", 0), ("2026-12-01", 1), ("2026-12-02", 0)):
        with time_machine.travel(noon(day), tick=True):
            assert len(client_as("officer").get(path).json["gaps"]) == gaps, day
            listed = [row for row in client_as("officer").get(GAPS).json["items"] if row["unit_id"] in path]
            assert len(listed) == gaps, day


def test_gaps_are_paged_and_end(client_as: ClientAs) -> None:
    city = client_as("city")
    whole = city.get(GAPS).json["items"]
    shown, after = [], ""
    while after is not None:
        answer = city.get(f"{GAPS}?limit=1&after={after}").json
        shown += answer["items"]
        after = answer["next"]
    assert shown == whole
    assert len(whole) >= 2


def test_gaps_follow_reach(client_as: ClientAs, world: World) -> None:
    assert {row["unit_id"] for row in client_as("officer").get(GAPS).json["items"]} == {str(world.units["water"])}
    assert client_as("system_admin").get(GAPS).status_code == 403


def test_an_appointment_shows_in_the_file(client_as: ClientAs, world: World, path: str) -> None:
    body = responsibility_body(world)
    answer = client_as("officer").post(f"{path}/responsibilities", json=body)
    assert answer.status_code == 201
    (duty,) = [duty for duty in answer.json["responsibilities"] if duty["id"] == body["id"]]
    assert duty["person_name"] == "马晓安"


def test_a_unit_out_of_reach_is_not_found(client_as: ClientAs, world: World, path: str) -> None:
    answer = client_as("stranger").post(f"{path}/responsibilities", json=responsibility_body(world))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"person_id": str(new_id())}, "person_id"),
        ({"site_id": str(new_id())}, "site_id"),
        ({"role": "boss"}, "role"),
        ({"from_on": "2026-13-01"}, "from_on"),
        ({"document_sha256": "0" * 64}, "document_sha256"),
    ],
)
def test_a_wrong_field_is_named(
    client_as: ClientAs, world: World, path: str, changes: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(f"{path}/responsibilities", json=responsibility_body(world, **changes))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


@pytest.mark.parametrize(
    ("person", "changes", "code"),
    [
        ("head_primary", {}, "person_elsewhere"),
        ("staff_school", {"to_on": "2025-12-31"}, "end_before_begin"),
        ("staff_school", {"role": "first_responsible"}, "first_responsible_taken"),
    ],
)
def test_what_breaks_a_rule_is_refused(
    client_as: ClientAs, world: World, path: str, person: str, changes: dict[str, Any], code: str
) -> None:
    answer = client_as("officer").post(f"{path}/responsibilities", json=responsibility_body(world, person, **changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_sent_twice_it_happens_once(client_as: ClientAs, world: World, path: str) -> None:
    officer, body = client_as("officer"), responsibility_body(world)
    first, second = (officer.post(f"{path}/responsibilities", json=body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    other = officer.post(f"{path}/responsibilities", json={**body, "from_on": "2026-02-01"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_an_ending_set_twice_is_one_ending_and_never_before_the_beginning(
    client_as: ClientAs, world: World, path: str
) -> None:
    officer = client_as("officer")
    duty = officer.get(path).json["responsibilities"][0]["id"]
    endings = f"{path}/responsibilities/{duty}/endings"
    early = officer.post(endings, json={"to_on": "2025-12-31"})
    assert (early.status_code, early.json["code"]) == (422, "end_before_begin")
    assert [officer.post(endings, json={"to_on": "2026-06-30"}).status_code for _ in range(2)] == [200, 200]
    later = officer.post(endings, json={"to_on": "2026-07-31"})
    assert (later.status_code, later.json["code"]) == (409, "already_ended")
    assert client_as("stranger").post(endings, json={"to_on": "2026-06-30"}).status_code == 404
    unknown = officer.post(f"{path}/responsibilities/{new_id()}/endings", json={"to_on": "2026-06-30"})
    assert unknown.status_code == 404
