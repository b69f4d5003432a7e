"""Makes workbooks: the template, the one that says what is wrong, and lists of units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import xlsxwriter

from server.core.files import files
from server.units.spreadsheets.models import UnitImport
from server.units.spreadsheets.rules import (
    COLUMNS,
    ERROR_COLUMN,
    EXPLANATIONS,
    KIND_WORDS,
    MOST_ROWS,
    SHEET,
    Column,
    escaped,
)
from server.units.spreadsheets.services.reading import read_rows

_GENERAL_RULES = (
    f"请在“{SHEET}”工作表中填写，第一行的列名不要改动，每行一个单位，最多 {MOST_ROWS} 行。",
    "列名带 * 的必填。不要合并单元格，不要使用公式。",
    "代码类的列已设为文本格式，请保持，否则长数字会变成 9.137E+17 而丢失末位。",
    "信用代码已登记的按更新处理；没有代码的按“名称 + 属地派出所”识别。",
    "任何一行有错，整个文件都不会导入；错误会逐行逐列列出，并可下载带“错误”列的工作簿。",
)


def write_template() -> bytes:
    """An empty workbook with an instruction sheet, text columns and choice lists."""
    with open_workbook() as (output, book):
        sheet = book.add_worksheet(SHEET)
        _write_headings(book, sheet, COLUMNS)
        kind, target = _place("kind"), _place("counter_terror_target")
        sheet.data_validation(1, kind, MOST_ROWS, kind, {"validate": "list", "source": list(KIND_WORDS)})
        sheet.data_validation(1, target, MOST_ROWS, target, {"validate": "list", "source": ["是", "否"]})
        _write_explanations(book)
    return output.getvalue()


def write_error_workbook(attempt: UnitImport) -> bytes:
    """The workbook that was sent, with a last column that says what is wrong with each row. Raises NotFound."""
    problems: dict[int, list[str]] = defaultdict(list)
    for error in attempt.errors:
        where = f"{error['column']}：" if error["column"] else ""
        problems[error["row"]].append(f"{where}{error['message']}")
    with files().open(attempt.workbook_sha256) as file:
        rows, _ = read_rows(file)
    with open_workbook() as (output, book):
        sheet = book.add_worksheet(SHEET)
        _write_headings(book, sheet, COLUMNS)
        red = book.add_format({"font_color": "#B00020", "text_wrap": True})
        bold = book.add_format({"bold": True, "font_color": "#B00020"})
        sheet.write_string(0, len(COLUMNS), ERROR_COLUMN, bold)
        sheet.set_column(len(COLUMNS), len(COLUMNS), 60)
        general = [*problems.get(0, []), *problems.get(1, [])]
        text = book.add_format({"num_format": "@"})
        for line, row in enumerate(rows, 1):
            for place, column in enumerate(COLUMNS):
                if cell := row.cells.get(column.field):
                    sheet.write_string(line, place, escaped(cell.text), text)
            if found := problems.get(row.number):
                sheet.write_string(line, len(COLUMNS), "；".join(found), red)
        if general and not rows:
            sheet.write_string(1, len(COLUMNS), "；".join(general), red)
        _write_explanations(book)
    return output.getvalue()


def write_units(lines: Iterable[Sequence[Any]], more_headings: Sequence[str]) -> bytes:
    """A list of units in the columns of the template, so that it can be edited and sent back."""
    with open_workbook() as (output, book):
        sheet = book.add_worksheet(SHEET)
        bold = _write_headings(book, sheet, COLUMNS)
        for place, heading in enumerate(more_headings, len(COLUMNS)):
            sheet.write_string(0, place, heading, bold)
        text = book.add_format({"num_format": "@"})
        for line, values in enumerate(lines, 1):
            for place, value in enumerate(values):
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    sheet.write_number(line, place, value)
                elif value is not None:
                    sheet.write_string(line, place, escaped(str(value)), text)
    return output.getvalue()


@contextmanager
def open_workbook() -> Any:
    """Rows go to disk as they are written; strings are never taken for formulas, links or numbers."""
    output = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(output, {"constant_memory": True, **never})
    try:
        yield output, book
    finally:
        book.close()


def _write_headings(book: Any, sheet: Any, columns: Sequence[Column]) -> Any:
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        plain = column.field in {"lat", "lon", "key_unit_level"}
        sheet.set_column(place, place, column.width, None if plain else text)
        sheet.write_string(0, place, column.heading + ("*" if column.required else ""), bold)
    sheet.freeze_panes(1, 1)
    return bold


def _write_explanations(book: Any) -> None:
    sheet = book.add_worksheet(EXPLANATIONS)
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 80)
    for line, rule in enumerate(_GENERAL_RULES):
        sheet.write_string(line, 2, rule, wrapped)
    start = len(_GENERAL_RULES) + 1
    for place, heading in enumerate(("列名", "必填", "说明")):
        sheet.write_string(start, place, heading, bold)
    for line, column in enumerate(COLUMNS, start + 1):
        sheet.write_string(line, 0, column.heading)
        sheet.write_string(line, 1, "是" if column.required else "")
        sheet.write_string(line, 2, column.explanation, wrapped)


def _place(field: str) -> int:
    return next(place for place, column in enumerate(COLUMNS) if column.field == field)
