"""Keys in a token or a security module, by PKCS#11: they sign there and never leave it.

`python-pkcs11` is wanted only where such a key is (docs/operations.md).
"""

from __future__ import annotations

import threading
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from reports.documents.signing.certificates import Credential, order_chain
from reports.documents.signing.errors import KeyUnreadable

_using = threading.Lock()  # a session serves one call at a time


class PrivateKeyInToken:
    """A private key behind a session that stays open for the life of the process."""

    def __init__(self, key: Any) -> None:
        self._key = key

    def sign(self, data: bytes, /) -> bytes:
        """Sign SHA-256 of the data in the token; ECDSA comes back as DER."""
        from pkcs11 import KeyType, Mechanism

        with _using:
            if self._key.key_type != KeyType.EC:
                return bytes(self._key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
            digest = hashes.Hash(hashes.SHA256())
            digest.update(data)
            raw = bytes(self._key.sign(digest.finalize(), mechanism=Mechanism.ECDSA))
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def credentials_of(module: str, label: str, pin: str) -> tuple[Credential, ...]:
    """Every key of the token that has a certificate with the same id. Raises KeyUnreadable."""
    try:
        import pkcs11
    except ImportError as error:
        raise KeyUnreadable("install python-pkcs11") from error
    try:
        token = pkcs11.lib(module).get_token(token_label=label)
        session = token.open(user_pin=pin)
        found = {
            bytes(each[pkcs11.Attribute.ID]): x509.load_der_x509_certificate(bytes(each[pkcs11.Attribute.VALUE]))
            for each in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})
        }
        keys = list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}))
    except (pkcs11.PKCS11Error, RuntimeError, ValueError) as error:
        raise KeyUnreadable(type(error).__name__) from error
    everything = list(found.values())
    return tuple(
        Credential(PrivateKeyInToken(key), found[bytes(key.id)], order_chain(found[bytes(key.id)], everything))
        for key in keys
        if bytes(key.id) in found
    )
