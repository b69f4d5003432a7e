"""The secret seed between commitment and draw: sealed under a key of the installation, so that who can read the
database cannot read it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from checklists.draws.rules.algorithm import SEED_BYTES

_NONCE_BYTES = 12
_key: bytes | None = None


def connect_seals(secret: bytes) -> None:
    """Called once a process, with the installation's secret."""
    global _key
    _key = hmac.new(secret, b"seeds of draws", hashlib.sha256).digest()


def new_seed() -> bytes:
    """32 bytes of the operating system's randomness."""
    return secrets.token_bytes(SEED_BYTES)


def seal(seed: bytes, draw_id: UUID) -> str:
    """Base64 of nonce and AES-256-GCM, bound to the draw."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, seed, draw_id.bytes)).decode()


def unseal(sealed: str, draw_id: UUID) -> bytes:
    """Raises cryptography's InvalidTag for a seal of another draw or installation."""
    content = base64.b64decode(sealed)
    return _cipher().decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], draw_id.bytes)


def _cipher() -> AESGCM:
    if _key is None:
        raise RuntimeError("the seals of draws are not connected")
    return AESGCM(_key)
