"""Open answers are marked by two people who do not see each other's marks; a third decides where they differ much."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from uuid import UUID

TERMS = Path(__file__).parents[1] / "marking_terms.json"


class Role(StrEnum):
    FIRST = "first"  # 一评
    SECOND = "second"  # 二评
    ADJUDICATOR = "adjudicator"  # 仲裁


class AnswerState(StrEnum):
    WAITING = "waiting"  # 待阅
    DISPUTED = "disputed"  # 待仲裁
    DONE = "done"  # 已阅
    MOOT = "moot"  # 不必再阅: the item was voided or given in full


@dataclass(frozen=True)
class MarkDraft:
    """What one person gives: points in hundredths, the key points that were ticked by their place, a note."""

    id: UUID
    points_x100: int
    ticked: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class MarkingTerm:
    """From a day on: two marks that differ by more than this share of the worth go to a third person."""

    from_on: date
    most_difference_percent: int


def term_on(day: date) -> MarkingTerm:
    """The term of a day; the first one holds for days before it."""
    terms = _terms()
    return next((term for term in reversed(terms) if term.from_on <= day), terms[0])


def next_role(marks: int) -> Role:
    """Who the next marker is, after so many marks."""
    return (Role.FIRST, Role.SECOND, Role.ADJUDICATOR)[marks]


def settle_marks(points: list[int], worth_x100: int, term: MarkingTerm) -> tuple[AnswerState, int | None]:
    """What marks in their order come to: state and points, which are None until it is done.

    Two that are near each other count with their mean, halves upwards; else the third person's mark counts alone.
    """
    if len(points) < 2:
        return AnswerState.WAITING, None
    if len(points) > 2:
        return AnswerState.DONE, points[2]
    if abs(points[0] - points[1]) * 100 > term.most_difference_percent * worth_x100:
        return AnswerState.DISPUTED, None
    return AnswerState.DONE, (points[0] + points[1] + 1) // 2


@cache
def _terms() -> list[MarkingTerm]:
    rows = json.loads(TERMS.read_text("utf-8"))
    terms = [MarkingTerm(date.fromisoformat(row["from_on"]), row["most_difference_percent"]) for row in rows]
    return sorted(terms, key=lambda term: term.from_on)
