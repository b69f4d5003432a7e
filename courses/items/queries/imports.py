"""Imports that were read, and the bank as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from courses.items.errors import TooManyItems
from courses.items.models import Item, ItemImport, ItemVersion, KnowledgePoint
from courses.items.queries.listing import ItemFilter, matching
from courses.items.rules.drafts import ItemDraft
from courses.items.rules.exchange import FORMATS, Exchange
from server.core.errors import NotFound
from server.core.permissions import Actor

MOST_EXPORTED = 20_000
MOST_SHOWN = 200


def import_to_confirm(actor: Actor, id: UUID) -> ItemImport:
    """One of the actor's agency. Raises NotFound."""
    row = ItemImport.get_or_none((ItemImport.id == id) & (ItemImport.agency_id == actor.agency_id))
    if row is None:
        raise NotFound(import_id=str(id))
    return row


def import_shape(row: ItemImport) -> dict[str, Any]:
    """What the preview shows: the first items, all problems, the doubles."""
    doubles = {double["place"]: double["code"] for double in row.doubles}
    shown = [
        {
            **{name: draft[name] for name in ("where", "type", "point_code", "difficulty", "content", "key")},
            "double_of": doubles.get(place),
        }
        for place, draft in enumerate(row.drafts[:MOST_SHOWN])
    ]
    names = ("id", "format", "state", "made", "problems")
    counts = {"count": len(row.drafts), "doubles": len(row.doubles), "drafts": shown}
    return {**{name: getattr(row, name) for name in names}, **counts}


def drafts_to_export(actor: Actor, wanted: ItemFilter) -> list[ItemDraft]:
    """All items that a filter lets through, as drafts by point and code. Raises TooManyItems."""
    rows = list(matching(actor, wanted).limit(MOST_EXPORTED + 1))
    if len(rows) > MOST_EXPORTED:
        raise TooManyItems()
    points = {row.id: row.code for row in KnowledgePoint.select()}
    versions: dict[UUID, ItemVersion] = {}
    for start in range(0, len(rows), 500):
        ids = [row.current_id for row in rows[start : start + 500]]
        versions |= {row.id: row for row in ItemVersion.select().where(ItemVersion.id.in_(ids))}
    drafts = [_draft_of(row, versions[row.current_id], points[row.point_id]) for row in rows]
    return sorted(drafts, key=lambda draft: (draft.point_code, draft.code))


def export_plan(exchange: Exchange, drafts: Sequence[ItemDraft]) -> dict[str, Any]:
    """What a format would take of the items, what not and why, and what no item keeps."""
    left_out = [{"code": draft.code, "reason": reason} for draft in drafts if (reason := exchange.lacks(draft))]
    return {"count": len(drafts) - len(left_out), "left_out": left_out[:MOST_SHOWN], "loses": exchange.loses}


def export_file(format: str, drafts: Sequence[ItemDraft]) -> bytes:
    exchange = FORMATS[format]
    return exchange.write([draft for draft in drafts if not exchange.lacks(draft)])


def _draft_of(row: Item, version: ItemVersion, point_code: str) -> ItemDraft:
    return ItemDraft(
        type=version.type,
        content=version.content,
        key=version.key,
        point_code=point_code,
        difficulty=version.difficulty,
        explanation=version.explanation,
        bases=tuple(version.bases),
        exam_only=row.exam_only,
        code=row.code,
    )
