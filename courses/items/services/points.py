"""Knowledge points: enter and change."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from courses.items.errors import CodeTaken, PointCategoryFixed
from courses.items.models import Item, KnowledgePoint
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once


@dataclass(frozen=True)
class PointDraft:
    code: str
    title: str
    category: str
    position: int


def enter_point(actor: Actor, id: UUID, draft: PointDraft) -> KnowledgePoint:
    """A new knowledge point. Sent twice it is one. Raises CodeTaken, ResubmissionConflict.  Source: LN-3b."""
    if earlier := find_resubmitted(KnowledgePoint, id, **vars(draft)):
        return earlier
    _check_code(draft.code)

    def create() -> KnowledgePoint:
        row = KnowledgePoint.create(id=id, created_at=clock.now(), **vars(draft))
        record_event(actor, "knowledge_point.entered", subject=row, details={"code": row.code})
        return row

    return once(create, lambda: find_resubmitted(KnowledgePoint, id, **vars(draft)))[0]


def revise_point(actor: Actor, row: KnowledgePoint, draft: PointDraft) -> KnowledgePoint:
    """Change a point; its category only while it has no items, whose category is the point's.

    Raises CodeTaken, PointCategoryFixed, Stale.  Source: LN-3b.
    """
    if draft.code != row.code:
        _check_code(draft.code)
    if draft.category != row.category and Item.select().where(Item.point_id == row.id).exists():
        problem = FieldProblem("category", PointCategoryFixed.title, PointCategoryFixed.code)
        raise PointCategoryFixed(fields=[problem])
    with database.atomic():
        save_versioned(row, vars(draft))
        record_event(actor, "knowledge_point.revised", subject=row, details={"code": row.code})
    return row


def _check_code(code: str) -> None:
    if KnowledgePoint.select().where(KnowledgePoint.code == code).exists():
        raise CodeTaken(fields=[FieldProblem("code", CodeTaken.title, CodeTaken.code)])
