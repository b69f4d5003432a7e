"""Open Badges 3.0: the credential of a certificate, its issuer's DID document, and the list of what was revoked."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from courses.certificates.rules.certificates import AUDIENCE_WORDS, NOT_A_GRADE, TITLE
from courses.certificates.rules.origin import Origin
from server.core.clock import start_of

Json = dict[str, Any]
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#: Bits of one list: fewer than 131072 would let a reader tell which badge somebody looks up.
LIST_BITS = 131_072


@dataclass(frozen=True)
class BadgeFacts:
    """What a badge says. ``person_id`` leaves only as a salted hash."""

    id: UUID
    person_id: UUID
    issuer_name: str
    title: str
    year: int
    audience: str
    seconds: int
    issued_at: datetime
    valid_to: date
    status_index: int
    salt: str


def credential_of(facts: BadgeFacts, origin: Origin, holder_name: str | None = None) -> Json:
    """The credential, unsigned. Nobody's name stands in it but on the holder's own wish.

    Source: Open Badges 3.0; Verifiable Credentials 2.0; LN-19b.
    """
    number, index = divmod(facts.status_index, LIST_BITS)
    status_list = origin.status_list(number + 1)
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": origin.badge(facts.id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.title,
        "issuer": {"id": origin.did, "type": ["Profile"], "name": facts.issuer_name},
        "validFrom": written(facts.issued_at),
        "validUntil": written(start_of(facts.valid_to + timedelta(days=1)) - timedelta(seconds=1)),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "creditsEarned": facts.seconds * 10 // 3600 / 10,
            "identifier": _identifiers(facts, holder_name),
            "achievement": achievement_of(facts.year, facts.audience, origin),
        },
        "credentialStatus": {
            "id": f"{status_list}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(index),
            "statusListCredential": status_list,
        },
    }


def achievement_of(year: int, audience: str, origin: Origin) -> Json:
    """What was achieved."""
    words = AUDIENCE_WORDS.get(audience, audience)
    return {
        "id": origin.achievement(year, audience),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": f"{year}年度{words}{TITLE}",
        "description": f"完成{year}年度治安保卫轮训（{words}）并考核合格。{NOT_A_GRADE}",
        "criteria": {"narrative": "完成当年规定的学时；要求考试的，考试合格。"},
    }


def did_document(origin: Origin, keys: Sequence[tuple[int, str]]) -> Json:
    """The issuer's keys by number, old ones too: what they signed stays checkable (did:web)."""
    methods = [
        {
            "id": method_of(origin, number),
            "type": "Multikey",
            "controller": origin.did,
            "publicKeyMultibase": multibase,
        }
        for number, multibase in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": origin.did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def method_of(origin: Origin, number: int) -> str:
    return f"{origin.did}#key-{number}"


def status_list_of(origin: Origin, number: int, revoked: Iterable[int], at: datetime) -> Json:
    """The list of revocations (Bitstring Status List 1.0), unsigned; ``revoked`` are places within the list."""
    address = origin.status_list(number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": origin.did,
        "validFrom": written(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_bits(revoked),
        },
    }


def encode_bits(places: Iterable[int]) -> str:
    """Bits with those places set, the first bit leftmost; gzip, base64url without padding, multibase u."""
    bits = bytearray(LIST_BITS // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), 9, mtime=0)).decode().rstrip("=")


def written(instant: datetime) -> str:
    """2026-11-23T01:02:03Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _identifiers(facts: BadgeFacts, holder_name: str | None) -> list[Json]:
    """A random id under a salt gives nothing away; a hashed name could be guessed, so a name stands plain or not at all."""
    hashed = hashlib.sha256(f"{facts.person_id}{facts.salt}".encode()).hexdigest()
    found: list[Json] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"sha256${hashed}",
            "identityType": "systemId",
            "salt": facts.salt,
        }
    ]
    if holder_name:
        name = {"hashed": False, "identityHash": holder_name, "identityType": "name"}
        found.append({"type": "IdentityObject", **name})
    return found
