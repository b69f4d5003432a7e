"""Reads of the terms in force."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from device_checks.upkeep.models import UpkeepTerm
from device_checks.upkeep.rules.terms import CODES
from server.core import clock


def term_on(code: str, day: date | None = None) -> Any:
    """The value in force for all units on a day (default: today); one query. Raises LookupError when none ever was."""
    row = _of(code, day).where(UpkeepTerm.unit_id.is_null()).first()  # type: ignore[union-attr]
    if row is None:
        raise LookupError(code)
    return row.value


def _of(code: str, day: date | None) -> Any:
    newest = (UpkeepTerm.from_on.desc(), UpkeepTerm.id.desc())
    rows = UpkeepTerm.select().where((UpkeepTerm.code == code) & (UpkeepTerm.from_on <= (day or clock.today())))
    return rows.order_by(*newest)


def find_terms(unit_id: UUID | None = None) -> list[dict[str, Any]]:
    """All rows for all units, or all of one unit, by code, the latest first, each with whether it is in force."""
    today, seen, found = clock.today(), set(), []
    whose = UpkeepTerm.unit_id == unit_id if unit_id else UpkeepTerm.unit_id.is_null()  # type: ignore[union-attr]
    rows = UpkeepTerm.select().where(whose)
    for row in rows.order_by(UpkeepTerm.code, UpkeepTerm.from_on.desc(), UpkeepTerm.id.desc()):
        holds = row.from_on <= today and row.code not in seen
        seen |= {row.code} if holds else set()
        shown = {name: getattr(row, name) for name in ("id", "code", "unit_id", "value", "basis", "from_on", "at")}
        found.append({**shown, "in_force": holds})
    return sorted(found, key=lambda term: CODES.index(term["code"]))
