"""Papers that wait: several persons sign in order, each at a time of their own, and the agency seals last of all.

The paper is rendered once, with a field for everybody. Each signature is an increment to the same bytes, so those before it
stay whole; what stands between two signatures is kept like any file and read by nobody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from reports.documents.errors import NotYourTurn
from reports.documents.models import Document, DocumentSigner, DocumentStage
from reports.documents.queries.documents import document_by_id
from reports.documents.queries.signers import signer_within_reach, signers_of
from reports.documents.rules import DocumentFacts, Signer
from reports.documents.services.issuing import enter_signed, field_of, note_failure, seamed, signing_of
from reports.documents.services.tools import renderer, stamper, trust
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM, Actor
from server.core.records import once
from server.units.agencies.queries import name_on

SEAL_JOB = "documents.seal"


def await_signers(document_id: UUID, facts: DocumentFacts, signers: Sequence[Signer]) -> Document:
    """Render a numbered paper with a field for each signer, the agency last, and wait for the first of them.

    Run again it gives what waits. Holds no transaction while it renders.
    """
    from reports.documents.signing.pades import prepare_fields

    document = document_by_id(document_id)
    if DocumentStage.select().where(DocumentStage.document_id == document_id).exists():
        return document
    try:
        form = renderer().render(facts)
        place = form.places.get("seal")
        fields = [field_of(signer, number, place) for number, signer in enumerate(signers, 1)]
        content = prepare_fields(seamed(form, facts, signers), fields)
    except Exception as error:
        note_failure(document_id, error)
        raise
    files().put(content)
    now = clock.now()

    def create() -> DocumentStage:
        stage = DocumentStage.create(
            id=new_id(),
            document_id=document_id,
            sha256=hashlib.sha256(content).hexdigest(),
            pages=form.pages,
            place=asdict(place) if place else None,
            missing_characters=form.missing,
            at=now,
        )
        for position, signer in enumerate(signers[:-1], 1):
            DocumentSigner.create(
                id=new_id(),
                document_id=document_id,
                position=position,
                role=signer.role,
                holder_id=signer.holder_id,
                name=signer.name,
            )
        details = {"signers": [str(signer.holder_id) for signer in signers[:-1]]}
        record_event(SYSTEM, "document.awaits_signers", subject=document, details=details)
        return stage

    once(create, lambda: DocumentStage.get_or_none(DocumentStage.document_id == document_id))
    return document_by_id(document_id)


def sign_in_turn(actor: Actor, document_id: UUID) -> Document:
    """Sign as the person one is, when it is one's turn; the caller has asked for the password again.

    Signed twice it is signed once. After the last person a job has the agency seal the paper.
    Raises NotFound for who is no signer of it, NotYourTurn, and what signing raises.
    """
    from reports.documents.signing.pades import Workshop

    mine = signer_within_reach(actor, document_id)
    document = document_by_id(document_id)
    if mine.signed_at is not None:
        return document
    rows = signers_of(document_id)
    waiting = next(row for row in rows if row.signed_at is None)
    if waiting.id != mine.id:
        raise NotYourTurn(waits_for=waiting.position)
    before = rows[mine.position - 2].sha256 if mine.position > 1 else _stage(document_id).sha256
    signer = Signer(mine.role, mine.holder_id, mine.name)
    signing = signing_of(document, signer, mine.position, None)
    content, made = Workshop(stamper(), trust(), clock.now).sign(
        files().read(before), signing, first=mine.position == 1, last=False
    )
    files().put(content)
    with database.atomic():
        signed = (
            DocumentSigner.update(
                sha256=hashlib.sha256(content).hexdigest(),
                certificate_sha256=made.certificate_sha256,
                signed_at=made.signed_at,
            )
            .where((DocumentSigner.id == mine.id) & DocumentSigner.signed_at.is_null())
            .execute()
        )
        if signed:  # a twin of this request may have been first
            details = {"position": mine.position, "certificate": made.certificate_sha256}
            record_event(actor, "document.countersigned", subject=document, details=details)
            if mine.position == len(rows):
                enqueue(SEAL_JOB, {"document_id": str(document_id)}, key=f"{SEAL_JOB}:{document_id}")
    return document_by_id(document_id)


def seal_document(document_id: UUID) -> Document:
    """Seal a paper that all persons have signed, stamp it for the archive and register it; run again it is done.

    Raises NotYourTurn while somebody has not signed, and what signing raises.
    """
    from reports.documents.rendering.engine import Place
    from reports.documents.signing.pades import Signature, SignedDocument, Workshop

    document = document_by_id(document_id)
    if getattr(document, "file", None):
        return document
    rows = signers_of(document_id)
    if waiting := next((row for row in rows if row.signed_at is None), None):
        raise NotYourTurn(waits_for=waiting.position)
    stage = _stage(document_id)
    authority = Signer("authority", document.agency_id, name_on(document.agency_id, document.dated_on).name)
    place = Place(**stage.place) if stage.place else None
    try:
        signing = signing_of(document, authority, len(rows) + 1, place)
        before = files().read((rows[-1].sha256 if rows else None) or stage.sha256)
        content, made = Workshop(stamper(), trust(), clock.now).sign(before, signing, first=not rows, last=True)
    except Exception as error:
        note_failure(document_id, error)
        raise
    earlier = [
        Signature(row.name, row.role, f"{row.role}-{row.position}", row.certificate_sha256, row.signed_at)
        for row in rows
        if row.certificate_sha256 and row.signed_at
    ]
    signed = SignedDocument(content, hashlib.sha256(content).hexdigest(), (*earlier, made))
    signers = [*(Signer(row.role, row.holder_id, row.name) for row in rows), authority]
    return enter_signed(document, signed, signers, stage.pages, stage.missing_characters)


def _stage(document_id: UUID) -> DocumentStage:
    stage: DocumentStage = DocumentStage.get(DocumentStage.document_id == document_id)
    return stage
