"""The tree of agencies with its dated names, and areas as they were on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from server.core.ids import new_id
from server.units.agencies.queries import agency_by_id, chain, name_on, subtree
from tests.world import World

ClientAs = Callable[[str], Any]
AGENCIES = "/api/v1/agencies"


def agency_body(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "name": "历下区分局测试派出所",
        "short_name": "济公历测",
        "kind": "police_station",
        "parent_id": str(world.agencies["lixia"]),
        "area_code": "370102",
        "since_on": "2024-01-01",
        **changes,
    }


@pytest.mark.clause("JN-0a")
def test_the_tree_goes_from_city_to_district_to_station(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    branches = officer.get(f"{AGENCIES}?parent={world.agencies['city']}").json["items"]
    assert {branch["kind"] for branch in branches} == {"police_branch"}
    stations = officer.get(f"{AGENCIES}?parent={world.agencies['lixia']}&kind=police_station").json["items"]
    assert {station["id"] for station in stations} == {
        str(world.agencies["lixia_pearl"]), str(world.agencies["lixia_lake"])
    }  # fmt: skip
    departments = officer.get(f"{AGENCIES}?kind=department&limit=200").json["items"]
    assert {department["parent_id"] for department in departments} == {str(world.agencies["government"])}


def test_agencies_are_paged_parents_first(client_as: ClientAs) -> None:
    officer = client_as("officer")
    shown, after = [], ""
    while after is not None:
        answer = officer.get(f"{AGENCIES}?limit=5&after={after}").json
        shown += answer["items"]
        after = answer["next"]
    seen: set[str] = set()
    for agency in shown:
        assert agency["parent_id"] is None or agency["parent_id"] in seen
        seen.add(agency["id"])
    assert len(shown) == 19


def test_a_founded_agency_stands_in_its_chain(client_as: ClientAs, world: World, connected: None) -> None:
    body = agency_body(world)
    answer = client_as("system_admin").post(AGENCIES, json=body)
    assert answer.status_code == 201
    founded = agency_by_id(body["id"])
    assert [agency.kind for agency in chain(founded)] == ["police_city", "police_branch", "police_station"]
    assert founded.id in {agency.id for agency in subtree(agency_by_id(world.agencies["city"]))}


def test_founding_needs_permission_and_known_places(client_as: ClientAs, world: World) -> None:
    admin = client_as("system_admin")
    assert client_as("officer").post(AGENCIES, json=agency_body(world)).status_code == 403
    for changes, field in (
        ({"parent_id": str(new_id())}, "parent_id"),
        ({"area_code": "999999"}, "area_code"),
        ({"kind": "club"}, "kind"),
        ({"name": ""}, "name"),
    ):
        answer = admin.post(AGENCIES, json=agency_body(world, **changes))
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json["errors"]] == [field]


@pytest.mark.clause("JN-2.3.1b")
@pytest.mark.parametrize(
    ("kind", "parent"),
    [("police_station", "city"), ("police_branch", "lixia"), ("police_city", "city"), ("department", "city")],
)
def test_there_are_three_levels_of_police_and_no_other(
    client_as: ClientAs, world: World, kind: str, parent: str
) -> None:
    body = agency_body(world, kind=kind, parent_id=str(world.agencies[parent]))
    answer = client_as("system_admin").post(AGENCIES, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "wrong_parent")


def test_founding_sent_twice_is_one_agency(client_as: ClientAs, world: World) -> None:
    admin, body = client_as("system_admin"), agency_body(world)
    assert [admin.post(AGENCIES, json=body).status_code for _ in range(2)] == [201, 201]
    other = admin.post(AGENCIES, json={**body, "kind": "police_branch", "parent_id": str(world.agencies["city"])})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_a_renamed_department_keeps_its_history(client_as: ClientAs, world: World, connected: None) -> None:
    path = f"{AGENCIES}/{world.agencies['commerce']}"
    body = {"id": str(new_id()), "name": "济南市商务和投资促进局", "short_name": "济商投", "from_on": "2026-03-01"}
    admin = client_as("system_admin")
    answers = [admin.post(f"{path}/names", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json["name"] == "济南市商务和投资促进局"
    assert [name["name"] for name in admin.get(path).json["names"]] == ["济南市商务局", "济南市商务和投资促进局"]
    assert name_on(world.agencies["commerce"], date(2026, 2, 28)).name == "济南市商务局"
    assert name_on(world.agencies["commerce"], date(2026, 3, 1)).name == "济南市商务和投资促进局"


@pytest.mark.parametrize("from_on", ["2019-01-01", "2020-01-01", "2099-01-01"])
def test_a_name_begins_after_the_present_one_and_not_in_the_future(
    client_as: ClientAs, world: World, from_on: str
) -> None:
    body = {"id": str(new_id()), "name": "新名称", "short_name": "新", "from_on": from_on}
    answer = client_as("system_admin").post(f"{AGENCIES}/{world.agencies['commerce']}/names", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "name_not_later")


def test_renaming_what_is_not_there_or_without_permission(client_as: ClientAs, world: World) -> None:
    body = {"id": str(new_id()), "name": "新名称", "short_name": "新", "from_on": "2026-01-01"}
    assert client_as("system_admin").post(f"{AGENCIES}/{new_id()}/names", json=body).status_code == 404
    assert client_as("officer").post(f"{AGENCIES}/{world.agencies['commerce']}/names", json=body).status_code == 403


def codes(client: Any, query: str) -> set[str]:
    return {area["code"] for area in client.get(f"/api/v1/areas?limit=200&{query}").json["items"]}


def test_areas_are_those_of_the_day(client_as: ClientAs) -> None:
    officer = client_as("officer")
    assert codes(officer, "") >= {"370000", "210000"}
    assert "371200" in codes(officer, "parent=370000&on=2019-01-08")
    assert "371200" not in codes(officer, "parent=370000&on=2019-01-09")
    assert "370116" in codes(officer, "parent=370100&on=2019-01-09")
    assert "370116" not in codes(officer, "parent=370100&on=2019-01-08")


def test_a_wrong_area_code_is_named(client_as: ClientAs) -> None:
    answer = client_as("officer").get("/api/v1/areas?parent=abc")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "parent")
