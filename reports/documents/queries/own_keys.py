"""Keys that agencies bring along: PKCS#12 files in a folder, or a token behind PKCS#11."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from cryptography.hazmat.primitives import serialization

from reports.documents.queries.installation import installation
from reports.documents.signing.certificates import Credential
from reports.documents.signing.errors import KeyUnreadable

_SCHEME = "pkcs11"
_SUFFIXES = (".p12", ".pfx")


def own_key(agency_id: UUID, name: str) -> Credential | None:
    """The agency's own key by its id or its name, or None: then the embedded authority's is used.

    Raises KeyUnreadable when there is one that the passphrase doesn't open.
    """
    where = installation().settings.signing_keys
    if not where:
        return None
    passphrase = installation().settings.signing_passphrase
    if where.startswith(f"{_SCHEME}:"):
        return _of_token(where, passphrase, name)
    for stem in (str(agency_id), name):
        for suffix in _SUFFIXES:
            path = Path(where) / f"{stem}{suffix}"
            if path.is_file():
                return _opened(path, path.stat().st_mtime_ns, passphrase)
    return None


def own_roots() -> tuple[bytes, ...]:
    """What the agencies' own certificates rest on, DER: the top of each chain, or the certificate where there is none."""
    where = installation().settings.signing_keys
    if not where:
        return ()
    passphrase = installation().settings.signing_passphrase
    if where.startswith(f"{_SCHEME}:"):
        credentials = _all_of_token(where, passphrase)
    else:
        files = sorted(path for path in Path(where).iterdir() if path.suffix in _SUFFIXES)
        credentials = tuple(_opened(path, path.stat().st_mtime_ns, passphrase) for path in files)
    tops = [(credential.chain or (credential.certificate,))[-1] for credential in credentials]
    return tuple(dict.fromkeys(top.public_bytes(serialization.Encoding.DER) for top in tops))


@lru_cache(maxsize=64)
def _opened(path: Path, _changed: int, passphrase: str) -> Credential:
    """Opening costs key derivation, so a process does it once a file."""
    return Credential.from_container(path.read_bytes(), passphrase.encode())


def _of_token(address: str, pin: str, name: str) -> Credential | None:
    return next((credential for credential in _all_of_token(address, pin) if credential.name == name), None)


@lru_cache(maxsize=4)
def _all_of_token(address: str, pin: str) -> tuple[Credential, ...]:
    from reports.documents.signing.tokens import credentials_of

    parts = urlsplit(address)
    label = parse_qs(parts.query).get("token", [""])[0]
    if not label:
        raise KeyUnreadable("SHOUWANG_SIGNING_KEYS names no token")
    return credentials_of(parts.path, label, pin)
