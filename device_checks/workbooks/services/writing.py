"""Makes workbooks of facilities: the template, the register itself, and the one that says what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.registers.rules import FacilityDraft
from device_checks.workbooks.models import FacilityImport
from device_checks.workbooks.queries import drafts_of, place_names
from device_checks.workbooks.rules import BY_FIELD, COLUMNS, MOST_ROWS, SHEET, cell_of
from server.core.database import database
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.files import files
from server.core.permissions import Actor
from server.units.registry.queries.reach import unit_within_reach
from server.units.spreadsheets.errors import TooManyRows
from server.units.spreadsheets.rules import ERROR_COLUMN, EXPLANATIONS, escaped
from server.units.spreadsheets.services.reading import read_rows
from server.units.spreadsheets.services.writing import open_workbook

_RULES = (
    f"请在“{SHEET}”工作表中填写，第一行的列名不要改动，每行一个设施，最多 {MOST_ROWS} 行。",
    "列名带 * 的必填。不要合并单元格，不要使用公式。",
    "单位名称和编号都已登记的，按更新处理；空白的格不改动已登记的内容。",
    "部位须先登记。涉密标记不在表中填写，由单位负责人或民警在页面上标注。",
    "任何一行有错，整个文件都不会导入；错误会逐行逐列列出，并可下载带“错误”列的工作簿。",
)


def write_template() -> bytes:
    """An empty workbook with an instruction sheet and choice lists."""
    return _write([], {})


def export_facilities(actor: Actor, unit_id: UUID, kind: str | None) -> bytes:
    """A unit's register as a workbook that can be edited and sent back, without the cameras kept secret.

    Raises Forbidden, NotFound, TooManyRows.  Source: JN-2.2.2d, LN-10.
    """
    actor.check("facility.import")
    unit = unit_within_reach(actor, unit_id)
    facilities = _facilities(unit_id, kind)
    drafts = drafts_of(facilities)
    shown = [draft for draft in drafts.values() if not (draft.camera and _is_secret(draft))]
    names = place_names(id for draft in shown for id in _place_ids(draft))
    lines = [_line(draft, unit.name, names) for draft in sorted(shown, key=lambda draft: draft.number)]
    content = _write(lines, {})
    with database.atomic():
        record_event(
            actor,
            "facilities.exported",
            subject=unit,
            about_unit_id=unit_id,
            details={"count": len(lines)},
        )
    return content


def write_error_workbook(attempt: FacilityImport) -> bytes:
    """The workbook that was sent, with a last column that says what is wrong with each row."""
    problems: dict[int, list[str]] = defaultdict(list)
    for error in attempt.errors:
        where = f"{error['column']}：" if error["column"] else ""
        problems[error["row"]].append(f"{where}{error['message']}")
    with files().open(attempt.workbook_sha256) as file:
        rows, _ = read_rows(file, SHEET, COLUMNS, MOST_ROWS)
    lines = [[row.cells[one.field].text if one.field in row.cells else None for one in COLUMNS] for row in rows]
    said = {line: "；".join(problems[row.number]) for line, row in enumerate(rows, 1) if row.number in problems}
    if not rows:
        lines, said = [[None] * len(COLUMNS)], {1: "；".join([*problems.get(0, []), *problems.get(1, [])])}
    return _write(lines, said)


def _facilities(unit_id: UUID, kind: str | None) -> list[Facility]:
    query = Facility.select().where((Facility.unit_id == unit_id) & (Facility.state != "scrapped"))
    rows = list((query.where(Facility.kind == kind) if kind else query).limit(MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        problem = FieldProblem("kind", f"超过 {MOST_ROWS} 个，请按类别分批", TooManyRows.code)
        raise TooManyRows(most=MOST_ROWS, fields=[problem])
    return rows


def _is_secret(draft: FacilityDraft) -> bool:
    return draft.camera is not None and (draft.camera.secret_state or draft.camera.secret_trade)


def _place_ids(draft: FacilityDraft) -> Iterator[UUID]:
    if draft.place_id:
        yield draft.place_id
    if draft.camera:
        yield from draft.camera.place_ids


def _line(draft: FacilityDraft, unit: str, names: dict[UUID, str]) -> list[Any]:
    values: dict[str, Any] = {
        **vars(draft),
        "unit_id": unit,
        "place_id": names.get(draft.place_id) if draft.place_id else None,
    }
    values |= {f"details.{name}": value for name, value in draft.details.items()}
    if draft.camera:
        values |= {f"camera.{name}": value for name, value in asdict(draft.camera).items()}
        values["camera.place_ids"] = tuple(names[id] for id in draft.camera.place_ids if id in names)
    return [cell_of(column.field, values) for column in COLUMNS]


def _write(lines: Sequence[Sequence[Any]], said: dict[int, str]) -> bytes:
    with open_workbook() as (output, book):
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
        red = book.add_format({"font_color": "#B00020", "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, column.heading + ("*" if column.required else ""), bold)
            choices = column.explanation.removeprefix("可选：").split("、")
            if column.explanation.startswith("可选：") and len("，".join(choices)) <= 250:  # Excel's own bound
                sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": choices})
        if said:
            sheet.write_string(0, len(COLUMNS), ERROR_COLUMN, bold)
            sheet.set_column(len(COLUMNS), len(COLUMNS), 60)
        sheet.freeze_panes(1, 5)
        for line, cells in enumerate(lines, 1):
            for place, cell in enumerate(cells):
                if cell is not None:
                    sheet.write_string(line, place, escaped(str(cell)), text)
            if line in said:
                sheet.write_string(line, len(COLUMNS), said[line], red)
        _explain(book)
    return bytes(output.getvalue())


def _explain(book: Any) -> None:
    sheet = book.add_worksheet(EXPLANATIONS)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate((22, 8, 80)):
        sheet.set_column(place, place, width)
    for line, rule in enumerate(_RULES):
        sheet.write_string(line, 2, rule, wrapped)
    for line, column in enumerate(BY_FIELD.values(), len(_RULES) + 2):
        sheet.write_string(line, 0, column.heading)
        sheet.write_string(line, 1, "是" if column.required else "")
        sheet.write_string(line, 2, column.explanation, wrapped)
