"""Records as a file for the platform: columns in fixed order, cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

import xlsxwriter

from reports.credits.errors import ColumnsUnknown, TooManyRecords
from reports.credits.models import CreditRecord
from reports.credits.queries import CreditFilter, column_set, filtered
from reports.credits.rules import MOST_ROWS, PUBLIC, Column, lines_of
from server.core.database import database
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.permissions import Actor
from server.units.agencies.queries import agency_by_id
from server.units.spreadsheets.rules import escaped

WIDTH = 20
SHEET = "行政处罚"


@dataclass(frozen=True)
class ExportWish:
    """Which records, in which set of columns, as which kind of file."""

    columns: str
    form: str
    filter: CreditFilter


def export_records(actor: Actor, wish: ExportWish) -> bytes:
    """Write the records of a filter, the earliest decision first; who took them out is noted.

    Raises ColumnsUnknown, TooManyRecords, Forbidden.  Source: JN-2.3.3c.
    """
    if actor.agency_id is None:
        raise Forbidden()
    try:
        columns = column_set(wish.columns)
    except LookupError as error:
        raise ColumnsUnknown(fields=[FieldProblem("columns", ColumnsUnknown.title, ColumnsUnknown.code)]) from error
    query = filtered(actor, wish.filter).order_by(CreditRecord.decided_on, CreditRecord.id)
    rows = list(query.limit(MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise TooManyRecords(most=MOST_ROWS)
    lines = lines_of([row.facts for row in rows], columns, is_public=wish.columns == PUBLIC)
    content = _WRITERS[wish.form](columns, lines)
    with database.atomic():
        details = {"count": len(rows), "columns": wish.columns, "form": wish.form}
        record_event(actor, "credit.exported", subject=agency_by_id(actor.agency_id), details=details)
    return content


def _xlsx(columns: list[Column], lines: list[list[str]]) -> bytes:
    """One sheet: headings in the first row, every cell text."""
    output = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(output, never)
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, len(columns) - 1, WIDTH, text)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.heading, bold)
    for number, line in enumerate(lines, 1):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, escaped(cell), text)
    sheet.freeze_panes(1, 0)
    book.close()
    return output.getvalue()


def _csv(columns: list[Column], lines: list[list[str]]) -> bytes:
    """UTF-8 with its mark, without which a Chinese Excel reads it as GBK."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow([column.heading for column in columns])
    for line in lines:
        writer.writerow([escaped(cell) for cell in line])
    return output.getvalue().encode("utf-8-sig")


def _json(columns: list[Column], lines: list[list[str]]) -> bytes:
    """Objects whose members stand in the order of the columns, by code; no spreadsheet reads it, so nothing is escaped."""
    rows = [dict(zip([column.code for column in columns], line, strict=True)) for line in lines]
    head = [{"code": column.code, "heading": column.heading} for column in columns]
    return json.dumps({"columns": head, "rows": rows}, ensure_ascii=False, indent=1).encode()


_WRITERS = {"xlsx": _xlsx, "csv": _csv, "json": _json}
