"""Sign a document: one PAdES signature a signer, B-LT, the last B-LTA.

The first signature certifies the document and allows nothing but filling in the fields made for the others. Every
signature carries a time stamp, and what a verifier needs years later (certificates, revocation lists) lies in the file.
"""

import asyncio
import hashlib
import io
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reports.documents.signing.certificates import (
    Credential,
    EmbeddedAuthority,
    Revocation,
    as_asn1,
    check_may_sign,
    issue_revocation_list,
)
from reports.documents.signing.encoding import repair_asn1crypto
from reports.documents.signing.errors import CertificateRevoked, FieldNotPlaced, SigningError
from reports.documents.signing.fields import STAMP_FIELD, Field, add_fields
from reports.documents.signing.seals import SealDrawing

_DIGEST = "sha256"
# The archive stamp comes last of all, over its own evidence too, so that readers show the whole file as signed.
_EVIDENCE = DSSContentSettings(
    include_vri=False, next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
)
# pyHanko warns at every signature that nothing is fetched; the revocation lists are handed to it.
logging.getLogger("pyhanko.sign.signers.pdf_signer").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Signing:
    """One signature to make."""

    field: Field
    credential: Credential
    reason: str  # 承办人签名
    role: str = ""  # what the register calls the signer
    location: str = ""
    seal: SealDrawing | None = None


@dataclass(frozen=True)
class Trust:
    """What signatures are checked against before and after they are made."""

    authority: EmbeddedAuthority
    revocations: Callable[[], Iterable[Revocation]]
    extra_roots: tuple[bytes, ...] = ()  # DER, of an external time-stamping authority

    def context(self, now: datetime) -> ValidationContext:
        """A validation context with fresh revocation lists; nothing is fetched."""
        authority = self.authority
        lists = [
            issue_revocation_list(authority.root, (), now),
            issue_revocation_list(authority.issuing, self.revocations(), now),
        ]
        return ValidationContext(
            trust_roots=[
                authority.root.parsed,
                *(x509.Certificate.load(extra) for extra in self.extra_roots),
            ],  # without roots pyHanko would ask the system
            other_certs=[authority.issuing.parsed, authority.stamping.parsed],
            crls=lists,
            allow_fetching=False,
            revocation_mode="soft-fail" if self.extra_roots else "require",
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """What the register remembers of a signature."""

    name: str
    role: str
    field: str
    certificate_sha256: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class SignedDocument:
    content: bytes
    sha256: str
    signatures: tuple[Signature, ...]  # the archive stamp is not counted


class _LoadedSigner(ExternalSigner):
    """Signs with a key in memory: pyHanko's own signer parses the key anew for every signature."""

    def __init__(self, credential: Credential) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([as_asn1(above) for above in credential.chain])
        super().__init__(
            signing_cert=credential.parsed, cert_registry=store, signature_value=credential.signature_bytes
        )
        self._credential = credential

    async def signed_attrs(self, *arguments: Any, **named: Any) -> cms.CMSAttributes:
        """As pyHanko builds them, but encoded once: what was built piece by piece is encoded anew at every look."""
        built = await super().signed_attrs(*arguments, **named)
        return cms.CMSAttributes.load(built.dump())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != _DIGEST:
            raise SigningError(f"digest {digest_algorithm}")
        if dry_run:
            return bytes(self._credential.signature_bytes)
        return self._credential.sign(data)


def sign_document(
    content: bytes, signings: Sequence[Signing], stamper: TimeStamper, trust: Trust, now: Callable[[], datetime]
) -> SignedDocument:
    """Make the fields, sign in the order given, and stamp for the archive. 20 to 80 ms a signature.

    Raises CertificateEnding, CertificateRevoked, ClockWentBack, StampServiceFailed, FieldNotPlaced.
    """
    workshop = Workshop(stamper, trust, now)
    for signing in signings:  # before anything is signed
        workshop.check(signing)
    prepared = prepare_fields(content, [signing.field for signing in signings])
    made: list[Signature] = []
    for index, signing in enumerate(signings):
        prepared, signature = workshop.sign(prepared, signing, first=index == 0, last=index == len(signings) - 1)
        made.append(signature)
    return SignedDocument(prepared, hashlib.sha256(prepared).hexdigest(), tuple(made))


def prepare_fields(content: bytes, fields: Sequence[Field]) -> bytes:
    """Make the fields of all who will sign and of the archive's stamp; none can be made once the first has signed."""
    return add_fields(content, [*fields, Field(STAMP_FIELD, "归档时间戳")])


@dataclass(frozen=True)
class Workshop:
    """What it takes to sign one signature at a time, on the same day or a week apart."""

    stamper: TimeStamper
    trust: Trust
    now: Callable[[], datetime]

    def check(self, signing: Signing) -> None:
        """Raises CertificateEnding, CertificateRevoked, FieldNotPlaced."""
        check_may_sign(signing.credential.certificate, self.now())
        serial = signing.credential.certificate.serial_number
        if serial in {revocation.serial_number for revocation in self.trust.revocations()}:
            raise CertificateRevoked(certificate=signing.credential.fingerprint)
        if signing.seal is not None and signing.field.place is None:
            raise FieldNotPlaced(field=signing.field.name)

    def sign(self, content: bytes, signing: Signing, *, first: bool, last: bool) -> tuple[bytes, Signature]:
        """Fill one of the prepared fields: the first signature certifies, the last is stamped for the archive.

        Earlier signatures stay whole. Raises what `check` raises, and ClockWentBack, StampServiceFailed.
        """
        repair_asn1crypto()
        self.check(signing)
        at = self.now()
        signed = asyncio.run(_sign(content, signing, self.stamper, self.trust.context(at), first=first, last=last))
        credential = signing.credential
        return signed, Signature(credential.name, signing.role, signing.field.name, credential.fingerprint, at)


async def _sign(
    content: bytes, signing: Signing, stamper: TimeStamper, context: ValidationContext, *, first: bool, last: bool
) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=signing.field.name,
        md_algorithm=_DIGEST,
        reason=signing.reason or None,
        location=signing.location or None,
        name=signing.credential.name,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=context,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        use_pades_lta=last,
        timestamp_field_name=STAMP_FIELD if last else None,
        dss_settings=_EVIDENCE,
    )
    signer = PdfSigner(
        metadata, _LoadedSigner(signing.credential), timestamper=stamper, stamp_style=_appearance(signing.seal)
    )
    output = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    await signer.async_sign_pdf(writer, existing_fields_only=True, output=output)
    return output.getvalue()


def _appearance(seal: SealDrawing | None) -> StaticStampStyle:
    """A seal's ink lets what it presses shine through."""
    drawing, size = (seal.operators, seal.size) if seal else (b"", 1.0)
    return StaticStampStyle(
        background=RawContent(data=drawing, box=BoxConstraints(width=size, height=size)),
        background_layout=SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID),
        background_opacity=0.85,
        border_width=0,
    )
