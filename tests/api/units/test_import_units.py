"""Taking units from a workbook: all of it or nothing, every wrong cell named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from server.core.events import Event
from server.units.registry.services.reach_rows import recount
from server.units.spreadsheets.rules import MOST_ROWS
from tests.factories.units import credit_code, sheet_row, workbook
from tests.world import World

ClientAs = Callable[[str], Any]
IMPORTS = "/api/v1/units/imports"


def send(client: Any, content: BytesIO | bytes, query: str = "") -> Any:
    content = BytesIO(content) if isinstance(content, bytes) else content
    return client.post(f"{IMPORTS}{query}", data={"file": (content, "单位.xlsx")}, content_type="multipart/form-data")


def count(client: Any, query: str = "") -> int:
    return client.get(f"/api/v1/units/count?{query}").json["count"]


def problems(answer: Any) -> list[tuple[int, str, str]]:
    assert answer.status_code == 200, answer.json
    return [(error["row"], error["column"], error["code"]) for error in answer.json["errors"]]


def test_the_template_explains_itself_and_can_be_filled_in(client_as: ClientAs) -> None:
    officer = client_as("officer")
    answer = officer.get("/api/v1/units/import-template.xlsx")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["单位", "填写说明"]
    sheet = book["单位"]
    assert [cell.value for cell in sheet[1]] == list(sheet_row())
    assert sheet.column_dimensions["B"].number_format == "@"
    explained = [row[0].value for row in book["填写说明"].iter_rows()]
    assert "统一社会信用代码" in explained
    sheet.append(list(sheet_row().values()))
    filled = BytesIO()
    book.save(filled)
    filled.seek(0)
    assert send(officer, filled).json["created"] == 1


def test_units_of_a_workbook_are_registered_found_and_counted(
    client_as: ClientAs, world: World, connected: None
) -> None:
    officer = client_as("officer")
    before = count(officer)
    rows = [
        sheet_row(),
        sheet_row(**{"单位名称*": "无码测试团体", "统一社会信用代码": None, "单位性质*": "团体", "重点单位级别": 3}),
    ]
    answer = send(officer, workbook(*rows))
    assert (answer.json["created"], answer.json["updated"], answer.json["errors"]) == (2, 0, [])
    assert count(officer) == before + 2
    (hotel,) = officer.get("/api/v1/units?q=btcs").json["items"]
    assert (hotel["station_id"], hotel["lat"]) == (str(world.agencies["lixia_pearl"]), 36.66)
    (group,) = officer.get("/api/v1/units?q=无码").json["items"]
    assert (group["kind"], group["key_unit_level"], group["basis_note"] is not None) == ("group", 3, True)
    assert recount() == 0
    (event,) = Event.select().where(Event.subject_id == answer.json["id"])
    assert (event.kind, event.details["created"]) == ("units.imported", 2)


def test_sent_again_there_is_nothing_left_to_do(client_as: ClientAs) -> None:
    officer = client_as("officer")
    rows = [sheet_row(), sheet_row(**{"单位名称*": "无码测试宾馆", "统一社会信用代码": None})]
    assert send(officer, workbook(*rows)).json["created"] == 2
    before = count(officer)
    again = send(officer, workbook(*rows)).json
    assert (again["created"], again["updated"], again["errors"], count(officer)) == (0, 0, [], before)


def test_a_known_credit_code_updates_and_keeps_what_the_sheet_does_not_say(
    client_as: ClientAs, world: World, connected: None
) -> None:
    officer = client_as("officer")
    path = f"/api/v1/units/{world.units['jewellery']}"
    before = officer.get(path).json
    row = sheet_row(**{
        "单位名称*": "泉城示范金饰有限公司", "统一社会信用代码": before["uscc"], "行业代码*": "jewellery",
        "行业主管部门": "济商", "重点单位级别": 2,
    })  # fmt: skip
    answer = send(officer, workbook(row)).json
    assert (answer["created"], answer["updated"]) == (0, 1)
    after = officer.get(path).json
    assert (after["name"], after["key_unit_level"]) == ("泉城示范金饰有限公司", 2)
    assert after["facts"] == before["facts"]
    assert after["version"] == before["version"] + 1
    assert recount() == 0


def test_a_dry_run_says_what_would_be_and_changes_nothing(client_as: ClientAs) -> None:
    officer = client_as("officer")
    before = count(officer)
    answer = send(officer, workbook(sheet_row()), "?dry_run=true").json
    assert (answer["created"], answer["dry_run"], count(officer)) == (1, True, before)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"单位名称*": None}, "单位名称", "required"),
        ({"单位名称*": "名" * 121}, "单位名称", "too_long"),
        ({"单位名称*": "名"}, "单位名称", "too_short"),
        ({"单位名称*": '=HYPERLINK("x")'}, "单位名称", "formula"),
        ({"统一社会信用代码": "91370102MA0000001X"}, "统一社会信用代码", "wrong_check_character"),
        ({"统一社会信用代码": 913701020000001234}, "统一社会信用代码", "not_text"),
        ({"单位性质*": "公司"}, "单位性质", "unknown_kind"),
        ({"行业代码*": "宾馆"}, "行业代码", "not_an_industry"),
        ({"行政区划代码*": "999999"}, "行政区划代码", "unknown_area"),
        ({"经度": None}, "经度", "half_position"),
        ({"纬度": 97}, "纬度", "not_degrees"),
        ({"主管公安机关*": "不存在分局"}, "主管公安机关", "unknown_agency"),
        ({"主管公安机关*": "济商"}, "主管公安机关", "not_police"),
        ({"属地派出所*": "济公历"}, "属地派出所", "not_a_station"),
        ({"行业主管部门": "济公"}, "行业主管部门", "not_a_department"),
        ({"指导公安机关": "济公历珠"}, "指导公安机关", "not_above"),
        ({"重点单位级别": "一级"}, "重点单位级别", "not_a_level"),
        ({"反恐怖重点目标": "也许"}, "反恐怖重点目标", "not_yes_or_no"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_imported(
    client_as: ClientAs, changes: dict[str, Any], column: str, code: str
) -> None:
    officer = client_as("officer")
    before = count(officer)
    good = sheet_row(**{"单位名称*": "好的一行", "统一社会信用代码": credit_code(200)})
    answer = send(officer, workbook(good, sheet_row(**changes)))
    assert problems(answer) == [(3, column, code)]
    assert (answer.json["created"], count(officer)) == (0, before)


def test_rows_that_mean_the_same_unit_are_named(client_as: ClientAs) -> None:
    answer = send(client_as("officer"), workbook(sheet_row(), sheet_row(**{"单位名称*": "又一家"})))
    assert problems(answer) == [(3, "统一社会信用代码", "doubled_unit")]


def test_units_elsewhere_are_refused_by_row(client_as: ClientAs) -> None:
    answer = send(client_as("stranger"), workbook(sheet_row()))
    assert problems(answer) == [(2, "属地派出所", "outside_own_area")]


def test_a_code_that_another_bureau_registered_is_refused(client_as: ClientAs, world: World) -> None:
    code = client_as("city").get(f"/api/v1/units/{world.units['university']}").json["uscc"]
    answer = send(client_as("officer"), workbook(sheet_row(统一社会信用代码=code)))
    assert problems(answer) == [(2, "统一社会信用代码", "uscc_taken")]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([*list(sheet_row()), "备注"], [(1, "备注", "unknown_column")]),
        ([*list(sheet_row()), "地址"], [(1, "地址", "doubled_column")]),
        ([name for name in sheet_row() if name != "属地派出所*"], [(1, "属地派出所", "missing_column")]),
    ],
)
def test_wrong_columns_are_named(
    client_as: ClientAs, headings: list[str], expected: list[tuple[int, str, str]]
) -> None:
    assert problems(send(client_as("officer"), workbook(sheet_row(), headings=headings))) == expected


def test_merged_cells_a_missing_sheet_and_an_empty_one_are_named(client_as: ClientAs) -> None:
    officer = client_as("officer")
    book = load_workbook(workbook(sheet_row(), sheet_row()))
    book["单位"].merge_cells("A2:A3")
    merged = BytesIO()
    book.save(merged)
    assert problems(send(officer, merged.getvalue())) == [(0, "", "merged_cells")]
    assert problems(send(officer, workbook(sheet_row(), sheet="Sheet1"))) == [(0, "", "missing_sheet")]
    assert problems(send(officer, workbook(headings=list(sheet_row())))) == [(0, "", "no_rows")]


def test_blank_rows_between_are_skipped(client_as: ClientAs) -> None:
    blank: dict[str, Any] = {}
    answer = send(client_as("officer"), workbook(sheet_row(), blank, blank))
    assert (answer.json["created"], answer.json["errors"]) == (1, [])


def test_what_is_no_workbook_is_refused(client_as: ClientAs) -> None:
    officer = client_as("officer")
    not_a_book = BytesIO()
    with zipfile.ZipFile(not_a_book, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    entities = BytesIO()
    with zipfile.ZipFile(workbook(sheet_row())) as source, zipfile.ZipFile(entities, "w") as archive:
        for part in source.infolist():
            text = source.read(part)
            if part.filename == "xl/workbook.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            archive.writestr(part.filename, text)
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.xml", "w") as part:
        for _ in range(420):
            part.write(bytes(1 << 20))
    for content in (b"", b"name,uscc\n", not_a_book.getvalue(), entities.getvalue(), bomb.getvalue()):
        answer = send(officer, content)
        assert (answer.status_code, answer.json["code"]) == (422, "not_a_workbook")
        assert answer.json["errors"][0]["field"] == "file"


def test_a_missing_file_is_named(client_as: ClientAs) -> None:
    answer = client_as("officer").post(IMPORTS, data={}, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "file")


def test_more_rows_than_allowed_are_refused_whole(client_as: ClientAs) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("单位")
    sheet.append(list(sheet_row()))
    for number in range(MOST_ROWS + 1):
        sheet.append([f"第{number}家"])
    content = BytesIO()
    book.save(content)
    answer = send(client_as("officer"), content.getvalue())
    assert (answer.status_code, answer.json["code"]) == (422, "too_many_rows")


def test_the_error_workbook_says_beside_each_row_what_is_wrong(client_as: ClientAs) -> None:
    officer = client_as("officer")
    rows = [sheet_row(), sheet_row(**{"单位名称*": "=1+1", "单位性质*": "公司", "统一社会信用代码": credit_code(300)})]
    attempt = send(officer, workbook(*rows)).json
    answer = officer.get(f"{IMPORTS}/{attempt['id']}/errors.xlsx")
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.data))["单位"]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert lines[0][-1] == "错误"
    assert lines[1][-1] is None
    assert "公式" in lines[2][-1]
    assert "单位性质" in lines[2][-1]
    assert lines[2][0] == "'=1+1"


def test_the_error_workbook_is_for_who_sent_it(client_as: ClientAs) -> None:
    attempt = send(client_as("officer"), workbook(sheet_row(**{"单位性质*": "公司"}))).json
    assert client_as("city").get(f"{IMPORTS}/{attempt['id']}/errors.xlsx").status_code == 404


def test_the_corrected_error_workbook_can_be_sent_back(client_as: ClientAs) -> None:
    officer = client_as("officer")
    attempt = send(officer, workbook(sheet_row(**{"单位性质*": "公司"}))).json
    book = load_workbook(BytesIO(officer.get(f"{IMPORTS}/{attempt['id']}/errors.xlsx").data))
    book["单位"]["C2"] = "企业"
    content = BytesIO()
    book.save(content)
    assert send(officer, content.getvalue()).json["created"] == 1


@pytest.mark.parametrize("persona", ["inspector", "head", "system_admin", "department"])
def test_who_may_not_import_is_refused(client_as: ClientAs, persona: str) -> None:
    assert send(client_as(persona), workbook(sheet_row())).status_code == 403
    assert client_as(persona).get("/api/v1/units/import-template.xlsx").status_code == 403
