"""draft → published → closing → closed, and no other way: every pair of states is tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.templates.models import TemplateVersionState
from checklists.templates.rules import NEXT_STATES, STATES
from server.core.ids import new_id
from tests.factories.records import small_definition

WAYS: dict[str, list[str]] = {
    "draft": [],
    "published": ["published"],
    "closing": ["published", "closing"],
    "closed": ["published", "closed"],
}


def step(client: Any, id: str, state: str) -> Any:
    if state == "published":
        return client.post(f"/api/v1/template-versions/{id}/publications")
    return client.post(f"/api/v1/template-versions/{id}/closings", json={"final": state == "closed"})


@pytest.mark.parametrize("wanted", [state for state in STATES if state != "draft"])
@pytest.mark.parametrize("present", STATES)
def test_each_step_is_allowed_or_refused_as_the_life_says(
    client_as: Callable[[str], Any], present: str, wanted: str, connected: None
) -> None:
    client, id = client_as("officer"), str(new_id())
    client.post("/api/v1/templates", json={"id": id, "definition": small_definition()})
    for state in WAYS[present]:
        assert step(client, id, state).status_code == 201
    before = TemplateVersionState.select().where(TemplateVersionState.version_id == id).count()
    answer = step(client, id, wanted)
    after = client.get(f"/api/v1/template-versions/{id}").json["state"]
    if wanted == present or wanted in NEXT_STATES[present]:
        assert (answer.status_code, after) == (201, wanted)
    else:
        assert (answer.status_code, answer.json["code"]) == (422, "illegal_state_change")
        assert (answer.json["present"], answer.json["wanted"], after) == (present, wanted, present)
        assert TemplateVersionState.select().where(TemplateVersionState.version_id == id).count() == before
