"""Acts become papers: notice, decision, and a certificate for each honour. Safe to run twice."""

from __future__ import annotations

from uuid import UUID

from reports.commendations.models import (
    CommendationDecision,
    CommendationNotice,
    CommendationWithdrawal,
    Honour,
    HonourRevocation,
)
from reports.commendations.queries.papers import certificate_facts, decision_facts, notice_facts, revocation_facts
from reports.commendations.queries.rounds import round_by_id
from reports.documents.models import Document
from reports.documents.queries import live_document
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services import PaperWish, issue_paper, revoke_document
from server.core.database import database
from server.core.permissions import SYSTEM


def make_notice_paper(round_id: UUID) -> Document:
    """The 公示 under the seal of the agency. Raises what rendering and signing raise."""
    row = round_by_id(round_id)
    notice = CommendationNotice.get(CommendationNotice.round_id == round_id)
    wish = PaperWish(DocumentKind.COMMENDATION_PROPOSAL, round_id, None, row.agency_id, notice.started_on)
    return issue_paper(wish, lambda number, verification: notice_facts(row, number, verification))


def make_decision_paper(round_id: UUID) -> Document:
    """The 表彰决定, signed by who decided and sealed. Raises what rendering and signing raise."""
    row = round_by_id(round_id)
    decision = CommendationDecision.get(CommendationDecision.round_id == round_id)
    signers = (Signer("officer", decision.person_id, decision.name),) if decision.person_id else ()
    kind, day = DocumentKind.COMMENDATION_DECISION, decision.decided_on
    wish = PaperWish(kind, round_id, None, row.agency_id, day, signers)
    return issue_paper(wish, lambda number, verification: decision_facts(row, number, verification, draft=False))


def make_certificate(honour_id: UUID) -> Document | None:
    """The certificate of one honour; None for one revoked before it was numbered.

    Raises what rendering and signing raise.
    """
    honour = Honour.get_by_id(honour_id)
    if honour.live is None and live_document(DocumentKind.HONOUR_CERTIFICATE, honour_id) is None:
        return None
    document = _certificate(honour)
    if Honour.get_by_id(honour_id).live is None:  # revoked while it was being made
        revoke_certificate(honour_id)
    return document


def revoke_notice_paper(round_id: UUID) -> None:
    """The 公示 of a round that was withdrawn stands no more; one whose making broke off is made first.

    Raises what rendering and signing raise.
    """
    document = live_document(DocumentKind.COMMENDATION_PROPOSAL, round_id)
    if document is None:
        return
    if getattr(document, "file", None) is None:
        make_notice_paper(round_id)
    withdrawal = CommendationWithdrawal.get(CommendationWithdrawal.round_id == round_id)
    with database.atomic():
        revoke_document(SYSTEM, document.id, withdrawal.reason)


def revoke_certificate(honour_id: UUID) -> None:
    """Revoke the paper of a revoked honour; one whose making broke off is made first.

    A number was taken: the register shows both, that it was made and that it was revoked.
    Raises what rendering and signing raise.
    """
    honour = Honour.get_by_id(honour_id)
    document = live_document(DocumentKind.HONOUR_CERTIFICATE, honour_id)
    if document is None:
        return
    if getattr(document, "file", None) is None:
        _certificate(honour)
    decision = HonourRevocation.get_or_none(HonourRevocation.honour_id == honour_id)
    with database.atomic():
        revoke_document(SYSTEM, document.id, honour.revoked_reason, decision.document_id if decision else None)


def make_revocation_paper(honour_id: UUID) -> Document:
    """The 撤销荣誉决定, signed by who decided and sealed. Raises what rendering and signing raise."""
    honour = Honour.get_by_id(honour_id)
    decision = HonourRevocation.get(HonourRevocation.honour_id == honour_id)
    signers = (Signer("officer", decision.person_id, decision.name),) if decision.person_id else ()
    unit_id = honour.unit_id if honour.kind == "unit" else None
    kind = DocumentKind.HONOUR_REVOCATION
    wish = PaperWish(kind, decision.id, unit_id, honour.agency_id, decision.decided_on, signers)
    return issue_paper(wish, lambda number, verification: revocation_facts(decision, honour, number, verification))


def _certificate(honour: Honour) -> Document:
    kind = DocumentKind.HONOUR_CERTIFICATE
    # A person's certificate is the person's: it lies with the agency, not in the unit's file of documents.
    unit_id = honour.unit_id if honour.kind == "unit" else None
    wish = PaperWish(kind, honour.id, unit_id, honour.agency_id, honour.decided_on)
    return issue_paper(wish, lambda number, verification: certificate_facts(honour, number, verification))
