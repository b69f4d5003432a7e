"""What a saved filter is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

PAGES = ("units", "hazards", "tasks", "inspections")
MOST_SAVED = 50  # of one account


@dataclass(frozen=True)
class FilterDraft:
    """``query``: the filters as the list's address has them."""

    id: UUID
    page: str
    name: str
    query: dict[str, str]
