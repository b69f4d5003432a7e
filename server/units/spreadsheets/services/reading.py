"""Reads workbooks that strangers made: nothing is unpacked before its size is known, nothing is computed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from server.core.errors import FieldProblem
from server.units.spreadsheets.errors import NotAWorkbook, TooManyRows
from server.units.spreadsheets.rules import COLUMNS, MOST_ROWS, SHEET, Cell, CellError, Column, Row, read_headings

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 400 * 1024 * 1024
MOST_PARTS = 200
MOST_COLUMNS = 60
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z0-9:]+)"')


def read_rows(
    file: BinaryIO, name: str = SHEET, columns: Sequence[Column] = COLUMNS, most_rows: int = MOST_ROWS
) -> tuple[list[Row], list[CellError]]:
    """All rows of a sheet that are not blank, and what is wrong with it as a whole; rows only when nothing is.

    Raises NotAWorkbook, TooManyRows.
    """
    check_archive(file)
    file.seek(0)
    try:
        workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        if name not in workbook.sheetnames:
            return [], [CellError(0, "", "", f"没有名为“{name}”的工作表", "missing_sheet")]
        sheet = workbook[name]
        merged = first_merged(file, getattr(sheet, "_worksheet_path", ""))
        if merged:
            return [], [CellError(0, "", merged, "不能有合并的单元格", "merged_cells")]
        return _rows(sheet.iter_rows(max_col=MOST_COLUMNS), columns, most_rows)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise _not_a_workbook() from error


def _rows(lines: Iterator[Any], known: Sequence[Column], most_rows: int) -> tuple[list[Row], list[CellError]]:
    heading_line = next(lines, ())
    columns, errors = read_headings([cell.value for cell in heading_line], known)
    if errors:
        return [], errors
    rows: list[Row] = []
    blank = 0
    for number, line in enumerate(lines, 2):
        cells = {
            column.field: Cell(line[position].value, line[position].data_type == "f")
            for position, column in columns.items()
            if position < len(line) and line[position].value is not None
        }
        if any(cell.text for cell in cells.values()):
            rows.append(Row(number, cells))
            blank = 0
        else:
            blank += 1
        if len(rows) > most_rows or blank > MOST_ROWS:
            problem = FieldProblem("file", f"最多 {most_rows} 行", TooManyRows.code)
            raise TooManyRows(most=most_rows, fields=[problem])
    if not rows:
        return [], [CellError(0, "", "", "工作表里没有数据", "no_rows")]
    return rows, []


def check_archive(file: BinaryIO) -> None:
    """Sizes from the directory first: a bomb is refused before any of it is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                raise _not_a_workbook("工作簿过大")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as content:
                        if b"<!DOCTYPE" in content.read(2048):
                            raise _not_a_workbook()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise _not_a_workbook() from error


def first_merged(file: BinaryIO, path: str) -> str:
    """The first merged range of a sheet; reading row by row does not show them."""
    with zipfile.ZipFile(file) as archive, archive.open(path.lstrip("/")) as content:
        tail = b""
        while piece := content.read(1 << 20):
            if match := _MERGED.search(tail + piece):
                return match.group(1).decode()
            tail = piece[-200:]
    return ""


def _not_a_workbook(detail: str = NotAWorkbook.title) -> NotAWorkbook:
    return NotAWorkbook(detail, fields=[FieldProblem("file", detail, NotAWorkbook.code)])
