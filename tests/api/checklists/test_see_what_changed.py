"""What a version changed, field by field, so that whoever publishes it knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.ids import new_id
from tests.factories.records import small_definition, small_item
from tests.world import World

ClientAs = Callable[[str], Any]


def draft(client: Any, definition: dict[str, Any]) -> str:
    id = str(new_id())
    assert client.post("/api/v1/templates", json={"id": id, "definition": definition}).status_code == 201
    return id


def changes(client: Any, id: Any, since: Any = "") -> Any:
    return client.get(f"/api/v1/template-versions/{id}/changes" + (f"?since={since}" if since else ""))


def two_sections(one: list[dict[str, Any]], two: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    sections = [
        {"id": "one", "title": "机构", "group": "organisation", "items": one},
        {"id": "two", "title": "措施", "group": "measures", "items": two},
    ]
    return small_definition(sections=sections, **more)


def parts(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["id"], row["change"]) for row in rows]


def test_added_removed_changed_and_moved_items_are_told_apart(client_as: ClientAs) -> None:
    client = client_as("officer")
    a, b, c, d = (small_item(f"T-{letter}") for letter in "ABCD")
    draft(client, two_sections([a, b, c], [d]))
    condition = {"all": [{"fact": "big", "is": True}, {"item": "T-A", "is": "fail"}]}
    b_new = {**b, "text": "新的问法", "applies_if": condition, "weight": 2}
    id = draft(client, two_sections([c, a, b_new], [small_item("T-E")], title="新标题"))
    found = changes(client, id).json
    assert (found["number"], found["since"]["number"]) == (2, 1)
    assert found["head"] == [{"field": "title", "before": "试验检查表", "after": "新标题"}]
    assert sorted(parts(found["items"])) == [("T-B", "changed"), ("T-C", "moved"), ("T-D", "removed"), ("T-E", "added")]
    moved = next(row for row in found["items"] if row["id"] == "T-C")
    assert moved["fields"] == [{"field": "position", "before": 3, "after": 1}]
    changed = next(row for row in found["items"] if row["id"] == "T-B")
    assert changed["label"] == "新的问法"
    assert {field["field"]: (field["before"], field["after"]) for field in changed["fields"]} == {
        "text": ("门卫在岗", "新的问法"),
        "applies_if": (None, condition),
        "weight": (None, 2),
    }
    assert (found["facts"], found["sections"]) == ([], [])


def test_an_item_in_another_section_is_a_changed_field(client_as: ClientAs) -> None:
    client = client_as("officer")
    a, b, c = (small_item(f"T-{letter}") for letter in "ABC")
    draft(client, two_sections([a, b], [c]))
    id = draft(client, two_sections([a], [b, c]))
    (row,) = changes(client, id).json["items"]
    assert (row["id"], row["fields"]) == ("T-B", [{"field": "section", "before": "one", "after": "two"}])


def test_facts_and_sections_are_compared_too(client_as: ClientAs) -> None:
    client, a = client_as("officer"), small_item("T-A")
    draft(client, two_sections([a], [small_item("T-B")]))
    facts = [{"id": "big", "label": "规模大", "kind": "boolean"}]
    sections = [{"id": "one", "title": "机构人员", "group": "organisation", "items": [a], "levels": [1]}]
    found = changes(client, draft(client, small_definition(facts=facts, sections=sections))).json
    assert sorted(parts(found["facts"])) == [("big", "changed"), ("needed", "removed")]
    assert sorted(parts(found["sections"])) == [("one", "changed"), ("two", "removed")]
    assert parts(found["items"]) == [("T-B", "removed")]


def test_the_first_version_is_all_new(client_as: ClientAs) -> None:
    client = client_as("officer")
    found = changes(client, draft(client, small_definition())).json
    assert (found["since"], found["head"]) == (None, [])
    assert {row["change"] for row in found["items"]} == {"added"}


def test_any_two_versions_are_compared_both_ways(client_as: ClientAs) -> None:
    client = client_as("officer")
    ids = [draft(client, small_definition(title=f"第{number}版")) for number in range(3)]
    for one, other in ((0, 2), (2, 0), (1, 0)):
        (head,) = changes(client, ids[other], ids[one]).json["head"]
        assert (head["before"], head["after"]) == (f"第{one}版", f"第{other}版")
    same = changes(client, ids[1], ids[1]).json
    assert [same[name] for name in ("head", "facts", "sections", "items")] == [[], [], [], []]


def test_versions_of_different_checklists_are_not_compared(client_as: ClientAs, world: World) -> None:
    client = client_as("officer")
    id = draft(client, small_definition())
    assert changes(client, id, world.versions["SCH"]).status_code == 404
    assert changes(client, id, new_id()).status_code == 404
    assert changes(client, new_id()).status_code == 404


@pytest.mark.parametrize("since", ["x", "1234"])
def test_a_malformed_version_is_named(client_as: ClientAs, world: World, since: str) -> None:
    answer = changes(client_as("officer"), world.versions["SCH"], since)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "since")


def test_who_is_not_signed_in_sees_nothing(app: Any, world: World) -> None:
    assert app.test_client().get(f"/api/v1/template-versions/{world.versions['SCH']}/changes").status_code == 401
