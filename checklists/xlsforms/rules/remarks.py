"""What is said of a workbook that was read, with the place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MOST_REMARKS = 1_000
MOST_SHOWN = 100  # characters of a cell that are repeated in a remark


@dataclass(frozen=True)
class Remark:
    """One sentence about one cell. A problem stops the import; an assumption says what was made of the cell.

    Row 0 means the sheet, an empty sheet the workbook.
    """

    sheet: str
    row: int
    column: str
    value: str
    message: str
    code: str
    is_problem: bool = True

    def as_row(self) -> dict[str, Any]:
        return {**asdict(self), "value": self.value[:MOST_SHOWN]}
