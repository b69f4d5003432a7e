"""Number a document, make it, revoke it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from reports.documents.errors import AlreadyDocumented, DocumentNotSigned
from reports.documents.models import (
    Document,
    DocumentFailure,
    DocumentFile,
    DocumentRevocation,
    DocumentSignature,
    NumberCounter,
    NumberPatternRow,
)
from reports.documents.numbering.rules import DocumentNumber, NumberPattern
from reports.documents.queries.documents import document_by_id, live_document, replaced_by
from reports.documents.register.leaves import Leaf
from reports.documents.rules import DocumentFacts, DocumentKind, LabelSheet, RectificationReport, Signer, TableReport
from reports.documents.rules.forms import StructuredFacts
from reports.documents.services.keys import credential_for
from reports.documents.services.register import append_leaf
from reports.documents.services.tools import renderer, seal_of, stamper, trust
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import ShouwangError
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import once
from server.units.agencies.models import Agency
from server.units.agencies.queries import name_on
from server.units.people.queries import people_by_id

if TYPE_CHECKING:
    from reports.documents.rendering.engine import Place
    from reports.documents.rendering.forms import RenderedForm
    from reports.documents.signing.fields import Field
    from reports.documents.signing.pades import SignedDocument, Signing

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that reads like something else
_TOKEN_LENGTH = 16  # 80 bits
_REASONS = {"officer": "承办人签名", "reviewer": "审核人签名", "leader": "审批人签名", "authority": "签发机关签章"}
_SEAL_FIELD = "seal"


def reserve_document(
    actor: Actor, *, kind: DocumentKind, subject_id: UUID, unit_id: UUID | None, agency: Agency, on: date
) -> Document:
    """Take the agency's next number of the year inside the caller's transaction; rolled back, the number is free again.

    Raises AlreadyDocumented.
    """
    if not database.in_transaction():
        raise RuntimeError("a number belongs to the transaction of its act")
    if live_document(kind, subject_id) is not None:
        raise AlreadyDocumented(kind=kind.value, subject_id=str(subject_id))
    name = name_on(agency.id, on)
    serial = _next_serial(agency.id, kind, on.year)
    document = Document.create(
        id=new_id(),
        kind=kind.value,
        subject_id=subject_id,
        unit_id=unit_id,
        agency_id=agency.id,
        agency_name=name.name,
        year=on.year,
        serial=serial,
        number=_written(agency.id, kind, on, name.short_name, serial),
        token="".join(secrets.choice(_ALPHABET) for _ in range(_TOKEN_LENGTH)),
        live=True,
        dated_on=on,
        reserved_at=clock.now(),
    )
    record_event(
        actor, "document.numbered", subject=document, about_unit_id=unit_id, details={"number": document.number}
    )
    return document


def complete_document(document_id: UUID, facts: DocumentFacts, signers: Sequence[Signer]) -> Document:
    """Render, sign, store and register a numbered document; run again it gives what is there.

    Holds no transaction while it renders and signs (1 s). Raises what rendering and signing raise, and notes it.
    """
    from reports.documents.signing.pades import sign_document

    document = document_by_id(document_id)
    if getattr(document, "file", None):
        return document
    try:
        form = renderer().render(facts)
        content = seamed(form, facts, signers)
        signed = sign_document(content, _signings(document, form, signers), stamper(), trust(), clock.now)
    except Exception as error:
        note_failure(document_id, error)
        raise
    return enter_signed(document, signed, signers, form.pages, form.missing)


def revoke_document(actor: Actor, document_id: UUID, reason: str, by_document_id: UUID | None = None) -> None:
    """Revoke a document inside the caller's transaction: a dated row, and a leaf that everybody sees.

    ``by_document_id`` is the decision that revokes it; whoever verifies the paper reads its number.

    Raises NotFound, DocumentNotSigned. Revoked twice it is revoked once.
    """
    document = document_by_id(document_id)
    file = getattr(document, "file", None)
    if getattr(document, "revocation", None):
        return
    if file is None:
        raise DocumentNotSigned()
    now = clock.now()
    DocumentRevocation.create(
        id=new_id(),
        document_id=document_id,
        reason=reason,
        by_document_id=by_document_id,
        by_account_id=actor.account_id,
        at=now,
    )
    Document.update(live=None).where(Document.id == document_id).execute()
    leaf = Leaf(DocumentKind(document.kind), document.number, file.sha256, (), now, revokes=file.sha256)
    position = append_leaf(document_id, leaf)
    record_event(
        actor, "document.revoked", subject=document, about_unit_id=document.unit_id, details={"leaf": position}
    )


def render_draft(facts: DocumentFacts) -> bytes:
    """A preview with the watermark of a draft, made in the process that asks. Raises RuntimeError for what is no draft."""
    if not facts.draft:
        raise RuntimeError("only drafts are rendered without being signed")
    return renderer().render(facts).content


def draft_docx(facts: StructuredFacts) -> bytes:
    """A Word file of a paper's words, with the watermark 草稿 and no number; for those who must edit. 20 ms.

    Serve it as `application/vnd.openxmlformats-officedocument.wordprocessingml.document` at `…/draft.docx`.
    """
    from reports.documents.rendering.word import render_docx

    return render_docx(facts)


def render_report(report: TableReport) -> bytes:
    """A list as a PDF that is neither numbered nor signed."""
    return renderer().render_report(report).content


def render_labels(sheet: LabelSheet) -> bytes:
    """Labels as a PDF to print and cut."""
    return renderer().render_labels(sheet).content


def render_rectification(report: RectificationReport) -> bytes:
    """A unit's report as a PDF that is neither numbered nor signed."""
    return renderer().render_rectification(report).content


def _next_serial(agency_id: UUID, kind: DocumentKind, year: int) -> int:
    """The next number; the counter's row is locked until the caller's transaction ends."""
    mine = (NumberCounter.agency_id == agency_id) & (NumberCounter.kind == kind.value) & (NumberCounter.year == year)
    NumberCounter.insert(
        id=new_id(), agency_id=agency_id, kind=kind.value, year=year, serial=0
    ).on_conflict_ignore().execute()
    counter = lock_row(NumberCounter.select().where(mine))
    NumberCounter.update(serial=counter.serial + 1).where(NumberCounter.id == counter.id).execute()
    return int(counter.serial) + 1


def _written(agency_id: UUID, kind: DocumentKind, on: date, short_name: str, serial: int) -> str:
    rows = NumberPatternRow.select().where(
        (NumberPatternRow.kind == kind.value)
        & (NumberPatternRow.from_on <= on)
        & (NumberPatternRow.agency_id.is_null() | (NumberPatternRow.agency_id == agency_id))
    )
    row = max(rows, key=lambda pattern: (pattern.agency_id is not None, pattern.from_on))
    return NumberPattern(row.pattern).write(DocumentNumber(short_name, row.word, on.year, serial))


def seamed(form: RenderedForm, facts: DocumentFacts, signers: Sequence[Signer]) -> bytes:
    """With the agency's seal over the edges of the pages if the facts ask for it (骑缝章)."""
    from reports.documents.signing.seams import press_seam

    authority = next((signer for signer in signers if signer.role == "authority"), None)
    if authority is None or not getattr(facts, "seam_seal", False):
        return form.content
    return press_seam(form.content, seal_of(authority.name))


def _signings(document: Document, form: RenderedForm, signers: Sequence[Signer]) -> list[Signing]:
    return [
        signing_of(document, signer, number, form.places.get(_SEAL_FIELD)) for number, signer in enumerate(signers, 1)
    ]


def field_of(signer: Signer, number: int, seal_place: Place | None) -> Field:
    """Where a signer signs; only the agency's signature is seen, as its seal."""
    from reports.documents.signing.fields import Field

    is_authority = signer.role == "authority"
    label = f"{signer.name} {'签章' if is_authority else '签名'}"
    return Field(f"{signer.role}-{number}", label, seal_place if is_authority else None)


def signing_of(document: Document, signer: Signer, number: int, seal_place: Place | None) -> Signing:
    """One signature to make, by the signer's own certificate."""
    from reports.documents.signing.pades import Signing

    field = field_of(signer, number, seal_place)
    key_role = "authority" if signer.role == "authority" else "officer"  # a person has one certificate for all roles
    credential = credential_for(key_role, signer.holder_id, _certified_name(signer), document.agency_name)
    seal = seal_of(signer.name) if field.place else None
    return Signing(field, credential, _REASONS[signer.role], signer.role, seal=seal)


def _certified_name(signer: Signer) -> str:
    """An officer's certificate bears name and certificate number: two may have one name."""
    if signer.role == "authority":
        return signer.name
    person = people_by_id([signer.holder_id]).get(signer.holder_id)
    number = person.certificate_no if person else None
    return f"{signer.name}（{number}）" if number else signer.name


def enter_signed(
    document: Document, signed: SignedDocument, signers: Sequence[Signer], pages: int, missing: Sequence[str]
) -> Document:
    """Keep the file; then row, signatures, leaf and event in one transaction. A twin that was first has its way."""
    files().put(signed.content)
    now = clock.now()

    def create() -> DocumentFile:
        file = DocumentFile.create(
            id=new_id(),
            document_id=document.id,
            sha256=signed.sha256,
            byte_count=len(signed.content),
            pages=pages,
            signature_count=len(signed.signatures),
            missing_characters=list(missing),
            signed_at=now,
        )
        for position, (signer, made) in enumerate(zip(signers, signed.signatures, strict=True)):
            DocumentSignature.create(
                id=new_id(),
                document_id=document.id,
                position=position,
                role=signer.role,
                holder_id=signer.holder_id,
                name=signer.name,
                certificate_sha256=made.certificate_sha256,
                signed_at=made.signed_at,
            )
        leaf = Leaf(
            DocumentKind(document.kind),
            document.number,
            signed.sha256,
            tuple(made.certificate_sha256 for made in signed.signatures),
            now,
            supersedes=replaced_by(document.id),
        )
        position = append_leaf(document.id, leaf)
        details = {"sha256": signed.sha256, "leaf": position, "subject_id": str(document.subject_id)}
        record_event(SYSTEM, "document.signed", subject=document, about_unit_id=document.unit_id, details=details)
        return file

    once(create, lambda: DocumentFile.get_or_none(DocumentFile.document_id == document.id))
    return document_by_id(document.id)


def note_failure(document_id: UUID, error: Exception) -> None:
    """Tell those who wait that the last try failed; the job tries again."""
    code = error.code if isinstance(error, ShouwangError) else "internal"
    with database.atomic():
        DocumentFailure.delete().where(DocumentFailure.document_id == document_id).execute()
        DocumentFailure.create(id=new_id(), document_id=document_id, code=code, at=clock.now())
