"""Somebody who completed a rotation, and a reader of badges written from the specifications alone.

The reader shares no code with the program: its own canonical JSON, its own base58.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from courses.certificates.services.issuing import issue_certificate
from courses.rotations.models import Enrolment, RotationCycle
from courses.trainees.rules import Audience
from server.core.permissions import SYSTEM
from tests.factories.rotations import cycle, enrolment_of, learn
from tests.factories.trainees import trained, trainee
from tests.world import World

Json = dict[str, Any]


def rotation(world: World, **changes: Any) -> RotationCycle:
    """The branch's rotation of guards, two hours without an exam; both guards of the world are in it."""
    for persona in ("guard", "other_guard"):
        trained(world.people[persona].person_id, Audience.GUARD)
    return cycle(**{"agency_id": world.agencies["lixia"], **changes})


def completed(world: World, persona: str = "guard", **changes: Any) -> Enrolment:
    """The enrolment of somebody who has done all that was asked."""
    made = rotation(world, **changes)
    learn(world.people[persona].person_id, 7200)
    return enrolment_of(made, world.people[persona].person_id)


def grow_certificates(world: World) -> None:
    """Five certificates of five new informants of one unit."""
    school = world.units["school_first"]
    people = [trainee(school, audience=Audience.INFORMANT).person_id for _ in range(5)]
    made = cycle(agency_id=world.agencies["lixia"], audience=Audience.INFORMANT, title="2026年情报信息员轮训")
    for person_id in people:
        learn(person_id, 7200)
        issue_certificate(SYSTEM, enrolment_of(made, person_id).id)


def read_badge(credential: Json, did_document: Json) -> bool:
    """Whether the proof holds, by W3C Data Integrity EdDSA 1.0 §3.3 (eddsa-jcs-2022)."""
    proof = dict(credential["proof"])
    signature = _base58(proof.pop("proofValue"))
    bare = {name: value for name, value in credential.items() if name != "proof"}
    if bare["@context"][: len(proof["@context"])] != proof["@context"]:
        return False
    bare["@context"] = proof["@context"]
    hashed = hashlib.sha256(_canonical(proof).encode()).digest() + hashlib.sha256(_canonical(bare).encode()).digest()
    method = next(one for one in did_document["verificationMethod"] if one["id"] == proof["verificationMethod"])
    if method["id"] not in did_document["assertionMethod"] or proof["proofPurpose"] != "assertionMethod":
        return False
    key = _base58(method["publicKeyMultibase"])
    assert key[:2] == bytes([0xED, 0x01])
    try:
        Ed25519PublicKey.from_public_bytes(key[2:]).verify(signature, hashed)
    except InvalidSignature:
        return False
    return True


def is_revoked(credential: Json, fetch: Callable[[str], Json]) -> bool:
    """By W3C Bitstring Status List 1.0 §3.2."""
    status = credential["credentialStatus"]
    subject = fetch(status["statusListCredential"])["credentialSubject"]
    encoded = subject["encodedList"]
    assert encoded[0] == "u"
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(bits) * 8 >= 131_072
    place = int(status["statusListIndex"])
    return bool(bits[place // 8] & (1 << (7 - place % 8)))


_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _base58(multibase: str) -> bytes:
    assert multibase[0] == "z"
    number = 0
    for letter in multibase[1:]:
        number = number * 58 + _ALPHABET.index(letter)
    zeros = len(multibase[1:]) - len(multibase[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _canonical(value: Any) -> str:
    """RFC 8785 for what badges hold: texts of the first plane, truths, lists, and numbers with one decimal at most."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{_canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def person_of(world: World, persona: str) -> UUID:
    return world.people[persona].person_id
