"""Issue a bulletin, in place of another if need be, and take it back."""

from __future__ import annotations

from uuid import UUID

from reports.bulletins.errors import BulletinElsewhere, BulletinNotIssued, BulletinRevoked, SupersededUnfit
from reports.bulletins.models import Bulletin
from reports.bulletins.queries.bulletins import bulletin_within_reach, readers_of
from reports.bulletins.queries.papers import checkpoint_now
from reports.bulletins.services.drafting import check_draft
from reports.documents.models import Document
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document, revoke_document, supersede_document
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import Stale
from server.core.events import record_event
from server.core.permissions import Actor
from server.units.agencies.queries import agency_by_id


def issue_bulletin(actor: Actor, id: UUID) -> Bulletin:
    """Issue a draft: it takes its number, bears the register's checkpoint, and a job makes the paper.

    The caller has asked for the password again. Issued twice it is issued once. The bulletin whose place it takes is
    superseded in the register. Raises NotFound, BulletinElsewhere, BulletinNotDraft, SupersededUnfit (taken back
    meanwhile), DocumentNotSigned (its paper is still being made), Stale.  Source: JN-3.5b, JN-end-b.
    """
    row = bulletin_within_reach(actor, id)
    if row.state == "issued" and row.agency_id == actor.agency_id:
        return row
    check_draft(actor, row)
    checkpoint = checkpoint_now()
    with database.atomic():
        locked = lock_row(Bulletin.select().where(Bulletin.id == id))
        if locked.state == "draft":
            if locked.version != row.version:
                raise Stale()
            _issue(actor, row, checkpoint)
    return bulletin_within_reach(actor, id)


def _issue(actor: Actor, row: Bulletin, checkpoint: dict[str, object]) -> None:
    today = clock.today()
    document = reserve_document(
        actor,
        kind=DocumentKind.BULLETIN,
        subject_id=row.id,
        unit_id=None,
        agency=agency_by_id(row.agency_id),
        on=today,
    )
    changes = {
        "state": "issued",
        "document_id": document.id,
        "issued_on": today,
        "issued_at": clock.now(),
        "issued_by_id": actor.person_id,
        "issued_by": actor.name,
        "checkpoint": checkpoint,
    }
    save_versioned(row, changes)
    if row.supersedes_id:
        _supersede(actor, row, document)
    tell_readers(row, f"{document.agency_name}发出通报：{row.title}。")
    record_event(actor, "bulletin.issued", subject=row, details={"document_id": str(document.id)})


def _supersede(actor: Actor, row: Bulletin, document: Document) -> None:
    earlier = lock_row(Bulletin.select().where(Bulletin.id == row.supersedes_id))
    if earlier.state != "issued":
        raise SupersededUnfit()
    reason = f"由{document.number}替代"
    save_versioned(
        earlier,
        {"state": "superseded", "revoked_reason": reason, "revoked_at": clock.now(), "revoked_by": actor.name},
    )
    supersede_document(actor, earlier.document_id, reason, by_id=document.id)


def tell_readers(row: Bulletin, text: str) -> None:
    """Part of an act: those it was sent to hear of it."""
    drafts = [
        NoticeDraft(
            kind=f"{row.kind}.issued",
            key=f"bulletin:{row.id}:{agency_id}",
            text=text,
            subject_type="bulletin",
            subject_id=row.id,
            agency_id=agency_id,
            due_on=row.hear_by_on,
            permission="bulletin.view",
        )
        for agency_id in readers_of([row.id])[row.id]
    ]
    notify_all(drafts)


def revoke_bulletin(actor: Actor, id: UUID, reason: str) -> Bulletin:
    """Take an issued bulletin or brief back; its paper is revoked in the register. Sent twice it is revoked once.

    Raises NotFound, BulletinElsewhere, BulletinNotIssued, DocumentNotSigned, BulletinRevoked (for another reason).
    """
    row = bulletin_within_reach(actor, id)
    if row.agency_id != actor.agency_id:
        raise BulletinElsewhere()
    with database.atomic():
        locked = lock_row(Bulletin.select().where(Bulletin.id == id))
        if locked.state == "revoked":
            if locked.revoked_reason != reason:
                raise BulletinRevoked()
        elif locked.state != "issued":
            raise BulletinNotIssued()
        else:
            moment = clock.now()
            save_versioned(
                locked,
                {"state": "revoked", "revoked_reason": reason, "revoked_at": moment, "revoked_by": actor.name},
            )
            revoke_document(actor, locked.document_id, reason)
            record_event(actor, "bulletin.revoked", subject=locked)
    return bulletin_within_reach(actor, id)
