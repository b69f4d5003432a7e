"""From which difference on a third person marks."""

from __future__ import annotations

from datetime import date
from typing import Any

from courses.markings.models import MarkingTerm
from server.core import clock


def most_difference_on(day: date) -> int:
    """In percent of an answer's worth; the first row holds for days before it. One or two queries.

    Raises LookupError when nothing was ever set.
    """
    rows = MarkingTerm.select().order_by(MarkingTerm.from_on.desc(), MarkingTerm.id.desc())
    row = rows.where(MarkingTerm.from_on <= day).first() or MarkingTerm.select().order_by(MarkingTerm.from_on).first()
    if row is None:
        raise LookupError("marking terms")
    percent: int = row.most_difference_percent
    return percent


def find_terms() -> list[dict[str, Any]]:
    """All rows, the latest first, each with whether it is in force today. One query."""
    today, found, is_found = clock.today(), [], False
    for row in MarkingTerm.select().order_by(MarkingTerm.from_on.desc(), MarkingTerm.id.desc()):
        holds = row.from_on <= today and not is_found
        is_found = is_found or holds
        names = ("id", "most_difference_percent", "basis", "from_on", "by_name", "at")
        found.append({**{name: getattr(row, name) for name in names}, "in_force": holds})
    return found
