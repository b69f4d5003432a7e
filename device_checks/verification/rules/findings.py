"""What is asked of a picture, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Worst last.
VERDICTS = ("fine", "doubt", "fault")

#: What a picture itself can show, in the order in which it is decided. offline, refused and no_stream come from
#: fetching, broken from reading. Words: glossary ``picture_fault``.
KINDS = (
    "wrong_size",
    "black",
    "white",
    "signal_loss",
    "other_scene",
    "moved",
    "covered",
    "partly_covered",
    "defocused",
    "stripes",
    "noise",
    "overexposed",
    "underexposed",
    "low_contrast",
    "colour_cast",
    "frozen",
    "clock_drift",
)


@dataclass(frozen=True)
class Box:
    """A rectangle in shares of the picture's width and height, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1):
            raise ValueError("a box lies inside the picture and has an area")


@dataclass(frozen=True)
class Expectation:
    """What is known of a camera. ``osd``: where text is drawn into the picture; nothing there is compared."""

    width: int | None = None
    height: int | None = None
    osd: tuple[Box, ...] = ()
    is_ptz: bool = False


@dataclass(frozen=True)
class Finding:
    """One fault that was seen or suspected: ``score`` reached ``limit`` of its verdict.

    ``boxes`` is where; ``shift`` is how far the view went, in shares of width and height, with turn in degrees and size.
    """

    kind: str
    verdict: str
    score: float
    limit: float
    boxes: tuple[Box, ...] = ()
    shift: tuple[float, float] | None = None
    turn_degrees: float | None = None
    scale: float | None = None


@dataclass(frozen=True)
class Examination:
    """What one look found. ``best_view`` counts in the views given; ``measures`` are the scores of every check made."""

    verdict: str
    findings: tuple[Finding, ...] = ()
    best_view: int | None = None
    measures: Mapping[str, float] = field(default_factory=dict)


def worst(verdicts: list[str]) -> str:
    """Return the worst of verdicts, fine when there are none."""
    return max(verdicts, key=VERDICTS.index, default="fine")
