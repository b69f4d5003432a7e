"""Inspections one may see, one by one."""

from __future__ import annotations

from uuid import UUID

from peewee import JOIN, ModelSelect

from checklists.inspections.models import Inspection, InspectionCompletion
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.queries.reach import is_within_reach


def inspections_within_reach(actor: Actor) -> ModelSelect:
    """Inspections of units one reaches, and one's own."""
    return (
        Inspection.select(Inspection, InspectionCompletion)
        .join(
            InspectionCompletion,
            JOIN.LEFT_OUTER,
            on=(InspectionCompletion.inspection_id == Inspection.id),
            attr="completion",
        )
        .where(is_within_reach(actor, Inspection.unit_id) | (Inspection.account_id == actor.account_id))
    )


def inspection_within_reach(actor: Actor, id: UUID) -> Inspection:
    """Raises NotFound."""
    inspection = inspections_within_reach(actor).where(Inspection.id == id).first()
    if inspection is None:
        raise NotFound()
    return inspection


def inspection_by_id(id: UUID) -> Inspection:
    """For jobs, which act for nobody. Raises NotFound."""
    inspection = Inspection.get_or_none(Inspection.id == id)
    if inspection is None:
        raise NotFound()
    return inspection


def is_complete(id: UUID) -> bool:
    return InspectionCompletion.select().where(InspectionCompletion.inspection_id == id).exists()
