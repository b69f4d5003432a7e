"""A paper under lock: it travels before the start, its key only at the start."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.core.canonical import canonical_json

NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True)
class Envelope:
    """``sealed``: base64 of nonce and AES-256-GCM over the gzipped canonical JSON, bound to the paper's id."""

    sealed: str
    key: str  # base64
    plain_sha256: str  # of the canonical JSON


def close_envelope(paper_id: UUID, plain: dict[str, Any]) -> Envelope:
    """Seal a paper under a key of its own."""
    text = canonical_json(plain)
    key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    # Level 6 and no time in the head: the same paper gives the same bytes to seal.
    body = AESGCM(key).encrypt(nonce, gzip.compress(text, 6, mtime=0), str(paper_id).encode())
    return Envelope(
        base64.b64encode(nonce + body).decode(), base64.b64encode(key).decode(), hashlib.sha256(text).hexdigest()
    )


def open_envelope(paper_id: UUID, sealed: str, key: str) -> dict[str, Any]:
    """What the phone does. Raises cryptography's InvalidTag when anything was changed."""
    raw = base64.b64decode(sealed)
    box = AESGCM(base64.b64decode(key)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], str(paper_id).encode())
    plain: dict[str, Any] = json.loads(gzip.decompress(box))
    return plain
