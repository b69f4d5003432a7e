"""Which checklists a unit gets follows from its industry and kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.templates.rules import assigned
from server.core.ids import new_id
from tests.factories.records import small_definition
from tests.world import World

ClientAs = Callable[[str], Any]


def codes(client: Any, unit_id: Any) -> list[str]:
    answer = client.get(f"/api/v1/units/{unit_id}/templates")
    assert answer.status_code == 200, answer.json
    return [row["code"] for row in answer.json["items"]]


def publish(client: Any, **changes: Any) -> str:
    id = str(new_id())
    assert (
        client.post("/api/v1/templates", json={"id": id, "definition": small_definition(**changes)}).status_code == 201
    )
    assert client.post(f"/api/v1/template-versions/{id}/publications").status_code == 201
    return id


@pytest.mark.clause("JN-2.2.5a")
@pytest.mark.parametrize(("unit", "expected"), [("school_first", ["GEN", "SCH"]), ("jewellery", ["GEN", "JWL"])])
def test_a_unit_gets_the_general_checklist_and_the_one_of_its_industry(
    client_as: ClientAs, world: World, unit: str, expected: list[str]
) -> None:
    client = client_as("officer")
    assert codes(client, world.units[unit]) == expected
    row = client.get(f"/api/v1/units/{world.units[unit]}/templates").json["items"][1]
    listed = {item["code"]: item for item in client.get("/api/v1/templates").json["items"]}
    assert (row["id"], row["version_id"]) == (listed[expected[1]]["id"], listed[expected[1]]["current_version_id"])
    assert row["is_general"] is False


@pytest.mark.clause("JN-2.2.5a")
def test_a_checklist_bound_to_an_industry_reaches_its_units_when_published_and_leaves_them_when_closed(
    client_as: ClientAs, world: World
) -> None:
    client, school = client_as("officer"), world.units["school_first"]
    id = str(new_id())
    definition = small_definition(industries=["school"])
    client.post("/api/v1/templates", json={"id": id, "definition": definition})
    assert "TST" not in codes(client, school)
    client.post(f"/api/v1/template-versions/{id}/publications")
    assert "TST" in codes(client, school)
    assert "TST" not in codes(client, world.units["jewellery"])
    client.post(f"/api/v1/template-versions/{id}/closings", json={"final": False})
    assert "TST" not in codes(client, school)


def test_a_checklist_may_be_for_one_kind_of_unit(client_as: ClientAs, world: World) -> None:
    client = client_as("officer")
    kind = client.get(f"/api/v1/units/{world.units['school_first']}").json["kind"]
    publish(client, kinds_of_unit=[kind])
    assert "TST" in codes(client, world.units["school_first"])
    assert "TST" not in codes(client, world.units["jewellery"])


def test_what_a_checklist_extends_comes_before_it() -> None:
    definitions = {
        "SCH": {"industries": ["school"], "extends": "BASE"},
        "BASE": {"industries": ["nobody"], "extends": "SCH"},
        "GEN": {"industries": [], "extends": "GONE"},
    }
    assert assigned(definitions, "school", "institution") == ["GEN", "BASE", "SCH"]
    assert assigned(definitions, "bank", "enterprise") == ["GEN"]


def test_a_unit_out_of_reach_is_not_found(client_as: ClientAs, world: World) -> None:
    assert client_as("stranger").get(f"/api/v1/units/{world.units['school_first']}/templates").status_code == 404
    assert client_as("officer").get(f"/api/v1/units/{new_id()}/templates").status_code == 404


def test_who_may_not_see_checklists_is_refused(client_as: ClientAs, world: World) -> None:
    path = f"/api/v1/units/{world.units['school_first']}/templates"
    assert client_as("system_admin").get(path).status_code == 403
