"""Acts of service: record one, void one, take and end a consent."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from reports.deliveries.errors import (
    AlreadyDelivered,
    AlreadyVoided,
    ConsentEnded,
    ConsentMissing,
    DayImpossible,
    PaperNotServable,
    ProofMissing,
)
from reports.deliveries.models import DeliveryConsent, DeliveryProof, DeliveryTerm, DeliveryVoiding, PaperDelivery
from reports.deliveries.queries import (
    CONSENT_FILES,
    FILES,
    consent_for,
    consent_within_reach,
    delivery_within_reach,
    live_delivery,
    servable_within_reach,
    term_on,
)
from reports.deliveries.rules import (
    ConsentDraft,
    DeliveryDraft,
    PhoneProof,
    check_draft,
    check_qualified,
    effective_on,
)
from reports.documents.models import Document
from server.alerts.notices.services import notify
from server.core import clock
from server.core.clock import beijing_day
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.core.seeds import seed_rows
from server.units.attachments.services import attach
from server.units.people.queries import qualified_officers
from server.units.registry.queries.reach import unit_within_reach

SEED = Path(__file__).parent / "terms.json"


def seed_delivery_terms(actor: Actor) -> None:
    """Lay down the terms the program comes with, those that are not there yet."""
    seed_rows(actor, DeliveryTerm, SEED, "delivery_terms.loaded")


def record_delivery(actor: Actor, draft: DeliveryDraft, proof: PhoneProof | None = None) -> PaperDelivery:
    """Note how a signed paper was served; a job makes the 送达回证. Sent twice it is one.

    ``proof`` is kept beside a service that a phone recorded on the spot.
    Raises NotFound, PaperNotServable, ProofMissing, OfficersTooFew, NoticeWithoutCause, DayImpossible,
    ConsentMissing, AlreadyDelivered, FileMissing, ResubmissionConflict.
    Source: 行政处罚法 art. 61.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, PaperDelivery, draft.id, **known)
    if earlier := find():
        return earlier
    document = servable_within_reach(actor, draft.document_id)
    row = _checked(actor, document, draft)

    def create() -> PaperDelivery:
        lock_row(Document.select(Document.id).where(Document.id == document.id))
        if earlier := find():
            return earlier
        if live_delivery(document.id) is not None:
            raise AlreadyDelivered(document_id=str(document.id))
        made = PaperDelivery.create(**row, **known)
        attach(actor, FILES, made.id, made.unit_id, draft.files)
        if proof is not None:
            DeliveryProof.create(id=new_id(), delivery_id=made.id, **vars(proof))
        _tell(made, document)
        details = {
            **_about(document.id),
            "effective_on": made.effective_on.isoformat(),
            "way": made.way,
        }
        record_event(actor, "paper.delivered", subject=made, about_unit_id=made.unit_id, details=details)
        return made

    return once(create, find)[0]


def void_delivery(actor: Actor, id: UUID, voiding_id: UUID, reason: str) -> PaperDelivery:
    """A record of service that was wrong no longer counts; the paper may be served anew. Sent twice it is one.

    Raises NotFound, Forbidden (another agency's), AlreadyVoided, ResubmissionConflict.
    """
    known = {"delivery_id": id, "reason": reason, "by_account_id": actor.account_id}
    find = partial(find_resubmitted, DeliveryVoiding, voiding_id, **known)
    delivery = delivery_within_reach(actor, id)
    if actor.agency_id != delivery.agency_id:
        raise Forbidden()

    def create() -> DeliveryVoiding:
        lock_row(PaperDelivery.select(PaperDelivery.id).where(PaperDelivery.id == id))
        if earlier := find():
            return earlier
        if DeliveryVoiding.select().where(DeliveryVoiding.delivery_id == id).exists():
            raise AlreadyVoided()
        row = DeliveryVoiding.create(id=voiding_id, by_name=actor.name, at=clock.now(), **known)
        PaperDelivery.update(live=None).where(PaperDelivery.id == id).execute()
        details = {"delivery_id": str(id), **_about(delivery.document_id)}
        record_event(actor, "delivery.voided", subject=row, about_unit_id=delivery.unit_id, details=details)
        return row

    once(create, find)
    return delivery_within_reach(actor, id)


def record_consent(actor: Actor, draft: ConsentDraft) -> DeliveryConsent:
    """Keep a unit's signed consent to electronic service; a job makes the 电子送达确认书. Sent twice it is one.

    Raises NotFound, ProofMissing (no scan of the signed form), DayImpossible, FileMissing, ResubmissionConflict.
    Source: 行政处罚法 art. 61.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, DeliveryConsent, draft.id, **known)
    if earlier := find():
        return earlier
    unit_within_reach(actor, draft.unit_id)
    if not draft.files:
        raise ProofMissing(fields=[FieldProblem("files", "须附受送达人签字的确认书", ProofMissing.code)])
    if draft.signed_on > clock.today():
        raise DayImpossible(fields=[FieldProblem("signed_on", "不能晚于今天", DayImpossible.code)])

    def create() -> DeliveryConsent:
        values = {name: value for name, value in vars(draft).items() if name != "files"}
        row = DeliveryConsent.create(**values, agency_id=_agency_of(actor), by_name=actor.name, at=clock.now(), **known)
        attach(actor, CONSENT_FILES, row.id, row.unit_id, draft.files)
        record_event(actor, "delivery_consent.given", subject=row, about_unit_id=row.unit_id)
        return row

    return once(create, find)[0]


def end_consent(actor: Actor, id: UUID, reason: str) -> DeliveryConsent:
    """The unit takes its consent back; what was served by wire before stays served.

    Raises NotFound, ConsentEnded. Sent twice with the same reason it is one.
    """
    row = consent_within_reach(actor, id)
    with database.atomic():
        locked: DeliveryConsent = lock_row(DeliveryConsent.select().where(DeliveryConsent.id == id))
        if locked.withdrawn_at is not None:
            if locked.withdrawn_reason == reason:
                return locked
            raise ConsentEnded()
        DeliveryConsent.update(withdrawn_at=clock.now(), withdrawn_reason=reason, version=locked.version + 1).where(
            DeliveryConsent.id == id
        ).execute()
        record_event(actor, "delivery_consent.ended", subject=row, about_unit_id=row.unit_id)
    return consent_within_reach(actor, id)


def _checked(actor: Actor, document: Document, draft: DeliveryDraft) -> dict[str, Any]:
    """The columns of a service that nothing stands against."""
    file = getattr(document, "file", None)
    if file is None or getattr(document, "revocation", None):
        raise PaperNotServable()
    check_draft(draft, file.signed_at, clock.now())
    officers = qualified_officers(draft.officer_ids, beijing_day(draft.at))
    check_qualified(draft, officers)
    consent = None
    if draft.way == "electronic":
        consent = consent_for(_unit_of(document), draft.channel, draft.address, beijing_day(draft.at))
        if consent is None:
            raise ConsentMissing(fields=[FieldProblem("address", ConsentMissing.title, ConsentMissing.code)])
    values = {name: value for name, value in vars(draft).items() if name not in ("files", "officer_ids")}
    return {
        **values,
        "unit_id": _unit_of(document),
        "agency_id": _agency_of(actor),
        "effective_on": effective_on(draft, term_on("public_notice", draft.notice_from_on or beijing_day(draft.at))),
        "officers": [
            {"person_id": str(id), "name": officers[id].name, "certificate_no": officers[id].certificate_no}
            for id in draft.officer_ids
        ],
        "consent_id": consent.id if consent else None,
        "live": True,
        "by_name": actor.name,
        "recorded_at": clock.now(),
    }


def _agency_of(actor: Actor) -> UUID:
    if actor.agency_id is None:
        raise Forbidden()
    return actor.agency_id


def _unit_of(document: Document) -> UUID:
    if document.unit_id is None:
        raise PaperNotServable()  # a paper about many is published, not served
    return document.unit_id


def _tell(delivery: PaperDelivery, document: Document) -> None:
    """The unit learns from the system as well, whatever the way."""
    notify(
        kind="paper_delivered",
        key=f"delivered:{delivery.id}",
        text=f"文书已送达：{document.number}",
        subject_type="document",
        subject_id=document.id,
        unit_id=delivery.unit_id,
        permission="delivery.view",
    )


def _about(document_id: UUID) -> dict[str, str]:
    """Of which paper, and of which act, an event tells."""
    row = Document.get_by_id(document_id)
    return {"document_id": str(row.id), "document_kind": row.kind, "document_subject_id": str(row.subject_id)}
