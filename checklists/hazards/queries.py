"""Reads of hazards, within the reach of their units."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from checklists.hazards.models import Hazard, HazardStep
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.bases.queries import resolve_known_bases
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class HazardFilter:
    state: str | None = None
    grade: str | None = None
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def hazards_within_reach(actor: Actor) -> ModelSelect:
    return Hazard.select().where(is_within_reach(actor, Hazard.unit_id))


def hazard_within_reach(actor: Actor, id: UUID) -> dict[str, Any]:
    """One hazard in its wire shape. Raises NotFound."""
    hazard = hazards_within_reach(actor).where(Hazard.id == id).first()
    if hazard is None:
        raise NotFound()
    return shapes([hazard])[0]


def find_hazards(actor: Actor, wanted: HazardFilter) -> dict[str, Any]:
    """A page of hazards, newest first."""
    query = hazards_within_reach(actor).order_by(Hazard.id.desc())
    for name in ("state", "grade", "unit_id"):
        if getattr(wanted, name) is not None:
            query = query.where(getattr(Hazard, name) == getattr(wanted, name))
    if wanted.after:
        query = query.where(Hazard.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda hazard: (hazard.id,))
    return {**found, "items": shapes(found["items"])}


def hazards_of_inspections(ids: Collection[UUID]) -> dict[UUID, list[Hazard]]:
    """Hazards by inspection, in the order they were made; 1 query."""
    found: dict[UUID, list[Hazard]] = {id: [] for id in ids}
    for hazard in Hazard.select().where(Hazard.inspection_id.in_(list(ids))).order_by(Hazard.id):
        found[hazard.inspection_id].append(hazard)
    return found


def hazards_changed_since(actor: Actor, moment: datetime | None, most: int) -> list[dict[str, Any]]:
    """For the phones: hazards within reach that changed after the moment, latest first."""
    query = hazards_within_reach(actor).order_by(Hazard.changed_at.desc())
    if moment:
        query = query.where(Hazard.changed_at > moment)
    return shapes(list(query.limit(most)))


def shapes(hazards: list[Hazard], on: date | None = None) -> list[dict[str, Any]]:
    """Hazards in their wire shape, with official titles of their bases and how these stand; 3 queries."""
    steps: dict[UUID, list[dict[str, Any]]] = {hazard.id: [] for hazard in hazards}
    for step in HazardStep.select().where(HazardStep.hazard_id.in_(list(steps))).order_by(HazardStep.at, HazardStep.id):
        steps[step.hazard_id].append({"event": step.step, "at": step.at, "by": step.by_name, "detail": step.detail})
    names = unit_names([hazard.unit_id for hazard in hazards])
    bases = resolve_known_bases([ref for hazard in hazards for ref in hazard.bases], on)
    return [
        {
            "id": hazard.id,
            "inspection_id": hazard.inspection_id,
            "unit_id": hazard.unit_id,
            "unit_name": names.get(hazard.unit_id, ""),
            "site_id": hazard.site_id,
            "item_id": hazard.item_id,
            "title": hazard.title,
            "note": hazard.note,
            "grade": hazard.grade,
            "bases": [
                {**bases[ref["basis"]], "article": ref.get("article", "")}
                for ref in hazard.bases
                if ref["basis"] in bases
            ],
            "photos": hazard.photos,
            "found_on": hazard.found_on,
            "state": hazard.state,
            "order_id": hazard.order_id,
            "history": steps[hazard.id],
        }
        for hazard in hazards
    ]
