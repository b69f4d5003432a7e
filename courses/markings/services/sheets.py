"""Results as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from courses.exams.queries.sessions import marked_session_within_reach
from courses.items.rules.kinds import Category
from courses.markings.queries.listing import ResultFilter, find_results
from server.core import clock
from server.core.permissions import Actor
from server.units.spreadsheets.rules import escaped
from server.units.spreadsheets.services.writing import open_workbook

CATEGORIES = {
    Category.LAW.value: "法律",
    Category.BUSINESS.value: "业务",
    Category.SKILL.value: "技能",
    Category.PROFESSIONAL.value: "专业",
}
HEADINGS = ["姓名", "单位", "次数", "得分", "总分", "百分比", *CATEGORIES.values(), "结论", "修订", "评定时间"]
_PAGE = 200


def write_results(actor: Actor, session_id: UUID) -> tuple[str, bytes]:
    """A session's title and its live results as .xlsx; texts are never taken for formulas. Raises NotFound."""
    session = marked_session_within_reach(actor, session_id)
    with open_workbook() as (output, book):
        sheet = book.add_worksheet("成绩")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, 1, 22, text)
        sheet.set_column(2, len(HEADINGS) - 1, 12)
        for place, heading in enumerate(HEADINGS):
            sheet.write_string(0, place, heading, bold)
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(_rows(actor, session_id), 1):
            for place, value in enumerate(_line(row)):
                if isinstance(value, str):
                    sheet.write_string(line, place, escaped(value), text)
                elif value is not None:
                    sheet.write_number(line, place, value)
    return session.title, output.getvalue()


def _rows(actor: Actor, session_id: UUID) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        found = find_results(actor, session_id, ResultFilter(limit=_PAGE, after=after))
        yield from found["items"]
        after = found["next"]
        if after is None:
            return


def _line(row: dict[str, Any]) -> list[Any]:
    points, worth = row["points_x100"], row["worth_x100"]
    sections = [row["sections"].get(category) for category in CATEGORIES]
    return [
        row["person"]["name"],
        row["unit_name"],
        row["try_no"],
        points / 100,
        worth / 100,
        round(100 * points / worth, 1) if worth else None,
        *[None if sums is None else sums[0] / 100 for sums in sections],
        "合格" if row["passed"] else "不合格",
        row["revision"],
        f"{row['at'].astimezone(clock.BEIJING):%Y-%m-%d %H:%M}",
    ]
