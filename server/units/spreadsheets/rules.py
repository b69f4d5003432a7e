"""What a workbook of units looks like, and how its rows are read. Pure: knows no file and no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from server.units.registry.rules import UnitKind

MOST_ROWS = 50_000
MOST_ERRORS = 1_000
SHEET = "单位"
EXPLANATIONS = "填写说明"
ERROR_COLUMN = "错误"

KIND_WORDS = {
    "机关": UnitKind.ORGAN,
    "团体": UnitKind.GROUP,
    "企业": UnitKind.ENTERPRISE,
    "事业": UnitKind.INSTITUTION,
    "高校": UnitKind.UNIVERSITY,
    "其他": UnitKind.OTHER,
}
WORD_OF_KIND = {kind.value: word for word, kind in KIND_WORDS.items()}


@dataclass(frozen=True)
class Column:
    """One column: its heading, the draft's field, and what the instruction sheet says of it."""

    heading: str
    field: str
    required: bool
    most: int
    explanation: str
    width: int = 16


COLUMNS = (
    Column("单位名称", "name", True, 120, "单位全称，2 到 120 个字", 32),
    Column("统一社会信用代码", "uscc", False, 18, "18 位，文本格式；已登记的代码按更新处理", 22),
    Column("单位性质", "kind", True, 12, "机关、团体、企业、事业、高校、其他之一", 10),
    Column("行业代码", "industry", True, 24, "小写英文代码，如 school、hospital、fuel、bank", 12),
    Column("行政区划代码", "area_code", True, 6, "所在县（市、区）的 6 位代码，文本格式", 14),
    Column("地址", "address", False, 200, "详细地址", 40),
    Column("经度", "lon", False, 20, "WGS-84，-180 到 180，与纬度同填同空", 12),
    Column("纬度", "lat", False, 20, "WGS-84，-90 到 90，与经度同填同空", 12),
    Column("主管公安机关", "managed_by_id", True, 120, "机构全称或简称", 26),
    Column("指导公安机关", "guided_by_id", False, 120, "主管公安机关的上级，可空", 26),
    Column("属地派出所", "station_id", True, 120, "机构全称或简称", 26),
    Column("行业主管部门", "department_id", False, 120, "机构全称或简称；空为登记的该行业主管部门", 26),
    Column("国资监管机构", "supervised_by_id", False, 120, "国有、国有控股企业填写，其他单位留空", 26),
    Column("重点单位级别", "key_unit_level", False, 2, "1、2 或 3；非重点单位留空", 14),
    Column("反恐怖重点目标", "counter_terror_target", False, 2, "是或否；空为否", 16),
)
BY_FIELD = {column.field: column for column in COLUMNS}
#: Columns that our own workbooks add; on the way in they are skipped.
IGNORED = frozenset({ERROR_COLUMN, "第一责任人", "场所数"})


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell; row 0 means the sheet as a whole."""

    row: int
    column: str
    value: str
    message: str
    code: str

    def as_row(self) -> dict[str, Any]:
        return {**asdict(self), "value": self.value[:100]}


@dataclass(frozen=True)
class Cell:
    """A cell as the workbook holds it."""

    value: Any
    is_formula: bool = False

    @property
    def text(self) -> str:
        """What a person sees in it; our own escape of a leading = + - @ is taken off again."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        text = str(self.value).strip()
        return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@") else text


@dataclass(frozen=True)
class Row:
    """A row of the sheet, by field; ``number`` is as the spreadsheet program shows it."""

    number: int
    cells: Mapping[str, Cell]


def read_headings(
    cells: Sequence[Any], columns: Sequence[Column] = COLUMNS
) -> tuple[dict[int, Column], list[CellError]]:
    """Which position holds which column; unknown, doubled and missing headings are errors of row 1."""
    by_heading = {column.heading: column for column in columns}
    found: dict[int, Column] = {}
    errors = []
    for position, value in enumerate(cells):
        heading = str(value or "").strip().rstrip("*＊")
        if not heading or heading in IGNORED:
            continue
        column = by_heading.get(heading)
        if column is None:
            errors.append(CellError(1, heading, heading, "没有这一列", "unknown_column"))
        elif column in found.values():
            errors.append(CellError(1, heading, heading, "列重复", "doubled_column"))
        else:
            found[position] = column
    missing = [column for column in columns if column.required and column not in found.values()]
    errors += [CellError(1, column.heading, "", "缺少这一列", "missing_column") for column in missing]
    return found, errors


class RowReader:
    """Turns rows into the values of drafts; keeps what is wrong with them."""

    def __init__(self, agencies: Mapping[str, Sequence[UUID]]) -> None:
        self._agencies = agencies
        self.errors: list[CellError] = []
        self._parsers: dict[str, Callable[[Row, Column, str], Any]] = {
            "kind": self._kind,
            "lat": self._degrees,
            "lon": self._degrees,
            "key_unit_level": self._level,
            "counter_terror_target": self._truth,
            "managed_by_id": self._agency,
            "guided_by_id": self._agency,
            "station_id": self._agency,
            "department_id": self._agency,
            "supervised_by_id": self._agency,
        }

    def read(self, row: Row) -> dict[str, Any] | None:
        """Values by field, or None when a cell of the row is wrong."""
        before = len(self.errors)
        values = {column.field: self._value(row, column) for column in COLUMNS}
        if len(self.errors) == before and (values["lat"] is None) != (values["lon"] is None):
            self.complain(row, BY_FIELD["lon"], "经纬度须同时填写", "half_position")
        return values if len(self.errors) == before else None

    def complain(self, row: Row, column: Column, message: str, code: str) -> None:
        cell = row.cells.get(column.field)
        self.errors.append(CellError(row.number, column.heading, cell.text if cell else "", message, code))

    def _value(self, row: Row, column: Column) -> Any:
        cell = row.cells.get(column.field, Cell(None))
        if cell.is_formula:
            self.complain(row, column, "不能使用公式，请粘贴为数值", "formula")
            return None
        text = cell.text
        if not text:
            if column.required:
                self.complain(row, column, "必填", "required")
            return {"address": "", "counter_terror_target": False}.get(column.field)
        if len(text) > column.most:
            self.complain(row, column, f"最多 {column.most} 个字", "too_long")
            return None
        if any(ord(letter) < 32 for letter in text):
            self.complain(row, column, "含有不可见的控制字符", "control_character")
            return None
        if column.field == "uscc" and not isinstance(cell.value, str):
            self.complain(row, column, "须为文本格式，数字格式会丢失末位", "not_text")
            return None
        parser = self._parsers.get(column.field)
        return parser(row, column, text) if parser else text

    def _kind(self, row: Row, column: Column, text: str) -> UnitKind | None:
        kind = KIND_WORDS.get(text.removesuffix("单位"))
        if kind is None:
            self.complain(row, column, "应为机关、团体、企业、事业、高校、其他之一", "unknown_kind")
        return kind

    def _degrees(self, row: Row, column: Column, text: str) -> float | None:
        most = 90 if column.field == "lat" else 180
        try:
            degrees = float(text)
        except ValueError:
            degrees = 1000.0
        if not -most <= degrees <= most:
            self.complain(row, column, f"应为 -{most} 到 {most} 之间的数", "not_degrees")
            return None
        return degrees

    def _level(self, row: Row, column: Column, text: str) -> int | None:
        if text not in {"1", "2", "3"}:
            self.complain(row, column, "应为 1、2 或 3", "not_a_level")
            return None
        return int(text)

    def _truth(self, row: Row, column: Column, text: str) -> bool:
        if text not in {"是", "否"}:
            self.complain(row, column, "应为是或否", "not_yes_or_no")
        return text == "是"

    def _agency(self, row: Row, column: Column, text: str) -> UUID | None:
        ids = self._agencies.get(text, ())
        if len(ids) == 1:
            return ids[0]
        if ids:
            self.complain(row, column, "有多个同名机构，请填全称", "ambiguous_agency")
        else:
            self.complain(row, column, "没有这个机构", "unknown_agency")
        return None


def escaped(text: str) -> str:
    """A cell that a spreadsheet program cannot take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
