"""Results as a workbook: totals, every indicator, and the rows they rest on."""

from __future__ import annotations

from typing import Any

from reports.assessments.models import AssessmentRun
from reports.assessments.queries.runs import items_of, results_of, rows_of_run
from reports.assessments.queries.schemes import scheme_by_id
from server.units.spreadsheets.rules import escaped
from server.units.spreadsheets.services.writing import open_workbook

MOST_ROWS = 100_000


def write_workbook(run: AssessmentRun, *, with_rows: bool) -> bytes:
    """Sheets 总表 and 指标, and 依据 with the first hundred thousand rows (all are in the console).

    ``with_rows`` is for the agency that assesses: others reach only some of the units.

    Source: JN-2.1e, JN-3.5b.
    """
    scheme, results, items = scheme_by_id(run.scheme_id), results_of(run.id), items_of(run.id)
    names = {row["code"]: row["name"] for row in scheme.indicators}
    totals = [
        (row.rank, row.subject_name, row.points_x100 / 100, row.full_x100 / 100, row.inputs_hash)
        for row in sorted(results, key=lambda one: (one.rank, one.position))
    ]
    points = [
        (
            result.subject_name,
            names.get(item.code, item.code),
            item.met,
            item.whole,
            "" if item.points_x100 is None else item.points_x100 / 100,
            item.full_x100 / 100,
            item.inputs_hash,
        )
        for result in results
        for item in items[result.id]
    ]
    rows = [
        (subject, names.get(code, code), kind, str(id), str(day or ""), "是" if met else "否", label)
        for subject, code, kind, id, day, met, label in (rows_of_run(run.id, MOST_ROWS) if with_rows else ())
    ]
    with open_workbook() as (output, book):
        bold = book.add_format({"bold": True})
        for name, headings, lines in (
            ("总表", ("名次", "考核对象", "得分", "满分", "数据摘要"), totals),
            ("指标", ("考核对象", "指标", "达标", "应计", "得分", "满分", "数据摘要"), points),
            ("依据", ("考核对象", "指标", "记录种类", "记录编号", "日期", "达标", "说明"), rows),
        )[: 3 if with_rows else 2]:
            _write(book.add_worksheet(name), headings, lines, bold)
    return output.getvalue()


def _write(sheet: Any, headings: tuple[str, ...], lines: list[Any], bold: Any) -> None:
    sheet.set_column(0, len(headings), 18)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            if isinstance(value, (int, float)):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, escaped(value))
