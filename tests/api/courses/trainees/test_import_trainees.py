"""A unit's people come in by workbook, all of them or none."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from courses.trainees.models import Trainee, TraineeImport
from courses.trainees.rules.workbook import COLUMNS
from server.units.people.models import Person
from tests.factories.trainees import identity_number, trainee
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
IMPORTS = "/api/v1/trainees/imports"
As = Callable[[str], Any]


def row(**changes: Any) -> dict[str, Any]:
    return {
        "单位名称": "泉城示范第一中学",
        "姓名": "丁新来",
        "岗位": "门卫",
        "手机号": "13912340001",
        "受训类别": "保安员",
        "身份证号": identity_number(901),
        "起始日期": "2026-09-01",
        **changes,
    }


def book(*rows: dict[str, Any]) -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.title = "受训人员"
    names = [column.heading for column in COLUMNS]
    page.append(names)
    for one in rows:
        page.append([one.get(name) for name in names])
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def send(client: Any, content: bytes, query: str = "") -> Any:
    return client.post(
        f"{IMPORTS}{query}", data={"file": (io.BytesIO(content), "x.xlsx")}, content_type="multipart/form-data"
    )


def test_people_come_in_and_a_second_time_nothing_is_to_do(client_as: As) -> None:
    head = client_as("head")
    second = row(姓名="于又来", 手机号="13912340002", 身份证号=None, 受训类别="重要岗位从业人员")
    content = book(row(), second)
    tried = send(head, content, "?dry_run=true").json
    assert (tried["created"], tried["errors"], Trainee.select().count()) == (2, [], 0)
    assert send(head, content).json["created"] == 2
    assert send(head, content).json["created"] == 0
    assert {one.audience for one in Trainee.select()} == {"guard", "key_post"}
    assert send(head, book(row(受训类别="情报信息员"))).json["created"] == 1
    assert Person.select().where(Person.name == "丁新来").count() == 1


def test_one_wrong_row_keeps_all_of_them_out_and_masks_numbers(client_as: As) -> None:
    wrong = "379999198001019999"
    rows = [
        row(),
        row(姓名="错号", 身份证号=wrong, 手机号="13912340003"),
        row(姓名="错类", 受训类别="飞行员", 手机号="13912340004", 身份证号=None),
        row(姓名="远方", 单位名称="历城示范加油站", 手机号="13912340005", 身份证号=None),
        row(姓名="无凭", 手机号=None, 身份证号=None),
        row(),
    ]
    answer = send(client_as("head"), book(*rows)).json
    found = {(error["row"], error["code"]) for error in answer["errors"]}
    assert {(3, "identity_wrong"), (4, "unknown_audience"), (6, "nothing_to_know_by")} <= found
    assert wrong not in str(answer)
    assert wrong not in str(TraineeImport.get().errors)
    assert Trainee.select().count() == 0
    later = send(client_as("head"), book(row(单位名称="没有这个单位"), row(), row())).json
    assert {(2, "unknown_unit"), (4, "doubled_trainee")} == {(one["row"], one["code"]) for one in later["errors"]}


def test_a_number_of_somebody_else_undoes_the_rows_before_it(client_as: As, world: World) -> None:
    number = identity_number(902)
    trainee(world.units["fuel"], identity_number=number)
    before = Person.select().count()
    answer = send(client_as("head"), book(row(), row(姓名="冒名", 手机号="13912340009", 身份证号=number))).json
    assert [(error["row"], error["code"]) for error in answer["errors"]] == [(3, "identity_known")]
    assert Person.select().count() == before


def test_who_may_not_edit_may_not_import(client_as: As) -> None:
    assert send(client_as("inspector"), book(row())).status_code == 403
    assert send(client_as("head"), b"no workbook").status_code == 422
    assert client_as("head").get("/api/v1/trainees/template.xlsx").status_code == 200
