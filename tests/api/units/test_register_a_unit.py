"""Registering a unit under its three authorities."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from server.units.registry.services.reach_rows import recount
from tests.factories.units import credit_code, unit_body
from tests.world import World

ClientAs = Callable[[str], Any]
UNITS = "/api/v1/units"


def test_a_registered_unit_is_in_reach_of_its_three_authorities_at_once(client_as: ClientAs, world: World) -> None:
    body = unit_body(world)
    answer = client_as("officer").post(UNITS, json=body)
    assert answer.status_code == 201
    assert {name: answer.json[name] for name in body} == body
    assert answer.json["version"] == 1
    assert answer.headers["ETag"] == f'"{body["id"]}.1"'
    for persona in ("officer", "station", "city"):
        assert client_as(persona).get(f"{UNITS}/{body['id']}").status_code == 200
    for persona in ("stranger", "department", "head"):
        assert client_as(persona).get(f"{UNITS}/{body['id']}").status_code == 404


def test_registering_leaves_one_event_and_true_tallies(client_as: ClientAs, world: World, connected: None) -> None:
    body = unit_body(world)
    client_as("officer").post(UNITS, json=body)
    events = list(Event.select().where(Event.subject_id == body["id"]))
    assert [event.kind for event in events] == ["unit.registered"]
    assert body["name"] not in str(events[0].details)
    assert recount() == 0


@pytest.mark.clause("JN-1a")
@pytest.mark.parametrize("field", ["managed_by_id", "station_id", "department_id"])
def test_a_unit_without_an_authority_is_refused_by_field(client_as: ClientAs, world: World, field: str) -> None:
    for body in (
        {key: value for key, value in unit_body(world, industry="other").items() if key != field},
        unit_body(world, industry="other", **{field: None}),
        unit_body(world, industry="other", **{field: str(new_id())}),
    ):
        answer = client_as("officer").post(UNITS, json=body)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json["errors"]] == [field]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"uscc": "91370102MA0000001X"}, "uscc", "wrong_check_character"),
        ({"uscc": "123"}, "uscc", "invalid"),
        ({"area_code": "999999"}, "area_code", "unknown_area"),
        ({"lat": None}, "lat", "half_position"),
        ({"lat": 91}, "lat", "invalid"),
        ({"kind": "shop"}, "kind", "invalid"),
        ({"industry": "学校"}, "industry", "invalid"),
        ({"name": " "}, "name", "invalid"),
        ({"name": "控制\u0000字符"}, "name", "invalid"),
        ({"key_unit_level": 4}, "key_unit_level", "invalid"),
        ({"facts": {"a": {"deep": 1}}}, "facts.a", "invalid"),
        ({"surprise": 1}, "surprise", "invalid"),
    ],
)
def test_a_wrong_field_is_named(
    client_as: ClientAs, world: World, changes: dict[str, Any], field: str, code: str
) -> None:
    answer = client_as("officer").post(UNITS, json=unit_body(world, **changes))
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [(field, code)]


@pytest.mark.clause("JN-2.3.1b")
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"managed_by_id": "finance"}, "managed_by_id", "not_police"),
        ({"station_id": "lixia"}, "station_id", "not_a_station"),
        ({"department_id": "government"}, "department_id", "not_a_department"),
        ({"managed_by_id": "lixia_lake", "guided_by_id": "lixia"}, "managed_by_id", "other_precinct"),
        ({"guided_by_id": "lixia_pearl"}, "guided_by_id", "not_above"),
        ({"guided_by_id": "lixia"}, "guided_by_id", "not_above"),
    ],
)
def test_authorities_must_be_of_the_right_level(
    client_as: ClientAs, world: World, changes: dict[str, str], field: str, code: str
) -> None:
    ids = {name: str(world.agencies[key]) for name, key in changes.items()}
    answer = client_as("officer").post(UNITS, json=unit_body(world, **ids))
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [(field, code)]


def test_a_bureau_registers_nothing_outside_its_own_area(client_as: ClientAs, world: World) -> None:
    answer = client_as("stranger").post(UNITS, json=unit_body(world))
    assert answer.status_code == 422
    assert answer.json["code"] == "outside_own_area"


@pytest.mark.parametrize("persona", ["inspector", "department", "head", "system_admin"])
def test_who_may_not_edit_units_is_refused(client_as: ClientAs, world: World, persona: str) -> None:
    assert client_as(persona).post(UNITS, json=unit_body(world)).status_code == 403


def test_a_credit_code_is_registered_once(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    assert officer.post(UNITS, json=unit_body(world)).status_code == 201
    answer = officer.post(UNITS, json=unit_body(world, name="另一个单位"))
    assert answer.status_code == 409
    assert answer.json["code"] == "uscc_taken"
    assert answer.json["errors"][0]["field"] == "uscc"


def test_units_without_a_credit_code_do_not_collide(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    assert officer.post(UNITS, json=unit_body(world, uscc=None)).status_code == 201
    assert officer.post(UNITS, json=unit_body(world, uscc=None)).status_code == 201


def test_sent_twice_it_is_one_unit(client_as: ClientAs, world: World) -> None:
    officer, body = client_as("officer"), unit_body(world)
    before = officer.get(f"{UNITS}/count").json["count"]
    first, second = officer.post(UNITS, json=body), officer.post(UNITS, json=body)
    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    assert officer.get(f"{UNITS}/count").json["count"] == before + 1


def test_the_same_id_with_other_content_is_a_conflict_and_the_first_stays(client_as: ClientAs, world: World) -> None:
    officer, body = client_as("officer"), unit_body(world)
    officer.post(UNITS, json=body)
    answer = officer.post(UNITS, json={**body, "name": "改了名字"})
    assert answer.status_code == 409
    assert answer.json["code"] == "resubmission_conflict"
    assert officer.get(f"{UNITS}/{body['id']}").json["name"] == body["name"]


def test_a_retry_after_a_revision_gets_the_unit_as_it_is(client_as: ClientAs, world: World) -> None:
    officer, body = client_as("officer"), unit_body(world)
    etag = officer.post(UNITS, json=body).headers["ETag"]
    changed = {name: value for name, value in body.items() if name != "id"} | {"name": "改过的名字"}
    officer.put(f"{UNITS}/{body['id']}", json=changed, headers={"If-Match": etag})
    again = officer.post(UNITS, json=body)
    assert (again.status_code, again.json["name"]) == (201, "改过的名字")


def test_eight_identical_at_once_are_one_unit(client_as: ClientAs, world: World) -> None:
    body = unit_body(world, uscc=credit_code(77))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client_as("officer").post(UNITS, json=body), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert client_as("officer").get(f"{UNITS}/count?q={body['uscc']}").json == {"count": 1}


def test_many_at_once_are_all_counted(client_as: ClientAs, world: World, connected: None) -> None:
    officer = client_as("officer")
    before = officer.get(f"{UNITS}/count").json["count"]
    stations = [str(world.agencies[key]) for key in ("lixia_pearl", "lixia_lake")]
    bodies = [
        unit_body(world, name=f"并行第{number}店", uscc=credit_code(400 + number), station_id=stations[number % 2])
        for number in range(16)
    ]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda body: client_as("officer").post(UNITS, json=body), bodies))
    assert {answer.status_code for answer in answers} == {201}
    assert officer.get(f"{UNITS}/count").json["count"] == before + 16
    assert recount() == 0
