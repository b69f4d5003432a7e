"""The three sheets of an XLSForm, and the names that our rows bear in them.

Ids of a definition hold no dot, so a name with a dot is always one that we made: `GEN-01.note` is the note to GEN-01,
`fact.key_unit` the fact key_unit, `section.measures` the section. No two can meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SHEETS = ("survey", "choices", "settings")
OWN = "shouwang::"  # columns of ours: pyxform keeps them off the form
OWN_CHOICE = "shouwang_"  # pyxform puts further columns of choices into the form, and an XML name takes no colons
UNIT = "visit.unit"
VERDICTS = "verdict"
YES_NO = "yes_no"
PHOTOS_PER_ITEM = 3

Cells = dict[str, str]


@dataclass(frozen=True)
class FormRows:
    """The rows of the sheets by heading; a missing heading is an empty cell."""

    survey: list[Cells] = field(default_factory=list)
    choices: list[Cells] = field(default_factory=list)
    settings: list[Cells] = field(default_factory=list)

    def headings(self, sheet: str) -> list[str]:
        """The headings that the rows of a sheet use, in order of first use."""
        return list(dict.fromkeys(heading for row in getattr(self, sheet) for heading in row))

    def for_pyxform(self) -> dict[str, list[dict[str, str | None]]]:
        """The same as pyxform's `convert` takes it."""
        book: dict[str, list[dict[str, str | None]]] = {}
        for sheet in SHEETS:
            book[sheet] = [dict(row) for row in getattr(self, sheet)]
            book[f"{sheet}_header"] = [dict.fromkeys(self.headings(sheet))]
        return book


@dataclass(frozen=True)
class Row:
    """A row as it was read; `number` is as the spreadsheet program shows it."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def own(self, name: str) -> str:
        return self[OWN + name]


def rows_of(form: FormRows) -> dict[str, list[Row]]:
    """What reading a workbook with these rows would give."""
    return {
        sheet: [Row(number, cells) for number, cells in enumerate(getattr(form, sheet), 2)]
        for sheet in SHEETS
    }  # fmt: skip


def fact_name(id: str) -> str:
    return f"fact.{id}"


def section_name(id: str) -> str:
    return f"section.{id}"


def part_name(item_id: str, part: str) -> str:
    """The row that belongs to an item: its group, outcome, note, photos, counts."""
    return f"{item_id}.{part}"


def photo_names(item_id: str) -> Sequence[str]:
    return [part_name(item_id, f"photo{number}") for number in range(1, PHOTOS_PER_ITEM + 1)]
