"""The bank as a list: what comes with the program, filters, lapsed bases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from courses.items.models import Item
from courses.items.rules.content import check_content
from courses.items.services.seeding import _seed_items, seed_draft
from tests.factories.items import entered

ClientAs = Callable[[str], Any]
URL = "/api/v1/items"


def found(client: Any, **query: Any) -> list[dict[str, Any]]:
    rows, after = [], None
    while True:
        answer = client.get(URL, query_string={**query, "limit": 100, **({"after": after} if after else {})})
        assert answer.status_code == 200, answer.json
        rows += answer.json["items"]
        after = answer.json["next"]
        if not after:
            return rows


@pytest.mark.clause("LN-3b")
def test_the_bank_comes_with_enough_for_an_exam_from_all_four_categories(client_as: ClientAs) -> None:
    rows = found(client_as("officer"), whose="product", state="live")
    counts = Counter((row["category"], row["type"]) for row in rows)
    for category in ("law", "business", "skill", "professional"):
        assert counts[category, "single"] >= 8
        assert counts[category, "true_false"] >= 6
        assert counts[category, "multiple"] >= 4
    assert {row["type"] for row in rows} == {
        "single",
        "multiple",
        "true_false",
        "fill_in",
        "short_answer",
        "order",
        "match",
        "case",
    }


def test_every_seed_says_what_its_type_asks_for() -> None:
    for seed in _seed_items():
        draft = seed_draft(seed)
        assert check_content(draft.type, draft.content, draft.key) == [], seed["code"]
    assert len({seed["stem"] for seed in _seed_items()}) == len(_seed_items()) >= 80


def test_facts_that_nobody_read_in_the_text_wait_as_drafts(client_as: ClientAs) -> None:
    drafts = found(client_as("officer"), whose="product", state="draft")
    assert {row["point"]["code"] for row in drafts} >= {"professional.museum"}


def test_an_item_whose_only_basis_has_lapsed_is_flagged(client_as: ClientAs) -> None:
    officer = client_as("officer")
    lapsed = entered(officer, bases=[{"basis": "jinan-2021-15", "article": "二（二）3"}])
    carried = entered(
        officer,
        bases=[{"basis": "jinan-2021-15", "article": "二（二）1"}, {"basis": "state-council-421", "article": "第五条"}],
    )
    unfounded = entered(officer, bases=[])
    rows = {row["id"]: row["basis_lapsed"] for row in found(officer, whose="own")}
    assert rows == {lapsed["id"]: True, carried["id"]: False, unfounded["id"]: False}
    assert [row["id"] for row in found(officer, whose="own", lapsed="true")] == [lapsed["id"]]
    assert {row["id"] for row in found(officer, whose="own", lapsed="false")} == {carried["id"], unfounded["id"]}


def test_the_seed_shows_which_items_rest_on_the_lapsed_opinion(client_as: ClientAs) -> None:
    rows = found(client_as("officer"), whose="product", lapsed="true")
    assert any("更换保卫机构负责人" in row["stem"] for row in rows)
    assert not any("第一责任人" in row["stem"] for row in rows)


def test_filters_narrow_and_add_up(client_as: ClientAs) -> None:
    officer = client_as("officer")
    rows = found(officer, category="skill", type="multiple")
    assert rows
    assert {(row["category"], row["type"]) for row in rows} == {("skill", "multiple")}
    assert [row["code"] for row in found(officer, q="law-001")] == ["law-001"]
    point = rows[0]["point"]["id"]
    assert {row["point"]["id"] for row in found(officer, point_id=point)} == {point}


def test_search_looks_at_stems_and_options_whatever_their_width(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = entered(officer, code="W-1")
    assert made["id"] in {row["id"] for row in found(officer, q="押金 门卫")}
    assert made["id"] in {row["id"] for row in found(officer, q="Ｗ－１")}
    assert found(officer, q="没有这样的话") == []
    assert found(officer, q="100%_") == []


def test_a_signed_in_learner_and_a_stranger_without_a_token_get_nothing(client_as: ClientAs, anonymous: Any) -> None:
    assert client_as("guard").get(URL).status_code == 403
    assert anonymous.get(URL).status_code == 401


def test_the_page_ends(client_as: ClientAs, connected: None) -> None:
    visible = Item.select().where(Item.agency_id.is_null()).count()
    assert len(found(client_as("officer"), whose="product")) == visible
