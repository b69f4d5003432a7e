"""What the verify page says of a file: by the register first, then by what the file itself shows."""

import hashlib
import io
import random
import re
import time
import zlib
from dataclasses import replace

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reports.documents.signing.certificates import create_authority
from reports.documents.signing.fields import Field
from reports.documents.signing.pades import Signing, sign_document
from reports.documents.verifying.examining import examine
from reports.documents.verifying.rules import (
    Change,
    Examination,
    Fault,
    Registered,
    Verdict,
    claimed_document_id,
    judge,
)
from reports.documents.verifying.sandbox import Limits, examine_apart
from tests.factories.documents import (
    DOCUMENT_ID,
    current,
    make_order,
    renderer,
    sign_order,
    signed_order,
    workshop,
)


def registered(**changes: object) -> Registered:
    document = signed_order()
    entry = Registered(DOCUMENT_ID, "历公（内）责通字〔2026〕第0012号", document.sha256, len(document.signatures))
    return replace(entry, **changes)


def verdict_on(content: bytes) -> tuple[Verdict, str]:
    examination = examine(content, [workshop().root])
    judgement = judge(hashlib.sha256(content).hexdigest(), registered(), examination)
    return judgement.verdict, "；".join(judgement.reasons)


def painted_over(content: bytes) -> bytes:
    """The file with a white box over its first page, appended as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    paint = generic.StreamObject(stream_data=b"q 1 1 1 rg 100 100 300 300 re f Q")
    writer.add_stream_to_page(0, writer.add_object(paint))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def revisions(content: bytes) -> list[bytes]:
    return [content[: match.end()] for match in re.finditer(rb"%%EOF\r?\n?", content)]


def test_file_as_it_was_issued_is_valid() -> None:
    assert verdict_on(signed_order().content)[0] is Verdict.VALID


def test_every_changed_byte_is_found() -> None:
    genuine, choose = signed_order().content, random.Random(20261122)  # noqa: S311 (which byte, not a secret)
    for _ in range(40):
        position = choose.randrange(len(genuine))
        changed = bytearray(genuine)
        changed[position] ^= 1 << choose.randrange(8)
        assert judge(hashlib.sha256(changed).hexdigest(), registered()).verdict is Verdict.ALTERED


def test_changed_byte_in_the_text_breaks_each_signature_over_it() -> None:
    changed = bytearray(signed_order().content)
    changed[len(changed) // 3] ^= 1
    verdict, reasons = verdict_on(bytes(changed))
    assert verdict is Verdict.ALTERED
    assert "“王珺（370102-0417）”的签名所覆盖的内容被改动" in reasons


def test_page_painted_over_afterwards_is_found_though_every_signature_still_holds() -> None:
    content = painted_over(signed_order().content)
    assert all(s.intact and s.trusted for s in examine(content, [workshop().root]).signatures)
    verdict, reasons = verdict_on(content)
    assert verdict is Verdict.ALTERED
    assert "之后又有人改动了页面内容" in reasons


def test_file_cut_back_to_an_earlier_signature_is_found_though_it_validates_everywhere() -> None:
    whole = revisions(signed_order().content)
    assert len(whole) >= 4
    for cut in whole[1:-1]:
        examination = examine(cut, [workshop().root])
        assert all(s.intact and s.trusted and s.change is not Change.CONTENT for s in examination.signatures)
        verdict, reasons = verdict_on(cut)
        assert verdict is Verdict.ALTERED
        assert "截断到较早的版本" in reasons


def test_unsigned_first_revision_is_altered_too() -> None:
    verdict, reasons = verdict_on(revisions(signed_order().content)[0])
    assert verdict is Verdict.ALTERED
    assert "登记有2个签名，文件中只有0个" in reasons


def test_bytes_appended_after_the_end_are_found() -> None:
    verdict, _ = verdict_on(signed_order().content + b"\n% nothing to see\n")
    assert verdict is Verdict.ALTERED


def test_signature_taken_from_another_paper_does_not_hold() -> None:
    """The container of one order put into another: whole in itself, over other bytes."""
    mine, other = signed_order(), sign_order(make_order(number="历公（内）责通字〔2026〕第0099号"))
    container = re.compile(rb"/Contents <([0-9a-fA-F]{2000,})>")  # shorter ones are labels
    first, taken = container.search(mine.content), container.search(other.content)
    assert first is not None
    assert taken is not None
    assert len(first.group(1)) == len(taken.group(1))
    swapped = mine.content[: first.start(1)] + taken.group(1) + mine.content[first.end(1) :]
    judged = judge(hashlib.sha256(swapped).hexdigest(), registered(), examine(swapped, [workshop().root]))
    assert judged.verdict is Verdict.ALTERED
    assert any("所覆盖的内容被改动" in reason for reason in judged.reasons)


def test_revoked_and_superseded_files_say_so_though_nothing_in_them_changed() -> None:
    sha256 = signed_order().sha256
    revoked = judge(sha256, registered(revoked_at=current(), revocation_reason="事实认定有误"))
    assert revoked.verdict is Verdict.REVOKED
    assert "该文书已被撤销：事实认定有误" in revoked.reasons
    superseded = judge(sha256, registered(superseded_by="历公（内）责通字〔2026〕第0013号"))
    assert superseded.verdict is Verdict.SUPERSEDED
    assert "替代" in superseded.reasons[1]


def test_same_document_signed_by_another_authority_is_not_ours() -> None:
    stranger = create_authority("别处", current())
    tools = workshop()
    signing = Signing(Field("officer", "签名"), replace(tools.officer), "签名")
    forged = sign_document(
        renderer().render(make_order()).content, [signing], tools.stamper, tools.trust, current
    ).content
    examination = examine(forged, [stranger.root.parsed.dump()])
    assert not any(signature.trusted for signature in examination.signatures)
    judgement = judge(hashlib.sha256(forged).hexdigest(), None, examination)
    assert judgement.verdict is Verdict.UNKNOWN
    assert "文件中的签名不是本系统签发的" in judgement.reasons


def test_file_with_our_signature_that_is_not_in_the_register_is_unknown_and_told_apart() -> None:
    examination = examine(signed_order().content, [workshop().root])
    judgement = judge(signed_order().sha256, None, examination)
    assert judgement.verdict is Verdict.UNKNOWN
    assert "文件带有本系统签发的签名，但没有登记，请联系签发机关核实" in judgement.reasons


def test_id_is_read_even_from_half_a_file() -> None:
    content = signed_order().content
    assert claimed_document_id(content) == DOCUMENT_ID
    assert claimed_document_id(content[: len(content) // 2] + bytes(999)) in {DOCUMENT_ID, None}
    assert claimed_document_id(b"%PDF-1.7") is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NOT_PDF),
        (b"MZ not a pdf", Fault.NOT_PDF),
        (b"%PDF-1.7\n" + bytes(2000), Fault.UNREADABLE),
        (b"%PDF-1.7\nstartxref\n9\n%%EOF\n", Fault.UNREADABLE),
    ],
)
def test_file_that_cannot_be_read_gets_a_reason_and_no_crash(content: bytes, fault: Fault) -> None:
    assert examine(content, [workshop().root]) == Examination(fault=fault)


def test_examination_apart_finds_the_same_as_here() -> None:
    content = painted_over(signed_order().content)
    assert examine_apart(content, [workshop().root]) == examine(content, [workshop().root])


def test_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.monotonic()
    found = examine_apart(signed_order().content, [workshop().root], Limits(wall_seconds=0.05))
    assert found.fault is Fault.TOO_COSTLY
    assert time.monotonic() - started < 5


def test_file_that_needs_too_much_memory_is_given_up() -> None:
    found = examine_apart(signed_order().content, [workshop().root], Limits(memory_bytes=64 * 1024 * 1024))
    assert found.fault in {Fault.TOO_COSTLY, Fault.UNREADABLE}


def test_file_above_the_size_limit_is_not_even_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.documents.verifying.sandbox.subprocess.run", lambda *_, **__: pytest.fail("started"))
    assert examine_apart(bytes(20 * 1024 * 1024 + 1), []).fault is Fault.TOO_COSTLY


def test_decompression_bomb_is_given_up_quickly() -> None:
    bomb = zlib.compress(zlib.compress(bytes(200 * 1024 * 1024), 9), 9)
    table = f"1 0 obj\n<</Type/XRef/Size 9/W[1 2 1]/Filter[/FlateDecode/FlateDecode]/Length {len(bomb)}>>stream\n"
    content = b"%PDF-1.7\n" + table.encode() + bomb + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
    started = time.monotonic()
    assert examine_apart(content, []).fault is not None
    assert time.monotonic() - started < 45
