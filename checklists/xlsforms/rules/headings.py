"""Whether the sheets have the columns that a form cannot do without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checklists.xlsforms.rules.columns import ITEM_COLUMNS, SECTION_COLUMNS, SETTINGS_COLUMNS
from checklists.xlsforms.rules.forms import OWN, OWN_CHOICE, SHEETS, Row
from checklists.xlsforms.rules.remarks import Remark

NEEDED = {"survey": ("type", "name", "label"), "choices": ("list_name", "name", "label"), "settings": ("form_id",)}
_GENERAL = {OWN + name for name in ("part", "id", "label", "hint", "more")}
_READ = {
    "survey": {"type", "name", "label", "hint", "required", "relevant", "constraint"}
    | {OWN + column.name for column in (*ITEM_COLUMNS, *SECTION_COLUMNS)},
    "choices": {"list_name", "name", "label", OWN_CHOICE + "verdict", OWN_CHOICE + "label"},
    "settings": {"form_title", "form_id"} | {OWN + column.name for column in SETTINGS_COLUMNS},
}
#: Not read, and nothing is lost by it: they follow from the rest or steer the app that shows the form.
_PASSED_OVER = {
    "survey": {"appearance", "constraint_message", "required_message", "parameters", "trigger", "calculation"},
    "choices": set(),
    "settings": {"version", "instance_name", "default_language", "style", "public_key", "submission_url"},
}
_ALIASES = {
    "list name": "list_name", "value": "name", "relevance": "relevant", "command": "type", "tag": "name",
    "title": "form_title", "id_string": "form_id", "form title": "form_title", "form id": "form_id",
    "bind::relevant": "relevant", "bind::required": "required", "bind::constraint": "constraint",
}  # fmt: skip


def heading_of(text: str, known: Sequence[str]) -> str:
    """The plain heading: aliases resolved; of several languages the first one counts, as `label`."""
    heading = text.strip()
    plain = heading.partition("::")[0].strip().lower()
    if not heading.startswith(OWN):
        heading = _ALIASES.get(heading.lower(), heading.lower())
    if plain in {"label", "hint", "constraint_message", "required_message"} and "::" in heading and plain not in known:
        return plain
    return heading


def check_headings(sheets: Mapping[str, Sequence[Row]], remarks: list[Remark]) -> None:
    """Columns that are missing stop the import; columns that say nothing to us are named."""
    for sheet in SHEETS:
        if sheet not in sheets:
            if sheet == "choices":
                continue
            remarks.append(Remark(sheet, 0, "", "", f"没有名为 {sheet} 的工作表", "missing_sheet"))
            continue
        found = {heading for row in sheets[sheet] for heading in row.cells}
        if not sheets[sheet]:
            if sheet != "choices":
                remarks.append(Remark(sheet, 0, "", "", "工作表里没有数据", "no_rows"))
            continue
        missing = [heading for heading in NEEDED[sheet] if heading not in found]
        remarks += [Remark(sheet, 1, heading, "", "缺少这一列", "missing_column") for heading in missing]
        for heading in sorted(found - _READ[sheet] - _PASSED_OVER[sheet] - _GENERAL):
            ours = heading.startswith(OWN)
            message = "没有这一列" if ours else "这一列没有采用"
            remarks.append(Remark(sheet, 1, heading, heading, message, "unknown_column", is_problem=ours))
