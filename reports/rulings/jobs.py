"""A signed order becomes paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.documents.queries import document_by_id, verification_of
from reports.documents.rules import Signer
from reports.documents.services import complete_document, note_failure
from reports.rulings.models import OrderSigning
from reports.rulings.queries.orders import order_of_document
from reports.rulings.queries.papers import order_facts
from server.core.jobs import Job
from server.units.agencies.queries import name_on


def _make_paper(arguments: dict[str, Any]) -> None:
    document = document_by_id(UUID(arguments["document_id"]))
    order = order_of_document(document.id)
    signing = OrderSigning.get(OrderSigning.order_id == order.id)
    try:
        facts = order_facts(order, number=document.number, verification=verification_of(document), draft=False)
    except Exception as error:
        note_failure(document.id, error)  # or the order would say "signing" for ever
        raise
    authority = name_on(order.agency_id, order.decided_on).name
    signers = [Signer("officer", signing.person_id, signing.name), Signer("authority", order.agency_id, authority)]
    complete_document(document.id, facts, signers)


JOBS = [Job("orders.make_paper", _make_paper, on=("order.signed",))]
