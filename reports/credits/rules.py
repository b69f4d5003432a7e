"""Which penalties the platform is told of, by when, in which columns, and what of a person is masked. Pure.

Source: JN-2.3.3c; 行政处罚法 art. 48.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

STATES = ("pending", "reported", "withdrawing", "withdrawn")
STATE_WORDS = {"pending": "待报", "reported": "已报", "withdrawing": "待撤回", "withdrawn": "已撤回"}
FORMS = ("xlsx", "csv", "json")
PUBLIC = "public"
SETS = ("current", "legacy", PUBLIC)
MOST_ROWS = 20_000
MOST_BATCH = 500
_WAN_FEN = 1_000_000


@dataclass(frozen=True)
class Column:
    """One column of a set, in its place."""

    code: str
    heading: str
    field: str


@dataclass(frozen=True)
class ReportDraft:
    """Records that were handed to the platform together."""

    id: UUID
    record_ids: tuple[UUID, ...]
    reported_on: date
    receipt_no: str
    note: str


@dataclass(frozen=True)
class WithdrawalDraft:
    id: UUID
    withdrawn_on: date
    receipt_no: str
    note: str


def is_told(kinds: Mapping[str, bool], *, spot: bool, fine_fen: int) -> bool:
    """Whether a penalty is reported at all, by the dated rule of its day."""
    if spot and not kinds["spot"]:
        return False
    return kinds["fine" if fine_fen else "warning"]


def publish_until(decided_on: date, months: Mapping[str, int], fine_fen: int) -> date:
    """公示截止期: so many months after the decision, the last of a month that has no such day."""
    years, month = divmod(decided_on.month - 1 + months["fine_months" if fine_fen else "warning_months"], 12)
    year = decided_on.year + years
    return date(year, month + 1, min(decided_on.day, monthrange(year, month + 1)[1]))


def mask_name(name: str) -> str:
    """The family name alone is left: 张**. Source: JN-2.3.3c."""
    return name[:1] + "*" * (len(name) - 1)


def fine_in_wan(fine_fen: int) -> str:
    """罚款金额（万元）, exact to the fen; empty where there is none."""
    return f"{fine_fen // _WAN_FEN}.{fine_fen % _WAN_FEN:06}" if fine_fen else ""


def columns_of(sets: Mapping[str, Sequence[Mapping[str, str]]], name: str) -> list[Column]:
    """The columns of a set in their fixed order. Raises LookupError."""
    return [Column(**one) for one in sets[name]]


def lines_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], *, is_public: bool) -> list[list[str]]:
    """Cells in the order of the columns; in the public set a person is named by the family name alone."""
    found = []
    for row in rows:
        values = dict(row)
        if is_public and row.get("respondent_kind") == "自然人":
            values["respondent_name"] = mask_name(str(row.get("respondent_name", "")))
        found.append([str(values.get(column.field) or "") for column in columns])
    return found
