"""The embedded authority: what it makes, keeps and revokes."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from reports.documents.signing.certificates import (
    Credential,
    Revocation,
    create_authority,
    derive_passphrase,
    issue_certificate,
    issue_revocation_list,
)
from reports.documents.signing.errors import KeyUnreadable
from tests.factories.documents import current, workshop

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def test_credential_comes_back_from_its_container_with_its_chain_in_order() -> None:
    passphrase = derive_passphrase(b"secret of an installation")
    officer = workshop().officer
    read = Credential.from_container(officer.to_container(passphrase), passphrase)
    assert read.certificate == officer.certificate
    assert read.chain == officer.chain
    assert read.key.private_numbers() == officer.key.private_numbers()


@pytest.mark.parametrize("container", [workshop().officer.to_container(b"other"), b"no container"])
def test_container_of_another_installation_does_not_open(container: bytes) -> None:
    with pytest.raises(KeyUnreadable):
        Credential.from_container(container, derive_passphrase(b"secret of an installation"))


def test_passphrase_depends_on_secret_and_purpose() -> None:
    assert len({derive_passphrase(b"a"), derive_passphrase(b"b"), derive_passphrase(b"a", "other")}) == 3


def test_chain_and_revocation_hold_in_openssl(tmp_path: Path) -> None:
    tools = workshop()
    lists = [
        issue_revocation_list(tools.authority.root, (), current()),
        issue_revocation_list(
            tools.authority.issuing, [Revocation(tools.bureau.certificate.serial_number, current())], current()
        ),
    ]
    (tmp_path / "root.pem").write_bytes(tools.authority.root.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "issuing.pem").write_bytes(tools.authority.issuing.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "lists.pem").write_bytes(
        b"".join(x509.load_der_x509_crl(one).public_bytes(Encoding.PEM) for one in lists)
    )
    for name, credential in (("officer", tools.officer), ("bureau", tools.bureau)):
        (tmp_path / f"{name}.pem").write_bytes(credential.certificate.public_bytes(Encoding.PEM))

    def check(name: str) -> subprocess.CompletedProcess[bytes]:
        command = [
            "openssl",
            "verify",
            "-x509_strict",
            "-crl_check_all",
            "-CRLfile",
            "lists.pem",
            "-CAfile",
            "root.pem",
        ]
        return subprocess.run([*command, "-untrusted", "issuing.pem", f"{name}.pem"], cwd=tmp_path, capture_output=True)

    good, revoked = check("officer"), check("bureau")
    assert good.returncode == 0, good.stderr
    assert b"certificate revoked" in revoked.stderr


def test_certificate_never_outlives_its_issuer() -> None:
    authority = create_authority("短", NOW)
    late = issue_certificate(authority.issuing, "甲", "乙", NOW + timedelta(days=365 * 9), days=365 * 3)
    assert late.certificate.not_valid_after_utc == authority.issuing.certificate.not_valid_after_utc


def test_names_longer_than_readers_take_are_cut_between_characters() -> None:
    assert issue_certificate(workshop().authority.issuing, "名" * 100, "局" * 100, NOW).name == "名" * 21


def test_revocation_lists_are_numbered_by_time() -> None:
    def number(moment: datetime) -> int:
        made = x509.load_der_x509_crl(issue_revocation_list(workshop().authority.issuing, (), moment))
        return made.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number

    assert number(NOW) < number(NOW + timedelta(seconds=1))
