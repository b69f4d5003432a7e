"""Read the signatures of a file. Runs in a process of its own (`sandbox`): the file may be hostile."""

import io
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from reports.documents.signing.encoding import repair_asn1crypto
from reports.documents.verifying.rules import Change, Examination, Fault, FoundSignature

_MOST_SIGNATURES = 32
# pyHanko logs every finding with a stack trace; findings are what this is for.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
_CHANGES = {
    ModificationLevel.NONE: Change.NONE,
    ModificationLevel.LTA_UPDATES: Change.EVIDENCE,
    ModificationLevel.FORM_FILLING: Change.SIGNATURES,
    ModificationLevel.ANNOTATIONS: Change.ANNOTATIONS,
    ModificationLevel.OTHER: Change.CONTENT,
}


def examine(content: bytes, roots: Sequence[bytes]) -> Examination:
    """Look at every signature of a PDF; `roots` are DER certificates that are trusted.

    Never raises on account of the file. Without limits of its own: call it through `sandbox`.
    """
    repair_asn1crypto()
    if b"%PDF-" not in content[:1024]:
        return Examination(fault=Fault.NOT_PDF)
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = reader.embedded_signatures
        if len(embedded) > _MOST_SIGNATURES:
            return Examination(fault=Fault.TOO_COSTLY)
        found = tuple(_look_at(signature, roots) for signature in embedded)
    except (MemoryError, RecursionError):
        return Examination(fault=Fault.TOO_COSTLY)
    except Exception:  # noqa: BLE001 (a hostile file finds every exception a parser has)
        return Examination(fault=Fault.UNREADABLE)
    return Examination(found)


def _look_at(signature: EmbeddedPdfSignature, roots: Sequence[bytes]) -> FoundSignature:
    is_stamp = signature.sig_object_type == "/DocTimeStamp"
    name = signature.signer_cert.subject.native.get("common_name", "")
    moment = _moment(signature)
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    try:
        status: Any = (
            validate_pdf_timestamp(signature, context)
            if is_stamp
            else validate_pdf_signature(signature, context, context)
        )
    except (PdfError, ValueError):
        return FoundSignature(
            signature.field_name, name, is_stamp, intact=False, trusted=False, whole_file=False,
            change=Change.CONTENT, signed_at=moment,
        )  # fmt: skip
    stamp = status.timestamp_validity if not is_stamp else None
    return FoundSignature(
        field=signature.field_name,
        name=name,
        is_stamp=is_stamp,
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted and (stamp is None or (stamp.valid and stamp.trusted))),
        whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        change=_change(status.modification_level, is_stamp or bool(status.docmdp_ok)),
        signed_at=moment,
    )


def _moment(signature: EmbeddedPdfSignature) -> datetime | None:
    """When the signature was made, by its own stamp: a certificate that ended since was good then."""
    stamped = signature.signed_data if signature.sig_object_type == "/DocTimeStamp" else _attached_stamp(signature)
    if stamped is None:
        return None
    moment: datetime = stamped["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _attached_stamp(signature: EmbeddedPdfSignature) -> cms.SignedData | None:
    for attribute in signature.signer_info["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            return attribute["values"][0]["content"]
    return None


def _change(level: ModificationLevel | None, allowed: bool) -> Change:
    if level is None:
        return Change.NONE if allowed else Change.CONTENT
    change = _CHANGES[level]
    return change if allowed or change is Change.ANNOTATIONS else Change.CONTENT
