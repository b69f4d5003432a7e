"""A signed order becomes paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.documents.queries import document_by_id, verification_of
from reports.documents.rules import Signer
from reports.documents.services import complete_document
from reports.rulings.models import OrderSigning
from reports.rulings.queries.orders import order_of_document
from reports.rulings.queries.papers import order_facts
from server.core.jobs import Job
from server.units.agencies.queries import name_on


def _make_paper(arguments: dict[str, Any]) -> None:
    document = document_by_id(UUID(arguments["document_id"]))
    order = order_of_document(document.id)
    signing = OrderSigning.get(OrderSigning.order_id == order.id)
    facts = order_facts(order, number=document.number, verification=verification_of(document), draft=False)
    authority = name_on(order.agency_id, order.decided_on).name
    signers = [Signer("officer", signing.person_id, signing.name), Signer("authority", order.agency_id, authority)]
    complete_document(document.id, facts, signers)


JOBS = [Job("orders.make_paper", _make_paper, on=("order.signed",))]
