"""An officer is kept away: from one unit by recusal, from all by leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.events import Event
from tests.factories.draws import EXCLUSIONS, leave_body, recusal_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.mark.clause("JN-2.3.2a")
def test_an_officer_declares_a_conflict_of_interest(client_as: Callable[[str], Any], world: World) -> None:
    inspector, body = client_as("inspector"), recusal_body(world, "inspector_lin", "bank")
    answer = inspector.post(EXCLUSIONS, json=body)
    assert answer.status_code == 201, answer.json
    row = answer.json
    assert (row["person"]["name"], row["unit"]["name"]) == ("林守义", "泉城示范银行股份有限公司历下支行")
    assert (row["reason"], row["declared_by"], row["end"]) == ("配偶在该单位任职", "林守义", None)
    assert inspector.post(EXCLUSIONS, json=body).json == row
    assert inspector.post(EXCLUSIONS, json={**body, "reason": "别的"}).status_code == 409
    assert Event.select().where(Event.kind == "exclusion.declared").count() == 1


def test_reasons_are_seen_by_oneself_and_by_superiors_only(client_as: Callable[[str], Any], world: World) -> None:
    client_as("inspector").post(EXCLUSIONS, json=recusal_body(world, "inspector_lin", "bank"))
    seen = {
        persona: len(client_as(persona).get(EXCLUSIONS).json["items"])
        for persona in ("inspector", "second", "officer", "city", "stranger", "department", "station")
    }
    assert seen == {"inspector": 1, "second": 0, "officer": 1, "city": 1, "stranger": 0, "department": 0, "station": 0}
    assert client_as("head").get(EXCLUSIONS).status_code == 403


def test_only_a_superior_declares_for_another(client_as: Callable[[str], Any], world: World) -> None:
    body = leave_body(world, "inspector_lin")
    assert client_as("second").post(EXCLUSIONS, json=body).status_code == 403
    assert client_as("stranger").post(EXCLUSIONS, json=body).status_code == 404
    assert client_as("head").post(EXCLUSIONS, json=body).status_code == 403
    assert client_as("officer").post(EXCLUSIONS, json=body).status_code == 201
    far = recusal_body(world, "officer_chen", "fuel")
    assert client_as("officer").post(EXCLUSIONS, json=far).status_code == 404  # the unit is out of reach


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit_id": None}, "unit_id"),
        ({"kind": "leave"}, "unit_id"),
        ({"kind": "mood"}, "kind"),
        ({"reason": ""}, "reason"),
        ({"to_on": "2020-01-01"}, "to_on"),
        ({"from_on": "soon"}, "from_on"),
    ],
)
def test_a_malformed_declaration_names_its_field(
    client_as: Callable[[str], Any], world: World, changes: dict[str, Any], field: str
) -> None:
    body = recusal_body(world, "inspector_lin", "bank", **changes)
    answer = client_as("inspector").post(EXCLUSIONS, json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_people_of_units_are_no_officers(client_as: Callable[[str], Any], world: World) -> None:
    answer = client_as("officer").post(EXCLUSIONS, json=leave_body(world, "head_school"))
    assert (answer.status_code, answer.json["code"]) == (422, "exclusion_not_an_officer")


def test_one_ends_early_once_and_by_who_declared_it_or_a_superior(
    client_as: Callable[[str], Any], world: World
) -> None:
    row = client_as("officer").post(EXCLUSIONS, json=recusal_body(world, "inspector_lin", "bank")).json
    path, body = f"{EXCLUSIONS}/{row['id']}/endings", {"last_on": clock.today().isoformat(), "reason": "配偶已离职"}
    assert client_as("inspector").post(path, json=body).status_code == 403  # a superior said so
    assert client_as("second").post(path, json=body).status_code == 404
    early = {**body, "last_on": (clock.today() - timedelta(days=1)).isoformat()}
    assert client_as("officer").post(path, json=early).json["code"] == "exclusion_span_impossible"
    ended = client_as("officer").post(path, json=body)
    assert (ended.status_code, ended.json["end"]["reason"]) == (201, "配偶已离职")
    assert client_as("officer").post(path, json=body).json == ended.json
    assert client_as("officer").post(path, json={**body, "reason": "又有变化"}).status_code == 409


def test_lists_are_narrowed(client_as: Callable[[str], Any], world: World) -> None:
    officer, today = client_as("officer"), clock.today()
    past = {"from_on": (today - timedelta(days=9)).isoformat(), "to_on": (today - timedelta(days=2)).isoformat()}
    officer.post(EXCLUSIONS, json=leave_body(world, "inspector_lin", **past))
    officer.post(EXCLUSIONS, json=recusal_body(world, "inspector_zhou", "bank"))
    kinds = {
        query: [row["kind"] for row in officer.get(f"{EXCLUSIONS}?{query}").json["items"]]
        for query in ("kind=leave", "current=true", "current=false", f"person_id={world.persons['inspector_zhou']}")
    }
    assert list(kinds.values()) == [["leave"], ["recusal"], ["leave"], ["recusal"]]
