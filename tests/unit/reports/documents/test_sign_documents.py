"""Signed orders as pyHanko, poppler, qpdf and OpenSSL see them."""

import asyncio
import io
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule
from pyhanko_certvalidator.registry import SimpleTrustManager

from reports.documents.fonts.catalogue import Face
from reports.documents.signing.certificates import Revocation, issue_certificate
from reports.documents.signing.errors import CertificateEnding, CertificateRevoked, FieldNotPlaced
from reports.documents.signing.fields import Field, add_fields
from reports.documents.signing.pades import Signing, Trust, sign_document
from reports.documents.signing.seals import SealDesign, draw_seal
from tests.factories.documents import (
    AUTHORITY,
    current,
    make_order,
    prepared_fonts,
    renderer,
    signed_order,
    workshop,
)


def bare_signing(name: str = "officer") -> Signing:
    return Signing(Field(name, "承办人签名"), workshop().officer, "承办人签名", "officer")


def test_all_signatures_are_whole_in_another_reader_and_the_last_covers_the_file(tmp_path: Path) -> None:
    path = tmp_path / "order.pdf"
    path.write_bytes(signed_order().content)
    seen = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=False).stdout.decode()
    assert seen.count("Signature Validation: Signature is Valid.") == 2
    assert seen.count("ETSI.CAdES.detached") == 2
    assert seen.count("Total document signed") == 1
    assert "王珺（370102-0417）" in seen
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_signature_holds_in_openssl_under_our_root(tmp_path: Path) -> None:
    reader = PdfFileReader(io.BytesIO(signed_order().content))
    signature = reader.embedded_regular_signatures[0]
    (tmp_path / "sig.der").write_bytes(signature.signed_data and signature.pkcs7_content)
    start, length, resume, rest = (int(n) for n in signature.byte_range)
    content = signed_order().content
    (tmp_path / "signed.bin").write_bytes(content[start : start + length] + content[resume : resume + rest])
    (tmp_path / "root.pem").write_bytes(workshop().authority.root.certificate.public_bytes(Encoding.PEM))
    done = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "sig.der", "-content", "signed.bin",
         "-CAfile", "root.pem", "-purpose", "any", "-out", "/dev/null"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_signatures_pass_the_strict_long_term_check_with_only_what_is_in_the_file() -> None:
    rule = RevocationCheckingPolicy(RevocationCheckingRule.CRL_REQUIRED, RevocationCheckingRule.CRL_REQUIRED)
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(trust_roots=[workshop().authority.root.parsed]),
                revinfo_policy=CertRevTrustPolicy(rule),
            )
        )
    )
    reader = PdfFileReader(io.BytesIO(signed_order().content))
    for signature in reader.embedded_regular_signatures:
        result = asyncio.run(ades_lta_validation(signature, spec))
        assert result.ades_subindic.status.name == "PASSED", (signature.field_name, result)


def test_what_is_recorded_of_the_signatures_is_what_is_in_the_file() -> None:
    document = signed_order()
    assert [(s.name, s.role, s.field) for s in document.signatures] == [
        ("王珺（370102-0417）", "officer", "officer"),
        (AUTHORITY.name, "authority", "seal"),
    ]
    reader = PdfFileReader(io.BytesIO(document.content))
    for made, found in zip(document.signatures, reader.embedded_regular_signatures, strict=True):
        assert made.certificate_sha256 == found.signer_cert.sha256.hex()


def test_first_signature_certifies_and_allows_only_filling_in() -> None:
    first, second = PdfFileReader(io.BytesIO(signed_order().content)).embedded_regular_signatures
    assert first.docmdp_level is not None
    assert first.docmdp_level.name == "FILL_FORMS"
    assert second.docmdp_level is None


def test_fields_are_tagged_for_screen_readers_and_made_alike_each_time() -> None:
    content = renderer().render(make_order()).content
    place = renderer().render(make_order()).places["seal"]
    fields = [Field("a", "甲签名"), Field("b", "乙签章", place)]
    made = add_fields(content, fields)
    assert made == add_fields(content, fields)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        widgets = list(pdf.Root.AcroForm.Fields)
        assert [str(w.TU) for w in widgets] == ["甲签名", "乙签章"]
        assert [int(w.F) for w in widgets] == [132, 132]
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        tagged = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        assert all(tagged[int(w.StructParent)].S == "/Form" for w in widgets)


def test_certificate_that_ends_within_a_week_does_not_sign() -> None:
    tools = workshop()
    ending = issue_certificate(tools.authority.issuing, "李建国", AUTHORITY.name, current(), days=6)
    with pytest.raises(CertificateEnding):
        sign_document(b"", [replace(bare_signing(), credential=ending)], tools.stamper, tools.trust, current)


def test_certificate_not_valid_yet_does_not_sign() -> None:
    tools = workshop()
    early = issue_certificate(tools.authority.issuing, "李建国", AUTHORITY.name, current() + timedelta(days=1))
    with pytest.raises(CertificateEnding):
        sign_document(b"", [replace(bare_signing(), credential=early)], tools.stamper, tools.trust, current)


def test_revoked_certificate_does_not_sign() -> None:
    tools = workshop()
    serial = tools.officer.certificate.serial_number
    trust = Trust(tools.authority, lambda: [Revocation(serial, current())])
    with pytest.raises(CertificateRevoked):
        sign_document(b"", [bare_signing()], tools.stamper, trust, current)


def test_seal_without_a_place_is_refused_before_anything_is_signed() -> None:
    tools = workshop()
    seal = draw_seal(SealDesign(AUTHORITY.name), prepared_fonts().faces[Face.TITLE].path)
    with pytest.raises(FieldNotPlaced):
        sign_document(b"", [replace(bare_signing(), seal=seal)], tools.stamper, tools.trust, current)


def test_seal_is_drawn_red_over_the_authority_s_name(tmp_path: Path) -> None:
    form = renderer().render(make_order())
    place, page = form.places["seal"], form.places["seal"].page + 1
    path = tmp_path / "order.pdf"
    path.write_bytes(signed_order().content)
    box = [str(round(n)) for n in (place.left, 841.89 - place.top, place.right - place.left, place.top - place.bottom)]
    cut = ["-x", box[0], "-y", box[1], "-W", box[2], "-H", box[3]]
    subprocess.run(
        ["pdftoppm", "-r", "72", "-f", str(page), "-l", str(page), *cut, path, tmp_path / "seal"], check=True
    )
    (picture,) = tmp_path.glob("seal-*.ppm")
    with Image.open(picture) as image:
        pixels = list(image.convert("RGB").get_flattened_data())
    red = sum(1 for r, g, b in pixels if r > 150 and g < 120 and b < 120)
    assert 0.04 < red / len(pixels) < 0.4
