"""People of agencies and units, and what of them is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from server.core.clock import BEIJING
from server.core.ids import new_id
from server.units.people.queries import qualified_officers
from tests.world import World

ClientAs = Callable[[str], Any]
PEOPLE = "/api/v1/people"


def person_body(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "name": "试用人",
        "post": "安全员",
        "phone": "13912345678",
        "certificate_no": None,
        "certificate_valid_to": None,
        "agency_id": None,
        "unit_id": str(world.units["bank"]),
        **changes,
    }


def found(client: Any, query: str = "") -> dict[str, dict[str, Any]]:
    answer = client.get(f"{PEOPLE}?limit=200&{query}")
    assert answer.status_code == 200
    return {person["name"]: person for person in answer.json["items"]}


def test_people_of_the_own_agencies_and_units_are_seen_and_no_others(client_as: ClientAs) -> None:
    lixia, licheng = found(client_as("officer")), found(client_as("stranger"))
    assert {"林守义", "冯泉生", "孙珺"} <= set(lixia)
    assert "曹立城" not in lixia
    assert "孙珺" not in licheng
    assert "石护源" in licheng  # a site of the unit lies in Licheng
    assert {"林守义", "曹立城"} <= set(found(client_as("city")))


def test_they_can_be_narrowed_to_a_unit_or_an_agency(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    assert set(found(officer, f"unit_id={world.units['school_first']}")) == {"孙珺", "马晓安", "赵卫东", "牛堃"}
    assert set(found(officer, f"agency_id={world.agencies['lixia_pearl']}")) == {"冯泉生"}
    assert found(officer, f"unit_id={world.units['university']}") == {}


def test_the_qualified_hold_a_certificate_that_is_valid_today(client_as: ClientAs) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=BEIJING), tick=True):
        qualified = found(client_as("officer"), "qualified=true")
        others = found(client_as("officer"), "qualified=false")
    assert "林守义" in qualified
    assert "袁旧年" in others
    assert "孙珺" in others
    assert not qualified.keys() & others.keys()


@pytest.mark.parametrize(("day", "valid"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_a_certificate_holds_on_its_last_day(world: World, connected: None, day: date, valid: bool) -> None:
    id = world.persons["inspector_expired"]
    assert (id in qualified_officers([id], day)) is valid


def test_a_phone_number_is_never_shown_whole(client_as: ClientAs, world: World) -> None:
    officer, body = client_as("officer"), person_body(world)
    answer = officer.post(PEOPLE, json=body)
    assert answer.status_code == 201
    assert answer.json["phone"] == "139****5678"
    assert "13912345678" not in officer.get(f"{PEOPLE}?unit_id={world.units['bank']}").text


def test_a_unit_out_of_reach_is_not_found(client_as: ClientAs, world: World) -> None:
    assert client_as("stranger").post(PEOPLE, json=person_body(world)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"phone": "123"}, "phone"), ({"certificate_valid_to": "soon"}, "certificate_valid_to")],
)
def test_a_wrong_field_is_named(client_as: ClientAs, world: World, changes: dict[str, Any], field: str) -> None:
    answer = client_as("officer").post(PEOPLE, json=person_body(world, **changes))
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])


def test_a_person_belongs_to_one_place(client_as: ClientAs, world: World) -> None:
    for changes in ({"unit_id": None}, {"agency_id": str(world.agencies["lixia"])}):
        answer = client_as("officer").post(PEOPLE, json=person_body(world, **changes))
        assert (answer.status_code, answer.json["code"]) == (422, "no_single_place")


def test_nobody_enters_people_of_another_bureau(client_as: ClientAs, world: World) -> None:
    body = person_body(world, unit_id=None, agency_id=str(world.agencies["licheng"]))
    assert client_as("officer").post(PEOPLE, json=body).status_code == 403
    unknown = client_as("officer").post(PEOPLE, json={**body, "agency_id": str(new_id())})
    assert (unknown.status_code, unknown.json["errors"][0]["field"]) == (422, "agency_id")
    assert client_as("inspector").post(PEOPLE, json=person_body(world)).status_code == 403


def test_sent_twice_it_is_one_person(client_as: ClientAs, world: World) -> None:
    officer, body = client_as("officer"), person_body(world)
    assert [officer.post(PEOPLE, json=body).status_code for _ in range(2)] == [201, 201]
    assert len(found(officer, f"unit_id={world.units['bank']}")) == 3
    other = officer.post(PEOPLE, json={**body, "name": "另一人"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_people_are_listed_with_the_same_number_of_statements(
    client_as: ClientAs, world: World, statements: Any
) -> None:
    city = client_as("city")
    with statements() as few:
        city.get(f"{PEOPLE}?limit=1")
    with statements() as many:
        city.get(f"{PEOPLE}?limit=200")
    assert len(few) == len(many)
