"""The numbers that rule commendations: data of a bureau, in force from a day."""

from __future__ import annotations

from typing import Any

from reports.commendations.errors import TermInvalid
from server.core.shapes import Shape, Whole, group

MOST_DAYS = 60
MOST_COUNT = 1000
TITLES = {"notice_working_days": "公示期", "candidate_criteria": "数据推荐的条件"}
CODES = tuple(TITLES)
_SHAPES: dict[str, Shape] = {
    "notice_working_days": Whole(1, MOST_DAYS, "个工作日"),
    "candidate_criteria": group(
        ("cases_most", "全年案事件不多于", Whole(0, MOST_COUNT, "起")),
        ("overdue_most", "逾期未整改的隐患不多于", Whole(0, MOST_COUNT, "处")),
        ("untrained_most", "未完成轮训的人员不多于", Whole(0, MOST_COUNT, "人")),
        ("drills_least", "全年演练不少于", Whole(0, MOST_COUNT, "次")),
    ),
}


def check_term(code: str, value: Any) -> None:
    """Refuse a value that its code cannot have, each fault by its path. Raises TermInvalid."""
    if problems := _SHAPES[code].problems(value, "value", TermInvalid.code):
        raise TermInvalid(fields=problems)


def described() -> list[dict[str, Any]]:
    """What each term is called and what it may be, for forms."""
    return [{"code": code, "title": TITLES[code], "shape": shape.describe()} for code, shape in _SHAPES.items()]
