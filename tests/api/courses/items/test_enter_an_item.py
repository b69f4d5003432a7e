"""An officer enters an item; nothing that makes no sense gets into the bank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from courses.items.models import Item, ItemVersion
from server.core.events import Event
from tests.factories.items import CONTENTS, entered, item_draft, options

ClientAs = Callable[[str], Any]
URL = "/api/v1/items"


@pytest.mark.clause("LN-3b")
@pytest.mark.parametrize("type", list(CONTENTS))
def test_every_type_is_entered_as_a_draft_and_read_again(client_as: ClientAs, type: str) -> None:
    officer = client_as("officer")
    made = entered(officer, type)
    shown = officer.get(f"{URL}/{made['id']}").json
    content, key = CONTENTS[type]
    assert (shown["content"], shown["key"], shown["state"], shown["number"]) == (content, key, "draft", 1)
    assert (shown["category"], shown["point"]["code"]) == ("business", "business.gate")
    assert shown["bases"][0]["status"] == "in_force"


def test_sent_twice_it_is_one_item(client_as: ClientAs, connected: None) -> None:
    officer, draft = client_as("officer"), item_draft()
    before = Item.select().count()
    answers = [officer.post(URL, json=draft) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Item.select().count() == before + 1
    assert Event.select().where(Event.kind == "item.entered").count() == 1
    other = {**draft, "difficulty": 5}
    assert officer.post(URL, json=other).status_code == 409


def test_who_has_no_business_here_is_refused(client_as: ClientAs) -> None:
    made = entered(client_as("officer"))
    for persona in ("guard", "head", "inspector"):
        assert client_as(persona).post(URL, json=item_draft()).status_code == 403
        assert client_as(persona).get(URL).status_code == 403
        assert client_as(persona).get(f"{URL}/{made['id']}").status_code == 403


def test_another_branch_does_not_see_it(client_as: ClientAs) -> None:
    made = entered(client_as("officer"))
    stranger = client_as("stranger")
    assert stranger.get(f"{URL}/{made['id']}").status_code == 404
    assert stranger.post(f"{URL}/{made['id']}/releases").status_code == 404
    assert made["id"] not in {row["id"] for row in stranger.get(URL).json["items"]}
    assert client_as("second_officer").get(f"{URL}/{made['id']}").status_code == 200


def test_what_the_city_enters_is_seen_below_it_and_changed_by_it_alone(client_as: ClientAs) -> None:
    made = entered(client_as("city"))
    shown = client_as("officer").get(f"{URL}/{made['id']}").json
    assert shown["may_edit"] is False
    refused = client_as("officer").post(f"{URL}/{made['id']}/releases")
    assert (refused.status_code, refused.json["code"]) == (422, "item_of_another_agency")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": {"right": ["z"]}}, "key.right"),
        ({"key": {"right": ["a", "b"]}}, "key.right"),
        ({"key": {}}, "key.right"),
        ({"content": {"stem": "", "options": options("甲", "乙")}}, "content.stem"),
        ({"content": {"stem": "问", "options": options("甲")}}, "content.options"),
        ({"content": {"stem": "问", "options": options("甲", "甲")}}, "content.options.1.text"),
        ({"content": {"stem": "问", "options": options("甲", "乙"), "html": "x"}}, "content.html"),
        ({"difficulty": 6}, "difficulty"),
        ({"point_code": "no.such"}, "point_code"),
        ({"bases": [{"basis": "no-such", "article": ""}]}, "bases.0.basis"),
        ({"type": "essay"}, "type"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(
    client_as: ClientAs, changes: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(URL, json={**item_draft(), **changes})
    assert answer.status_code == 422
    assert field in {problem["field"] for problem in answer.json["errors"]}


def test_a_code_is_given_or_chosen_and_never_twice(client_as: ClientAs) -> None:
    officer = client_as("officer")
    assert entered(officer, code="LX-001")["code"] == "LX-001"
    assert entered(officer)["code"].startswith("B-")
    refused = officer.post(URL, json=item_draft(code="LX-001"))
    assert (refused.status_code, refused.json["code"]) == (409, "code_taken")


def test_a_double_is_named_though_its_commas_differ(client_as: ClientAs) -> None:
    officer = client_as("officer")
    first = entered(officer)
    content, _ = CONTENTS["single"]
    second = entered(officer, content={**content, "stem": " 门卫，先做 什么? "})
    assert [double["id"] for double in second["doubles"]] == [first["id"]]


def test_the_first_version_is_unused(client_as: ClientAs, connected: None) -> None:
    made = entered(client_as("officer"))
    version = ItemVersion.get(ItemVersion.item_id == made["id"])
    assert (version.number, version.used_at) == (1, None)
