"""Reads of the terms in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from device_checks.pictures.models import PictureTerm
from device_checks.pictures.rules.terms import CODES
from server.core import clock


def picture_terms_on(day: date | None = None) -> dict[str, Any]:
    """The values in force on a day (default: today) by code; one query."""
    rows = PictureTerm.select().where(PictureTerm.from_on <= (day or clock.today()))
    return {row.code: row.value for row in rows.order_by(PictureTerm.from_on, PictureTerm.id)}


def find_picture_terms() -> list[dict[str, Any]]:
    """All rows by code, the latest first, each with whether it is in force today."""
    today, seen, found = clock.today(), set(), []
    rows = PictureTerm.select().order_by(PictureTerm.code, PictureTerm.from_on.desc(), PictureTerm.id.desc())
    for row in rows:
        holds = row.from_on <= today and row.code not in seen
        seen |= {row.code} if holds else set()
        shown = {name: getattr(row, name) for name in ("id", "code", "value", "basis", "from_on", "at")}
        found.append({**shown, "in_force": holds})
    return sorted(found, key=lambda term: CODES.index(term["code"]))
