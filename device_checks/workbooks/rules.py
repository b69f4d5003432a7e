"""What a workbook of facilities looks like, and how its rows are read. Pure: knows no file and no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from device_checks.registers.rules import FIELDS, DetailField
from device_checks.registers.rules.words import KIND_WORDS, TYPE_WORDS
from server.units.spreadsheets.rules import Cell, CellError, Column, Row

MOST_ROWS = 2_000
SHEET = "设施"
_YES = {"是": True, "否": False}
_NAMES = re.compile(r"[、；;，,]")


def _details() -> Iterator[tuple[Column, DetailField]]:
    """One column for each field of any kind, by its name."""
    known: dict[str, DetailField] = {}
    for fields in FIELDS.values():
        for one in fields:
            known.setdefault(one.name, one)
    for one in known.values():
        said = (
            "可选：" + "、".join(one.choices.values())
            if one.choices
            else _HOLDS.get(one.holds, f"最多 {one.most} 个字")
        )
        yield Column(one.label, f"details.{one.name}", False, 400, said), one


_HOLDS = {"day": "日期，如 2026-01-31", "whole": "整数", "number": "数字", "phone": "电话号码"}
DETAILS = {column.field: one for column, one in _details()}

COLUMNS = (
    Column("单位名称", "unit_id", True, 120, "已登记单位的全称", 30),
    Column("类别", "kind", True, 20, "可选：" + "、".join(KIND_WORDS.values()), 12),
    Column("类型", "type", True, 20, "可选：" + "、".join(TYPE_WORDS.values()), 14),
    Column("编号", "number", True, 40, "单位自己的编号，在本单位内不重复；已登记的编号按更新处理", 14),
    Column("名称", "name", True, 120, "如：东门枪机", 24),
    Column("所在部位", "place_id", False, 120, "已登记部位的名称", 16),
    Column("数量", "quantity", False, 7, "整数；空为 1", 8),
    Column("厂家", "maker", False, 80, "最多 80 个字", 14),
    Column("型号", "model", False, 80, "最多 80 个字", 16),
    Column("经度", "lon", False, 20, "WGS-84，-180 到 180，与纬度同填同空", 12),
    Column("纬度", "lat", False, 20, "WGS-84，-90 到 90，与经度同填同空", 12),
    Column("启用日期", "in_use_since_on", False, 20, "日期，如 2026-01-31", 12),
    Column("使用年限截止", "life_end_on", False, 20, "日期，如 2031-01-31", 14),
    Column("检查周期（天）", "check_every_days", False, 4, "1 到 3660", 14),
    Column("与公安联网", "is_networked", False, 2, "是或否", 12),
    Column("国标编码", "camera.catalogue_id", False, 20, "摄像机的 20 位编码，文本格式", 24),
    Column("巡查等级", "camera.place_class", False, 1, "摄像机：1、2 或 3；空为 3", 10),
    Column("图像宽", "camera.width", False, 5, "摄像机：像素，如 1920", 8),
    Column("图像高", "camera.height", False, 5, "摄像机：像素，如 1080", 8),
    Column("已接入平台", "camera.is_onboarded", False, 2, "摄像机：是或否", 12),
    Column("接入日期", "camera.onboarded_on", False, 20, "摄像机：日期", 12),
    Column("覆盖部位", "camera.place_ids", False, 400, "摄像机：已登记部位的名称，用顿号分开", 24),
    *(column for column, _ in _details()),
)
BY_FIELD = {column.field: column for column in COLUMNS}
_KINDS = {word: code for code, word in KIND_WORDS.items()}
_TYPES = {word: code for code, word in TYPE_WORDS.items()}


class FacilityRows:
    """Turns rows into what they say, field by field; keeps what is wrong with them."""

    def __init__(self) -> None:
        self.errors: list[CellError] = []
        degrees = {"lat": 90.0, "lon": 180.0}
        whole = {
            "quantity": 1_000_000,
            "check_every_days": 3660,
            "camera.place_class": 3,
            "camera.width": 32768,
            "camera.height": 32768,
        }
        self._readers: dict[str, Callable[[str, Cell], Any]] = {
            "kind": lambda text, _: _chosen(text, _KINDS),
            "type": lambda text, _: _chosen(text, _TYPES),
            "camera.catalogue_id": _long_number,
            "camera.place_ids": lambda text, _: tuple(name.strip() for name in _NAMES.split(text) if name.strip()),
            **dict.fromkeys(("is_networked", "camera.is_onboarded"), lambda text, _: _chosen(text, _YES)),
            **dict.fromkeys(("in_use_since_on", "life_end_on", "camera.onboarded_on"), _day),
            **{name: _degrees(most) for name, most in degrees.items()},
            **{name: _whole(0 if name == "quantity" else 1, most) for name, most in whole.items()},
            **{name: _detail(one) for name, one in DETAILS.items()},
        }

    def read(self, row: Row) -> dict[str, Any] | None:
        """What the filled cells say, by field; None when one of them is wrong."""
        before = len(self.errors)
        values = {}
        for column in COLUMNS:
            cell = row.cells.get(column.field, Cell(None))
            if cell.text or cell.is_formula:
                values[column.field] = self._value(row, column, cell)
            elif column.required:
                self.complain(row, column.field, "必填", "required")
        return values if len(self.errors) == before else None

    def complain(self, row: Row, field: str, message: str, code: str) -> None:
        """Note what is wrong with a cell; a field without a column of its own is said of the number."""
        column = BY_FIELD.get(field, BY_FIELD["number"])
        cell = row.cells.get(column.field)
        self.errors.append(CellError(row.number, column.heading, cell.text if cell else "", message, code))

    def _value(self, row: Row, column: Column, cell: Cell) -> Any:
        text = cell.text
        if cell.is_formula:
            self.complain(row, column.field, "不能使用公式，请粘贴为数值", "formula")
        elif len(text) > column.most:
            self.complain(row, column.field, f"最多 {column.most} 个字", "too_long")
        elif any(ord(letter) < 32 for letter in text):
            self.complain(row, column.field, "含有不可见的控制字符", "control_character")
        else:
            try:
                return self._readers.get(column.field, lambda said, _: said)(text, cell)
            except ValueError as error:
                self.complain(row, column.field, str(error), "invalid_cell")
        return None


def cell_of(field: str, values: Mapping[str, Any]) -> Any:
    """What stands in a column for a facility with these values; the other way round than reading."""
    value = values.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(value) or None
    if field in DETAILS:
        return DETAILS[field].choices.get(str(value), value)
    return {"kind": KIND_WORDS, "type": TYPE_WORDS}.get(field, {}).get(value, value)


def _chosen(text: str, choices: Mapping[str, Any]) -> Any:
    if text not in choices:
        raise ValueError("可选：" + "、".join(choices))
    return choices[text]


def _long_number(text: str, cell: Cell) -> str:
    if not isinstance(cell.value, str):
        raise ValueError("须为文本格式，数字格式会丢失末位")
    return text


def _day(text: str, cell: Cell) -> date:
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise ValueError("应为日期，如 2026-01-31") from None


def _degrees(most: float) -> Callable[[str, Cell], float]:
    def read(text: str, _: Cell) -> float:
        try:
            value = float(text)
        except ValueError:
            value = 1000.0
        if not -most <= value <= most:
            raise ValueError(f"应为 -{most:g} 到 {most:g} 之间的数")
        return value

    return read


def _whole(least: int, most: int) -> Callable[[str, Cell], int]:
    def read(text: str, _: Cell) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ValueError(f"应为 {least} 到 {most} 的整数")
        return int(text)

    return read


def _detail(one: DetailField) -> Callable[[str, Cell], Any]:
    codes = {word: code for code, word in one.choices.items()} | {code: code for code in one.choices}

    def read(text: str, cell: Cell) -> Any:
        if one.choices:
            if text not in codes:
                raise ValueError("可选：" + "、".join(one.choices.values()))
            return codes[text]
        if one.holds == "day":
            return _day(text, cell).isoformat()
        if one.holds == "whole":
            return _whole(1, one.most)(text, cell)
        if one.holds == "number":
            try:
                return float(text)
            except ValueError:
                raise ValueError("应为数字") from None
        return text

    return read
