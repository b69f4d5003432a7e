"""Open answers are marked by two people who do not see each other's marks; a third decides where they differ much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


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
class TermDraft:
    """From a day on: two marks that differ by more than this share of the worth go to a third person."""

    id: UUID
    most_difference_percent: int
    basis: str
    from_on: date


def next_role(marks: int) -> Role:
    """Who the next marker is, after so many marks."""
    return (Role.FIRST, Role.SECOND, Role.ADJUDICATOR)[marks]


def settle_marks(points: list[int], worth_x100: int, most_percent: int) -> tuple[AnswerState, int | None]:
    """What marks in their order come to: state and points, which are None until it is done.

    ``most_percent`` is the difference, in percent of the worth, above which a third person decides. Two that are near each other count with their mean, halves upwards; else the third person's mark counts alone.
    """
    if len(points) < 2:
        return AnswerState.WAITING, None
    if len(points) > 2:
        return AnswerState.DONE, points[2]
    if abs(points[0] - points[1]) * 100 > most_percent * worth_x100:
        return AnswerState.DISPUTED, None
    return AnswerState.DONE, (points[0] + points[1] + 1) // 2
