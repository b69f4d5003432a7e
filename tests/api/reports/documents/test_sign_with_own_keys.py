"""Agencies' own keys: PKCS#12 files in a folder, a token behind PKCS#11; what is ending, closed or absent."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from reports.documents.models import Document, DocumentFailure, DocumentSignature
from reports.documents.queries import content_of, installation, own_keys
from reports.documents.queries.verifications import trusted_roots, verify_file
from reports.documents.rules import DocumentKind
from reports.documents.services import PaperWish, issue_paper
from reports.documents.services.tools import trust
from reports.documents.signing.certificates import Credential, create_authority, issue_certificate
from reports.documents.signing.errors import CertificateEnding, KeyUnreadable
from reports.documents.verifying.examining import examine
from server.core.ids import new_id
from server.units.agencies.queries import name_on
from tests.factories.structured import make_honour
from tests.world import World

PASSPHRASE = "quancheng"
SOFTHSM = Path(os.environ.get("SOFTHSM2_MODULE", "/usr/lib/softhsm/libsofthsm2.so"))


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (certificates are judged by the machine's clock)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, connected: None, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Start the process anew with keys of one's own."""

    def use(address: str = str(tmp_path), passphrase: str = PASSPHRASE) -> None:
        here = installation.installation()
        settings = replace(here.settings, signing_keys=address, signing_passphrase=passphrase)
        monkeypatch.setattr(installation, "_installation", replace(here, settings=settings))

    yield use
    own_keys._all_of_token.cache_clear()


def issue(world: World, agency: str = "lixia") -> Document:
    wish = PaperWish(DocumentKind.HONOUR_CERTIFICATE, new_id(), None, world.agencies[agency], date(2026, 11, 22))
    return issue_paper(wish, lambda number, verification: make_honour(number=number, verification=verification))


def agency_name(world: World, agency: str = "lixia") -> str:
    return name_on(world.agencies[agency], date(2026, 11, 22)).name


def rsa_credential(name: str, days: int = 400) -> Credential:
    """As an authority elsewhere issues them: RSA 2048 under an issuer of its own."""

    def certificate(subject: str, key: Any, issuer: str, by: Any, ca: bool) -> x509.Certificate:
        others = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
        usage = dict.fromkeys(others, False)
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now() - timedelta(days=500))
            .not_valid_after(now() + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, crl_sign=ca, **usage
                ),
                critical=True,
            )
            .sign(by, hashes.SHA256())
        )

    above, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = certificate("别处的根", above, "别处的根", above, True)
    return Credential(key, certificate(name, key, "别处的根", above, False), (root,))


def test_agency_signs_with_the_key_in_its_file_and_the_file_verifies(
    own: Callable[..., None], world: World, tmp_path: Path
) -> None:
    credential = rsa_credential(agency_name(world))
    (tmp_path / f"{agency_name(world)}.p12").write_bytes(credential.to_container(PASSPHRASE.encode()))
    own()
    document = issue(world)
    (signature,) = DocumentSignature.select().where(DocumentSignature.document_id == document.id)
    assert signature.certificate_sha256 == credential.fingerprint
    assert verify_file(content_of(document))["verdict"] == "valid"
    found = [one for one in examine(content_of(document), trusted_roots()).signatures if not one.is_stamp]
    assert [(one.intact, one.trusted) for one in found] == [(True, True)]


def test_file_may_be_named_by_the_agency_s_id_and_other_agencies_use_the_embedded_authority(
    own: Callable[..., None], world: World, tmp_path: Path
) -> None:
    elsewhere = create_authority("别处", now())
    credential = issue_certificate(elsewhere.issuing, agency_name(world), "别处", now())
    (tmp_path / f"{world.agencies['lixia']}.pfx").write_bytes(credential.to_container(PASSPHRASE.encode()))
    own()
    mine, other = issue(world), issue(world, "licheng")
    used = {row.document_id: row.certificate_sha256 for row in DocumentSignature.select()}
    assert used[mine.id] == credential.fingerprint
    assert used[other.id] != credential.fingerprint
    assert len(trust().extra_roots) == 1


@pytest.mark.parametrize("days", [-1, 5])
def test_certificate_that_ended_or_ends_within_days_signs_nothing_and_says_why(
    own: Callable[..., None], world: World, tmp_path: Path, days: int
) -> None:
    credential = rsa_credential(agency_name(world), days)
    (tmp_path / f"{agency_name(world)}.p12").write_bytes(credential.to_container(PASSPHRASE.encode()))
    own()
    with pytest.raises(CertificateEnding):
        issue(world)
    assert [row.code for row in DocumentFailure.select()] == ["certificate_ending"]
    assert DocumentSignature.select().count() == 0


def test_file_that_the_passphrase_does_not_open_is_never_passed_over(
    own: Callable[..., None], world: World, tmp_path: Path
) -> None:
    credential = rsa_credential(agency_name(world))
    (tmp_path / f"{agency_name(world)}.p12").write_bytes(credential.to_container(b"another"))
    own()
    with pytest.raises(KeyUnreadable):
        issue(world)
    assert [row.code for row in DocumentFailure.select()] == ["key_unreadable"]


@pytest.mark.skipif(
    not SOFTHSM.exists() or not shutil.which("softhsm2-util"), reason="no SoftHSM on this machine (Debian's softhsm2)"
)
@pytest.mark.parametrize("kind", ["EC", "RSA"])
def test_key_in_a_token_signs_without_leaving_it(
    own: Callable[..., None], world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is wanted only where tokens are")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nslots.removable = false\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    initialise = ["softhsm2-util", "--init-token", "--free", "--label", kind, "--so-pin", "so-pin", "--pin", PASSPHRASE]
    subprocess.run([*initialise, "--module", SOFTHSM], check=True, capture_output=True)
    library = pkcs11.lib(str(SOFTHSM))
    library.reinitialize()
    token = library.get_token(token_label=kind)
    credential = _put_into(token, agency_name(world), kind)
    own(f"pkcs11:{SOFTHSM}?token={kind}")
    document = issue(world)
    (signature,) = DocumentSignature.select().where(DocumentSignature.document_id == document.id)
    assert signature.certificate_sha256 == credential.fingerprint
    found = [one for one in examine(content_of(document), trusted_roots()).signatures if not one.is_stamp]
    assert [(one.intact, one.trusted) for one in found] == [(True, True)]


def _put_into(token: Any, name: str, kind: str) -> Credential:
    """A key and its certificate, as a bureau's token comes from its authority."""
    import pkcs11
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    elsewhere = create_authority("别处", now())
    ec_credential = issue_certificate(elsewhere.issuing, name, "别处", now())
    credential = rsa_credential(name) if kind == "RSA" else ec_credential
    der = credential.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    decode = decode_rsa_private_key if kind == "RSA" else decode_ec_private_key
    with token.open(rw=True, user_pin=PASSPHRASE) as session:
        attributes = decode(der)
        attributes.update({pkcs11.Attribute.ID: b"\x01", pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: name})
        session.create_object(attributes)
        for id, certificate in ((b"\x01", credential.certificate), *((b"", above) for above in credential.chain)):
            attributes = decode_x509_certificate(certificate.public_bytes(serialization.Encoding.DER))
            attributes.update({pkcs11.Attribute.ID: id, pkcs11.Attribute.TOKEN: True})
            session.create_object(attributes)
    return credential
