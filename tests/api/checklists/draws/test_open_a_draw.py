"""A draw is opened: its seed is committed to before anybody can know the pools."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import Any

import pytest

from checklists.draws.models import Draw, DrawSeed
from checklists.draws.services.seeds import unseal
from server.core.canonical import content_hash
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.draws import DRAWS, draw_body, opened
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def test_opening_commits_to_a_seed_and_to_the_terms(client_as: Callable[[str], Any]) -> None:
    draw = opened(client_as("officer"))
    assert (draw["state"], draw["freeze"], draw["result"], draw["publications"]) == ("committed", None, None, [])
    seed = unseal(DrawSeed.get().sealed, Draw.get().id)
    assert len(seed) == 32
    assert hashlib.sha256(seed).hexdigest() == draw["commitment"]
    event = Event.get(Event.kind == "draw.committed")
    assert event.details == {"commitment": draw["commitment"], "terms_sha256": content_hash(draw["terms"])}


def test_nobody_reads_the_seed_before_the_draw(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    draw = opened(officer)
    seed = unseal(DrawSeed.get().sealed, Draw.get().id)
    assert seed.hex() not in officer.get(f"{DRAWS}/{draw['id']}").text
    assert seed.hex() not in DrawSeed.get().sealed
    assert officer.get(f"{DRAWS}/{draw['id']}/record").json["code"] == "draw_not_drawn"


@pytest.mark.parametrize("persona", ["inspector", "department", "head", "staff", "system_admin", "audit_admin"])
def test_only_officers_open_draws(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).post(DRAWS, json=draw_body()).status_code == 403


def test_draws_of_the_other_branch_and_of_departments_are_not_found(client_as: Callable[[str], Any]) -> None:
    draw = opened(client_as("officer"))
    for persona in ("stranger", "department", "station"):
        assert client_as(persona).get(f"{DRAWS}/{draw['id']}").status_code == 404, persona
        assert client_as(persona).get(DRAWS).json["items"] == [], persona
    assert client_as("stranger").post(f"{DRAWS}/{draw['id']}/freezes").status_code == 404
    assert client_as("city").get(f"{DRAWS}/{draw['id']}").json == draw
    assert client_as("inspector").get(f"{DRAWS}/{draw['id']}").json == draw


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"unit_count": 0}, "unit_count"),
        ({"unit_count": 1001}, "unit_count"),
        ({"unit_count": "3"}, "unit_count"),
        ({"officers_per_unit": 1}, "officers_per_unit"),
        ({"weights": {"1": 0}}, "weights.1.value"),
        ({"weights": {"1": 2.5}}, "weights.1.value"),
        ({"weights": {"4": 1}}, "weights.4.key"),
        ({"units": {"kinds": ["ship"]}}, "units.kinds.0"),
        ({"units": {"levels": [7]}}, "units.levels.0"),
        ({"units": {"unchecked_months": 0}}, "units.unchecked_months"),
        ({"units": {"facts": {"headcount": {"more": 1}}}}, "units.facts.headcount.value"),
        ({"units": {"unheard": 1}}, "units.unheard"),
        ({"units": {"left_out": [{"unit_id": str(new_id()), "reason": ""}]}}, "units.left_out.0.reason"),
        ({"repeats_id": str(new_id())}, "repeat_reason"),
    ],
)
def test_a_malformed_draft_names_its_field(
    client_as: Callable[[str], Any], changes: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(DRAWS, json=draw_body(**changes))
    assert answer.status_code == 422, answer.json
    assert field in [error["field"] for error in answer.json["errors"]]


def test_units_and_agencies_out_of_reach_are_not_found(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    elsewhere = [{"unit_id": str(world.units["fuel"]), "reason": "停业"}]
    assert officer.post(DRAWS, json=draw_body(units={"left_out": elsewhere})).status_code == 404
    assert officer.post(DRAWS, json=draw_body(agency_ids=[str(world.agencies["licheng"])])).status_code == 404
    assert officer.post(DRAWS, json=draw_body(agency_ids=[str(world.agencies["city"])])).status_code == 404
    other = opened(client_as("stranger"))
    again = draw_body(repeats_id=other["id"], repeat_reason="复核")
    assert officer.post(DRAWS, json=again).status_code == 404


def test_sent_twice_it_is_opened_once_and_other_content_is_refused(client_as: Callable[[str], Any]) -> None:
    officer, body = client_as("officer"), draw_body()
    first = officer.post(DRAWS, json=body)
    assert officer.post(DRAWS, json=body).json == first.json
    assert officer.post(DRAWS, json={**body, "unit_count": 2}).status_code == 409
    assert client_as("city").post(DRAWS, json=body).status_code == 409
    assert Draw.select().count() == DrawSeed.select().count() == 1


def test_twins_that_arrive_together_open_one_draw(client_as: Callable[[str], Any]) -> None:
    officer, body, answers = client_as("officer"), draw_body(), []
    threads = [
        threading.Thread(target=lambda: answers.append(officer.post(DRAWS, json=body).json["commitment"]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1


@pytest.mark.clause("JN-2.3.2a")
def test_a_second_draw_over_the_same_conditions_names_the_first(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    first = opened(officer)
    refused = officer.post(DRAWS, json=draw_body(unit_count=1))
    assert (refused.status_code, refused.json["code"]) == (422, "draw_repeat_unnamed")
    assert refused.json["draw_id"] == first["id"]
    second = opened(officer, unit_count=1, repeats_id=first["id"], repeat_reason="抽中单位停业，补抽一家")
    assert second["repeats"] == {"id": first["id"], "name": first["name"], "reason": "抽中单位停业，补抽一家"}
    chain = [first["id"], second["id"]]
    assert [link["id"] for link in second["chain"]] == chain
    assert [link["id"] for link in officer.get(f"{DRAWS}/{first['id']}").json["chain"]] == chain
    opened(officer, units={"kinds": ["organ"]})  # other conditions: a draw of its own


def test_leaving_a_unit_out_by_name_does_not_make_it_another_pool(
    client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    opened(officer)
    out = [{"unit_id": str(world.units["bank"]), "reason": "装修停业"}]
    units = {"kinds": ["institution", "enterprise"], "left_out": out}
    assert officer.post(DRAWS, json=draw_body(units=units)).json["code"] == "draw_repeat_unnamed"


def test_the_pools_are_counted_without_leaving_a_trace(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    events = Event.select().count()
    body = {"units": {"kinds": ["enterprise", "institution"]}, "weights": {"1": 3}}
    counts = officer.post(f"{DRAWS}/pool-counts", json=body).json
    # two schools, hospital, bank, water, jewellery, and the museum that the city manages on the branch's ground
    assert counts == {
        "units": 7,
        "officers": 4,
        "weight": 4 * 1 + 3 * 3,
        "left_out": {"units": {}, "officers": {"certificate_expired": 1, "no_certificate": 4}},
        "earlier": None,
    }
    assert Event.select().count() == events
    assert client_as("inspector").post(f"{DRAWS}/pool-counts", json=body).status_code == 403
    first = opened(officer)
    assert officer.post(f"{DRAWS}/pool-counts", json=body).json["earlier"]["id"] == first["id"]
