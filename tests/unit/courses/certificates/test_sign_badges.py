"""Proofs are those of the specification, byte for byte; addresses and identifiers are written as did:web asks."""

from __future__ import annotations

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courses.certificates.rules.badges import encode_bits
from courses.certificates.rules.certificates import hours_words, mask_name, points_words
from courses.certificates.rules.origin import did_of
from courses.certificates.rules.proofs import is_signed_by, public_key, public_multibase, sign

#: Key pair, document and signature of W3C Data Integrity EdDSA Cryptosuites 1.0, annex on eddsa-jcs-2022.
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
DOCUMENT = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
PROOF_VALUE = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"


def test_the_specifications_own_example_is_signed_alike() -> None:
    key = Ed25519PrivateKey.from_private_bytes(base58.b58decode(SECRET[1:])[2:])
    assert public_multibase(key.public_key()) == PUBLIC
    signed = sign(DOCUMENT, key, f"did:key:{PUBLIC}#{PUBLIC}", "2023-02-24T23:36:38Z")
    assert signed["proof"]["proofValue"] == PROOF_VALUE
    assert is_signed_by(signed, public_key(PUBLIC))
    assert not is_signed_by({**signed, "name": "Other"}, public_key(PUBLIC))
    assert not is_signed_by(DOCUMENT, public_key(PUBLIC))


@pytest.mark.parametrize("text", ["z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc", "m6Mkr", "z"])
def test_what_is_no_signing_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        public_key(text)


@pytest.mark.parametrize(
    ("url", "did"),
    [
        ("https://shouwang.example", "did:web:shouwang.example"),
        ("http://127.0.0.1:8000/", "did:web:127.0.0.1%3A8000"),
        ("https://bureau.example/shouwang", "did:web:bureau.example:shouwang"),
    ],
)
def test_an_address_becomes_an_identifier(url: str, did: str) -> None:
    assert did_of(url) == did


def test_an_empty_list_is_small_and_says_so() -> None:
    assert encode_bits([]).startswith("uH4sI")
    assert len(encode_bits(range(0, 131_072, 7))) < 1_000


def test_words_on_paper() -> None:
    assert [hours_words(seconds) for seconds in (0, 7200, 9000, 9359)] == ["0 学时", "2 学时", "2.5 学时", "2.5 学时"]
    assert [points_words(points) for points in (10000, 9250, 9225)] == ["100", "92.5", "92.25"]
    assert [mask_name(name) for name in ("王五", "欧阳明", "王")] == ["王*", "欧**", "王*"]
