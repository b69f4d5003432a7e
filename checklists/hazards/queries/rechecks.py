"""Reads of re-checks, and of what may come after one that failed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.hazards.models import HazardRecheck, HazardRecheckFinding
from checklists.hazards.queries.listing import HazardFilter, find_hazards
from checklists.hazards.queries.lives import lives_within_reach
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach


def recheck_within_reach(actor: Actor, id: UUID) -> dict[str, Any]:
    """One visit with its hazards in the order they were looked at. Raises NotFound."""
    visit = (
        HazardRecheck.select().where((HazardRecheck.id == id) & is_within_reach(actor, HazardRecheck.unit_id)).first()
    )
    if visit is None:
        raise NotFound()
    findings = HazardRecheckFinding.select().where(HazardRecheckFinding.recheck_id == id)
    hazard_ids = [finding.hazard_id for finding in findings.order_by(HazardRecheckFinding.id)]
    return {
        "id": visit.id,
        "unit_id": visit.unit_id,
        "unit_name": unit_names([visit.unit_id]).get(visit.unit_id, ""),
        "officers": visit.officers,
        "checked_at": visit.checked_at,
        "by": visit.by_name,
        "at": visit.at,
        "hazards": lives_within_reach(actor, hazard_ids),
    }


def find_penalty_candidates(actor: Actor, limit: int, after: str | None) -> dict[str, Any]:
    """Hazards that may be offered to the penalty procedure, each with the four conditions and how they stand.

    The fourth, a consequence, is not for us to say: it is left open.  Source: 国务院令第421号 art. 19.
    """
    found = find_hazards(actor, HazardFilter(waiting="penalty", limit=limit, after=after))
    return {**found, "items": [{"hazard": row, "conditions": _conditions(row)} for row in found["items"]]}


def _conditions(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"code": "order_issued", "met": True, "on": None, "reference": row["order_number"] or ""},
        {"code": "deadline_passed", "met": True, "on": row["deadline_on"], "reference": ""},
        {"code": "recheck_failed", "met": True, "on": row["failed_on"], "reference": ""},
        {"code": "consequence_recorded", "met": None, "on": None, "reference": ""},
    ]
