"""Reads of the thresholds in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from device_checks.verification.models import ThresholdSet
from device_checks.verification.rules.thresholds import DEFAULT_THRESHOLDS, Thresholds, shipped
from server.core import clock


def thresholds_in_force(day: date | None = None) -> Thresholds:
    """The thresholds of a day (default: today): the bureau's latest, or those of the program. One query."""
    row = _in_force(day or clock.today())
    return Thresholds.from_dict(row.thresholds) if row else DEFAULT_THRESHOLDS


def evaluation_shape() -> dict[str, Any]:
    """What is in force, what the program brings with its evaluation, and what was set before; two queries."""
    row, content = _in_force(clock.today()), shipped()
    rows = ThresholdSet.select().order_by(ThresholdSet.from_on.desc(), ThresholdSet.at.desc()).limit(50)
    return {
        "in_force": _shape(row) if row else None,
        "shipped": {"thresholds": content["thresholds"], "evaluation": content["evaluation"]},
        "history": [_shape(row) for row in rows],
    }


def _in_force(day: date) -> ThresholdSet | None:
    rows = ThresholdSet.select().where(ThresholdSet.from_on <= day)
    return rows.order_by(ThresholdSet.from_on.desc(), ThresholdSet.at.desc()).first()


def _shape(row: ThresholdSet) -> dict[str, Any]:
    names = ("id", "version", "thresholds", "evaluation", "note", "from_on", "by_name", "at")
    return {name: getattr(row, name) for name in names}
