"""Reads of the terms in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from reports.commendations.models import CommendationTerm
from reports.commendations.rules import CODES
from server.core import clock


def term_on(code: str, day: date | None = None) -> Any:
    """The value in force on a day (default: today); one query. Raises LookupError when none ever was."""
    row = (
        CommendationTerm.select()
        .where((CommendationTerm.code == code) & (CommendationTerm.from_on <= (day or clock.today())))
        .order_by(CommendationTerm.from_on.desc(), CommendationTerm.id.desc())
        .first()
    )
    if row is None:
        raise LookupError(code)
    return row.value


def find_terms() -> list[dict[str, Any]]:
    """All rows by code, the latest first, each with whether it is in force today."""
    today, seen, found = clock.today(), set(), []
    table = CommendationTerm
    for row in table.select().order_by(table.code, table.from_on.desc(), table.id.desc()):
        holds = row.from_on <= today and row.code not in seen
        seen |= {row.code} if holds else set()
        found.append({**row.__data__, "in_force": holds})
    return sorted(found, key=lambda term: CODES.index(term["code"]))
