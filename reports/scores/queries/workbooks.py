"""The list of scores as a workbook, with every factor's value beside the score."""

from __future__ import annotations

from reports.scores.queries.scores import ScoreFilter, lines_of_scores
from reports.scores.rules import FACTS
from server.core.permissions import Actor
from server.units.spreadsheets.rules import escaped
from server.units.spreadsheets.services.writing import open_workbook

_HEADINGS = (("单位", 34), ("行政区划", 12), ("月份", 10), ("得分", 8), ("档次", 10))


def scores_workbook(actor: Actor, wanted: ScoreFilter) -> bytes:
    """One line a unit, the lowest scores first."""
    headings = [*_HEADINGS, *((f"{fact.title}（{fact.unit}）", 16) for fact in FACTS.values())]
    with open_workbook() as (output, book):
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("单位评分")
        for place, (heading, width) in enumerate(headings):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, bold)
        for line, cells in enumerate(lines_of_scores(actor, wanted), 1):
            for place, cell in enumerate(cells):
                if isinstance(cell, (int, float)):
                    sheet.write_number(line, place, cell)
                elif cell is not None:
                    sheet.write_string(line, place, escaped(cell))
    content: bytes = output.getvalue()
    return content
