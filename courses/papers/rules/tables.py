"""What a blueprint asks for and what a paper is made of. Worth is in hundredths of a point everywhere (``_x100``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from courses.items.rules import Category, ItemType
from courses.papers.errors import BlueprintCategoryMissing, BlueprintInvalid
from server.core.errors import FieldProblem

MOST_SLOTS = 300
CATEGORY_WORDS = {"law": "法律", "business": "业务", "skill": "技能", "professional": "专业"}
TYPE_WORDS = {
    "single": "单选题",
    "multiple": "多选题",
    "true_false": "判断题",
    "fill_in": "填空题",
    "short_answer": "简答题",
    "order": "排序题",
    "match": "匹配题",
    "case": "案例题",
}


@dataclass(frozen=True)
class BlueprintRow:
    """So many items of a category and type, worth so much each; without a point or a difficulty: any."""

    category: str
    type: str
    count: int
    worth_x100: int
    point_code: str | None = None
    least_difficulty: int = 1
    most_difficulty: int = 5


@dataclass(frozen=True)
class MarkingRules:
    """How a paper is marked and passed; ``sections``: least share in percent of each category that must be reached."""

    pass_percent: int = 60
    partial_percent: int = 50  # 漏选给分: of a multiple choice with some but no wrong picks; 0: none
    sections: dict[str, int] = field(default_factory=dict)
    shuffle_items: bool = True
    shuffle_options: bool = True
    parallel: int = 1  # parallel sets of items in one session
    most_uses: int | None = None  # exposure limit: sessions an item may have stood in within 365 days


@dataclass(frozen=True)
class Slot:
    """A place in a paper, counted from 1; ``options`` is the order in which this candidate sees them, empty: as written.

    A case's options stand as ``part/option``; of a match it is the right side that is put in another order.
    """

    slot: int
    item_id: str
    version_id: str
    type: str
    section: str
    worth_x100: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlueprintDraft:
    """A two-way table as somebody writes it."""

    id: UUID
    title: str
    rows: tuple[BlueprintRow, ...]
    marking: MarkingRules


def rows_of(plain: Sequence[dict[str, Any]]) -> tuple[BlueprintRow, ...]:
    return tuple(BlueprintRow(**row) for row in plain)


def rows_to_plain(rows: Sequence[BlueprintRow]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def slots_of(plain: Sequence[dict[str, Any]]) -> list[Slot]:
    return [Slot(**{**slot, "options": tuple(slot["options"])}) for slot in plain]


def slots_to_plain(slots: Sequence[Slot]) -> list[dict[str, Any]]:
    return [{**asdict(slot), "options": list(slot.options)} for slot in slots]


def whole_worth_x100(rows: Sequence[BlueprintRow]) -> int:
    return sum(row.count * row.worth_x100 for row in rows)


def row_words(row: BlueprintRow) -> str:
    """法律·单选题·LAW-01·难度1–2."""
    parts = [CATEGORY_WORDS[row.category], TYPE_WORDS[row.type]]
    if row.point_code:
        parts.append(row.point_code)
    if (row.least_difficulty, row.most_difficulty) != (1, 5):
        parts.append(f"难度{row.least_difficulty}–{row.most_difficulty}")
    return "·".join(parts)


def check_table(rows: Sequence[BlueprintRow], marking: MarkingRules) -> None:
    """Refuse a table that no fair paper can come of: all four categories must be asked about.

    Raises BlueprintCategoryMissing, BlueprintInvalid.  Source: LN-3b.
    """
    problems = list(_row_problems(rows))
    if sum(row.count for row in rows) > MOST_SLOTS:
        problems.append(FieldProblem("rows", f"一份试卷最多 {MOST_SLOTS} 题", "too_many_slots"))
    problems += [
        FieldProblem(f"marking.sections.{name}", "没有这一类知识", "unknown_category")
        for name in marking.sections
        if name not in set(Category)
    ]
    if problems:
        raise BlueprintInvalid(fields=problems)
    asked = {row.category for row in rows}
    missing = [category.value for category in Category if category.value not in asked]
    if missing:
        words = "、".join(CATEGORY_WORDS[name] for name in missing)
        message = f"缺少{words}类试题：法律、业务、技能、专业四类必须齐全"
        raise BlueprintCategoryMissing(
            message, fields=[FieldProblem("rows", message, BlueprintCategoryMissing.code)], missing=missing
        )


def _row_problems(rows: Sequence[BlueprintRow]) -> list[FieldProblem]:
    problems, seen = [], set()
    for number, row in enumerate(rows):
        cell = (row.category, row.type, row.point_code, row.least_difficulty, row.most_difficulty)
        if row.least_difficulty > row.most_difficulty:
            problems.append(FieldProblem(f"rows.{number}.most_difficulty", "难度上限低于下限", "difficulty_range"))
        if row.category not in set(Category) or row.type not in set(ItemType):
            problems.append(FieldProblem(f"rows.{number}", "类别或题型无效", "unknown_cell"))
        if cell in seen:
            problems.append(FieldProblem(f"rows.{number}", "与前面的一行相同，请合并", "row_repeated"))
        seen.add(cell)
    return problems
