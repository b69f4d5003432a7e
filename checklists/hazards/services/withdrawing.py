"""A hazard that a later record or decision says never was; part of the act that says so."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from checklists.hazards.models import Hazard
from checklists.hazards.services.moves import Step, announce, lock_hazards, take_step
from server.core.permissions import Actor


def withdraw_hazards(actor: Actor, ids: Collection[UUID], reason: str, by_inspection_id: UUID) -> list[Hazard]:
    """Withdraw those that nobody ordered yet; the others are left as they are, for a person, and come back."""
    locked = lock_hazards(list(ids))
    free = [hazard for hazard in locked if hazard.state == "found" and hazard.order_id is None]
    _take_all(actor, free, "withdrawn", reason, by_inspection_id)
    return [hazard for hazard in locked if hazard not in free and hazard.state != "withdrawn"]


def restore_hazards(actor: Actor, ids: Collection[UUID], reason: str, by_inspection_id: UUID) -> None:
    """Find withdrawn hazards again."""
    _take_all(actor, lock_hazards(list(ids)), "restored", reason, by_inspection_id)


def _take_all(actor: Actor, hazards: Collection[Hazard], name: str, reason: str, by_inspection_id: UUID) -> None:
    step = Step(name, detail=reason, details={"inspection_id": str(by_inspection_id)})
    announce([take_step(actor, hazard, step) for hazard in hazards])
