"""Reads of batches: how far they are and what failed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from peewee import ModelSelect, fn

from reports.documents.models import DocumentBatch, DocumentBatchItem
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.web.paging import decode_cursor, page


def batches_within_reach(actor: Actor) -> ModelSelect:
    """Batches of the actor's agency and of those under it."""
    reachable = DocumentBatch.agency_id.in_([actor.agency_id] if actor.agency_id else [])
    for path in agency_paths(actor):
        reachable |= DocumentBatch.agency_id.in_(Agency.select(Agency.id).where(Agency.path.startswith(path)))
    return DocumentBatch.select().where(reachable)


def batch_within_reach(actor: Actor, id: UUID) -> DocumentBatch:
    """Raises NotFound."""
    row: DocumentBatch | None = batches_within_reach(actor).where(DocumentBatch.id == id).first()
    if row is None:
        raise NotFound()
    return row


def find_batches(actor: Actor, limit: int, after: str | None) -> dict[str, Any]:
    """A page of batches, newest first; 2 queries."""
    query = batches_within_reach(actor).order_by(DocumentBatch.id.desc())
    if after:
        query = query.where(DocumentBatch.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda batch: (batch.id,))
    return {**found, "items": shape_batches(found["items"])}


def batch_shape(batch: DocumentBatch) -> dict[str, Any]:
    """DOCUMENT_BATCH of the wire."""
    return shape_batches([batch])[0]


def shape_batches(batches: list[DocumentBatch]) -> list[dict[str, Any]]:
    """Batches with how far they are; one query for all their items."""
    counts: dict[UUID, dict[str, int]] = {batch.id: {} for batch in batches}
    rows = (
        DocumentBatchItem.select(DocumentBatchItem.batch_id, DocumentBatchItem.state, fn.COUNT(DocumentBatchItem.id))
        .where(DocumentBatchItem.batch_id.in_(list(counts)))
        .group_by(DocumentBatchItem.batch_id, DocumentBatchItem.state)
        .tuples()
    )
    for batch_id, state, count in rows:
        counts[batch_id][state] = count
    return [
        {
            "id": batch.id,
            "maker": batch.maker,
            "title": batch.title,
            "agency_id": batch.agency_id,
            "state": _state(batch),
            "total": batch.total,
            "done": counts[batch.id].get("done", 0),
            "failed": counts[batch.id].get("failed", 0),
            "asked_at": batch.asked_at,
            "cancelled_at": batch.cancelled_at,
            "finished_at": batch.finished_at,
        }
        for batch in batches
    ]


def find_batch_items(actor: Actor, batch_id: UUID, state: str | None, limit: int, after: str | None) -> dict[str, Any]:
    """Items of a batch in their order. Raises NotFound."""
    batch = batch_within_reach(actor, batch_id)
    query = DocumentBatchItem.select().where(DocumentBatchItem.batch_id == batch.id)
    if state:
        query = query.where(DocumentBatchItem.state == state)
    if after:
        query = query.where(DocumentBatchItem.position > decode_cursor(after, int)[0])
    rows = list(query.order_by(DocumentBatchItem.position).limit(limit + 1))
    found = page(rows, limit, lambda item: (item.position,))
    return {**found, "items": [_item_shape(item) for item in found["items"]]}


def _item_shape(item: DocumentBatchItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "subject_id": item.subject_id,
        "name": item.name,
        "state": item.state,
        "document_id": item.document_id,
        "code": item.code,
    }


def _state(batch: DocumentBatch) -> str:
    if batch.finished_at is not None:
        return "finished"
    return "cancelled" if batch.cancelled_at is not None else "running"
