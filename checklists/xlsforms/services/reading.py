"""Reads the workbooks of strangers: nothing is unpacked before its size is known, nothing is computed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from checklists.xlsforms.errors import FormTooLarge
from checklists.xlsforms.rules import Remark, Row, heading_of
from checklists.xlsforms.rules.forms import SHEETS
from server.core.errors import FieldProblem
from server.units.spreadsheets.errors import NotAWorkbook
from server.units.spreadsheets.services.reading import check_archive, first_merged

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000  # of one sheet; the longest checklist of 30 sections × 200 items has more, but nobody fills it in
MOST_COLUMNS = 120
MOST_CHARACTERS = 32_767  # of one cell, as spreadsheet programs have it


def read_workbook(content: bytes) -> tuple[dict[str, list[Row]], list[Remark]]:
    """The rows of survey, choices and settings, and what is wrong with the sheets as such.

    Raises FormTooLarge, NotAWorkbook.
    """
    if len(content) > MOST_BYTES:
        raise FormTooLarge(fields=[FieldProblem("file", f"最多 {MOST_BYTES >> 20} MB", FormTooLarge.code)])
    file = BytesIO(content)
    check_archive(file)
    file.seek(0)
    sheets: dict[str, list[Row]] = {}
    remarks: list[Remark] = []
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        for name in SHEETS:
            if name in book.sheetnames:
                merged = first_merged(file, getattr(book[name], "_worksheet_path", ""))
                if merged:
                    remarks.append(_merged(name, merged))
                sheets[name] = _rows(name, book[name].iter_rows(max_col=MOST_COLUMNS), remarks)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        problem = FieldProblem("file", NotAWorkbook.title, NotAWorkbook.code)
        raise NotAWorkbook(fields=[problem]) from error
    return sheets, remarks


def _rows(sheet: str, lines: Any, remarks: list[Remark]) -> list[Row]:
    headings = _headings(sheet, next(lines, ()), remarks)
    rows: list[Row] = []
    for number, line in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            remarks.append(Remark(sheet, number, "", "", f"一张工作表最多 {MOST_ROWS} 行", "too_many_rows"))
            return []
        cells = dict.fromkeys(headings.values(), "")
        for position, heading in headings.items():
            if position < len(line):
                cells[heading] = _text(sheet, number, heading, line[position], remarks)
        if any(cells.values()):
            rows.append(Row(number, cells))
    return rows


def _headings(sheet: str, line: Sequence[Any], remarks: list[Remark]) -> dict[int, str]:
    """Which position holds which column; a column that comes twice is a problem."""
    texts = [str(cell.value or "").strip() for cell in line]
    found: dict[int, str] = {}
    for position, text in enumerate(texts):
        heading = heading_of(text, texts)
        if not heading:
            continue
        if heading not in found.values():
            found[position] = heading
        elif "::" not in text:  # of several languages the first counts
            remarks.append(Remark(sheet, 1, text, text, "列重复", "doubled_column"))
    return found


def _text(sheet: str, number: int, heading: str, cell: Any, remarks: list[Remark]) -> str:
    """What a person sees in the cell; our own escape of a leading = + - @ is taken off again."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        remarks.append(Remark(sheet, number, heading, str(value), "不能使用公式，请粘贴为数值", "formula"))
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if len(text) > MOST_CHARACTERS:
        remarks.append(Remark(sheet, number, heading, text, "单元格内容过长", "too_long"))
        return ""
    return text[1:] if ESCAPED.match(text) else text


ESCAPED = re.compile(r"'[=+\-@\t\r']")


def _merged(sheet: str, reference: str) -> Remark:
    first = re.match(r"([A-Z]+)(\d+)", reference)
    row, column = (int(first[2]), first[1]) if first else (0, "")
    return Remark(sheet, row, column, reference, "不能有合并的单元格", "merged_cells")
