"""Reads of services of papers and of consents."""

from reports.deliveries.queries.consents import (
    CONSENT_FILES,
    consent_for,
    consent_shapes,
    consent_within_reach,
    find_consents,
)
from reports.deliveries.queries.deliveries import (
    FILES,
    DeliveryFilter,
    DueFilter,
    delivered_on,
    delivery_within_reach,
    find_deliveries,
    find_due,
    live_delivery,
    servable_within_reach,
    served_documents,
    shapes,
    term_on,
)

__all__ = [
    "CONSENT_FILES",
    "FILES",
    "DeliveryFilter",
    "DueFilter",
    "consent_for",
    "consent_shapes",
    "consent_within_reach",
    "delivered_on",
    "delivery_within_reach",
    "find_consents",
    "find_deliveries",
    "find_due",
    "live_delivery",
    "servable_within_reach",
    "served_documents",
    "shapes",
    "term_on",
]
