"""Who sees which unit, and what its file says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.ids import new_id
from tests.world import World

ClientAs = Callable[[str], Any]

#: Who sees the first school (Lixia, pearl station, education), the university (Licheng) and the bank (Lixia, lake).
SEEN = {
    "city": {"school_first", "university", "bank"},
    "officer": {"school_first", "bank"},
    "station": {"school_first"},
    "stranger": {"university"},
    "department": {"school_first", "university"},
    "head": {"school_first"},
}


@pytest.mark.clause("JN-2.3.1b")
@pytest.mark.parametrize("persona", SEEN)
def test_each_sees_the_units_of_the_own_subtree_and_no_other(client_as: ClientAs, world: World, persona: str) -> None:
    client = client_as(persona)
    for key in ("school_first", "university", "bank"):
        answer = client.get(f"/api/v1/units/{world.units[key]}")
        assert answer.status_code == (200 if key in SEEN[persona] else 404), key


@pytest.mark.clause("JN-2.3.1b")
def test_lists_and_counts_follow_the_same_reach(client_as: ClientAs, world: World) -> None:
    station, branch, city = client_as("station"), client_as("officer"), client_as("city")
    names = {level: ids(client) for level, client in (("station", station), ("branch", branch), ("city", city))}
    assert names["station"] < names["branch"] < names["city"]
    assert names["city"] == {str(id) for id in world.units.values()}
    for level, client in (("station", station), ("branch", branch), ("city", city)):
        assert client.get("/api/v1/units/count").json == {"count": len(names[level])}


def ids(client: Any) -> set[str]:
    return {unit["id"] for unit in client.get("/api/v1/units?limit=200").json["items"]}


@pytest.mark.clause("JN-2.3.1b")
def test_the_station_of_a_site_sees_the_unit_too(client_as: ClientAs, world: World) -> None:
    answer = client_as("stranger").get(f"/api/v1/units/{world.units['water']}")
    assert answer.status_code == 200
    assert str(world.sites["water", "南山加压站"]) in {site["id"] for site in answer.json["sites"]}


@pytest.mark.parametrize("persona", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_no_units(client_as: ClientAs, world: World, persona: str) -> None:
    assert client_as(persona).get(f"/api/v1/units/{world.units['bank']}").status_code == 403
    assert client_as(persona).get("/api/v1/units").status_code == 403


def test_an_unknown_unit_looks_like_one_out_of_reach(client_as: ClientAs, world: World) -> None:
    unknown = client_as("officer").get(f"/api/v1/units/{new_id()}").json
    foreign = client_as("officer").get(f"/api/v1/units/{world.units['university']}").json
    hidden = ("request_id", "unit_id")
    assert {k: v for k, v in unknown.items() if k not in hidden} == {
        k: v for k, v in foreign.items() if k not in hidden
    }


def test_without_an_account_there_is_nothing_to_see(anonymous: Any, world: World) -> None:
    assert anonymous.get(f"/api/v1/units/{world.units['bank']}").status_code == 401


@pytest.mark.clause("JN-0b")
@pytest.mark.parametrize(
    ("key", "note"),
    [
        ("organ", "参照《企业事业单位内部治安保卫条例》"),
        ("group", "参照《企业事业单位内部治安保卫条例》"),
        ("bank", None),
        ("school_first", None),
    ],
)
def test_organs_and_groups_are_treated_by_reference(
    client_as: ClientAs, world: World, key: str, note: str | None
) -> None:
    assert client_as("city").get(f"/api/v1/units/{world.units[key]}").json["basis_note"] == note


@pytest.mark.clause("JN-0b")
def test_a_university_is_flagged_for_its_own_rules(client_as: ClientAs, world: World) -> None:
    note = client_as("city").get(f"/api/v1/units/{world.units['university']}").json["basis_note"]
    assert "高等学校" in note
    assert "第二十二条" in note


def test_the_file_names_authorities_and_who_answers(client_as: ClientAs, world: World) -> None:
    answer = client_as("officer").get(f"/api/v1/units/{world.units['school_first']}")
    assert answer.headers["ETag"].strip('"').endswith(f".{answer.json['version']}")
    assert answer.json["managed_by"] == "济南市公安局历下区分局"
    assert answer.json["station"] == "历下区分局珠泉示范派出所"
    assert answer.json["department"] == "济南市教育局"
    assert [duty["person_name"] for duty in answer.json["responsibilities"]] == ["孙珺"]
    assert answer.json["gaps"] == []
