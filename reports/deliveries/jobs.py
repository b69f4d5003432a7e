"""Services and consents become papers. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.deliveries.models import DeliveryConsent, PaperDelivery
from reports.deliveries.queries.papers import consent_facts, receipt_facts
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services import PaperWish, issue_paper
from server.core.clock import beijing_day
from server.core.jobs import Job, Schedule


def _make_receipt(arguments: dict[str, Any]) -> None:
    """送达回证, signed by who served."""
    row = PaperDelivery.get_by_id(UUID(arguments["subject_id"]))
    if row.live is None:
        return  # voided before its paper was made
    signers = tuple(Signer("officer", UUID(one["person_id"]), one["name"]) for one in row.officers)
    wish = PaperWish(
        DocumentKind.DELIVERY_RECEIPT, row.id, row.unit_id, row.agency_id, beijing_day(row.recorded_at), signers
    )
    issue_paper(wish, lambda number, verification: receipt_facts(row, number, verification))


def _make_consent(arguments: dict[str, Any]) -> None:
    """电子送达确认书."""
    row = DeliveryConsent.get_by_id(UUID(arguments["subject_id"]))
    wish = PaperWish(DocumentKind.DELIVERY_CONSENT, row.id, row.unit_id, row.agency_id, beijing_day(row.at))
    issue_paper(wish, lambda number, verification: consent_facts(row, number, verification))


JOBS = [
    Job("deliveries.make_receipt", _make_receipt, on=("paper.delivered",)),
    Job("deliveries.make_consent", _make_consent, on=("delivery_consent.given",)),
]
SCHEDULES: list[Schedule] = []
