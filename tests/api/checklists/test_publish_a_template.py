"""A draft is handed out; the version before it goes on closing, and nothing published ever changes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from checklists.templates.models import TemplateVersion
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.phone import make_record
from tests.factories.records import Sender, codes_of, small_definition
from tests.world import World


def draft(client: Any, **changes: Any) -> str:
    id = str(new_id())
    body = {"id": id, "definition": small_definition(**changes)}
    assert client.post("/api/v1/templates", json=body).status_code == 201
    return id


def publish(client: Any, id: Any) -> Any:
    return client.post(f"/api/v1/template-versions/{id}/publications")


def state_of(client: Any, id: Any) -> str:
    return client.get(f"/api/v1/template-versions/{id}").json["state"]


def revised_school_checklist(client: Any, world: World) -> dict[str, Any]:
    definition = client.get(f"/api/v1/template-versions/{world.versions['SCH']}").json["definition"]
    return {**definition, "title": "中小学幼儿园治安保卫检查（新版）"}


def publish_new_school_checklist(client: Any, world: World) -> str:
    id = str(new_id())
    body = {"id": id, "definition": revised_school_checklist(client, world)}
    assert client.post("/api/v1/templates", json=body).status_code == 201
    assert publish(client, id).status_code == 201
    return id


def test_a_published_version_is_the_current_one(client_as: Callable[[str], Any], connected: None) -> None:
    client = client_as("officer")
    id = draft(client)
    answer = publish(client, id)
    assert (answer.status_code, answer.json["state"]) == (201, "published")
    assert answer.json["published_at"] is not None
    listed = {item["code"]: item for item in client.get("/api/v1/templates").json["items"]}
    assert listed["TST"]["current_version_id"] == id
    assert Event.select().where((Event.kind == "template.published") & (Event.subject_id == UUID(id))).count() == 1


def test_a_draft_renames_nothing_that_is_in_use_and_publishing_it_does(client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    publish(client, draft(client))
    id = draft(client, title="新名称", industries=["school"])

    def listed() -> dict[str, Any]:
        return next(item for item in client.get("/api/v1/templates").json["items"] if item["code"] == "TST")

    assert (listed()["title"], listed()["industries"]) == ("试验检查表", [])
    assert [version["title"] for version in listed()["versions"]] == ["新名称", "试验检查表"]
    publish(client, id)
    assert (listed()["title"], listed()["industries"]) == ("新名称", ["school"])


def test_the_version_before_goes_on_closing_and_its_late_records_are_kept_with_a_flag(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    inspector, visit = sender.inspector(), sender.visit(code="SCH")
    record = make_record(inspector.phone, visit)
    officer = client_as("officer")
    publish_new_school_checklist(officer, world)
    assert state_of(officer, world.versions["SCH"]) == "closing"
    answer = inspector.hand_in(record)
    assert (answer.status_code, codes_of(answer.json)) == (201, ["template_closing"])
    assert answer.json["flags"][0]["severity"] == "warning"


def test_records_of_a_draft_are_refused_until_it_is_published(sender: Sender, client_as: Callable[[str], Any]) -> None:
    officer, inspector = client_as("officer"), sender.inspector()
    id = draft(officer)
    version = officer.get(f"/api/v1/template-versions/{id}").json
    visit = sender.visit()
    visit = type(visit)(visit.unit_id, version, visit.officers, facts={"needed": 2})
    record = make_record(inspector.phone, visit)
    refused = inspector.hand_in(record)
    assert (refused.status_code, refused.json["code"]) == (422, "unknown_template_version")
    publish(officer, id)
    assert inspector.hand_in(record).status_code == 201


def test_a_version_that_was_unknown_a_moment_ago_is_known_once_it_is_there(
    sender: Sender, client_as: Callable[[str], Any]
) -> None:
    officer, inspector = client_as("officer"), sender.inspector()
    id, visit = str(new_id()), sender.visit()
    record = make_record(inspector.phone, visit, template_version_id=id)
    assert inspector.hand_in(record).json["code"] == "unknown_template_version"
    officer.post("/api/v1/templates", json={"id": id, "definition": small_definition()})
    publish(officer, id)
    assert inspector.hand_in(record).status_code == 201


@pytest.mark.parametrize("persona", ["inspector", "department", "head", "system_admin"])
def test_only_officers_publish(client_as: Callable[[str], Any], persona: str) -> None:
    id = draft(client_as("officer"))
    assert publish(client_as(persona), id).status_code == 403


def test_an_unknown_version_cannot_be_published(client_as: Callable[[str], Any]) -> None:
    assert publish(client_as("officer"), new_id()).status_code == 404


def test_published_twice_it_is_published_once(client_as: Callable[[str], Any], connected: None) -> None:
    client = client_as("officer")
    id = draft(client)
    first, second = publish(client, id), publish(client, id)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert Event.select().where((Event.kind == "template.published") & (Event.subject_id == UUID(id))).count() == 1


def test_what_was_superseded_is_not_published_again(client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    old, new = draft(client), draft(client, title="新版")
    publish(client, old)
    publish(client, new)
    answer = publish(client, old)
    assert (answer.status_code, answer.json["code"]) == (422, "illegal_state_change")
    assert (answer.json["present"], answer.json["wanted"]) == ("closing", "published")


def test_a_published_version_cannot_be_changed(client_as: Callable[[str], Any], connected: None) -> None:
    client = client_as("officer")
    id = draft(client)
    publish(client, id)
    before = json.dumps(TemplateVersion.get_by_id(id).definition)
    body = {"id": id, "definition": small_definition(title="偷换")}
    assert client.post("/api/v1/templates", json=body).status_code == 409
    assert client.put(f"/api/v1/template-versions/{id}", json=body).status_code == 405
    assert client.delete(f"/api/v1/template-versions/{id}").status_code == 405
    assert json.dumps(TemplateVersion.get_by_id(id).definition) == before


def test_two_versions_published_at_once_leave_one_current(app: Flask, client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    ids = [draft(client, title=f"第{number}版") for number in range(4)]
    gate = threading.Barrier(len(ids))
    statuses: list[int] = []

    def go(id: str, own: Any) -> None:
        gate.wait()
        statuses.append(publish(own, id).status_code)

    threads = [threading.Thread(target=go, args=(id, client_as("officer"))) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [201] * 4
    assert sorted(state_of(client, id) for id in ids) == ["closing", "closing", "closing", "published"]
