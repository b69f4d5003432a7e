"""Signing JSON so that anyone can check it: Data Integrity with ``eddsa-jcs-2022``.

The hash of the proof's options and that of the document, both over canonical JSON (RFC 8785), are signed together
with Ed25519. Keys and signatures are written as base58btc multibase.
"""

from __future__ import annotations

import hashlib
from typing import Any

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.core.canonical import canonical_json

Json = dict[str, Any]
SUITE = "eddsa-jcs-2022"
_ED25519_PUBLIC = b"\xed\x01"  # the multicodec of what follows
_BASE58 = "z"


def public_multibase(key: Ed25519PublicKey) -> str:
    """A public key as a Multikey: z6Mk…"""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return _BASE58 + base58.b58encode(_ED25519_PUBLIC + raw).decode()


def public_key(multibase: str) -> Ed25519PublicKey:
    """Raises ValueError for what is no Ed25519 Multikey."""
    raw = base58.b58decode(multibase.removeprefix(_BASE58))
    if not multibase.startswith(_BASE58) or not raw.startswith(_ED25519_PUBLIC):
        raise ValueError(multibase)
    return Ed25519PublicKey.from_public_bytes(raw[len(_ED25519_PUBLIC) :])


def sign(document: Json, key: Ed25519PrivateKey, verification_method: str, created: str) -> Json:
    """The document with a proof of assertion; ``created`` is an instant in UTC, as text."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],  # what the words mean is signed with them
    }
    signature = key.sign(_to_sign(document, options))
    return {**document, "proof": {**options, "proofValue": _BASE58 + base58.b58encode(signature).decode()}}


def is_signed_by(document: Json, key: Ed25519PublicKey) -> bool:
    """Whether the proof is the key's over exactly this document."""
    options = dict(document.get("proof") or {})
    value = options.pop("proofValue", "")
    bare = {name: part for name, part in document.items() if name != "proof"}
    if options.get("cryptosuite") != SUITE or not value.startswith(_BASE58):
        return False
    if options.get("@context") != bare.get("@context"):
        return False
    try:
        key.verify(base58.b58decode(value[1:]), _to_sign(bare, options))
    except (InvalidSignature, ValueError):
        return False
    return True


def _to_sign(document: Json, options: Json) -> bytes:
    return hashlib.sha256(canonical_json(options)).digest() + hashlib.sha256(canonical_json(document)).digest()
