"""Reads of consents to electronic service."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from reports.deliveries.models import DeliveryConsent
from reports.deliveries.queries.deliveries import DueFilter
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from server.core.clock import beijing_day
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
CONSENT_FILES = "delivery_consent"


def find_consents(actor: Actor, wanted: DueFilter) -> Json:
    """A page of consents to electronic service, newest first."""
    query = DeliveryConsent.select().where(is_within_reach(actor, DeliveryConsent.unit_id))
    query = query.order_by(DeliveryConsent.id.desc())
    if wanted.unit_id:
        query = query.where(DeliveryConsent.unit_id == wanted.unit_id)
    if wanted.after:
        query = query.where(DeliveryConsent.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": consent_shapes(found["items"])}


def consent_within_reach(actor: Actor, id: UUID) -> DeliveryConsent:
    """Raises NotFound."""
    row: DeliveryConsent | None = (
        DeliveryConsent.select()
        .where((DeliveryConsent.id == id) & is_within_reach(actor, DeliveryConsent.unit_id))
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def consent_for(unit_id: UUID, channel: str, address: str, day: date) -> DeliveryConsent | None:
    """The consent that carries an electronic service on a day."""
    rows = DeliveryConsent.select().where(
        (DeliveryConsent.unit_id == unit_id)
        & (DeliveryConsent.channel == channel)
        & (DeliveryConsent.address == address)
        & (DeliveryConsent.signed_on <= day)
    )
    standing = [row for row in rows if row.withdrawn_at is None or beijing_day(row.withdrawn_at) > day]
    return standing[-1] if standing else None


def consent_shapes(rows: list[DeliveryConsent]) -> list[Json]:
    """Consents in wire shape; 4 queries."""
    ids = [row.id for row in rows]
    papers = documents_of_subjects(DocumentKind.DELIVERY_CONSENT, ids)
    files, names = attachments_of(CONSENT_FILES, ids), unit_names([row.unit_id for row in rows])
    plain = ("id", "signed_by", "post", "channel", "address", "signed_on", "by_name", "at", "withdrawn_at")
    return [
        {
            **{name: getattr(row, name) for name in (*plain, "withdrawn_reason")},
            "unit": {"id": row.unit_id, "name": names.get(row.unit_id, "")},
            "files": files.get(row.id, []),
            "document": papers.get(row.id),
        }
        for row in rows
    ]
