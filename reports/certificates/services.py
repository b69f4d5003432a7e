"""The paper of a certificate is numbered, rendered and sealed; a revoked certificate takes its paper with it."""

from __future__ import annotations

from uuid import UUID

from courses.certificates.models import Certificate
from reports.certificates.queries import KIND, certificate_facts
from reports.documents.models import Document
from reports.documents.queries import document_by_id, verification_of
from reports.documents.queries.documents import live_document
from reports.documents.rules import Signer
from reports.documents.services import complete_document, note_failure, reserve_document, revoke_document
from server.core.clock import beijing_day
from server.core.database import IntegrityError, database
from server.core.permissions import SYSTEM
from server.units.agencies.queries import agency_by_id, name_on


def make_certificate_paper(certificate_id: UUID) -> Document | None:
    """Make the paper in the issuer's name; run again it gives what is there. None for one revoked meanwhile.

    Raises what rendering and signing raise.  Source: LN-19b.
    """
    certificate = Certificate.get_by_id(certificate_id)
    if certificate.live is None:
        return None
    document = _numbered(certificate)
    if getattr(document, "file", None):
        return document
    try:
        facts = certificate_facts(certificate, document.number, verification_of(document))
    except Exception as error:
        note_failure(document.id, error)  # or the paper would be "being made" for ever
        raise
    authority = name_on(certificate.issuer_id, beijing_day(certificate.issued_at)).name
    return complete_document(document.id, facts, [Signer("authority", certificate.issuer_id, authority)])


def revoke_certificate_paper(certificate_id: UUID) -> None:
    """Revoke the paper of a revoked certificate; one whose making broke off is made first.

    Raises what rendering and signing raise.
    """
    certificate = Certificate.get_by_id(certificate_id)
    document = live_document(KIND, certificate_id)
    if document is None:
        return
    if getattr(document, "file", None) is None:
        facts = certificate_facts(certificate, document.number, verification_of(document))
        authority = name_on(certificate.issuer_id, beijing_day(certificate.issued_at)).name
        # A number was taken: the register shows both, that it was made and that it was revoked.
        complete_document(document.id, facts, [Signer("authority", certificate.issuer_id, authority)])
    with database.atomic():
        revoke_document(SYSTEM, document.id, certificate.revoked_reason)


def _numbered(certificate: Certificate) -> Document:
    if earlier := live_document(KIND, certificate.id):
        return earlier
    try:
        with database.atomic():
            row = reserve_document(
                SYSTEM,
                kind=KIND,
                subject_id=certificate.id,
                unit_id=certificate.unit_id,
                agency=agency_by_id(certificate.issuer_id),
                on=beijing_day(certificate.issued_at),
            )
    except IntegrityError:
        if earlier := live_document(KIND, certificate.id):  # a twin was first
            return earlier
        raise
    return document_by_id(row.id)
