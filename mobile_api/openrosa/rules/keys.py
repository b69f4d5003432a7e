"""A key's secret follows from its id and the installation's secret: nothing to store, nothing to steal, quick to check."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

_PURPOSE = b"openrosa key "
_SECRET_LENGTH = 32  # hex digits: 128 bits


def token_of(secret: bytes, key_id: UUID) -> str:
    """What stands in Collect's server address: the key's id and its secret, in hex."""
    return f"{key_id.hex}{_secret(secret, key_id)}"


def read_token(secret: bytes, token: str) -> UUID | None:
    """The id of the key that a token belongs to, or None for a forged or garbled one."""
    try:
        key_id = UUID(hex=token[:32])
    except ValueError:
        return None
    return key_id if hmac.compare_digest(token[32:].encode(), _secret(secret, key_id).encode()) else None


def _secret(secret: bytes, key_id: UUID) -> str:
    return hmac.new(secret, _PURPOSE + key_id.bytes, hashlib.sha256).hexdigest()[:_SECRET_LENGTH]
