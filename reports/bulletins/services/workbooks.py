"""The figures of a bulletin as a workbook beside its paper."""

from __future__ import annotations

import re

from reports.bulletins.models import Bulletin
from server.units.spreadsheets.rules import escaped
from server.units.spreadsheets.services.writing import open_workbook

_NUMBER = re.compile(r"\d+")


def write_workbook(row: Bulletin, number: str) -> bytes:
    """A sheet for the words, one for each table, one for each chart's numbers. Source: JN-2.1a, JN-3.5b."""
    with open_workbook() as (output, book):
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        sheet = book.add_worksheet("说明")
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 90)
        lines = (
            ("标题", row.title),
            ("文号", number or "（未签发）"),
            ("数据时间", row.figures["as_of"]),
            ("正文", row.opening),
        )
        for place, (label, text) in enumerate(lines):
            sheet.write_string(place, 0, label, bold)
            sheet.write_string(place, 1, escaped(text), wrapped)
        pages = [(table["title"], table["headings"], table["rows"]) for table in row.figures["tables"]]
        for chart in row.figures["charts"]:
            columns = [chart["labels"], *([f"{value:g}" for value in one["values"]] for one in chart["series"])]
            headings = ["", *(one["name"] for one in chart["series"])]
            pages.append((chart["title"], headings, [list(line) for line in zip(*columns, strict=True)]))
        for place, (title, headings, rows) in enumerate(pages, 1):
            sheet = book.add_worksheet(f"{place}.{title}"[:31])
            sheet.set_column(0, 0, 30)
            sheet.set_column(1, len(headings), 12)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
            for line, texts in enumerate(rows, 1):
                for column, text in enumerate(texts):
                    if _NUMBER.fullmatch(text):
                        sheet.write_number(line, column, int(text))
                    else:
                        sheet.write_string(line, column, escaped(text))
    return output.getvalue()
