"""The numbers and tables that rule upkeep: data of a bureau, in force from a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from device_checks.registers.rules import TYPES, FacilityKind
from device_checks.upkeep.errors import UpkeepTermInvalid
from server.core.errors import FieldProblem

CODES = (
    "check_interval_days",
    "test_interval_days",
    "task_days",
    "life_warning_days",
    "equipment_minimum",
    "required_systems",
    "unit_equipment_minimum",
)
#: Terms that one unit has for itself; all others hold for every unit.
OF_UNITS = frozenset({"unit_equipment_minimum"})
MOST_DAYS = 3660
MOST_PIECES = 999
MOST_LINES = 60
EQUIPMENT = TYPES[FacilityKind.EQUIPMENT]
SYSTEMS = (*TYPES[FacilityKind.ALARM], *TYPES[FacilityKind.ACCESS])

_TYPE_OR_KIND = {*TYPES, *(type for types in TYPES.values() for type in types)}


@dataclass(frozen=True)
class UpkeepTermDraft:
    """A number or table from a day on; ``unit_id`` for those of one unit."""

    id: UUID
    code: str
    value: Any
    basis: str
    from_on: date
    unit_id: UUID | None = None


@dataclass(frozen=True)
class RequiredSystem:
    """A system that units of some industries must have. Source: LN-11a, LN-11b."""

    type: str
    needs_network: bool
    industries: tuple[str, ...]


def check_term(code: str, value: Any, unit_id: UUID | None) -> None:
    """Raises UpkeepTermInvalid for a value that its code cannot have, and for one unit where it holds for all."""
    if (code in OF_UNITS) != (unit_id is not None):
        raise UpkeepTermInvalid(fields=[FieldProblem("unit_id", "该项不能这样设置", UpkeepTermInvalid.code)])
    if reason := _CHECKS[code](value):
        raise UpkeepTermInvalid(fields=[FieldProblem("value", reason, UpkeepTermInvalid.code)])


def interval_of(table: Mapping[str, int], kind: str, type: str) -> int | None:
    """Days by type, else by kind; None where nothing is asked for."""
    return table.get(type, table.get(kind))


def minimum_of(table: Sequence[Mapping[str, Any]], industry: str) -> dict[str, int]:
    """The first line that names the industry, else the first that names none. Source: LN-8."""
    named = [line for line in table if industry in line["industries"]]
    general = [line for line in table if not line["industries"]]
    return dict((named or general or [{"minimum": {}}])[0]["minimum"])


def systems_of(table: Sequence[Mapping[str, Any]]) -> list[RequiredSystem]:
    """Source: LN-11a, LN-11b."""
    return [RequiredSystem(line["type"], line["needs_network"], tuple(line["industries"])) for line in table]


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _wrong_intervals(value: Any) -> str:
    right = isinstance(value, dict) and all(
        name in _TYPE_OR_KIND and _is_whole(days, 1, MOST_DAYS) for name, days in value.items()
    )
    return "" if right else f"应为“类别或类型：天数”，天数 1 到 {MOST_DAYS}"


def _wrong_task_days(value: Any) -> str:
    right = isinstance(value, dict) and set(value) == {"check", "repair", "replace"}
    right = right and all(_is_whole(days, 0, 366) for days in value.values())
    return "" if right else "应有 check、repair、replace，天数 0 到 366"


def _wrong_days(value: Any) -> str:
    return "" if _is_whole(value, 0, 366) else "应为 0 到 366 天"


def _wrong_minimum(value: Any) -> str:
    right = isinstance(value, dict) and all(
        name in EQUIPMENT and _is_whole(count, 0, MOST_PIECES) for name, count in value.items()
    )
    return "" if right else f"应为“器材：数量”，数量 0 到 {MOST_PIECES}"


def _are_industries(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(code, str) and 1 <= len(code) <= 24 for code in value)


def _wrong_minimums(value: Any) -> str:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        return f"应为列表，最多 {MOST_LINES} 行"
    for line in value:
        if (
            not isinstance(line, dict)
            or set(line) != {"industries", "minimum"}
            or not _are_industries(line["industries"])
        ):
            return "每行应有 industries、minimum"
        if reason := _wrong_minimum(line["minimum"]):
            return reason
    return ""


def _wrong_systems(value: Any) -> str:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        return f"应为列表，最多 {MOST_LINES} 行"
    right = all(
        isinstance(line, dict)
        and set(line) == {"type", "needs_network", "industries"}
        and line["type"] in SYSTEMS
        and isinstance(line["needs_network"], bool)
        and _are_industries(line["industries"])
        for line in value
    )
    return "" if right else "每行应有 type、needs_network、industries"


_CHECKS = {
    "check_interval_days": _wrong_intervals,
    "test_interval_days": _wrong_intervals,
    "task_days": _wrong_task_days,
    "life_warning_days": _wrong_days,
    "equipment_minimum": _wrong_minimums,
    "required_systems": _wrong_systems,
    "unit_equipment_minimum": _wrong_minimum,
}
