"""Files of items: shown first, then taken whole or not at all; and the bank as a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from courses.items.models import Item
from courses.items.rules.exchange import FORMATS
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.items import CONTENTS, entered

ClientAs = Callable[[str], Any]
URL = "/api/v1/item-imports"

GIFT = """// a comment
$CATEGORY: $course$/业务/business.gate

// [id:GATE-1] [tag:difficulty:3] [tag:basis:state-council-421|第十一条]
::Gate::门卫先做什么？ {
=查验证件
~放行 # 不对
~收押金
####先查验。
}

录像可以删除。{F}

应在{=30 =三十}日内备案。
"""

pytestmark = pytest.mark.usefixtures("connected")


def read(client: Any, text: str | bytes, format: str = "gift", **changes: Any) -> Any:
    points = client.get("/api/v1/knowledge-points?category=skill").json["items"]
    query = {"id": str(new_id()), "format": format, "point_id": points[0]["id"], "difficulty": 1} | changes
    content = text.encode() if isinstance(text, str) else text
    return client.post(URL, query_string=query, data={"file": (io.BytesIO(content), "items.txt")})


def confirm(client: Any, id: str, **body: Any) -> Any:
    return client.post(f"{URL}/{id}/confirmations", json=body)


@pytest.mark.clause("LN-3b")
def test_a_file_is_shown_and_then_taken_whole(client_as: ClientAs) -> None:
    officer = client_as("officer")
    before = Item.select().count()
    answer = read(officer, GIFT)
    assert (answer.status_code, answer.json["count"], answer.json["problems"]) == (201, 3, [])
    assert [(row["where"], row["type"]) for row in answer.json["drafts"]] == [
        (5, "single"),
        (12, "true_false"),
        (14, "fill_in"),
    ]
    assert Item.select().count() == before
    assert confirm(officer, answer.json["id"]).json["made"] == 3
    gate = officer.get(f"/api/v1/items/{Item.get(Item.code == 'GATE-1').id}").json
    assert (gate["state"], gate["difficulty"], gate["point"]["code"]) == ("draft", 3, "business.gate")
    assert (gate["key"], gate["explanation"]) == ({"right": ["a"]}, "先查验。")
    assert gate["bases"][0]["article"] == "第十一条"


def test_read_and_confirmed_twice_it_is_taken_once(client_as: ClientAs) -> None:
    officer, id = client_as("officer"), str(new_id())
    assert [read(officer, GIFT, id=id).status_code for _ in range(2)] == [201, 201]
    assert read(officer, GIFT + "\n别的。{T}", id=id).status_code == 409
    before = Item.select().count()
    assert [confirm(officer, id).json["made"] for _ in range(2)] == [3, 3]
    assert Item.select().count() == before + 3
    assert Event.select().where(Event.kind == "items.imported").count() == 1


def test_one_wrong_line_and_nothing_is_taken(client_as: ClientAs) -> None:
    officer = client_as("officer")
    answer = read(officer, GIFT + "\n没有答案的题\n\n两个对的 { =甲 ~%50%乙 ~%50%甲 }\n")
    assert [problem["where"] for problem in answer.json["problems"]] == [16, 18]
    refused = confirm(officer, answer.json["id"])
    assert (refused.status_code, refused.json["code"]) == (422, "import_with_problems")
    assert not Item.select().where(Item.code == "GATE-1").exists()


def test_doubles_of_the_bank_and_of_the_file_are_named_and_left_out(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = entered(officer, "single")
    answer = read(officer, GIFT + "\n录像，可以删除{F}\n")
    assert answer.json["doubles"] == 2
    assert [row["double_of"] for row in answer.json["drafts"]] == [made["code"], None, None, ""]
    assert confirm(officer, answer.json["id"]).json["made"] == 2
    again = read(officer, GIFT)
    assert confirm(officer, again.json["id"], with_doubles=True).json["made"] == 3
    assert Item.select().where(Item.code == "GATE-1").count() == 1


def test_strangers_and_learners_take_nothing(client_as: ClientAs) -> None:
    answer = read(client_as("officer"), GIFT)
    assert confirm(client_as("stranger"), answer.json["id"]).status_code == 404
    assert client_as("stranger").get(f"{URL}/{answer.json['id']}").status_code == 404
    assert client_as("guard").post(URL).status_code == 403
    assert client_as("guard").get("/api/v1/items/export?format=gift").status_code == 403


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_what_is_no_such_file_is_a_problem_and_no_error(client_as: ClientAs, format: str) -> None:
    officer = client_as("officer")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b" " * 120_000_000)
    entity = b'<!DOCTYPE quiz [<!ENTITY a "aaaa">]><quiz><question type="essay">&a;</question></quiz>'
    for content in (b"", b"\xff\xfe\x00", b"PK\x03\x04broken", entity, bomb.getvalue()):
        answer = read(officer, content, format)
        assert answer.status_code == 201
        assert answer.json["problems"]
        assert confirm(officer, answer.json["id"]).status_code == 422


def test_an_unknown_point_or_basis_is_told_with_its_line(client_as: ClientAs) -> None:
    answer = read(client_as("officer"), "$CATEGORY: no.such\n\n// [tag:basis:nothing|第一条]\n对吗。{T}\n")
    assert [(row["where"], row["field"]) for row in answer.json["problems"]] == [
        (4, "point_code"),
        (4, "bases.0.basis"),
    ]


@pytest.mark.parametrize("format", ["moodle", "qti21", "qti30", "xlsx", "gift"])
def test_the_bank_goes_out_and_comes_back_the_same(client_as: ClientAs, format: str) -> None:
    officer = client_as("officer")
    for type in CONTENTS:
        entered(officer, type, code=f"T-{type}")
    query = {"format": format, "whose": "own"}
    plan = officer.get("/api/v1/items/export-plan", query_string=query).json
    exported = officer.get("/api/v1/items/export", query_string=query)
    assert exported.status_code == 200
    assert plan["count"] + len(plan["left_out"]) == len(CONTENTS)
    assert plan["loses"]
    answer = read(officer, exported.data, format)
    assert (answer.json["problems"], answer.json["count"]) == ([], plan["count"])
    assert answer.json["doubles"] == plan["count"]
    for row in answer.json["drafts"]:
        content, key = CONTENTS[row["type"]]
        if row["type"] not in {"match", "order", "case"}:
            assert (row["content"], row["key"]) == (content, key)


def test_the_template_has_the_headings_it_reads(client_as: ClientAs) -> None:
    officer = client_as("officer")
    template = officer.get("/api/v1/items/template.xlsx")
    assert template.status_code == 200
    answer = read(officer, template.data, "xlsx")
    assert [problem["message"] for problem in answer.json["problems"]] == ["文件里没有试题"]


def test_a_cell_that_looks_like_a_formula_stays_text(client_as: ClientAs) -> None:
    officer = client_as("officer")
    entered(officer, "true_false", content={"stem": "=1+1 等于二。"}, key={"right": True})
    exported = officer.get("/api/v1/items/export?format=xlsx&whose=own").data
    assert read(officer, exported, "xlsx").json["drafts"][0]["content"]["stem"] == "=1+1 等于二。"
