"""A phone's public key and what it proves: bytes unchanged since a phone that we know signed them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from mobile_api.enrolment.errors import PublicKeyInvalid
from server.core.canonical import canonical_json
from server.core.errors import FieldProblem

MOST_DEVICES = 20  # active ones of one account
_COORDINATE = re.compile(r"[A-Za-z0-9_-]{43}\Z")
_SIGNATURE = re.compile(r"[A-Za-z0-9_-]{86}\Z")
_ES256 = ec.ECDSA(SHA256())


@dataclass(frozen=True)
class DeviceDraft:
    """A phone to enrol; ``public_key`` is a JWK of exactly kty, crv, x, y."""

    id: UUID
    name: str
    platform: str
    public_key: dict[str, str]
    app_version: str


def check_public_key(jwk: dict[str, str]) -> None:
    """Raises PublicKeyInvalid unless the key is a point on P-256."""
    if (jwk["kty"], jwk["crv"]) != ("EC", "P-256"):
        raise _refusal("public_key.crv", "只接受 P-256 椭圆曲线公钥")
    for name in ("x", "y"):
        if not _COORDINATE.match(jwk[name]):
            raise _refusal(f"public_key.{name}", "应为 32 字节的 base64url")
    try:
        _load_key(jwk["x"], jwk["y"])
    except ValueError as error:
        raise _refusal("public_key", "这个点不在 P-256 曲线上") from error


def _refusal(field: str, message: str) -> PublicKeyInvalid:
    return PublicKeyInvalid(message, fields=[FieldProblem(field, message, "public_key_invalid")])


def fingerprint(jwk: dict[str, str]) -> str:
    """RFC 7638 thumbprint as 64 hex digits; the phone shows the first sixteen."""
    return hashlib.sha256(canonical_json({name: jwk[name] for name in ("crv", "kty", "x", "y")})).hexdigest()


def signature_is_valid(jwk: dict[str, str], text: bytes, signature: str) -> bool:
    """Whether the key signed the text: ES256, r||s in 64 bytes, base64url without padding."""
    if not _SIGNATURE.match(signature):
        return False
    try:
        raw = base64.urlsafe_b64decode(signature + "==")
    except binascii.Error:
        return False
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    try:
        _load_key(jwk["x"], jwk["y"]).verify(der, text, _ES256)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=2048)
def _load_key(x: str, y: str) -> ec.EllipticCurvePublicKey:
    """Raises ValueError for a point off the curve."""
    across, up = (int.from_bytes(base64.urlsafe_b64decode(part + "=")) for part in (x, y))
    return ec.EllipticCurvePublicNumbers(across, up, ec.SECP256R1()).public_key()
