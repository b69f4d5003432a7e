"""Reads of competences: no secret, like the tree of agencies."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from server.core import clock
from server.core.errors import NotFound
from server.units.agencies.models import Agency
from server.units.competences.models import Competence
from server.units.competences.rules import STATE_ASSETS, nearest


def competences(on: date | None = None) -> list[dict[str, Any]]:
    """All in force on a day (default: all there ever were), by industry; one query."""
    rows = Competence.select(Competence, Agency).join(Agency).order_by(Competence.industry, Competence.from_on)
    if on is not None:
        rows = rows.where((Competence.from_on <= on) & (Competence.to_on.is_null() | (Competence.to_on >= on)))
    return [shape_of(row) for row in rows]


def competence_by_id(id: UUID) -> Competence:
    """Raises NotFound."""
    row = Competence.select(Competence, Agency).join(Agency).where(Competence.id == id).first()
    if row is None:
        raise NotFound(competence_id=str(id))
    return row


def competent_agency(industry: str, area_code: str, on: date | None = None) -> Agency | None:
    """The department that leads an industry's units in an area on a day (default: today); one query."""
    rows = Competence.select(Competence, Agency).join(Agency).where(Competence.industry == industry)
    found = nearest(rows, area_code, on or clock.today())
    return found.agency if found else None


def suggestion(industry: str, area_code: str) -> dict[str, Any]:
    """Who would lead a unit, and who would supervise it if the state owned it; two queries."""
    return {
        "department": competent_agency(industry, area_code),
        "state_assets": competent_agency(STATE_ASSETS, area_code),
    }


def shape_of(row: Competence) -> dict[str, Any]:
    """A competence in its wire shape; its agency has been read with it."""
    return {
        "id": row.id,
        "agency_id": row.agency_id,
        "agency": row.agency.name,
        "industry": row.industry,
        "area_code": row.area_code,
        "from_on": row.from_on,
        "to_on": row.to_on,
        "basis_id": row.basis_code,
        "article": row.article,
    }
