"""Reads of services of papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect, fn

from reports.deliveries.models import DeliveryProof, DeliveryTerm, DeliveryVoiding, PaperDelivery
from reports.deliveries.rules import SERVED, Term
from reports.documents.models import Document, DocumentFile, DocumentRevocation, DocumentSignature
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from server.core import clock
from server.core.clock import beijing_day
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of
from server.units.calendar.queries import calendar_between
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
FILES = "paper_delivery"
_FURTHEST_DAYS = 30  # working days that a term spans at most, with holidays


@dataclass(frozen=True)
class DeliveryFilter:
    document_id: UUID | None = None
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True)
class DueFilter:
    unit_id: UUID | None = None
    mine: bool = False  # only papers that bear the asker's own signature
    limit: int = 50
    after: str | None = None


def term_on(code: str, day: date) -> Term:
    """The days of a term on a Beijing day. Raises NotFound."""
    row = (
        DeliveryTerm.select()
        .where(
            (DeliveryTerm.code == code)
            & (DeliveryTerm.from_on <= day)
            & (DeliveryTerm.to_on.is_null() | (DeliveryTerm.to_on >= day))
        )
        .order_by(DeliveryTerm.from_on.desc())
        .first()
    )
    if row is None:
        raise NotFound(term=code)
    return Term(row.code, row.days, row.working, row.basis_code, row.article)


def deliveries_within_reach(actor: Actor) -> ModelSelect:
    """Services of papers about units that the actor reaches."""
    return (
        PaperDelivery.select(PaperDelivery, DeliveryVoiding)
        .join(DeliveryVoiding, JOIN.LEFT_OUTER, on=(DeliveryVoiding.delivery_id == PaperDelivery.id), attr="voiding")
        .where(is_within_reach(actor, PaperDelivery.unit_id))
    )


def delivery_within_reach(actor: Actor, id: UUID) -> PaperDelivery:
    """Raises NotFound."""
    row: PaperDelivery | None = deliveries_within_reach(actor).where(PaperDelivery.id == id).first()
    if row is None:
        raise NotFound()
    return row


def live_delivery(document_id: UUID) -> PaperDelivery | None:
    """The service that counts, if the paper has been served."""
    row: PaperDelivery | None = PaperDelivery.get_or_none(
        (PaperDelivery.document_id == document_id) & (PaperDelivery.live == True)  # noqa: E712
    )
    return row


def delivered_on(document_ids: Iterable[UUID]) -> dict[UUID, date]:
    """From which day each paper counts as served; those not served are not in it. 1 query."""
    wanted = list(document_ids)
    rows = PaperDelivery.select(PaperDelivery.document_id, PaperDelivery.effective_on).where(
        PaperDelivery.document_id.in_(wanted) & (PaperDelivery.live == True)  # noqa: E712
    )
    return {row.document_id: row.effective_on for row in rows} if wanted else {}


def served_documents() -> ModelSelect:
    """The ids of the papers whose service counts; a query to compose."""
    return PaperDelivery.select(PaperDelivery.document_id).where(PaperDelivery.live == True)  # noqa: E712


def find_deliveries(actor: Actor, wanted: DeliveryFilter) -> Json:
    """A page of services, newest first; 7 queries."""
    query = deliveries_within_reach(actor).order_by(PaperDelivery.id.desc())
    for column, value in ((PaperDelivery.document_id, wanted.document_id), (PaperDelivery.unit_id, wanted.unit_id)):
        if value is not None:
            query = query.where(column == value)
    if wanted.after:
        query = query.where(PaperDelivery.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(found["items"])}


def find_due(actor: Actor, wanted: DueFilter) -> Json:
    """Signed papers that must be served and are not yet, the oldest first, with the last day for it; 4 queries."""
    served = PaperDelivery.select(PaperDelivery.id).where(
        (PaperDelivery.document_id == Document.id) & (PaperDelivery.live == True)  # noqa: E712
    )
    query = (
        Document.select(Document, DocumentFile)
        .join(DocumentFile, on=(DocumentFile.document_id == Document.id), attr="file")
        .where(
            Document.kind.in_(sorted(SERVED))
            & (Document.live == True)  # noqa: E712
            & ~fn.EXISTS(served)
            & is_within_reach(actor, Document.unit_id)
        )
        .order_by(Document.id)
    )
    if wanted.unit_id:
        query = query.where(Document.unit_id == wanted.unit_id)
    if wanted.mine:
        own = DocumentSignature.select(DocumentSignature.id).where(
            (DocumentSignature.document_id == Document.id) & (DocumentSignature.holder_id == actor.person_id)
        )
        query = query.where(fn.EXISTS(own))
    if wanted.after:
        query = query.where(Document.id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": _due_shapes(found["items"])}


def shapes(rows: list[PaperDelivery]) -> list[Json]:
    """Services in wire shape; the number of queries does not grow."""
    ids = [row.id for row in rows]
    documents = {row.id: row for row in Document.select().where(Document.id.in_([row.document_id for row in rows]))}
    receipts = documents_of_subjects(DocumentKind.DELIVERY_RECEIPT, ids)
    files, names = attachments_of(FILES, ids), unit_names([row.unit_id for row in rows])
    proofs = {row.delivery_id: _proof(row) for row in DeliveryProof.select().where(DeliveryProof.delivery_id.in_(ids))}
    return [
        {
            **{name: getattr(row, name) for name in _PLAIN},
            "document": {
                "id": row.document_id,
                "kind": documents[row.document_id].kind,
                "number": documents[row.document_id].number,
            },
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "officers": [{"name": one["name"], "certificate_no": one["certificate_no"]} for one in row.officers],
            "files": files.get(row.id, []),
            "voiding": _voiding(row),
            "proof": proofs.get(row.id),
            "receipt": receipts.get(row.id),
        }
        for row in rows
    ]


_PLAIN = (
    "id", "way", "at", "effective_on", "place", "receiver", "receiver_kind", "refusal", "witness", "tracking_no",
    "channel", "address", "notice_from_on", "cause", "note", "by_name", "recorded_at",
)  # fmt: skip


def _voiding(row: PaperDelivery) -> Json | None:
    voiding = getattr(row, "voiding", None)
    return {"reason": voiding.reason, "by_name": voiding.by_name, "at": voiding.at} if voiding else None


def _proof(row: DeliveryProof) -> Json:
    signed = sum(row.photos_valid.values())
    return {
        **{name: getattr(row, name) for name in _PROVED},
        "photos": len(row.photos_valid),
        "photos_signed": signed,
    }


_PROVED = (
    "device_name", "device_active", "record_hash", "signature_valid", "clock_offset_seconds", "clock_token_valid",
)  # fmt: skip


def _due_shapes(rows: list[Document]) -> list[Json]:
    if not rows:
        return []
    days = [beijing_day(row.file.signed_at) for row in rows]
    terms = {day: term_on("serve_within", day) for day in set(days)}
    most = max(term.days for term in terms.values()) + _FURTHEST_DAYS
    calendar = calendar_between(min(days), date.fromordinal(max(days).toordinal() + most))
    names, today = unit_names([row.unit_id for row in rows]), clock.today()
    found = []
    for row, day in zip(rows, days, strict=True):
        term = terms[day]
        due = calendar.add_working(day, term.days) if term.working else date.fromordinal(day.toordinal() + term.days)
        found.append(
            {
                "document": {"id": row.id, "kind": row.kind, "number": row.number},
                "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
                "signed_on": day,
                "due_on": due,
                "is_late": today > due,
                "basis": {"id": term.basis_code, "article": term.article},
            }
        )
    return found


def servable_within_reach(actor: Actor, id: UUID) -> Document:
    """A document about a unit within reach, with its file and revocation. Raises NotFound."""
    row: Document | None = (
        Document.select(Document, DocumentFile, DocumentRevocation)
        .join(DocumentFile, JOIN.LEFT_OUTER, on=(DocumentFile.document_id == Document.id), attr="file")
        .switch(Document)
        .join(
            DocumentRevocation, JOIN.LEFT_OUTER, on=(DocumentRevocation.document_id == Document.id), attr="revocation"
        )
        .where((Document.id == id) & is_within_reach(actor, Document.unit_id))
        .first()
    )
    if row is None:
        raise NotFound()
    return row
