"""Revising a unit's master data, and handing a unit over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.database import database
from server.core.permissions import Actor
from server.units.registry.queries.pull import pull_units
from server.units.registry.services.reach_rows import recount
from tests.factories.units import revision_body
from tests.world import World

ClientAs = Callable[[str], Any]


def bank(world: World, **changes: Any) -> dict[str, Any]:
    """The bank of the demo as a revision."""
    return revision_body(
        world, name="泉城示范银行股份有限公司历下支行", uscc="91370102DEM0000574",
        station_id=str(world.agencies["lixia_lake"]), **changes,
    )  # fmt: skip


@pytest.fixture
def path(world: World) -> str:
    return f"/api/v1/units/{world.units['bank']}"


def test_a_revision_is_shown_found_and_counted(client_as: ClientAs, world: World, path: str, connected: None) -> None:
    officer = client_as("officer")
    etag = officer.get(path).headers["ETag"]
    body = bank(world) | {"name": "趵突示范银行", "industry": "finance", "key_unit_level": None}
    answer = officer.put(path, json=body, headers={"If-Match": etag})
    assert answer.status_code == 200
    assert {name: answer.json[name] for name in body} == body
    assert answer.headers["ETag"] != etag
    for query in ("q=趵突", "q=btsf", "industry=finance"):
        found = officer.get(f"/api/v1/units?{query}").json["items"]
        assert [unit["name"] for unit in found] == ["趵突示范银行"], query
        assert officer.get(f"/api/v1/units/count?{query}").json == {"count": 1}
    assert officer.get("/api/v1/units/count?q=泉城示范银行").json == {"count": 0}
    assert recount() == 0


def test_it_needs_the_version_it_is_based_on(client_as: ClientAs, world: World, path: str) -> None:
    officer = client_as("officer")
    etag = officer.get(path).headers["ETag"]
    assert officer.put(path, json=bank(world)).status_code == 428
    assert officer.put(path, json=bank(world), headers={"If-Match": etag}).status_code == 200
    again = officer.put(path, json=bank(world), headers={"If-Match": etag})
    assert (again.status_code, again.json["code"]) == (412, "stale")


def test_a_unit_out_of_reach_is_not_found(client_as: ClientAs, world: World, path: str) -> None:
    assert client_as("stranger").put(path, json=bank(world), headers={"If-Match": '"x"'}).status_code == 404


@pytest.mark.clause("JN-1a")
@pytest.mark.parametrize("field", ["managed_by_id", "station_id", "department_id"])
def test_an_authority_cannot_be_taken_away(client_as: ClientAs, world: World, path: str, field: str) -> None:
    officer = client_as("officer")
    etag = officer.get(path).headers["ETag"]
    answer = officer.put(path, json=bank(world) | {field: None}, headers={"If-Match": etag})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


@pytest.mark.clause("JN-1a")
@pytest.mark.parametrize("column", ["managed_by_id", "station_id", "department_id"])
def test_not_even_the_database_takes_a_unit_without_one(world: World, connected: None, column: str) -> None:
    id = world.units["bank"]
    with pytest.raises(Exception, match=r"(?i)not.null"), database.atomic():
        database.execute_sql(f"UPDATE unit SET {column} = NULL WHERE id = '{id.hex}'")


def test_another_unit_s_credit_code_is_a_conflict(client_as: ClientAs, world: World, path: str) -> None:
    officer = client_as("officer")
    etag = officer.get(path).headers["ETag"]
    body = bank(world) | {"uscc": "91370102DEM00009XC"}
    answer = officer.put(path, json=body, headers={"If-Match": etag})
    assert (answer.status_code, answer.json["code"]) == (409, "uscc_taken")
    assert officer.get(path).headers["ETag"] == etag


def test_a_unit_handed_over_leaves_one_reach_for_the_other(
    client_as: ClientAs, world: World, path: str, connected: None
) -> None:
    officer = client_as("officer")
    chen = Actor(world.people["officer"].account_id, roles=("officer",), agency_id=world.agencies["lixia"])
    mark = pull_units(chen, None, 200).mark
    etag = officer.get(path).headers["ETag"]
    body = bank(world) | {
        "managed_by_id": str(world.agencies["licheng"]),
        "station_id": str(world.agencies["licheng_east"]),
    }
    assert officer.put(path, json=body, headers={"If-Match": etag}).status_code == 200
    assert officer.get(path).status_code == 404
    assert client_as("stranger").get(path).status_code == 200
    assert client_as("city").get(path).status_code == 200
    pulled = pull_units(chen, mark, 200)
    assert pulled.gone == [world.units["bank"]]
    assert recount() == 0
    stranger = Actor(world.people["stranger"].account_id, roles=("officer",), agency_id=world.agencies["licheng"])
    assert world.units["bank"] in {unit.id for unit in pull_units(stranger, mark, 200).units}


def test_a_unit_that_came_back_is_not_gone(client_as: ClientAs, world: World, path: str, connected: None) -> None:
    chen = Actor(world.people["officer"].account_id, roles=("officer",), agency_id=world.agencies["lixia"])
    mark = pull_units(chen, None, 200).mark
    there = {"managed_by_id": str(world.agencies["licheng"]), "station_id": str(world.agencies["licheng_east"])}
    city = client_as("city")
    for changes in (there, {}):
        etag = city.get(path).headers["ETag"]
        assert city.put(path, json=bank(world) | changes, headers={"If-Match": etag}).status_code == 200
    pulled = pull_units(chen, mark, 200)
    assert pulled.gone == []
    assert world.units["bank"] in {unit.id for unit in pulled.units}
