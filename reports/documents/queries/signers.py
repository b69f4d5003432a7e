"""Reads of papers that wait for signers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from peewee import fn

from reports.documents.models import Document, DocumentSigner, DocumentStage
from reports.documents.queries.documents import documents, shapes
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.web.paging import decode_cursor, page

Earlier = DocumentSigner.alias()


def is_waiting(document_id: UUID) -> bool:
    """Whether a paper is rendered and waits for signers, or for its agency's seal."""
    return bool(DocumentStage.select(DocumentStage.id).where(DocumentStage.document_id == document_id).exists())


def signers_of(document_id: UUID) -> list[DocumentSigner]:
    """The persons who sign a paper before its agency, in their order."""
    mine = DocumentSigner.document_id == document_id
    return list(DocumentSigner.select().where(mine).order_by(DocumentSigner.position))


def signer_within_reach(actor: Actor, document_id: UUID) -> DocumentSigner:
    """The actor's own place among the signers; the first one unsigned if there are several. Raises NotFound."""
    mine = [row for row in signers_of(document_id) if actor.person_id and row.holder_id == actor.person_id]
    if not mine:
        raise NotFound()
    return next((row for row in mine if row.signed_at is None), mine[-1])


def signer_shapes(rows: list[DocumentSigner]) -> list[dict[str, Any]]:
    """DOCUMENT_SIGNER of the wire."""
    return [{"position": r.position, "role": r.role, "name": r.name, "signed_at": r.signed_at} for r in rows]


def paper_to_sign(actor: Actor, document_id: UUID) -> bytes:
    """The paper as it stands before the actor's signature, to be read first. Raises NotFound."""
    signer_within_reach(actor, document_id)
    rows = [row for row in signers_of(document_id) if row.sha256]
    stage = DocumentStage.get(DocumentStage.document_id == document_id)
    return files().read(rows[-1].sha256 if rows else stage.sha256)


def find_papers_to_sign(actor: Actor, limit: int, after: str | None) -> dict[str, Any]:
    """Papers whose next signature is the actor's, newest first; 2 queries."""
    if actor.person_id is None:
        return {"items": [], "next": None}
    before_me = Earlier.select(Earlier.id).where(
        (Earlier.document_id == DocumentSigner.document_id)
        & (Earlier.position < DocumentSigner.position)
        & Earlier.signed_at.is_null()
    )
    mine = DocumentSigner.select(DocumentSigner.document_id).where(
        (DocumentSigner.holder_id == actor.person_id) & DocumentSigner.signed_at.is_null() & ~fn.EXISTS(before_me)
    )
    query = documents().where(Document.id.in_(mine)).order_by(Document.id.desc())
    if after:
        query = query.where(Document.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda document: (document.id,))
    return {**found, "items": shapes(found["items"])}
