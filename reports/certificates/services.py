"""The paper of a certificate is numbered, rendered and sealed; a revoked certificate takes its paper with it."""

from __future__ import annotations

from uuid import UUID

from courses.certificates.models import Certificate
from reports.certificates.queries import KIND, certificate_facts
from reports.documents.models import Document
from reports.documents.queries.documents import live_document
from reports.documents.services import PaperWish, issue_paper, revoke_document
from server.core.clock import beijing_day
from server.core.database import database
from server.core.permissions import SYSTEM


def make_certificate_paper(certificate_id: UUID) -> Document | None:
    """Make the paper in the issuer's name; run again it gives what is there. None for one revoked meanwhile.

    Raises what rendering and signing raise.  Source: LN-19b.
    """
    certificate = Certificate.get_by_id(certificate_id)
    if certificate.live is None:
        return None
    return issue_paper(_wish(certificate), lambda number, check: certificate_facts(certificate, number, check))


def revoke_certificate_paper(certificate_id: UUID) -> None:
    """Revoke the paper of a revoked certificate; one whose making broke off is made first.

    Raises what rendering and signing raise.
    """
    certificate = Certificate.get_by_id(certificate_id)
    document = live_document(KIND, certificate_id)
    if document is None:
        return
    if getattr(document, "file", None) is None:
        # A number was taken: the register shows both, that it was made and that it was revoked.
        issue_paper(_wish(certificate), lambda number, check: certificate_facts(certificate, number, check))
    with database.atomic():
        revoke_document(SYSTEM, document.id, certificate.revoked_reason)


def _wish(certificate: Certificate) -> PaperWish:
    day = beijing_day(certificate.issued_at)
    return PaperWish(KIND, certificate.id, certificate.unit_id, certificate.issuer_id, day)
