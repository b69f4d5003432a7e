"""Opening sites of a unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.units.registry.services.reach_rows import recount
from tests.factories.units import site_body
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.fixture
def path(world: World) -> str:
    return f"/api/v1/units/{world.units['bank']}"


@pytest.mark.clause("JN-2.2.1c")
def test_a_site_has_its_own_station_which_sees_the_unit_from_then_on(
    client_as: ClientAs, world: World, path: str, connected: None
) -> None:
    body = site_body(world, station_id=str(world.agencies["licheng_hill"]))
    assert client_as("stranger").get(path).status_code == 404
    answer = client_as("officer").post(f"{path}/sites", json=body)
    assert (answer.status_code, answer.json) == (201, body)
    assert [site["id"] for site in client_as("stranger").get(path).json["sites"]] == [body["id"]]
    assert recount() == 0


def test_it_moves_the_unit_s_version(client_as: ClientAs, world: World, path: str) -> None:
    officer = client_as("officer")
    etag = officer.get(path).headers["ETag"]
    officer.post(f"{path}/sites", json=site_body(world))
    assert officer.get(path).headers["ETag"] != etag


def test_a_unit_out_of_reach_is_not_found(client_as: ClientAs, world: World, path: str) -> None:
    assert client_as("stranger").post(f"{path}/sites", json=site_body(world)).status_code == 404


def test_who_may_not_edit_units_is_refused(client_as: ClientAs, world: World, path: str) -> None:
    assert client_as("inspector").post(f"{path}/sites", json=site_body(world)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"station_id": None}, "station_id"), ({"name": ""}, "name"), ({"lon": None}, "lat"), ({"lat": "x"}, "lat")],
)
def test_a_wrong_field_is_named(
    client_as: ClientAs, world: World, path: str, changes: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(f"{path}/sites", json=site_body(world, **changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


def test_a_bureau_is_no_station(client_as: ClientAs, world: World, path: str) -> None:
    body = site_body(world, station_id=str(world.agencies["lixia"]))
    answer = client_as("officer").post(f"{path}/sites", json=body)
    assert answer.json["errors"] == [
        {"field": "station_id", "message": "属地派出所须为派出所", "code": "not_a_station"}
    ]


def test_a_name_is_used_once_in_a_unit(client_as: ClientAs, world: World, path: str) -> None:
    officer = client_as("officer")
    assert officer.post(f"{path}/sites", json=site_body(world)).status_code == 201
    answer = officer.post(f"{path}/sites", json=site_body(world))
    assert (answer.status_code, answer.json["code"]) == (409, "site_name_taken")


def test_sent_twice_it_is_one_site(client_as: ClientAs, world: World, path: str) -> None:
    officer, body = client_as("officer"), site_body(world)
    assert [officer.post(f"{path}/sites", json=body).status_code for _ in range(2)] == [201, 201]
    assert len(officer.get(path).json["sites"]) == 1
    other = officer.post(f"{path}/sites", json={**body, "address": "别处"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
