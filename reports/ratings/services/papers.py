"""Decisions, downgrades, answers and certificates become papers; what no longer holds is revoked. By jobs, run twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from reports.documents.models import Document
from reports.documents.queries.documents import live_document
from reports.documents.rules import DocumentFacts, DocumentKind, Verification
from reports.documents.services import PaperWish, issue_paper, revoke_document
from reports.ratings.models import RatingAppeal, RatingDecision, RatingDowngrade, UnitRating
from reports.ratings.queries.papers import (
    answered_on,
    appeal_facts,
    certificate_facts,
    decision_facts,
    downgrade_facts,
    lowered_on,
)
from server.core.database import database
from server.core.permissions import SYSTEM

_DECISION = DocumentKind.RATING_DECISION
_CERTIFICATE = DocumentKind.RATING_CERTIFICATE
Facts = Callable[[Any, str, Verification], DocumentFacts]


def make_decision_paper(id: UUID) -> Document:
    """Raises what rendering and signing raise."""
    row = RatingDecision.get_by_id(id)
    return _make(_DECISION, row, row.decided_on, decision_facts)


def make_downgrade_paper(id: UUID) -> Document:
    """Raises what rendering and signing raise."""
    row = RatingDowngrade.get_by_id(id)
    return _make(_DECISION, row, lowered_on(row), downgrade_facts)


def make_appeal_paper(id: UUID) -> Document:
    """The answer; an appeal that was upheld revokes the paper of what it contested.

    Raises what rendering and signing raise.
    """
    row = RatingAppeal.get_by_id(id)
    if row.state == "upheld" and row.about == "decision":
        contested = RatingDecision.get_by_id(row.about_id)
        _revoke(_DECISION, contested, contested.decided_on, decision_facts, row.reason)
    return _make(_DECISION, row, answered_on(row), appeal_facts)


def make_certificate(id: UUID) -> Document:
    """The certificate that was numbered with its grade. Raises what rendering and signing raise."""
    row = UnitRating.get_by_id(id)
    return _make(_CERTIFICATE, row, row.from_on, certificate_facts)


def revoke_certificate(id: UUID, reason: str) -> None:
    """Revoke the certificate of a grade that ended. Raises what rendering and signing raise."""
    row = UnitRating.get_by_id(id)
    _revoke(_CERTIFICATE, row, row.from_on, certificate_facts, reason)


def revoke_downgrade_paper(id: UUID, reason: str) -> None:
    """Revoke the paper of a downgrade that was taken back. Raises what rendering and signing raise."""
    row = RatingDowngrade.get_by_id(id)
    _revoke(_DECISION, row, lowered_on(row), downgrade_facts, reason)


def _make(kind: DocumentKind, row: Any, on: date, facts: Facts) -> Document:
    wish = PaperWish(kind, row.id, row.unit_id, row.agency_id, on)
    return issue_paper(wish, lambda number, check: facts(row, number, check))


def _revoke(kind: DocumentKind, row: Any, on: date, facts: Facts, reason: str) -> None:
    """A paper that was numbered and not made yet is made first: the register shows both, made and revoked."""
    document = live_document(kind, row.id)
    if document is None:
        return
    if getattr(document, "file", None) is None:
        document = _make(kind, row, on, facts)
    with database.atomic():
        revoke_document(SYSTEM, document.id, reason)
