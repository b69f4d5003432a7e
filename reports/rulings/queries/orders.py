"""Reads of orders, within the reach of their units. A unit sees its orders from the day they are signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect

from checklists.hazards.models import Hazard
from checklists.hazards.queries import shapes as hazard_shapes
from reports.documents.models import DocumentFile
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from reports.rulings.models import Order, OrderHazard, OrderRevocation, OrderSigning
from reports.rulings.rules import state_of
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.bases.queries import resolve_known_bases
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class OrderFilter:
    state: str | None = None
    unit_id: UUID | None = None
    inspection_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def orders_within_reach(actor: Actor) -> ModelSelect:
    """Orders the actor may see, with signing and revocation joined."""
    query = (
        Order.select(Order, OrderSigning, OrderRevocation)
        .join(OrderSigning, JOIN.LEFT_OUTER, on=(OrderSigning.order_id == Order.id), attr="signing")
        .switch(Order)
        .join(OrderRevocation, JOIN.LEFT_OUTER, on=(OrderRevocation.order_id == Order.id), attr="revocation")
        .where(is_within_reach(actor, Order.unit_id))
    )
    return query if actor.may("order.draft") else query.where(OrderSigning.id.is_null(False))


def order_within_reach(actor: Actor, id: UUID) -> Order:
    """Raises NotFound."""
    order = orders_within_reach(actor).where(Order.id == id).first()
    if order is None:
        raise NotFound()
    return order


def order_of_document(document_id: UUID) -> Order:
    """For jobs. Raises NotFound."""
    signing = OrderSigning.get_or_none(OrderSigning.document_id == document_id)
    if signing is None:
        raise NotFound()
    return Order.get_by_id(signing.order_id)


def find_orders(actor: Actor, wanted: OrderFilter) -> dict[str, Any]:
    """A page of orders, newest first."""
    query = orders_within_reach(actor).order_by(Order.id.desc())
    if wanted.unit_id:
        query = query.where(Order.unit_id == wanted.unit_id)
    if wanted.inspection_id:
        query = query.where(Order.inspection_id == wanted.inspection_id)
    if wanted.state == "draft":
        query = query.where(OrderSigning.id.is_null() & OrderRevocation.id.is_null())
    elif wanted.state == "revoked":
        query = query.where(OrderRevocation.id.is_null(False))
    elif wanted.state:  # signing or issued
        made = OrderSigning.document_id.in_(DocumentFile.select(DocumentFile.document_id))
        query = query.where(OrderSigning.id.is_null(False) & OrderRevocation.id.is_null())
        query = query.where(made if wanted.state == "issued" else ~made)
    if wanted.after:
        query = query.where(Order.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda order: (order.id,))
    return {**found, "items": shapes(found["items"])}


def hazards_of(order_id: UUID) -> list[Hazard]:
    """The order's hazards in its order; 1 query."""
    return list(
        Hazard.select()
        .join(OrderHazard, on=(OrderHazard.hazard_id == Hazard.id))
        .where(OrderHazard.order_id == order_id)
        .order_by(OrderHazard.position)
    )


def shapes(orders: list[Order]) -> list[dict[str, Any]]:
    """Orders in their wire shape; the number of queries does not grow."""
    ids = [order.id for order in orders]
    documents = documents_of_subjects(DocumentKind.RECTIFICATION_ORDER, ids)
    hazards = _hazards_by_order(ids)
    units = unit_names([order.unit_id for order in orders])
    agencies = agencies_by_id(order.agency_id for order in orders)
    bases = resolve_known_bases([{"basis": order.basis_code} for order in orders])
    return [
        {
            "id": order.id,
            "state": state_of(
                signed=signing is not None,
                document_state=document["state"] if document else None,
                revoked=getattr(order, "revocation", None) is not None,
            ),
            "number": document["number"] if document else None,
            "unit": {"id": order.unit_id, "name": units.get(order.unit_id, "")},
            "agency": {"id": order.agency_id, "name": agencies[order.agency_id].name},
            "inspection_id": order.inspection_id,
            "hazards": hazards[order.id],
            "deadline_days": order.deadline_days,
            "deadline_on": order.deadline_on,
            "basis": {
                "id": order.basis_code,
                "title": bases[order.basis_code]["title"] if order.basis_code in bases else order.basis_code,
                "article": order.article,
            },
            "violated": order.violated,
            "measures": order.measures,
            "decided_on": order.decided_on,
            "document": document,
            "created_by": order.created_by,
            "created_at": order.created_at,
            "signed_by": signing.name if signing else None,
            "revocation": _revocation(order),
            "version": order.version,
        }
        for order in orders
        for document, signing in [(documents.get(order.id), getattr(order, "signing", None))]
    ]


def _revocation(order: Order) -> dict[str, Any] | None:
    revocation = getattr(order, "revocation", None)
    return {"reason": revocation.reason, "at": revocation.at} if revocation else None


def _hazards_by_order(ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    links = list(OrderHazard.select().where(OrderHazard.order_id.in_(ids)).order_by(OrderHazard.position))
    rows = list(Hazard.select().where(Hazard.id.in_([link.hazard_id for link in links]))) if links else []
    known = {shape["id"]: shape for shape in hazard_shapes(rows)}
    found: dict[UUID, list[dict[str, Any]]] = {id: [] for id in ids}
    for link in links:
        found[link.order_id].append(known[link.hazard_id])
    return found
