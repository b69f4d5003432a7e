"""A worksheet written straight into its zip reads back as what was put in."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from reports.exports.rules import COLUMNS, Column, cell_of, escaped
from reports.exports.services.workbook import write_workbook

TEXTS = [
    "平常文字", "<b>&amp;\"'", "  前后空格  ", "多行\n文字", "_x000D_ 像转义", "𠮷野家", "0012345678901234567", "'=1+1",
    "1e5", "TRUE", "x" * 32_000,
]  # fmt: skip


def test_text_stays_text_and_numbers_stay_numbers(tmp_path: Path) -> None:
    columns = [Column("文字", "text"), Column("数", "number", number=True), Column("空", "none")]
    lines = [[text, number, None] for number, text in enumerate(TEXTS)] + [["小数", 12.5, None], [None, None, None]]
    write_workbook(tmp_path / "a.xlsx", "单位 & <档案>", columns, lines)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    assert sheet.title == "单位 & <档案>"
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == ["文字", "数", "空"]
    read = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=2, max_row=len(TEXTS) + 2)]
    # What a spreadsheet would read as an escape is escaped itself; openpyxl shows the escape as it stands.
    shown = [text.replace("_x000D_", "_x005F_x000D_") for text in TEXTS]
    assert read == [*((text, number) for number, text in enumerate(shown)), ("小数", 12.5)]
    assert {cell.number_format for cell in sheet["A"][1:-1]} == {"@"}
    assert all(cell.data_type in {"s", "n", "inlineStr"} for cell in sheet["A"])


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", "表", [Column("文字", "text")], [["a\x00b\x1fc\uffff"]])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"].value == "abc"


def test_columns_beyond_the_alphabet_have_two_letters(tmp_path: Path) -> None:
    columns = [Column(f"列{number}", "x") for number in range(30)]
    write_workbook(tmp_path / "a.xlsx", "表", columns, [[str(number) for number in range(30)]])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["AD2"].value == "29"


@pytest.mark.parametrize("first", list("=+-@\t\r"))
def test_what_begins_a_formula_is_told_as_text(first: str) -> None:
    assert escaped(f"{first}1+1") == f"'{first}1+1"


def test_a_cell_never_outgrows_a_worksheet() -> None:
    assert len(escaped("长" * 40_000)) <= 32_767


def test_every_column_of_every_list_is_named_once() -> None:
    for columns in COLUMNS.values():
        assert len({column.heading for column in columns}) == len(columns)
        assert len({column.key for column in columns}) == len(columns)


def test_a_code_without_a_word_is_shown_as_it_came() -> None:
    chance = random.Random(7)  # noqa: S311
    column = Column("状态", "state", words={"found": "待处理"})
    code = f"state{chance.randint(1, 9)}"
    assert [cell_of(column, {"state": one}) for one in ("found", code, None)] == ["待处理", code, None]
