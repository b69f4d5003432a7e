"""Secrets that must be read again, such as the password of a camera: kept encrypted under the installation's secret."""

from __future__ import annotations

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.core.errors import ShouwangError

_VERSION = "1"
_NONCE_BYTES = 12
_keys: dict[str, AESGCM] = {}
_secret: list[bytes] = []


class SealBroken(ShouwangError):
    """The text was sealed under another secret, for another purpose, or was changed."""

    code = "seal_broken"
    title = "加密内容无法读取，请重新填写"


def connect_sealing(installation_secret: bytes) -> None:
    """Called once by whoever opens the stores."""
    _secret[:] = [installation_secret]
    _keys.clear()


def seal(text: str, purpose: str) -> str:
    """Encrypt (AES-256-GCM); what was sealed for one purpose opens for no other. A text never seals twice alike."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    body = nonce + _key(purpose).encrypt(nonce, text.encode(), purpose.encode())
    return f"{_VERSION}:{base64.b64encode(body).decode()}"


def unseal(sealed: str, purpose: str) -> str:
    """Raises SealBroken."""
    version, _, body = sealed.partition(":")
    try:
        raw = base64.b64decode(body, validate=True)
        if version != _VERSION:
            raise ValueError(version)
        return _key(purpose).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], purpose.encode()).decode()
    except (ValueError, InvalidTag) as error:
        raise SealBroken() from error


def keyed_digest(text: str, purpose: str) -> str:
    """64 hex digits by which a sealed text is found again; without the secret nobody can try texts against it."""
    if not _secret:
        raise RuntimeError("sealing is not connected")
    key = HKDF(SHA256(), 32, salt=None, info=f"shouwang digest {purpose}".encode()).derive(_secret[0])
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def _key(purpose: str) -> AESGCM:
    if purpose not in _keys:
        if not _secret:
            raise RuntimeError("sealing is not connected")
        derived = HKDF(SHA256(), 32, salt=None, info=f"shouwang sealing {purpose}".encode()).derive(_secret[0])
        _keys[purpose] = AESGCM(derived)
    return _keys[purpose]
