"""The two forms as PDF: what is on them, that nothing foreign gets in, and that equal facts give equal bytes."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from reports.documents.rendering.engine import Engine
from reports.documents.rendering.errors import ResourceRefused
from reports.documents.rendering.forms import FormRenderer
from reports.documents.rules import DocumentFacts, Flag, HandSignature, Refusal, Verification
from tests.factories.documents import (
    DOCUMENT_ID,
    HAZARDS,
    PHOTOS,
    RECORD_TEXTS,
    UNIT,
    make_order,
    make_record,
    prepared_fonts,
    renderer,
)


def text_of(content: bytes, tmp_path: Path) -> str:
    """The text as another program reads it, without white space."""
    path = tmp_path / "document.pdf"
    path.write_bytes(content)
    read = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


def test_order_prints_hazards_texts_and_verification(tmp_path: Path) -> None:
    order = make_order()
    text = text_of(renderer().render(order).content, tmp_path)
    for expected in (
        "责令限期整改治安隐患通知书",
        order.number,
        order.unit.name,
        order.unit.uscc,
        "（一）校门未设置硬质防冲撞设施（重大隐患，见图1、图2）",
        "（三）重点部位每日巡查记录不足五次（一般隐患）",
        "于2026年12月7日前整改完毕",
        "申请行政复议",
        "2026年11月22日",
        order.verification.url,
        "国办发〔2025〕33号",
        PHOTOS[0].sha256,
    ):
        assert expected in text


def test_record_prints_answers_signatures_photos_and_its_hash(tmp_path: Path) -> None:
    record = make_record()
    text = text_of(renderer().render(record).content, tmp_path)
    for expected in (
        "检查笔录",
        "2026年11月22日9时12分至10时45分",
        "王珺治安管理大队民警（执法证号：370102-0417）",
        "SCH-04",
        "不符合",
        "未检查原因：实验室正在改造",
        "相册选取；手机签名无效",
        "36.65132°N，117.05124°E，误差约8米",
        record.record_sha256,
        "图3选自手机相册",
    ):
        assert expected in text
    assert "签名" in text
    assert "拒绝签名" not in text


def test_refusal_is_printed_with_reason_and_witness_in_place_of_the_signature(tmp_path: Path) -> None:
    refused = make_record(
        unit_signature=None,
        refusal=Refusal("对检查结果有异议", "周敏"),
        texts=replace(RECORD_TEXTS, closing="孙立拒绝签名，原因：对检查结果有异议。见证人：周敏。"),
    )
    text = text_of(renderer().render(refused).content, tmp_path)
    assert "孙立拒绝签名，原因：对检查结果有异议。见证人：周敏。" in text
    assert "拒绝签名见证人：周敏" in text


def test_record_without_flags_hazards_or_photos_has_no_empty_sections(tmp_path: Path) -> None:
    bare = make_record(
        flags=(), hazards=(), photos=(), texts=replace(RECORD_TEXTS, hazards_lead="经检查，未发现治安隐患。")
    )
    text = text_of(renderer().render(bare).content, tmp_path)
    assert "经检查，未发现治安隐患。" in text
    assert "核对提示" not in text
    assert "附件" not in text
    assert "四、签名" in text


def test_draft_says_so_on_every_page_and_an_issued_order_nowhere(tmp_path: Path) -> None:
    nowhere = Verification(DOCUMENT_ID, url="", token="")
    draft = renderer().render(make_order(draft=True, number="", verification=nowhere))
    text = text_of(draft.content, tmp_path)
    assert text.count("草稿未签发") == draft.pages
    assert "扫描二维码" not in text
    assert "草稿" not in text_of(renderer().render(make_order()).content, tmp_path)


@pytest.mark.parametrize("facts", [make_order(), make_record()], ids=["order", "record"])
def test_equal_facts_give_equal_bytes(facts: DocumentFacts) -> None:
    """Also the first time: WeasyPrint's own colour profile comes out longer the second time."""
    fresh = FormRenderer(prepared_fonts())
    assert fresh.render(facts).content == fresh.render(facts).content == renderer().render(facts).content


@pytest.mark.parametrize("facts", [make_order(), make_record()], ids=["order", "record"])
def test_file_says_archive_accessible_and_which_document_it_is(facts: DocumentFacts) -> None:
    with pikepdf.open(io.BytesIO(renderer().render(facts).content)) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert 'pdfaid:part="3"' in metadata
        assert 'pdfaid:conformance="A"' in metadata
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert f"urn:uuid:{DOCUMENT_ID}" in metadata
        assert pdf.Root.Lang == "zh-CN"
        assert pdf.Root.MarkInfo.Marked
        interpolated = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Interpolate")]
        assert interpolated == []


def test_markup_in_what_people_typed_is_printed_and_never_obeyed(tmp_path: Path) -> None:
    nasty = '<img src="file:///etc/passwd"><script>alert(1)</script>{{ facts }}&amp;'
    order = make_order(unit=replace(UNIT, name=nasty), hazards=(replace(HAZARDS[0], title=nasty),))
    text = text_of(renderer().render(order).content, tmp_path)
    assert '<imgsrc="file:///etc/passwd"><script>alert(1)</script>{{facts}}&amp;' in text


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "ftp://127.0.0.1/x", "shouwang:no"]
)
def test_page_that_asks_for_anything_foreign_is_not_rendered(address: str) -> None:
    engine = Engine(prepared_fonts(), "")
    with pytest.raises(ResourceRefused):
        engine.render(f'<html lang="zh-CN"><title>x</title><img alt="x" src="{address}">', DOCUMENT_ID, {})


def test_name_with_a_character_in_no_font_is_marked_and_reported(tmp_path: Path) -> None:
    form = renderer().render(make_order(unit=replace(UNIT, name="王\U000323af学校")))
    assert form.missing == ["\U000323af"]
    assert "王〓学校" in text_of(form.content, tmp_path)


def test_long_lists_flow_over_pages_with_their_heads_repeated(tmp_path: Path) -> None:
    section = make_record().sections[0]
    long = replace(section, answers=section.answers * 12)
    form = renderer().render(make_record(sections=(long,)))
    text = text_of(form.content, tmp_path)
    assert form.pages >= 5
    assert text.count("编号检查内容结果说明") >= 3


def test_forty_hazards_flow_over_pages() -> None:
    order = make_order(hazards=tuple(replace(HAZARDS[2], number=n) for n in range(1, 41)))
    assert renderer().render(order).pages > 5


def test_seal_has_its_place_on_the_page_that_names_the_authority() -> None:
    form = renderer().render(make_order())
    place = form.places["seal"]
    assert place.right - place.left == pytest.approx(42 * 72 / 25.4, abs=0.1)
    assert place.top - place.bottom == pytest.approx(42 * 72 / 25.4, abs=0.1)
    with pikepdf.open(io.BytesIO(form.content)) as pdf:
        assert 0 <= place.page < len(pdf.pages)


def test_three_officers_and_a_missing_handwriting_fit(tmp_path: Path) -> None:
    record = make_record()
    signatures = (*record.officer_signatures, HandSignature("陈昇", None, None, "370102-0601"))
    form = renderer().render(make_record(officer_signatures=signatures, flags=(Flag("缺一名检查人手写签名", True),)))
    text = text_of(form.content, tmp_path)
    assert "陈昇" in text
    assert "【不符合规定】缺一名检查人手写签名" in text
