"""Reads of knowledge points."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from peewee import fn

from courses.items.models import Item, KnowledgePoint
from server.core.errors import FieldProblem, Invalid, NotFound


def point_by_code(code: str) -> KnowledgePoint:
    """The point a draft names. Raises Invalid."""
    point = KnowledgePoint.get_or_none(KnowledgePoint.code == code)
    if point is None:
        raise Invalid(fields=[FieldProblem("point_code", "没有这个知识点", "unknown_point")])
    return point


def point_by_id(id: UUID) -> KnowledgePoint:
    """Points are no secret among those who see items. Raises NotFound."""
    point = KnowledgePoint.get_or_none(KnowledgePoint.id == id)
    if point is None:
        raise NotFound(point_id=str(id))
    return point


def points_by_code() -> dict[str, KnowledgePoint]:
    return {row.code: row for row in KnowledgePoint.select()}


def find_points(category: str | None, after: tuple[int, str] | None, limit: int) -> list[KnowledgePoint]:
    """By position and code; one more than ``limit`` if there are more."""
    query = KnowledgePoint.select().order_by(KnowledgePoint.position, KnowledgePoint.code)
    if category:
        query = query.where(KnowledgePoint.category == category)
    if after:
        position, code = after
        later = (KnowledgePoint.position == position) & (KnowledgePoint.code > code)
        query = query.where((KnowledgePoint.position > position) | later)
    return list(query.limit(limit + 1))


def point_shapes(rows: list[KnowledgePoint], within_reach: Any) -> list[dict[str, Any]]:
    """Points with how many items in use they have; one query."""
    counts: dict[UUID, int] = {}
    if rows:
        wanted = Item.point_id.in_([row.id for row in rows]) & (Item.state == "live") & within_reach
        query = Item.select(Item.point_id, fn.COUNT(Item.id).alias("live")).where(wanted).group_by(Item.point_id)
        counts = {row.point_id: row.live for row in query}
    return [{**row.__data__, "live": counts.get(row.id, 0)} for row in rows]
