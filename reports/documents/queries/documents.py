"""Reads of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect

from reports.documents.errors import DocumentNotSigned
from reports.documents.models import (
    Document,
    DocumentFailure,
    DocumentFile,
    DocumentReplacement,
    DocumentRevocation,
    DocumentSignature,
    DocumentStage,
)
from reports.documents.queries.installation import installation
from reports.documents.rules import DocumentKind, Verification
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

_TOKEN_GROUP = 4
#: Kind → which papers of it an actor may read, beyond reaching their unit or agency; None: all.
_NARROWED: dict[str, Callable[[Actor], Any | None]] = {}
Successor = Document.alias()
_SuccessorFile = DocumentFile.alias()


@dataclass(frozen=True)
class DocumentFilter:
    kind: str | None = None
    state: str | None = None
    unit_id: UUID | None = None
    subject_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def documents() -> ModelSelect:
    """All documents with what happened to them joined as `file`, `revocation`, `failure`, `stage` and `replacement`.

    A replacement counts once what takes the place is signed; its `successor` is that document.
    """
    return (
        Document.select(
            Document, DocumentFile, DocumentRevocation, DocumentFailure, DocumentReplacement, Successor, DocumentStage
        )
        .join(DocumentFile, JOIN.LEFT_OUTER, on=(DocumentFile.document_id == Document.id), attr="file")
        .switch(Document)
        .join(
            DocumentRevocation, JOIN.LEFT_OUTER, on=(DocumentRevocation.document_id == Document.id), attr="revocation"
        )
        .switch(Document)
        .join(DocumentFailure, JOIN.LEFT_OUTER, on=(DocumentFailure.document_id == Document.id), attr="failure")
        .switch(Document)
        .join(
            DocumentReplacement,
            JOIN.LEFT_OUTER,
            on=(DocumentReplacement.document_id == Document.id),
            attr="replacement",
        )
        .join(
            Successor,
            JOIN.LEFT_OUTER,
            on=(
                (Successor.id == DocumentReplacement.by_document_id)
                & Successor.id.in_(_SuccessorFile.select(_SuccessorFile.document_id))
            ),
            attr="successor",
        )
        .switch(Document)
        .join(DocumentStage, JOIN.LEFT_OUTER, on=(DocumentStage.document_id == Document.id), attr="stage")
    )


def successor_of(document: Document) -> Document | None:
    """The signed document that took this one's place, of a row as `documents()` gives it."""
    replacement = getattr(document, "replacement", None)
    successor: Document | None = getattr(replacement, "successor", None) if replacement else None
    return successor


def revoked_by(document: Document) -> str | None:
    """The number of the decision that revoked a document, of a row as `documents()` gives it; 1 query if there is one."""
    revocation = getattr(document, "revocation", None)
    decision = revocation.by_document_id if revocation else None
    return str(Document.get_by_id(decision).number) if decision else None


def narrow_readers(kinds: Iterable[DocumentKind], condition: Callable[[Actor], Any | None]) -> None:
    """Let papers of these kinds be read only where ``condition`` holds for the actor; told twice is once.

    It gives a condition on ``Document``, or None for all of them.
    """
    for kind in kinds:
        _NARROWED[kind.value] = condition


def documents_within_reach(actor: Actor) -> ModelSelect:
    """Documents about units that the actor reaches, and those about none that the own agencies issued.

    Of kinds that `narrow_readers` names, only what their condition lets through.
    """
    reachable = is_within_reach(actor, Document.unit_id)
    for path in agency_paths(actor):
        own = Agency.select(Agency.id).where(Agency.path.startswith(path))
        reachable |= Document.unit_id.is_null() & Document.agency_id.in_(own)
    if actor.account_id is not None:
        for condition in dict.fromkeys(_NARROWED.values()):
            if (shown := condition(actor)) is not None:
                kinds = [kind for kind, one in _NARROWED.items() if one is condition]
                reachable &= Document.kind.not_in(kinds) | shown
    return documents().where(reachable)


def document_within_reach(actor: Actor, id: UUID) -> Document:
    """Raises NotFound."""
    return _found(documents_within_reach(actor).where(Document.id == id))


def document_by_id(id: UUID) -> Document:
    """For jobs. Raises NotFound."""
    return _found(documents().where(Document.id == id))


def live_document(kind: DocumentKind, subject_id: UUID) -> Document | None:
    """The one that wasn't revoked."""
    row: Document | None = (
        documents()
        .where(
            (Document.subject_id == subject_id) & (Document.kind == kind.value) & (Document.live == True)  # noqa: E712
        )
        .first()
    )
    return row


def find_documents(actor: Actor, wanted: DocumentFilter) -> dict[str, Any]:
    """A page of documents, newest first."""
    query = documents_within_reach(actor).order_by(Document.id.desc())
    for column, value in (
        (Document.kind, wanted.kind),
        (Document.unit_id, wanted.unit_id),
        (Document.subject_id, wanted.subject_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.state:
        query = query.where(_in_state(wanted.state))
    if wanted.after:
        query = query.where(Document.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda document: (document.id,))
    return {**found, "items": shapes(found["items"])}


def documents_of_subjects(kind: DocumentKind, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The latest document of each subject (a live one before a revoked one), in wire shape; 2 queries."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = documents().where((Document.kind == kind.value) & Document.subject_id.in_(wanted)).order_by(Document.id)
    latest: dict[UUID, Document] = {}
    for row in rows:
        if row.live or row.subject_id not in latest or not latest[row.subject_id].live:
            latest[row.subject_id] = row
    shaped = shapes(list(latest.values()))
    return {row.subject_id: shape for row, shape in zip(latest.values(), shaped, strict=True)}


def document_shape(document: Document) -> dict[str, Any]:
    """DOCUMENT of the wire."""
    return shapes([document])[0]


def shapes(rows: list[Document]) -> list[dict[str, Any]]:
    """Documents in wire shape; one query for all their signatures."""
    signatures = signatures_of([row.id for row in rows])
    return [_shape(row, signatures.get(row.id, [])) for row in rows]


def _shape(row: Document, signatures: list[DocumentSignature]) -> dict[str, Any]:
    file, revocation = getattr(row, "file", None), getattr(row, "revocation", None)
    return {
        "id": row.id,
        "kind": row.kind,
        "number": row.number,
        "state": state_of(row),
        "subject_id": row.subject_id,
        "unit_id": row.unit_id,
        "agency": {"id": row.agency_id, "name": row.agency_name},
        "dated_on": row.dated_on,
        "sha256": file.sha256 if file else None,
        "pages": file.pages if file else None,
        "bytes": file.byte_count if file else None,
        "missing_characters": file.missing_characters if file else [],
        "signed_at": file.signed_at if file else None,
        "verify_url": verify_url(row),
        "pdf_url": f"/api/v1/documents/{row.id}/file" if file else None,
        "signatures": [{"name": s.name, "role": s.role, "at": s.signed_at} for s in signatures],
        "revocation": {"reason": revocation.reason, "at": revocation.at} if revocation else None,
        "superseded_by": _replaced(row),
    }


def _replaced(row: Document) -> dict[str, Any] | None:
    successor = successor_of(row)
    if successor is None:
        return None
    return {"id": successor.id, "number": successor.number, "reason": row.replacement.reason, "at": row.replacement.at}


def replaced_by(document_id: UUID) -> str | None:
    """The SHA-256 of the document whose place this one takes."""
    row = (
        DocumentReplacement.select(DocumentFile.sha256)
        .join(DocumentFile, on=(DocumentFile.document_id == DocumentReplacement.document_id))
        .where(DocumentReplacement.by_document_id == document_id)
        .tuples()
        .first()
    )
    return str(row[0]) if row else None


def state_of(document: Document) -> str:
    """rendering, waiting for signers, failed (and tried again), signed, superseded or revoked."""
    if getattr(document, "revocation", None):
        return "revoked"
    if successor_of(document) is not None:
        return "superseded"
    if getattr(document, "file", None):
        return "signed"
    if getattr(document, "failure", None):
        return "failed"
    return "waiting" if getattr(document, "stage", None) else "rendering"


def signatures_of(ids: Iterable[UUID]) -> dict[UUID, list[DocumentSignature]]:
    found: dict[UUID, list[DocumentSignature]] = {}
    rows = DocumentSignature.select().where(DocumentSignature.document_id.in_(list(ids)))
    for row in rows.order_by(DocumentSignature.document_id, DocumentSignature.position):
        found.setdefault(row.document_id, []).append(row)
    return found


def content_of(document: Document) -> bytes:
    """The signed file, checked against its hash. Raises DocumentNotSigned."""
    file = getattr(document, "file", None)
    if file is None:
        raise DocumentNotSigned()
    return files().read(file.sha256)


def verify_url(document: Document) -> str:
    return f"{installation().settings.public_url}/verify/{document.token}"


def verification_of(document: Document) -> Verification:
    """What the paper prints for the one who checks it."""
    token = document.token
    grouped = "-".join(token[i : i + _TOKEN_GROUP] for i in range(0, len(token), _TOKEN_GROUP))
    return Verification(document_id=document.id, url=verify_url(document), token=grouped)


def _in_state(state: str) -> Any:
    has_file, revoked = DocumentFile.id.is_null(False), DocumentRevocation.id.is_null(False)
    superseded = Successor.id.is_null(False)
    conditions = {
        "revoked": revoked,
        "superseded": superseded & ~revoked,
        "signed": has_file & ~revoked & ~superseded,
        "failed": ~has_file & ~revoked & DocumentFailure.id.is_null(False),
        "waiting": ~has_file & ~revoked & DocumentFailure.id.is_null() & DocumentStage.id.is_null(False),
        "rendering": ~has_file & ~revoked & DocumentFailure.id.is_null() & DocumentStage.id.is_null(),
    }
    return conditions[state]


def _found(query: ModelSelect) -> Document:
    row: Document | None = query.first()
    if row is None:
        raise NotFound()
    return row
