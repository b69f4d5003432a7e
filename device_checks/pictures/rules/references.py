"""Reference views: how many, and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from device_checks.pictures.errors import PictureUnusable, SecondAnchor, TooManyReferences
from device_checks.verification.rules import Box
from server.core.errors import FieldProblem, Invalid

MOST_REFERENCES = 8  # one sharp day picture that is kept, seven others; more find nothing more
MOST_OTHERS = MOST_REFERENCES - 1
MOST_BOXES = 8


class Light(StrEnum):
    DAY = "day"
    NIGHT = "night"
    INFRARED = "infrared"
    DUSK = "dusk"


@dataclass(frozen=True)
class ReferenceDraft:
    """A picture that a person takes for right."""

    id: UUID
    camera_id: UUID
    snapshot_id: UUID
    light: str
    preset: str = ""
    is_anchor: bool = False
    note: str = ""


def check_room(draft: ReferenceDraft, anchors: int, others: int) -> None:
    """One anchor, by day; seven others. Raises SecondAnchor, TooManyReferences, PictureUnusable."""
    if draft.is_anchor and draft.light != Light.DAY:
        raise PictureUnusable(fields=[FieldProblem("light", "基准画面须为日间画面", PictureUnusable.code)])
    if draft.is_anchor and anchors:
        raise SecondAnchor()
    if not draft.is_anchor and others >= MOST_OTHERS:
        raise TooManyReferences(most=MOST_REFERENCES)


def boxes_of(rows: Sequence[dict[str, float]]) -> tuple[Box, ...]:
    """Rectangles from a request or a row. Raises Invalid, naming the one that is none."""
    boxes = []
    for number, row in enumerate(rows):
        try:
            boxes.append(Box(**row))
        except ValueError as error:
            message = "矩形应在画面之内，且有宽有高"
            raise Invalid(fields=[FieldProblem(f"boxes.{number}", message, "box_outside")]) from error
    return tuple(boxes)
