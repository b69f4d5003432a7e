"""Bulletins on paper and as a workbook; neither numbered nor signed."""

from __future__ import annotations

from reports.documents.rules import TableReport
from reports.documents.services import render_report
from reports.rotations.rules import HEADINGS, MISSED_HEADINGS, WIDTHS, Bulletin
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.spreadsheets.rules import escaped
from server.units.spreadsheets.services.writing import open_workbook


def bulletin_pdf(actor: Actor, bulletin: Bulletin) -> bytes:
    """The table as a PDF to hand round; people are named only in the workbook. Source: JN-3.4a."""
    report = TableReport(
        id=new_id(),
        title=bulletin.title,
        made_at=clock.now(),
        made_by=actor.name,
        headings=HEADINGS,
        widths=WIDTHS,
        rows=bulletin.rows,
    )
    return render_report(report)


def bulletin_xlsx(bulletin: Bulletin) -> bytes:
    """The table, and on a second sheet the people who have not done it. Source: JN-3.4a."""
    with open_workbook() as (output, book):
        bold = book.add_format({"bold": True})
        pages: list[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]] = [("覆盖率", HEADINGS, bulletin.rows)]
        if bulletin.missed:
            pages.append(("未轮训名单", MISSED_HEADINGS, bulletin.missed))
        for name, headings, rows in pages:
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 0, 36)
            sheet.set_column(1, len(headings), 16)
            for place, heading in enumerate(headings):
                sheet.write_string(0, place, heading, bold)
            for line, row in enumerate(rows, 1):
                for place, text in enumerate(row):
                    if text.isdigit():
                        sheet.write_number(line, place, int(text))
                    else:
                        sheet.write_string(line, place, escaped(text))
    return output.getvalue()
