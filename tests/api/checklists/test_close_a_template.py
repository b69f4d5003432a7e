"""A version is no longer handed out, and ends at last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.templates.models import TemplateVersionState
from server.core.ids import new_id
from tests.factories.phone import make_record
from tests.factories.records import Sender, codes_of, small_definition
from tests.world import World


def close(client: Any, id: Any, final: Any = False) -> Any:
    return client.post(f"/api/v1/template-versions/{id}/closings", json={"final": final})


def states(id: Any) -> list[str]:
    rows = TemplateVersionState.select().where(TemplateVersionState.version_id == id)
    return [row.state for row in rows.order_by(TemplateVersionState.at, TemplateVersionState.id)]


def test_a_closing_version_is_handed_out_no_more(client_as: Callable[[str], Any], world: World) -> None:
    client = client_as("officer")
    answer = close(client, world.versions["SCH"])
    assert (answer.status_code, answer.json["state"]) == (201, "closing")
    listed = {item["code"]: item for item in client.get("/api/v1/templates").json["items"]}
    assert listed["SCH"]["current_version_id"] is None


def test_each_step_is_a_dated_row_of_its_own(client_as: Callable[[str], Any], world: World, connected: None) -> None:
    client = client_as("officer")
    close(client, world.versions["SCH"])
    close(client, world.versions["SCH"], final=True)
    assert states(world.versions["SCH"]) == ["draft", "published", "closing", "closed"]


def test_a_record_of_a_closed_version_is_kept_and_flagged(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    inspector = sender.inspector()
    record = make_record(inspector.phone, sender.visit())
    close(client_as("officer"), world.versions["SCH"], final=True)
    answer = inspector.hand_in(record)
    assert (answer.status_code, codes_of(answer.json)) == (201, ["template_closed"])
    assert answer.json["flags"][0]["severity"] == "breach"


@pytest.mark.parametrize("persona", ["inspector", "department", "head", "system_admin"])
def test_only_officers_close(client_as: Callable[[str], Any], world: World, persona: str) -> None:
    assert close(client_as(persona), world.versions["SCH"]).status_code == 403


def test_an_unknown_version_cannot_be_closed(client_as: Callable[[str], Any]) -> None:
    assert close(client_as("officer"), new_id()).status_code == 404


def test_whether_it_is_final_must_be_said(client_as: Callable[[str], Any], world: World) -> None:
    answer = client_as("officer").post(f"/api/v1/template-versions/{world.versions['SCH']}/closings", json={})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "final")


@pytest.mark.parametrize("final", [False, True])
def test_closed_twice_it_is_closed_once(
    client_as: Callable[[str], Any], world: World, final: bool, connected: None
) -> None:
    client = client_as("officer")
    first, second = close(client, world.versions["SCH"], final), close(client, world.versions["SCH"], final)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert len(states(world.versions["SCH"])) == 3


def test_a_draft_cannot_be_closed_and_a_closed_version_does_not_come_back(client_as: Callable[[str], Any]) -> None:
    client, id = client_as("officer"), str(new_id())
    client.post("/api/v1/templates", json={"id": id, "definition": small_definition()})
    for final in (False, True):
        answer = close(client, id, final)
        assert (answer.status_code, answer.json["code"]) == (422, "illegal_state_change")
    client.post(f"/api/v1/template-versions/{id}/publications")
    close(client, id, final=True)
    assert close(client, id).json["code"] == "illegal_state_change"
    assert client.post(f"/api/v1/template-versions/{id}/publications").json["code"] == "illegal_state_change"
