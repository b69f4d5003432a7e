"""A hazard of work safety goes to the department that answers for it; ours are not handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.hazards import HAZARDS, act, classification, done, handover, ordered, refusal
from tests.factories.records import Sender, failed_check
from tests.world import World

ClientAs = Callable[[str], Any]


@pytest.fixture
def found(sender: Sender, client_as: ClientAs) -> str:
    id = failed_check(sender, "SCH-13").hazard_ids[0]
    done(act(client_as("officer"), id, "classifications", classification()))
    return id


@pytest.mark.clause("LN-29")
def test_handing_over_closes_our_side_with_a_reference(
    found: str, client_as: ClientAs, world: World, connected: None
) -> None:
    assert "hand_over" in client_as("officer").get(f"{HAZARDS}/{found}").json["allowed"]
    hazard = done(act(client_as("officer"), found, "handovers", handover(world)))
    assert (hazard["state"], hazard["allowed"]) == ("handed_over", [])
    assert hazard["handover"]["agency"]["name"] == "济南市教育局"
    assert hazard["handover"]["reference"] == "济公历移字〔2026〕1号"
    assert hazard["history"][-1]["event"] == "handed_over"
    (event,) = Event.select().where(Event.kind == "hazard.handed_over")
    assert event.details["handover_id"] == hazard["handover"]["id"]
    kinds = [one["kind"] for one in client_as("department").get("/api/v1/notices").json["items"]]
    assert "hazard.handed_over" in kinds


def test_a_hazard_of_security_is_ours(sender: Sender, client_as: ClientAs, world: World) -> None:
    id = failed_check(sender, "SCH-13").hazard_ids[0]
    answer = act(client_as("officer"), id, "handovers", handover(world))
    assert refusal(answer) == (422, "not_work_safety")
    assert client_as("officer").get(f"{HAZARDS}/{id}").json["state"] == "found"


def test_what_is_ordered_is_not_handed_over_nor_classified(sender: Sender, client_as: ClientAs, world: World) -> None:
    given = ordered(sender, client_as)
    for name, body in (("handovers", handover(world)), ("classifications", classification())):
        assert refusal(act(client_as("officer"), given.id, name, body)) == (422, "hazard_step_illegal")


@pytest.mark.parametrize("agency", ["lixia", "lixia_pearl"])
def test_no_police_takes_it(found: str, client_as: ClientAs, world: World, agency: str) -> None:
    answer = act(client_as("officer"), found, "handovers", handover(world, agency))
    assert refusal(answer) == (422, "addressee_unfit")


def test_a_government_takes_it(found: str, client_as: ClientAs, world: World) -> None:
    taken = done(act(client_as("officer"), found, "handovers", handover(world, "government")))
    assert taken["handover"]["agency"]["id"] == str(world.agencies["government"])


def test_a_department_of_another_area_or_unknown_takes_nothing(found: str, client_as: ClientAs, world: World) -> None:
    elsewhere = {
        "id": str(new_id()), "name": "青岛示范应急局", "short_name": "青应", "kind": "department", "parent_id": None,
        "area_code": "370200", "since_on": "2020-01-01",
    }  # fmt: skip
    made = client_as("system_admin").post("/api/v1/agencies", json=elsewhere)
    assert made.status_code == 201, made.json
    officer = client_as("officer")
    answer = act(officer, found, "handovers", handover(world, agency_id=elsewhere["id"]))
    assert refusal(answer) == (422, "addressee_unfit")
    assert act(officer, found, "handovers", handover(world, agency_id=str(new_id()))).status_code == 404


def test_who_may_not(found: str, client_as: ClientAs, world: World) -> None:
    for persona, status in (("inspector", 403), ("head", 403), ("department", 403), ("stranger", 404)):
        assert act(client_as(persona), found, "handovers", handover(world)).status_code == status, persona
    for persona, status in (("head", 403), ("department", 403), ("stranger", 404)):
        assert act(client_as(persona), found, "classifications", classification()).status_code == status, persona


@pytest.mark.parametrize("changes", [{"reference": ""}, {"agency_id": "x"}, {"reason": None}])
def test_what_is_malformed_names_its_field(
    found: str, client_as: ClientAs, world: World, changes: dict[str, Any]
) -> None:
    answer = act(client_as("officer"), found, "handovers", handover(world, **changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == next(iter(changes))


def test_sent_twice_it_counts_once(found: str, client_as: ClientAs, world: World, connected: None) -> None:
    officer, body = client_as("officer"), handover(world)
    assert done(act(officer, found, "handovers", body)) == done(act(officer, found, "handovers", body))
    assert act(officer, found, "handovers", {**body, "reference": "另一号"}).status_code == 409
    assert refusal(act(officer, found, "handovers", handover(world))) == (422, "hazard_step_illegal")
    assert Event.select().where(Event.kind == "hazard.handed_over").count() == 1


def test_a_classification_sent_twice_counts_once_and_may_be_taken_back(
    sender: Sender, client_as: ClientAs, connected: None
) -> None:
    id, officer, body = failed_check(sender, "SCH-13").hazard_ids[0], client_as("officer"), classification()
    first = done(act(officer, id, "classifications", body))
    assert done(act(officer, id, "classifications", body)) == first
    assert act(officer, id, "classifications", {**body, "kind": "public_security"}).status_code == 409
    back = done(act(officer, id, "classifications", classification("public_security")))
    assert (back["kind"], len(back["history"])) == ("public_security", 3)
    assert Event.select().where(Event.kind == "hazard.classified").count() == 2
