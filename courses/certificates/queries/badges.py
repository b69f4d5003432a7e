"""Reads of badges, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import fn

from courses.certificates.models import Badge, BadgeKey, Certificate
from courses.certificates.rules.badges import CREDENTIALS, LIST_BITS, OPEN_BADGES, achievement_of, did_document
from courses.certificates.rules.certificates import AUDIENCE_WORDS
from courses.certificates.rules.origin import ORIGIN
from server.core.errors import NotFound
from server.units.agencies.queries import agencies_by_id


@dataclass(frozen=True)
class PublicBadge:
    """A badge, its certificate and the name of who issued it."""

    badge: Badge
    certificate: Certificate
    issuer_name: str


def public_badge(id: UUID) -> PublicBadge:
    """3 queries. Raises NotFound."""
    badge = Badge.get_or_none(Badge.id == id)
    if badge is None:
        raise NotFound(badge_id=str(id))
    certificate = Certificate.get_by_id(badge.certificate_id)
    issuers = agencies_by_id([certificate.issuer_id])
    return PublicBadge(badge, certificate, issuers[certificate.issuer_id].name if issuers else "")


def badge_of(certificate_id: UUID) -> Badge:
    """Raises NotFound."""
    badge = Badge.get_or_none(Badge.certificate_id == certificate_id)
    if badge is None:
        raise NotFound(certificate_id=str(certificate_id))
    return badge


def issuer_document() -> dict[str, Any]:
    """The DID document with every key there ever was. Raises NotFound before the first badge."""
    keys = [(row.number, row.public_multibase) for row in BadgeKey.select().order_by(BadgeKey.number)]
    if not keys:
        raise NotFound(did=ORIGIN.did)
    return did_document(ORIGIN, keys)


def achievement(year: int, audience: str) -> dict[str, Any]:
    """What a year's rotation of an audience stands for; no query. Raises NotFound."""
    if audience not in AUDIENCE_WORDS or not 2000 <= year <= 2200:
        raise NotFound()
    return {"@context": [CREDENTIALS, OPEN_BADGES], **achievement_of(year, audience, ORIGIN)}


def revoked_places(list_number: int) -> list[int]:
    """Places in one list whose certificate is revoked. Raises NotFound for a list that no badge stands in."""
    first = (list_number - 1) * LIST_BITS
    here = Badge.status_index.between(first, first + LIST_BITS - 1)
    rows = (
        Badge.select(Badge.status_index)
        .join(Certificate, on=(Certificate.id == Badge.certificate_id))
        .where(here & Certificate.live.is_null())
        .tuples()
    )
    if list_number < 1 or not Badge.select(Badge.id).where(here).exists():
        raise NotFound(status_list=str(list_number))
    return [index - first for (index,) in rows]


def next_status_index() -> int:
    """Inside a transaction that holds the live key's row, so that no two badges get one place."""
    last = Badge.select(fn.MAX(Badge.status_index)).scalar()
    return 0 if last is None else last + 1
