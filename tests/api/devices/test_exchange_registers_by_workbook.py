"""Registers come in by workbook, all or nothing, and go out so that they can be edited and sent back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from device_checks.registers.models import Camera, CameraPlace, Facility
from device_checks.workbooks.rules import COLUMNS
from server.core.events import Event
from tests.factories import facilities
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

BOOKS = "/api/v1/facility-workbooks"
FIRST = {
    "单位名称": "泉城示范第一中学",
    "类别": "摄像机",
    "类型": "枪机",
    "编号": "SX-1",
    "名称": "东门枪机",
    "国标编码": "37010200001310000001",
    "图像宽": 1920,
    "图像高": 1080,
    "已接入平台": "是",
    "覆盖部位": "东门、西门",
    "云台类型": "固定枪机",
    "启用日期": date(2024, 3, 1),
    "MAC 地址": "aa:bb:cc:dd:ee:01",
}
SECOND = {
    "单位名称": "泉城示范第一中学",
    "类别": "防护器材",
    "类型": "盾牌",
    "编号": "QC-1",
    "名称": "盾牌",
    "数量": "6",
}


def book(*rows: dict[str, Any], headings: list[str] | None = None, merge: str = "", sheet: str = "设施") -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    names = headings or [column.heading for column in COLUMNS]
    page.append(names)
    for row in rows:
        page.append([row.get(name) for name in names])
    if merge:
        page.merge_cells(merge)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def send(client: Any, content: bytes, dry_run: bool = False) -> Any:
    file = {"file": (io.BytesIO(content), "设施.xlsx")}
    query = "?dry_run=true" if dry_run else ""
    return client.post(f"{BOOKS}/imports{query}", data=file, content_type="multipart/form-data")


def sheet_of(content: bytes) -> list[dict[str, Any]]:
    lines = list(openpyxl.load_workbook(io.BytesIO(content))["设施"].iter_rows(values_only=True))
    return [dict(zip([str(one).rstrip("*") for one in lines[0]], line, strict=True)) for line in lines[1:]]


@pytest.mark.clause("JN-2.2.2d")
def test_a_register_comes_in_is_revised_and_goes_out(client_as: Callable[[str], Any], world: World) -> None:
    head, unit_id = client_as("head"), world.units["school_first"]
    gates = [facilities.place(unit_id, name=name) for name in ("东门", "西门")]
    tried = send(head, book(FIRST, SECOND), dry_run=True).json
    assert (tried["created"], tried["updated"], tried["errors"]) == (2, 0, [])
    assert Facility.select().count() == 0
    assert send(head, book(FIRST, SECOND)).json["created"] == 2
    camera = Facility.get(Facility.number == "SX-1")
    assert (camera.in_use_since_on, camera.details) == (
        date(2024, 3, 1),
        {"ptz_type": "3", "mac": "AA-BB-CC-DD-EE-01"},
    )
    assert Camera.get_by_id(camera.id).is_onboarded
    assert {row.place_id for row in CameraPlace.select()} == {gate.id for gate in gates}
    again = send(head, book(FIRST, SECOND)).json
    assert (again["created"], again["updated"]) == (0, 0)
    out = head.get(f"{BOOKS}/facilities.xlsx?unit_id={unit_id}")
    rows = {row["编号"]: row for row in sheet_of(out.data)}
    assert (rows["SX-1"]["云台类型"], rows["SX-1"]["国标编码"]) == ("固定枪机", "37010200001310000001")
    back = send(head, out.data).json
    assert (back["created"], back["updated"], back["errors"]) == (0, 0, [])
    changed = {name: FIRST[name] for name in ("单位名称", "类别", "类型", "编号")} | {"名称": "东门球机"}
    assert send(head, book(changed)).json["updated"] == 1
    camera = Facility.get_by_id(camera.id)
    assert (camera.name, camera.details["ptz_type"]) == ("东门球机", "3")
    kinds = [row.kind for row in Event.select().where(Event.kind.startswith("facilities.")).order_by(Event.id)]
    assert kinds.count("facilities.imported") == 4
    assert kinds.count("facilities.import_checked") == 1


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"单位名称": "没有的单位"}, "单位名称", "unknown_unit"),
        ({"类别": "飞机"}, "类别", "invalid_cell"),
        ({"类型": "盾牌"}, "类型", "facility_type_of_other_kind"),
        ({"编号": None}, "编号", "required"),
        ({"覆盖部位": "北门"}, "覆盖部位", "unknown_place"),
        ({"国标编码": 37010200001310000001}, "国标编码", "invalid_cell"),
        ({"国标编码": "3701"}, "国标编码", "catalogue_id_invalid"),
        ({"云台类型": "九型"}, "云台类型", "invalid_cell"),
        ({"端口": "70000"}, "端口", "invalid_cell"),
        ({"IPv4 地址": "1.2.3"}, "IPv4 地址", "invalid_detail"),
        ({"数量": "-1"}, "数量", "invalid_cell"),
        ({"启用日期": "去年"}, "启用日期", "invalid_cell"),
        ({"经度": "117"}, "纬度", "half_position"),
        ({"名称": "=1+1"}, "名称", "formula"),
        ({"车牌号": "鲁A1"}, "车牌号", "unknown_detail"),
        ({"立杆高度（米）": "nan"}, "立杆高度（米）", "invalid_detail"),
    ],
    ids=str,
)
def test_a_wrong_cell_is_named_and_nothing_comes_in(
    changes: dict[str, Any], column: str, code: str, client_as: Callable[[str], Any], world: World
) -> None:
    for name in ("东门", "西门"):
        facilities.place(world.units["school_first"], name=name)
    answer = send(client_as("head"), book(SECOND, {**FIRST, **changes}))
    assert answer.status_code == 200, answer.json
    assert [(error["row"], error["column"], error["code"]) for error in answer.json["errors"]] == [(3, column, code)]
    assert Facility.select().count() == 0


def test_strange_sheets_are_told_apart(client_as: Callable[[str], Any], world: World) -> None:
    head = client_as("head")

    def codes(content: bytes) -> list[str]:
        return [error["code"] for error in send(head, content).json["errors"]]

    assert codes(book(SECOND, merge="A2:B2")) == ["merged_cells"]
    assert codes(book(SECOND, sheet="别的")) == ["missing_sheet"]
    assert "unknown_column" in codes(book(SECOND, headings=["单位名称", "颜色"]))
    assert codes(book(SECOND, SECOND)) == ["doubled_facility"]
    assert codes(book()) == ["no_rows"]
    assert send(head, b"PK not a workbook").json["code"] == "not_a_workbook"
    wrong = send(head, book({**SECOND, "类型": "枪机"})).json
    errors = sheet_of(head.get(f"{BOOKS}/imports/{wrong['id']}/errors.xlsx").data)
    assert errors[0]["错误"] == "类型：类型与设施类别不符"
    assert client_as("staff").get(f"{BOOKS}/imports/{wrong['id']}/errors.xlsx").status_code == 404


def test_the_template_can_be_filled_in(client_as: Callable[[str], Any]) -> None:
    content = client_as("staff").get(f"{BOOKS}/template.xlsx").data
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    headings = [str(cell.value) for cell in workbook["设施"][1]]
    assert headings[:5] == ["单位名称*", "类别*", "类型*", "编号*", "名称*"]
    assert send(client_as("staff"), content).json["errors"][0]["code"] == "no_rows"


@pytest.mark.clause("LN-10")
def test_the_workbook_is_one_s_own_and_holds_no_secret_camera(client_as: Callable[[str], Any], world: World) -> None:
    unit_id = world.units["school_first"]
    facilities.camera(unit_id, {"secret_state": True, "secret_reason": "试卷库"}, number="M-1")
    facilities.facility(unit_id, number="B-1")
    address = f"{BOOKS}/facilities.xlsx?unit_id={unit_id}"
    assert [row["编号"] for row in sheet_of(client_as("head").get(address).data)] == ["B-1"]
    assert client_as("stranger").get(address).status_code == 404
    assert client_as("inspector").get(address).status_code == 403
    errors = send(client_as("stranger"), book(SECOND)).json["errors"]
    assert [error["code"] for error in errors] == ["unknown_unit"]
