"""A sheet of a term as a workbook: the counts, and the rows behind them, a worksheet each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reports.unit_files.models import TermSheet
from server.units.spreadsheets.rules import escaped
from server.units.spreadsheets.services.writing import open_workbook

_ROWS = ("类别", "日期", "事项", "情况", "状态")
_WIDTHS = (14, 12, 44, 44, 16)


def sheet_workbook(sheet: TermSheet, unit_name: str) -> bytes:
    """What the paper says, for who counts on. Source: JN-2.2.1e."""
    figures: dict[str, Any] = sheet.figures
    about = [
        ("单位", unit_name),
        ("姓名", sheet.person_name),
        ("起", sheet.from_on.isoformat()),
        ("止", sheet.to_on.isoformat()),
    ]
    about += [
        ("任职", f"{term['role']} {term['place']} {term['from_on']} 至 {term['to_on']}") for term in figures["terms"]
    ]
    with open_workbook() as (output, book):
        bold = book.add_format({"bold": True})
        counts = book.add_worksheet("任期责任情况")
        counts.set_column(0, 1, 30)
        for line, (label, text) in enumerate(about):
            counts.write_string(line, 0, label, bold)
            counts.write_string(line, 1, escaped(text))
        for line, row in enumerate(figures["counts"], len(about) + 1):
            counts.write_string(line, 0, row["title"])
            counts.write_number(line, 1, row["value"])
        _write_rows(book, bold, _lines(figures["groups"]))
    content: bytes = output.getvalue()
    return content


def _lines(groups: Iterable[dict[str, Any]]) -> Iterable[Sequence[str]]:
    for group in groups:
        for row in group["rows"]:
            yield group["title"], row["on"], row["title"], row["detail"], row["state"]


def _write_rows(book: Any, bold: Any, lines: Iterable[Sequence[str]]) -> None:
    sheet = book.add_worksheet("明细")
    for place, (heading, width) in enumerate(zip(_ROWS, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, bold)
    for number, cells in enumerate(lines, 1):
        for place, text in enumerate(cells):
            sheet.write_string(number, place, escaped(text))
