"""Reads of schemes."""

from __future__ import annotations

from datetime import date
from typing import Any

from reports.scores.errors import NoScheme
from reports.scores.models import ScoreScheme
from reports.scores.rules import Scheme, read_scheme
from server.core import clock


def row_on(day: date) -> ScoreScheme:
    """The scheme in force on a day; one query. Raises NoScheme."""
    rows = ScoreScheme.select().where(ScoreScheme.from_on <= day)
    row: ScoreScheme | None = rows.order_by(
        ScoreScheme.from_on.desc(), ScoreScheme.at.desc(), ScoreScheme.id.desc()
    ).first()
    if row is None:
        raise NoScheme(day=day.isoformat())
    return row


def scheme_of(row: ScoreScheme) -> Scheme:
    """For the rules."""
    return read_scheme(row.id, row.title, row.factors, row.bands)


def find_schemes() -> list[dict[str, Any]]:
    """All schemes, the latest first, each with whether it is in force today; 2 queries."""
    holding = row_on(clock.today()).id
    rows = ScoreScheme.select().order_by(ScoreScheme.from_on.desc(), ScoreScheme.at.desc(), ScoreScheme.id.desc())
    return [{**scheme_shape(row), "in_force": row.id == holding} for row in rows]


def scheme_shape(row: ScoreScheme) -> dict[str, Any]:
    """As the wire shows a scheme."""
    names = ("id", "title", "factors", "bands", "basis", "verified", "from_on", "by_name", "at")
    return {name: getattr(row, name) for name in names}
