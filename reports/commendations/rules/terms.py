"""The numbers that rule commendations: data of a bureau, in force from a day."""

from __future__ import annotations

from typing import Any

from reports.commendations.errors import TermInvalid
from server.core.errors import FieldProblem

CODES = ("notice_working_days", "candidate_criteria")
CRITERIA = ("cases_most", "overdue_most", "untrained_most", "drills_least")
MOST_DAYS = 60
MOST_COUNT = 1000


def check_term(code: str, value: Any) -> None:
    """Raises TermInvalid for a value that its code cannot have."""
    if code == "notice_working_days":
        reason = "" if _is_whole(value, 1, MOST_DAYS) else f"应为 1 到 {MOST_DAYS} 个工作日"
    else:
        right = isinstance(value, dict) and set(value) == set(CRITERIA)
        right = right and all(_is_whole(one, 0, MOST_COUNT) for one in value.values())
        reason = "" if right else f"应有 {'、'.join(CRITERIA)}，各为 0 到 {MOST_COUNT}"
    if reason:
        raise TermInvalid(fields=[FieldProblem("value", reason, TermInvalid.code)])


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
