"""A new version of a checklist is laid down as a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checklists.templates.models import Template, TemplateVersion
from server.core.canonical import content_hash
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.records import number_kind, small_definition, small_item
from tests.world import World

TEMPLATES = "/api/v1/templates"


def draft(client: Any, definition: dict[str, Any], id: Any = None) -> Any:
    return client.post(TEMPLATES, json={"id": str(id or new_id()), "definition": definition})


def with_items(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    section = {"id": "only", "title": "全部", "group": None, "items": list(items)}
    return small_definition(sections=[section], **changes)


def test_a_draft_is_kept_word_for_word_and_leaves_an_event(client_as: Callable[[str], Any], connected: None) -> None:
    client, id, definition = client_as("officer"), new_id(), small_definition()
    answer = draft(client, definition, id)
    assert answer.status_code == 201
    assert (answer.json["state"], answer.json["number"], answer.json["published_at"]) == ("draft", 1, None)
    shown = client.get(f"/api/v1/template-versions/{id}").json
    assert shown["definition"] == definition
    assert shown["content_hash"] == content_hash(definition)
    assert Event.select().where((Event.kind == "template.drafted") & (Event.subject_id == id)).count() == 1


def test_a_draft_is_nobodys_current_version(client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    draft(client, small_definition())
    listed = {item["code"]: item for item in client.get(TEMPLATES).json["items"]}
    assert listed["TST"]["current_version_id"] is None
    assert listed["SCH"]["current_version_id"] is not None


def test_the_next_version_counts_on_and_renames_the_template(client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    draft(client, small_definition())
    assert draft(client, small_definition(title="试验检查表（修订）")).json["number"] == 2
    listed = {item["code"]: item for item in client.get(TEMPLATES).json["items"]}
    assert listed["TST"]["title"] == "试验检查表（修订）"
    assert [version["number"] for version in listed["TST"]["versions"]] == [2, 1]


@pytest.mark.parametrize("persona", ["inspector", "department", "head", "staff", "system_admin"])
def test_only_officers_write_checklists(client_as: Callable[[str], Any], persona: str) -> None:
    assert draft(client_as(persona), small_definition()).status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "low case"}, "definition.code"),
        ({"title": ""}, "definition.title"),
        ({"sections": []}, "definition.sections"),
        ({"surprise": 1}, "definition.surprise"),
        ({"facts": [{"id": "1", "label": "x", "kind": "boolean"}]}, "definition.facts.0.id"),
    ],
)
def test_a_malformed_definition_names_the_field(
    client_as: Callable[[str], Any], change: dict[str, Any], field: str
) -> None:
    answer = draft(client_as("officer"), small_definition(**change))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["field"] == field


WRONG = [
    ([small_item("A-1"), small_item("A-1")], "items.A-1", "duplicate_item"),
    ([small_item("A-1", applies_if={"fact": "nobody", "is": True})], "items.A-1.applies_if", "unknown_reference"),
    ([small_item("A-1", applies_if={"item": "A-9", "is": "fail"})], "items.A-1.applies_if", "unknown_reference"),
    ([small_item("A-1", applies_if={"item": "A-1", "is": "fail"})], "items.A-1.applies_if", "circle"),
    (
        [
            small_item("A-1", applies_if={"not": {"item": "A-2", "is": "fail"}}),
            small_item("A-2", applies_if={"any": [{"item": "A-1", "is": "pass"}]}),
        ],
        "items.A-1.applies_if",
        "circle",
    ),
    ([small_item("A-1", kind="choice")], "items.A-1.options", "no_options"),
    ([small_item("A-1", **{**number_kind(), "min": 9, "max": 3})], "items.A-1.max", "bad_bounds"),
    ([small_item("A-1", **{**number_kind(), "pass_if": {"beyond": 3}})], "items.A-1.pass_if", "bad_bounds"),
    ([small_item("A-1", **{**number_kind(), "pass_if": {"at_least": "3"}})], "items.A-1.pass_if", "bad_bounds"),
    ([small_item("A-1", **{**number_kind(), "pass_if": {"at_least": {"f": 1}}})], "items.A-1.pass_if", "bad_bounds"),
    (
        [small_item("A-1", **{**number_kind(), "pass_if": {"at_least": {"fact": "big"}}})],
        "items.A-1.pass_if",
        "bad_bounds",
    ),
    ([small_item("A-1", bases=[{"basis": "nobody-knows", "article": ""}])], "items.A-1.bases", "unknown_basis"),
    ([small_item("A-1", applies_if={"fact": "big", "is": 2**60})], "definition", "not_canonical"),
]


@pytest.mark.parametrize(("items", "field", "code"), WRONG, ids=[f"{code}-{n}" for n, (*_, code) in enumerate(WRONG)])
def test_a_definition_that_makes_no_sense_is_refused_with_the_place(
    client_as: Callable[[str], Any], items: list[dict[str, Any]], field: str, code: str, connected: None
) -> None:
    answer = draft(client_as("officer"), with_items(*items))
    assert (answer.status_code, answer.json["code"]) == (422, "definition_invalid")
    assert (field, code) in [(error["field"], error["code"]) for error in answer.json["errors"]]
    assert Template.get_or_none(Template.code == "TST") is None


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"all": []},
        {"all": "big"},
        {"all": [1]},
        {"fact": "big"},
        {"fact": ["big"], "is": True},
        {"fact": "big", "is": [True]},
        {"fact": "big", "in": "yes"},
        {"fact": "big", "at_least": "1"},
        {"fact": "big", "like": True},
        {"fact": "big", "item": "A-1", "is": True},
        {"not": [{"fact": "big", "is": True}]},
        {"any": [{"fact": "big", "is": True}], "all": [{"fact": "big", "is": True}]},
    ],
    ids=str,
)
def test_a_condition_that_phone_and_server_might_read_differently_is_refused(
    client_as: Callable[[str], Any], condition: dict[str, Any]
) -> None:
    answer = draft(client_as("officer"), with_items(small_item("A-1", applies_if=condition)))
    assert (answer.status_code, answer.json["code"]) == (422, "definition_invalid")
    assert [(e["field"], e["code"]) for e in answer.json["errors"]] == [("items.A-1.applies_if", "bad_condition")]


def test_a_condition_nested_without_end_is_refused(client_as: Callable[[str], Any]) -> None:
    condition: dict[str, Any] = {"fact": "big", "is": True}
    for _ in range(30):
        condition = {"not": condition}
    answer = draft(client_as("officer"), with_items(small_item("A-1", applies_if=condition)))
    assert answer.json["errors"][0]["code"] == "bad_condition"


def test_sent_twice_it_is_one_version_with_one_answer(client_as: Callable[[str], Any], connected: None) -> None:
    client, id = client_as("officer"), new_id()
    first, second = draft(client, small_definition(), id), draft(client, small_definition(), id)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert TemplateVersion.select().where(TemplateVersion.id == id).count() == 1
    assert Event.select().where(Event.subject_id == id).count() == 1


def test_other_content_under_a_known_id_is_a_conflict_and_the_first_stays(client_as: Callable[[str], Any]) -> None:
    client, id = client_as("officer"), new_id()
    draft(client, small_definition(), id)
    answer = draft(client, small_definition(title="别的"), id)
    assert (answer.status_code, answer.json["code"]) == (409, "resubmission_conflict")
    assert client.get(f"/api/v1/template-versions/{id}").json["title"] == "试验检查表"


def test_unchanged_content_makes_no_new_version(client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    draft(client, small_definition())
    answer = draft(client, small_definition())
    assert (answer.status_code, answer.json["code"]) == (409, "template_unchanged")


@pytest.mark.parametrize("code", ["GEN", "SCH"])
def test_a_shipped_pack_comes_back_through_the_door_unchanged(
    client_as: Callable[[str], Any], world: World, code: str
) -> None:
    client = client_as("officer")
    shipped = client.get(f"/api/v1/template-versions/{world.versions[code]}").json["definition"]
    answer = draft(client, shipped)
    assert (answer.status_code, answer.json["code"]) == (409, "template_unchanged")


def test_an_unknown_version_is_not_found(client_as: Callable[[str], Any]) -> None:
    assert client_as("officer").get(f"/api/v1/template-versions/{new_id()}").status_code == 404
