"""Lists on paper."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TableReport:
    """A list on paper: no document of the register, neither numbered nor signed, and it says so."""

    id: UUID
    title: str
    made_at: datetime
    made_by: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]  # of the columns, in proportion
    rows: tuple[tuple[str, ...], ...]
