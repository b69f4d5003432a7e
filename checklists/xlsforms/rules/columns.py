"""The columns of our own: what an XLSForm has no place for, one column a field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checklists.xlsforms.rules import cells

Json = dict[str, Any]

OPTIONAL = object()  # the field is left out where its cell is empty


@dataclass(frozen=True)
class Column:
    """One field in one column. `said` is what an author is told when an empty cell is filled with the default."""

    name: str
    key: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    default: Any = OPTIONAL
    said: str = ""

    def value_in(self, part: Json) -> Any:
        """The field's value, None where it has none."""
        if self.key == "evidence":
            return part["evidence"][self.name.removeprefix("evidence_")]
        return part.get(self.key)


def _some_lines(values: list[str]) -> str:
    return cells.lines(values) or "[]"


def _word(text: str) -> str:
    quoted = cells.to_json(text)
    return text if quoted == f'"{text}"' and text == text.strip() and text else quoted


def _from_word(cell: str) -> str:
    if not cell.startswith('"'):
        return cell.strip()
    text = cells.from_json(cell)
    if not isinstance(text, str):
        raise ValueError(cell)
    return text


ITEM_COLUMNS = (
    Column("kind", "kind", str, _from_word, ""),
    Column("grade", "grade", str, _from_word, "general", "隐患等级按一般处理"),
    Column("required", "required", cells.yes, cells.from_yes, False),
    Column("score", "score", cells.to_json, cells.from_whole, 3, "分值按 3 分处理"),
    Column("weight", "weight", cells.to_json, cells.from_whole),
    Column("critical", "critical", cells.yes, cells.from_yes, False),
    Column("bases", "bases", cells.citations, cells.from_citations, ()),
    Column("methods", "methods", _some_lines, cells.from_lines),
    Column("evidence_always", "evidence", cells.lines, cells.from_lines, ()),
    Column("evidence_on_fail", "evidence", cells.lines, cells.from_lines, ()),
    Column("applies_if", "applies_if", cells.to_json, cells.from_object, None),
    Column("phrases", "phrases", cells.lines, cells.from_lines, ()),
    Column("unit", "unit", _word, _from_word),
    Column("min", "min", cells.to_json, cells.from_number),
    Column("max", "max", cells.to_json, cells.from_number),
    Column("pass_if", "pass_if", cells.to_json, cells.from_object),
    Column("min_checked", "min_checked", cells.to_json, cells.from_whole),
    Column("levels", "levels", cells.to_json, cells.from_list),
)
SECTION_COLUMNS = (
    Column("group", "group", str, _from_word, None),
    Column("levels", "levels", cells.to_json, cells.from_list),
)
SETTINGS_COLUMNS = (
    Column("version", "version", cells.to_json, cells.from_whole, 1),
    Column("industries", "industries", cells.lines, cells.from_lines, ()),
    Column("kinds_of_unit", "kinds_of_unit", cells.lines, cells.from_lines, ()),
    Column("extends", "extends", _word, _from_word, None),
    Column("basis_note", "basis_note", _word, _from_word, ""),
)
