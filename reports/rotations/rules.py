"""What a bulletin of the rotation (轮训通报) says: pure tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

HEADINGS = ("范围", "应训", "已完成", "免训", "未完成", "覆盖率")
WIDTHS = (8, 2, 2, 2, 2, 2)
MISSED_HEADINGS = ("姓名", "单位", "原因", "已修学时", "补训时间")
DEFINITION = "应训 = 已完成 + 免训 + 未完成；覆盖率 = 已完成 ÷ 应训，向下取整"

MISSED_WORDS = {"not_started": "未参加", "hours_short": "学时不足", "exam_missing": "考试未通过"}


@dataclass(frozen=True)
class Bulletin:
    """A table of coverage, and the people of the 未轮训 list where there is one."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    missed: tuple[tuple[str, ...], ...] = ()


def line_of(name: str, counts: dict[str, Any]) -> tuple[str, ...]:
    """One line of the table; nobody to be trained has no coverage. Source: JN-3.4a."""
    figures = tuple(str(counts[key]) for key in ("should", "done", "excused", "missing"))
    return (name, *figures, coverage_words(counts["coverage_bp"]))


def coverage_words(bp: int | None) -> str:
    """Hundredths of a percent in words: 8333 -> 83.33%."""
    if bp is None:
        return "—"
    return f"{bp // 100}%" if bp % 100 == 0 else f"{bp / 100:.2f}%"
