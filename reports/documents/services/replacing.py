"""A document takes another's place: the earlier one stays on the register, which names the later."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from reports.documents.errors import AlreadyReplaced, DocumentNotSigned, NotReplaceable
from reports.documents.models import Document, DocumentReplacement
from reports.documents.queries.documents import document_by_id, replaced_by
from reports.documents.register.leaves import Leaf
from reports.documents.rules import DocumentKind
from reports.documents.services.issuing import reserve_document
from reports.documents.services.register import append_leaf
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.agencies.queries import agency_by_id


def supersede_document(
    actor: Actor, earlier_id: UUID, reason: str, *, by_id: UUID | None = None, on: date | None = None
) -> Document:
    """Put another document in a signed one's place, inside the caller's transaction; the successor.

    Without `by_id` the successor is numbered here, of the same kind and about the same subject; complete it as any other
    (`issue_paper`), and its leaf says what it supersedes. With `by_id` it exists already: signed, a leaf is appended now.
    Until the successor is signed the earlier one stands. The same again is the same act.
    Raises NotFound, DocumentNotSigned, NotReplaceable, AlreadyReplaced.
    """
    if not database.in_transaction():
        raise RuntimeError("a replacement belongs to the transaction of its act")
    earlier = document_by_id(earlier_id)
    if getattr(earlier, "file", None) is None:
        raise DocumentNotSigned()
    if known := DocumentReplacement.get_or_none(DocumentReplacement.document_id == earlier_id):
        if by_id is not None and known.by_document_id != by_id:
            raise AlreadyReplaced()
        return document_by_id(known.by_document_id)
    if getattr(earlier, "revocation", None) or by_id == earlier_id:
        raise NotReplaceable()
    Document.update(live=None).where(Document.id == earlier_id).execute()
    successor = document_by_id(by_id) if by_id is not None else _number_successor(actor, earlier, on)
    if getattr(successor, "revocation", None) or replaced_by(successor.id):
        raise NotReplaceable()
    row = DocumentReplacement.create(
        id=new_id(),
        document_id=earlier_id,
        by_document_id=successor.id,
        reason=reason,
        by_account_id=actor.account_id,
        at=clock.now(),
    )
    if file := getattr(successor, "file", None):
        kind = DocumentKind(successor.kind)
        leaf = Leaf(kind, successor.number, file.sha256, (), row.at, supersedes=earlier.file.sha256)
        append_leaf(successor.id, leaf)
    details = {"by": str(successor.id), "number": successor.number}
    record_event(actor, "document.superseded", subject=earlier, about_unit_id=earlier.unit_id, details=details)
    return successor


def _number_successor(actor: Actor, earlier: Document, on: date | None) -> Document:
    row = reserve_document(
        actor,
        kind=DocumentKind(earlier.kind),
        subject_id=earlier.subject_id,
        unit_id=earlier.unit_id,
        agency=agency_by_id(earlier.agency_id),
        on=on or clock.today(),
    )
    return document_by_id(row.id)
