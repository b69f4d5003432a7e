"""The numbers and tables that pictures go by: data of a bureau, in force from a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from device_checks.pictures.errors import PictureTermInvalid
from device_checks.pictures.rules.looking import FAULT_OF_CAUSE
from device_checks.pictures.rules.persistence import Need, Needs
from device_checks.verification.rules.findings import KINDS
from server.core.errors import FieldProblem

CODES = ("persistence", "keeping", "silence_days")
ALL_KINDS = frozenset({*KINDS, *FAULT_OF_CAUSE.values()})

_NEED = {
    "looks": (1, 50),
    "minutes": (0, 14 * 1440),
    "recheck_minutes": (1, 1440),
    "doubt_looks": (1, 1000),
    "doubt_minutes": (0, 60 * 1440),
}
_KEEPING = {"fine_days": (1, 366), "other_days": (1, 3660), "row_days": (30, 3660)}


@dataclass(frozen=True)
class Keeping:
    """For how long pictures and rows of looks are kept; evidence of faults and references stay."""

    fine: timedelta
    other: timedelta
    rows: timedelta


@dataclass(frozen=True)
class PictureTermDraft:
    id: UUID
    code: str
    value: Any
    basis: str
    from_on: date


def check_picture_term(code: str, value: Any) -> None:
    """Raises PictureTermInvalid for a value that its code cannot have."""
    reason = {"persistence": _wrong_needs, "keeping": _wrong_keeping, "silence_days": _wrong_days}[code](value)
    if reason:
        raise PictureTermInvalid(fields=[FieldProblem("value", reason, PictureTermInvalid.code)])


def needs_of(value: Mapping[str, Any]) -> Needs:
    """Read the term ``persistence``; a kind says only what differs from the default."""
    default = value["default"]
    return Needs(Need(**default), {kind: Need(**{**default, **row}) for kind, row in value["kinds"].items()})


def keeping_of(value: Mapping[str, int]) -> Keeping:
    """Read the term ``keeping``."""
    days = {name: timedelta(days=value[name]) for name in _KEEPING}
    return Keeping(days["fine_days"], days["other_days"], days["row_days"])


def _wrong_needs(value: Any) -> str:
    if not isinstance(value, dict) or set(value) != {"default", "kinds"} or not isinstance(value["kinds"], dict):
        return "应有 default 与 kinds"
    unknown = set(value["kinds"]) - ALL_KINDS
    if unknown:
        return f"没有这种异常：{min(unknown)[:40]}"
    return _wrong_numbers(value["default"], _NEED, whole=True) or next(
        (reason for row in value["kinds"].values() if (reason := _wrong_numbers(row, _NEED, whole=False))), ""
    )


def _wrong_keeping(value: Any) -> str:
    reason = _wrong_numbers(value, _KEEPING, whole=True)
    if reason:
        return reason
    is_rising = value["fine_days"] <= value["other_days"] <= value["row_days"]
    return "" if is_rising else "应为 fine_days ≤ other_days ≤ row_days"


def _wrong_days(value: Any) -> str:
    return "" if _is_whole(value, 1, 366) else "应为 1 到 366 天"


def _wrong_numbers(row: Any, bounds: Mapping[str, tuple[int, int]], *, whole: bool) -> str:
    if not isinstance(row, dict) or set(row) - set(bounds) or (whole and set(row) != set(bounds)):
        return f"应为 {'、'.join(bounds)}"
    wrong = next((name for name, number in row.items() if not _is_whole(number, *bounds[name])), None)
    return f"{wrong} 应在 {bounds[wrong][0]} 到 {bounds[wrong][1]} 之间" if wrong else ""


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
