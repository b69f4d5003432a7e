"""Reads of the terms in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from checklists.hazards.models import HazardTerm
from checklists.hazards.rules.terms import CODES
from server.core import clock


def term_on(code: str, day: date | None = None) -> Any:
    """The value in force on a day (default: today); one query. Raises LookupError when none ever was."""
    row = (
        HazardTerm.select()
        .where((HazardTerm.code == code) & (HazardTerm.from_on <= (day or clock.today())))
        .order_by(HazardTerm.from_on.desc(), HazardTerm.id.desc())
        .first()
    )
    if row is None:
        raise LookupError(code)
    return row.value


def find_terms() -> list[dict[str, Any]]:
    """All rows by code, the latest first, each with whether it is in force today."""
    today, seen, found = clock.today(), set(), []
    rows = HazardTerm.select().order_by(HazardTerm.code, HazardTerm.from_on.desc(), HazardTerm.id.desc())
    for row in rows:
        holds = row.from_on <= today and row.code not in seen
        seen |= {row.code} if holds else set()
        shown = {name: getattr(row, name) for name in ("id", "code", "value", "basis", "from_on", "at")}
        found.append({**shown, "in_force": holds})
    return sorted(found, key=lambda term: CODES.index(term["code"]))
