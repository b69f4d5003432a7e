"""What a workbook of trainees looks like, and how its rows are read. Pure: knows no file and no database."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from courses.trainees.rules.people import (
    AUDIENCE_WORDS,
    POLICE_AUDIENCES,
    is_identity_number,
    mask_identity,
    normal_identity,
)
from server.units.people.rules import MOBILE_NUMBER
from server.units.spreadsheets.rules import Cell, CellError, Column, Row

SHEET = "受训人员"
MOST_ROWS = 5_000

COLUMNS = (
    Column("单位名称", "unit", True, 120, "已登记单位的全称", 30),
    Column("姓名", "name", True, 64, "本人姓名", 12),
    Column("岗位", "post", False, 64, "如 门卫、监控室值班", 16),
    Column("手机号", "phone", False, 11, "11 位，文本格式；与身份证号至少填一项，开通账号须填", 16),
    Column("受训类别", "audience", True, 12, "、".join(list(AUDIENCE_WORDS)[:6]) + " 之一", 18),
    Column("身份证号", "identity_number", False, 18, "18 位，文本格式；加密保存", 22),
    Column("起始日期", "from_on", False, 10, "如 2026-09-01；空为导入当天", 14),
)
BY_FIELD = {column.field: column for column in COLUMNS}


class TraineeRows:
    """Turns rows into values by field; keeps what is wrong with them, identity numbers masked."""

    def __init__(self) -> None:
        self.errors: list[CellError] = []
        self._parsers = {
            "phone": self._phone,
            "audience": self._audience,
            "identity_number": self._identity,
            "from_on": self._day,
        }

    def read(self, row: Row) -> dict[str, Any] | None:
        """Values by field, or None when a cell of the row is wrong."""
        before = len(self.errors)
        values = {column.field: self._value(row, column) for column in COLUMNS}
        if len(self.errors) == before and not values["phone"] and not values["identity_number"]:
            self.complain(row, "phone", "手机号和身份证号至少填一项", "nothing_to_know_by")
        values["post"] = values["post"] or ""
        return values if len(self.errors) == before else None

    def complain(self, row: Row, field: str, message: str, code: str) -> None:
        cell = row.cells.get(field)
        text = cell.text if cell else ""
        shown = mask_identity(normal_identity(text)) if field == "identity_number" else text
        self.errors.append(CellError(row.number, BY_FIELD[field].heading, shown, message, code))

    def _value(self, row: Row, column: Column) -> Any:
        cell = row.cells.get(column.field, Cell(None))
        if cell.is_formula:
            self.complain(row, column.field, "不能使用公式，请粘贴为数值", "formula")
            return None
        if isinstance(cell.value, (datetime, date)):
            return self._day(row, cell) if column.field == "from_on" else self._wrong(row, column.field, "不应为日期")
        if not cell.text:
            if column.required:
                self.complain(row, column.field, "必填", "required")
            return None
        if len(cell.text) > column.most:
            self.complain(row, column.field, f"最多 {column.most} 个字", "too_long")
            return None
        if any(ord(letter) < 32 for letter in cell.text):
            return self._wrong(row, column.field, "含有不可见的控制字符", "control_character")
        parse = self._parsers.get(column.field)
        return parse(row, cell) if parse else cell.text

    def _phone(self, row: Row, cell: Cell) -> str | None:
        return cell.text if MOBILE_NUMBER.match(cell.text) else self._wrong(row, "phone", "不是有效的手机号码")

    def _audience(self, row: Row, cell: Cell) -> Any:
        audience = AUDIENCE_WORDS.get(cell.text)
        if audience is None or audience in POLICE_AUDIENCES:
            return self._wrong(row, "audience", "没有这个受训类别", "unknown_audience")
        return audience

    def _identity(self, row: Row, cell: Cell) -> str | None:
        if not isinstance(cell.value, str):
            return self._wrong(row, "identity_number", "须为文本格式，数字格式会丢失末位", "not_text")
        number = normal_identity(cell.text)
        if not is_identity_number(number):
            return self._wrong(row, "identity_number", "身份证号有误，请核对", "identity_wrong")
        return number

    def _day(self, row: Row, cell: Cell) -> date | None:
        if isinstance(cell.value, datetime):
            return cell.value.date()
        if isinstance(cell.value, date):
            return cell.value
        try:
            return date.fromisoformat(cell.text.replace("/", "-"))
        except ValueError:
            return self._wrong(row, "from_on", "日期格式应为 2026-09-01", "not_a_day")

    def _wrong(self, row: Row, field: str, message: str, code: str = "invalid") -> Any:
        self.complain(row, field, message, code)
        return None
