"""The pass in the address of a package's files: who plays which part of which package, and until when."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from uuid import UUID

from courses.packages.errors import PackageClosed

STEP_SECONDS = 3600
LIVES_STEPS = 3  # two to three hours
_BODY = struct.Struct(">16s16s16sHI")
_MAC_BYTES = 16
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class PackagePass:
    """``registration_id`` None: a preview, which keeps nothing."""

    account_id: UUID
    package_id: UUID
    registration_id: UUID | None
    part: int


def make_pass(key: bytes, given: PackagePass, moment: float) -> str:
    """A pass as text, the same all through an hour, so that a browser finds again what it has loaded."""
    ends = (int(moment) // STEP_SECONDS + LIVES_STEPS) * STEP_SECONDS
    registration = given.registration_id or _NOBODY
    body = _BODY.pack(given.account_id.bytes, given.package_id.bytes, registration.bytes, given.part, ends)
    return base64.urlsafe_b64encode(body + _mac(key, body)).decode().rstrip("=")


def read_pass(key: bytes, text: str, moment: float) -> PackagePass:
    """Raises PackageClosed: not ours, altered, or past its time."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as error:
        raise PackageClosed() from error
    body, mac = raw[: _BODY.size], raw[_BODY.size :]
    if len(raw) != _BODY.size + _MAC_BYTES or not hmac.compare_digest(mac, _mac(key, body)):
        raise PackageClosed()
    account, package, registration, part, ends = _BODY.unpack(body)
    if ends <= moment:
        raise PackageClosed(reason="expired")
    registration_id = UUID(bytes=registration)
    named = None if registration_id == _NOBODY else registration_id
    return PackagePass(UUID(bytes=account), UUID(bytes=package), named, part)


def statement_key(key: bytes, text: str) -> str:
    """What cmi5's fetch address hands out for this pass: the word behind ``Basic``."""
    mac = hmac.new(key, b"statements" + text.encode(), hashlib.sha256).hexdigest()[:32]
    return base64.b64encode(f"cmi5:{mac}".encode()).decode()


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, hashlib.sha256).digest()[:_MAC_BYTES]
