"""The embedded certificate authority: a root, an issuing authority below it, and what they issue.

Made at the first start of an installation and kept in PKCS#12 under a passphrase derived from the installation's secret.
All keys are EC P-256: a signature costs a tenth of a millisecond and 70 bytes, and every PDF reader knows the curve.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from reports.documents.signing.errors import CertificateEnding, KeyUnreadable

_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_ROOT_DAYS = 365 * 20
_ISSUING_DAYS = 365 * 10
_STAMPING_DAYS = 365 * 9
_PERSON_DAYS = 365 * 3
_CRL_DAYS = 7
_NAME_BYTES = 64
_BACKDATED = timedelta(minutes=5)  # a verifier's clock may be a little behind
REFUSE_WITHIN = timedelta(days=7)


class TokenKey(Protocol):
    """A key that cannot be read, only used."""

    def sign(self, data: bytes, /) -> bytes:
        """As `Credential.sign`."""
        ...


#: A key in memory, or in a token that signs and never gives it away.
SigningHandle = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | TokenKey


@dataclass(frozen=True)
class Credential:
    """A key, its certificate and the certificates above it, issuer first, root last."""

    key: "SigningHandle"
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate in hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def name(self) -> str:
        found = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(found[0].value)

    @cached_property
    def parsed(self) -> asn1_x509.Certificate:
        """The certificate as pyHanko wants it."""
        return as_asn1(self.certificate)

    def sign(self, data: bytes) -> bytes:
        """A signature over SHA-256 of the data: DER of ECDSA, or RSA PKCS#1 v1.5."""
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(hashes.SHA256()))
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data)

    @property
    def readable_key(self) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
        """The key itself, for what issues certificates and lists. Raises KeyUnreadable for a token's."""
        if not isinstance(self.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise KeyUnreadable("a token's key stays in the token")
        return self.key

    @property
    def signature_bytes(self) -> int:
        """How long a signature is at most."""
        public = self.certificate.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            return public.key_size // 8
        return 2 * ((public.curve.key_size + 7) // 8) + 9 if isinstance(public, ec.EllipticCurvePublicKey) else 512

    def to_container(self, passphrase: bytes) -> bytes:
        """PKCS#12 bytes, key and chain inside."""
        return pkcs12.serialize_key_and_certificates(
            self.name.encode(),
            self.readable_key,
            self.certificate,
            self.chain,
            serialization.BestAvailableEncryption(passphrase),
        )

    @classmethod
    def from_container(cls, container: bytes, passphrase: bytes) -> "Credential":
        """Open a PKCS#12 container.

        Raises KeyUnreadable.
        """
        try:
            key, certificate, above = pkcs12.load_key_and_certificates(container, passphrase)
        except ValueError as error:
            raise KeyUnreadable from error
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or certificate is None:
            raise KeyUnreadable
        return cls(key, certificate, order_chain(certificate, above))


@dataclass(frozen=True)
class EmbeddedAuthority:
    """What an installation makes for itself at first start."""

    root: Credential
    issuing: Credential
    stamping: Credential


@dataclass(frozen=True, slots=True)
class Revocation:
    serial_number: int
    revoked_at: datetime


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def derive_passphrase(secret: bytes, purpose: str = "documents.keys") -> bytes:
    """A passphrase for key containers from the installation's secret; another purpose gives another one."""
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=f"shouwang:{purpose}".encode()).derive(secret)
    return derived.hex().encode()


def create_authority(installation: str, now: datetime) -> EmbeddedAuthority:
    """Make a root, an issuing authority and a time-stamping certificate for an installation."""
    root_key = _new_key()
    root_name = _name(f"{installation} 守望根证书", installation)
    root = Credential(
        root_key,
        _authority(root_name, root_name, root_key.public_key(), root_key, None, now, _ROOT_DAYS, depth=1),
    )
    issuing_key = _new_key()
    issuing_name = _name(f"{installation} 守望文书签发", installation)
    issuing = Credential(
        issuing_key,
        _authority(
            issuing_name, root_name, issuing_key.public_key(), root_key, root.certificate, now, _ISSUING_DAYS, depth=0
        ),
        (root.certificate,),
    )
    stamping = _issue(
        issuing,
        _name(f"{installation} 守望时间戳", installation),
        now,
        _STAMPING_DAYS,
        ExtendedKeyUsageOID.TIME_STAMPING,
    )
    return EmbeddedAuthority(root, issuing, stamping)


def issue_certificate(
    issuing: Credential, name: str, organisation: str, now: datetime, days: int = _PERSON_DAYS
) -> Credential:
    """Issue a signing certificate with a new key to an officer or an authority."""
    return _issue(issuing, _name(name, organisation), now, days, _DOCUMENT_SIGNING)


def issue_revocation_list(issuer: Credential, revocations: Iterable[Revocation], now: datetime) -> bytes:
    """A list of revoked certificates, DER; its number is the second it was made, so it never goes back."""
    now = now.replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now)
        .next_update(now + timedelta(days=_CRL_DAYS))
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(_key_identifier(issuer.certificate), critical=False)
    )
    for revocation in revocations:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(revocation.serial_number)
            .revocation_date(revocation.revoked_at.replace(microsecond=0))
            .build()
        )
    return builder.sign(issuer.readable_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def check_may_sign(certificate: x509.Certificate, now: datetime, margin: timedelta = REFUSE_WITHIN) -> None:
    """Refuse a certificate that isn't valid now or ends within the margin.

    Raises CertificateEnding.
    """
    if now < certificate.not_valid_before_utc or certificate.not_valid_after_utc - margin < now:
        raise CertificateEnding(ends_at=certificate.not_valid_after_utc.isoformat())


def _issue(
    issuing: Credential, subject: x509.Name, now: datetime, days: int, usage: x509.ObjectIdentifier
) -> Credential:
    key = _new_key()
    is_stamping = usage == ExtendedKeyUsageOID.TIME_STAMPING
    ends = min(now + timedelta(days=days), issuing.certificate.not_valid_after_utc)
    certificate = (
        _builder(subject, issuing.certificate.subject, key.public_key(), now)
        .not_valid_after(ends.replace(microsecond=0))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=not is_stamping), critical=True)
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=is_stamping)  # RFC 3161 2.3 wants it critical
        .add_extension(_key_identifier(issuing.certificate), critical=False)
        .sign(issuing.readable_key, hashes.SHA256())
    )
    return Credential(key, certificate, (issuing.certificate, *issuing.chain))


def _authority(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    signing_key: ec.EllipticCurvePrivateKey,
    issuer_certificate: x509.Certificate | None,
    now: datetime,
    days: int,
    *,
    depth: int,
) -> x509.Certificate:
    builder = (
        _builder(subject, issuer, public_key, now)
        .not_valid_after((now + timedelta(days=days)).replace(microsecond=0))
        .add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    )
    if issuer_certificate is not None:
        builder = builder.add_extension(_key_identifier(issuer_certificate), critical=False)
    return builder.sign(signing_key, hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before((now - _BACKDATED).replace(microsecond=0))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(**wanted: bool) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{use: wanted.get(use, False) for use in every})


def _key_identifier(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _name(common: str, organisation: str) -> x509.Name:
    """Names cut to what readers take: X.520 says 64 characters, many count bytes (21 Chinese characters)."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _cut(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(common)),
        ]
    )


def _cut(name: str) -> str:
    return name.encode()[:_NAME_BYTES].decode(errors="ignore")


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def order_chain(leaf: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The chain from the leaf's issuer to the root: PKCS#12 doesn't keep an order."""
    by_subject = {other.subject: other for other in others}
    chain: list[x509.Certificate] = []
    current = leaf
    while current.issuer != current.subject and (above := by_subject.get(current.issuer)):
        chain.append(above)
        current = above
    return tuple(chain)
