"""Handing units out as a workbook that can be sent back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from server.core.events import Event
from tests.factories.units import credit_code, unit_body
from tests.world import World

ClientAs = Callable[[str], Any]
EXPORT = "/api/v1/units/export.xlsx"


def lines(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200
    return [[cell.value for cell in line] for line in load_workbook(BytesIO(answer.data))["单位"].iter_rows()]


def test_the_workbook_holds_the_units_within_reach(client_as: ClientAs) -> None:
    officer = client_as("officer")
    head, *rows = lines(officer.get(EXPORT))
    listed = [unit["name"] for unit in officer.get("/api/v1/units?limit=200").json["items"]]
    assert [row[0] for row in rows] == listed
    school = dict(zip(head, next(row for row in rows if row[0] == "泉城示范第一中学"), strict=True))
    assert school["单位性质*"] == "事业"
    assert school["属地派出所*"] == "历下区分局珠泉示范派出所"
    assert school["第一责任人"] == "孙珺"
    assert school["统一社会信用代码"] == "12370102DEM000014U"


def test_its_chinese_name_travels_in_a_header_that_every_server_sends(client_as: ClientAs) -> None:
    disposition = client_as("officer").get(EXPORT).headers["Content-Disposition"]
    assert disposition.isascii()
    assert "filename*=UTF-8''%E5%8D%95%E4%BD%8D.xlsx" in disposition


def test_it_is_filtered_like_the_list(client_as: ClientAs) -> None:
    rows = lines(client_as("city").get(f"{EXPORT}?kind=university"))[1:]
    assert [row[0] for row in rows] == ["齐鲁示范大学"]


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A0", "+1测试", "-1测试", "@SUM(1)测试"])
def test_no_cell_can_be_taken_for_a_formula(client_as: ClientAs, world: World, name: str) -> None:
    officer = client_as("officer")
    officer.post("/api/v1/units", json=unit_body(world, name=name, uscc=credit_code(5)))
    book = load_workbook(BytesIO(officer.get(EXPORT).data))
    cells = [cell for line in book["单位"].iter_rows() for cell in line]
    assert f"'{name}" in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_sent_back_unchanged_it_changes_nothing(client_as: ClientAs, world: World) -> None:
    officer = client_as("officer")
    officer.post("/api/v1/units", json=unit_body(world, name="=1+1示范店", uscc=credit_code(6)))
    content = officer.get(EXPORT).data
    answer = officer.post(
        "/api/v1/units/imports", data={"file": (BytesIO(content), "a.xlsx")}, content_type="multipart/form-data"
    )
    assert {name: answer.json[name] for name in ("created", "updated", "errors")} == {
        "created": 0, "updated": 0, "errors": []
    }  # fmt: skip


def test_who_took_how_many_is_recorded(client_as: ClientAs, connected: None) -> None:
    officer = client_as("officer")
    officer.get(f"{EXPORT}?kind=organ")
    (event,) = Event.select().where(Event.kind == "units.exported")
    assert event.details == {"count": 1}


@pytest.mark.parametrize("persona", ["inspector", "head", "audit_admin"])
def test_who_may_not_export_is_refused(client_as: ClientAs, persona: str) -> None:
    assert client_as(persona).get(EXPORT).status_code == 403
