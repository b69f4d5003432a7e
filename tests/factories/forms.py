"""Workbooks of forms for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

SURVEY = ["type", "name", "label", "hint", "required", "relevant", "constraint"]
PLAIN: dict[str, list[list[Any]]] = {
    "survey": [
        SURVEY,
        ["begin_group", "gate", "大门", "", "", "", ""],
        ["select_one yn", "guard", "门卫在岗", "", "yes", "", ""],
        ["integer", "guards", "人数", "", "", "", ". >= 0 and . <= 50"],
        ["text", "why", "原因", "", "", "${guards} < 2", ""],
        ["end_group", "", "", "", "", "", ""],
    ],
    "choices": [["list_name", "name", "label"], ["yn", "yes", "是"], ["yn", "no", "否"]],
    "settings": [["form_title", "form_id"], ["大门检查", "GATE"]],
}


def form_workbook(changes: Mapping[str, Sequence[Sequence[Any]]] | None = None) -> bytes:
    """An XLSForm as somebody else would write it; a sheet changed to nothing is left out."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in {**PLAIN, **(changes or {})}.items():
        if lines:
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(list(line))
    return saved(book)


def saved(book: Any) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def with_cell(sheet: str, row: int, column: str, value: Any) -> dict[str, list[list[Any]]]:
    """One cell changed; rows as the spreadsheet program counts them."""
    lines = [list(line) for line in PLAIN[sheet]]
    lines[row - 1][lines[0].index(column)] = value
    return {sheet: lines}
