"""What a hazard (治安隐患) is; its whole life has more steps, here: found, ordered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

GRADES = ("general", "major")
STATES = ("found", "ordered")
NEXT_STATES = {"found": {"ordered"}, "ordered": {"found"}}  # back to found when the order is revoked


@dataclass(frozen=True)
class HazardDraft:
    """One hazard as the record shows it."""

    item_id: str
    title: str
    note: str
    grade: str
    bases: list[dict[str, Any]] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
