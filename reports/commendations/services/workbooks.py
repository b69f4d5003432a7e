"""The list of honours as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from server.units.spreadsheets.rules import escaped
from server.units.spreadsheets.services.writing import open_workbook

_HEADINGS = (
    ("序号", 8), ("荣誉称号", 32), ("类别", 10), ("名称或姓名", 32), ("所在单位", 32), ("证书文号", 30),
    ("决定日期", 14), ("状态", 10), ("撤销理由", 32),
)  # fmt: skip
_KINDS = {"unit": "单位", "person": "个人"}


def honours_workbook(rows: Iterable[dict[str, Any]]) -> bytes:
    """One line an honour, those revoked with their reason."""
    with open_workbook() as (output, book):
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("表彰名单")
        for place, (heading, width) in enumerate(_HEADINGS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, bold)
        for line, row in enumerate(rows, 1):
            sheet.write_number(line, 0, line)
            for place, text in enumerate(_line(row), 1):
                sheet.write_string(line, place, escaped(text))
    content: bytes = output.getvalue()
    return content


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    revocation = row["revocation"]
    return (
        row["title"],
        _KINDS[row["kind"]],
        row["name"],
        row["place"],
        row["paper"]["number"] if row["paper"] else "",
        row["decided_on"].isoformat(),
        "已撤销" if revocation else "有效",
        revocation["reason"] if revocation else "",
    )
