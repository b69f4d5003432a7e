"""While a table is written its cells tell how many items they find; tried out it shows papers without answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from courses.items.models import ItemVersion
from courses.papers.models import ItemExposure, Paper
from server.core import clock
from server.core.ids import new_id
from tests.factories.papers import empty_bank, four_rows, marking, put_items, row
from tests.world import World

CHECKS, TRYOUTS = "/api/v1/blueprint-checks", "/api/v1/blueprint-tryouts"


def check(client: Any, rows: list[dict[str, Any]], **changes: Any) -> Any:
    return client.post(CHECKS, json={"rows": rows, "marking": marking(**changes)}).json


def test_each_cell_says_what_it_finds(client_as: Callable[[str], Any], bank: None) -> None:
    rows = [*four_rows(), row("law", least_difficulty=1, most_difficulty=1, count=7)]
    found = check(client_as("officer"), rows)
    assert [(cell["need"], cell["have"]) for cell in found["cells"]] == [(2, 30)] * 4 + [(7, 6)]
    assert [cell["short"] for cell in found["cells"]] == [False] * 4 + [True]
    assert (found["is_feasible"], found["need"], found["have"]) == (False, 7, 6)


def test_every_cell_that_stays_short_is_told(client_as: Callable[[str], Any], bank: None) -> None:
    rows = [row("law", count=31), *four_rows()[1:3], row("professional", count=33)]
    found = check(client_as("officer"), rows)
    assert [cell["short"] for cell in found["cells"]] == [True, False, False, True]
    assert (found["is_feasible"], found["need"], found["have"]) == (False, 64, 60)


def test_cells_that_want_the_same_items_are_short_together(client_as: Callable[[str], Any], bank: None) -> None:
    rows = [row("law", count=28), row("law", most_difficulty=1, count=4), *four_rows()[1:]]
    found = check(client_as("officer"), rows)
    assert [cell["short"] for cell in found["cells"]] == [True, True, False, False, False]
    assert (found["need"], found["have"]) == (32, 30)


@pytest.mark.clause("LN-3b")
def test_a_check_names_the_category_that_is_missing(client_as: Callable[[str], Any], bank: None) -> None:
    found = check(client_as("officer"), four_rows()[:3])
    assert found["is_feasible"]
    assert [problem["code"] for problem in found["problems"]] == ["blueprint_category_missing"]


def test_what_is_lapsed_retired_or_of_others_is_not_counted(
    client_as: Callable[[str], Any], connected: None, world: World
) -> None:
    empty_bank()
    put_items(2, bases=[{"basis": "jinan-2021-15", "article": "第二条"}])  # lapsed since 2026-07-31
    put_items(3, bases=[{"basis": "state-council-421", "article": "第九条"}])
    put_items(4, state="draft")
    put_items(5, agency_id=world.agencies["licheng"])
    put_items(6, agency_id=world.agencies["city"])
    found = check(client_as("officer"), four_rows())
    assert found["cells"][0]["have"] == 3 + 6


def test_items_shown_too_often_are_not_counted(client_as: Callable[[str], Any], connected: None) -> None:
    empty_bank()
    worn = put_items(5)[:2]
    for id in worn:
        for _ in range(2):
            ItemExposure.create(id=new_id(), item_id=id, session_id=new_id(), papers=9, at=clock.now())
    officer = client_as("officer")
    assert check(officer, four_rows())["cells"][0]["have"] == 5
    assert check(officer, four_rows(), most_uses=3)["cells"][0]["have"] == 5
    assert check(officer, four_rows(), most_uses=2)["cells"][0]["have"] == 3


def test_a_table_tried_out_shows_papers_and_leaves_no_trace(
    client_as: Callable[[str], Any], bank: None, connected: None
) -> None:
    body = {"rows": four_rows(), "marking": marking(parallel=2)}
    answer = client_as("officer").post(TRYOUTS, json=body)
    assert answer.status_code == 200, answer.json
    assert [len(one["slots"]) for one in answer.json["sets"]] == [8, 8]
    assert answer.json["overlap"] == 0
    assert "right" not in json.dumps(answer.json)
    assert not Paper.select().exists()
    assert not ItemExposure.select().exists()
    assert not ItemVersion.select().where(ItemVersion.used_at.is_null(False)).exists()


def test_a_table_that_cannot_be_filled_names_its_cell(client_as: Callable[[str], Any], bank: None) -> None:
    body = {"rows": [row("law", count=50), *four_rows()[1:]], "marking": marking()}
    answer = client_as("officer").post(TRYOUTS, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "blueprint_short")
    assert answer.json["detail"] == "「法律·单选题」需要 50 题，题库可用 30 题"


def test_those_who_only_look_try_nothing_out(client_as: Callable[[str], Any], bank: None) -> None:
    body = {"rows": four_rows(), "marking": marking()}
    assert client_as("guard").post(TRYOUTS, json=body).status_code == 403
    assert client_as("guard").post(CHECKS, json=body).status_code == 403
