"""The keys that sign badges: the private half sealed in the database, the public ones in the DID document for ever."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courses.certificates.models import BadgeKey
from courses.certificates.rules.badges import method_of
from courses.certificates.rules.origin import ORIGIN
from courses.certificates.rules.proofs import Json, public_multibase, sign
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import once
from server.core.sealing import seal, unseal

_PURPOSE = "badge-key"


@dataclass(frozen=True)
class SigningKey:
    row: BadgeKey
    private: Ed25519PrivateKey

    def sign(self, document: Json, created: str) -> Json:
        return sign(document, self.private, method_of(ORIGIN, self.row.number), created)


def signing_key() -> SigningKey:
    """The live key, made at first need; 1 query."""
    row = _live()
    if row is None:
        row, _ = once(lambda: _make_key(SYSTEM), _live)
    return SigningKey(row, Ed25519PrivateKey.from_private_bytes(base64.b64decode(unseal(row.private_sealed, _PURPOSE))))


def rotate_badge_key(actor: Actor) -> BadgeKey:
    """Sign with a new key from now on; what the old one signed stays valid and checkable. Raises Forbidden."""
    actor.check("badge_key.rotate")
    with database.atomic():
        lock_row(BadgeKey.select(BadgeKey.id).where(BadgeKey.live == True))  # noqa: E712
        BadgeKey.update(live=None).where(BadgeKey.live == True).execute()  # noqa: E712
        return _make_key(actor)


def _live() -> BadgeKey | None:
    row: BadgeKey | None = BadgeKey.get_or_none(BadgeKey.live == True)  # noqa: E712
    return row


def _make_key(actor: Actor) -> BadgeKey:
    private = Ed25519PrivateKey.generate()
    last = BadgeKey.select(BadgeKey.number).order_by(BadgeKey.number.desc()).first()
    row = BadgeKey.create(
        id=new_id(),
        number=last.number + 1 if last else 1,
        public_multibase=public_multibase(private.public_key()),
        private_sealed=seal(base64.b64encode(private.private_bytes_raw()).decode(), _PURPOSE),
        live=True,
        made_at=clock.now(),
    )
    record_event(actor, "badge_key.made", subject=row, details={"number": row.number})
    return row
