"""Papers of free structure as PDF: what is on them, what empty items look like, and that nothing is obeyed."""

import io
import re
import subprocess
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports.documents.rules import (
    DocumentFacts,
    Fields,
    Heading,
    LegalForm,
    Paragraph,
    SignatureLines,
    Table,
    Verification,
)
from tests.factories.documents import DOCUMENT_ID, PHOTOS, renderer, signed_order
from tests.factories.structured import make_annexed, make_bulletin, make_decision, make_file, make_honour

NASTY = '<img src="file:///etc/passwd"><iframe src="http://127.0.0.1:9/"></iframe>{{ facts }}</style>'
KINDS = [
    make_bulletin(),
    make_decision(),
    make_honour(),
    make_file(make_annexed("现场照片", PHOTOS[0].image, media="image/jpeg")),
]
NAMES = ["official", "legal", "honour", "file"]


def text_of(content: bytes, tmp_path: Path) -> str:
    """The text as another program reads it, without white space."""
    path = tmp_path / "document.pdf"
    path.write_bytes(content)
    read = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


def test_official_paper_prints_its_parts_in_their_order(tmp_path: Path) -> None:
    text = text_of(renderer().render(make_bulletin()).content, tmp_path)
    for placed in ("济南市公安局历下区分局文件", "济南市公安局历下区分局2026年11月22日"):  # painted last of all
        assert placed in text
    parts = (
        "历公（治）〔2026〕12号",
        "内部治安保卫工作情况的通报",
        "各派出所、各有关单位：",
        "一、总体情况",
        "（一）各街道检查情况",
        "附件：1.各单位隐患整改情况汇总表2.重点单位治安保卫工作考核结果",
        "（联系单位：治安管理大队，电话：0531-00000000）",
        "抄送：济南市公安局治安警察支队，历下区人民政府办公室，历下区教育和体育局。",
        "济南市公安局历下区分局办公室2026年11月23日印发",
    )
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_legal_form_strikes_out_empty_items_and_names_copies_and_signatures(tmp_path: Path) -> None:
    text = text_of(renderer().render(make_decision()).content, tmp_path)
    for expected in (
        "法定代表人／",
        "罚款壹万元整（￥10,000.00）",
        "一式三份",
        "王珺370102-0417",
        "被处罚单位签收人：",
        "图1南门外侧",
    ):
        assert expected in text


def test_paper_without_a_seal_has_no_place_for_one_and_says_nothing_of_it(tmp_path: Path) -> None:
    form = renderer().render(make_decision(sealed=False))
    assert "seal" not in form.places
    assert "电子印章" not in text_of(form.content, tmp_path)
    assert "seal" in renderer().render(make_decision()).places


def test_chart_has_its_numbers_in_a_table_and_gaps_as_dashes(tmp_path: Path) -> None:
    text = text_of(renderer().render(make_bulletin()).content, tmp_path)
    assert "检查家次182164—99" in text
    assert "发现隐患9271.56048" in text


def test_certificate_of_honour_is_one_landscape_page_however_long_its_text(tmp_path: Path) -> None:
    for words in ("特发此证。", "在单位内部治安保卫工作中成绩突出。" * 14):
        form = renderer().render(make_honour(text=words))
        assert form.pages == 1
        with pikepdf.open(io.BytesIO(form.content)) as pdf:
            _, _, width, height = (float(n) for n in pdf.pages[0].mediabox)
            assert (width, height) == pytest.approx((841.89, 595.28), abs=0.1)
    assert "先进集体" in text_of(form.content, tmp_path)


def test_index_of_a_file_counts_pages_and_states_every_hash(tmp_path: Path) -> None:
    order = signed_order().content
    papers = (make_annexed("责令限期整改通知书", order, number="历公（内）责通字〔2026〕第0012号"),
              make_annexed("现场照片", PHOTOS[0].image, media="image/jpeg", dated_on=None))  # fmt: skip
    text = text_of(renderer().render(make_file(*papers)).content, tmp_path)
    with pikepdf.open(io.BytesIO(order)) as pdf:
        pages = len(pdf.pages)
    assert f"2份共{pages + 1}页" in text
    for paper in papers:
        assert paper.sha256 in text
    assert "01-责令限期整改通知书.pdf" in text


@pytest.mark.parametrize("facts", KINDS, ids=NAMES)
def test_equal_facts_give_equal_bytes(facts: DocumentFacts) -> None:
    assert renderer().render(facts).content == renderer().render(facts).content


@pytest.mark.parametrize("facts", KINDS, ids=NAMES)
def test_draft_says_so_on_every_page(facts: DocumentFacts, tmp_path: Path) -> None:
    nowhere = Verification(DOCUMENT_ID, url="", token="")
    draft = renderer().render(replace(facts, draft=True, number="", verification=nowhere))
    text = text_of(draft.content, tmp_path)
    assert text.count("草稿未签发") == draft.pages
    assert "未编号" in text


def test_markup_in_any_block_is_printed_and_never_obeyed(tmp_path: Path) -> None:
    blocks = (
        Heading(NASTY), Paragraph(NASTY), Fields(((NASTY, NASTY),)), Table((NASTY,), ((NASTY,),), caption=NASTY),
        SignatureLines((NASTY,)),
    )  # fmt: skip
    paper: LegalForm = make_decision(blocks=blocks, title=NASTY, addressee=NASTY, copies=NASTY, photos=())
    content = renderer().render(paper).content
    assert text_of(content, tmp_path).count('src="http://127.0.0.1:9/"') == 11
    with pikepdf.open(io.BytesIO(content)) as pdf:
        addresses = {str(o.URI) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/URI" in o}
    assert addresses <= {paper.verification.url}


def test_papers_of_a_file_come_out_of_it_byte_for_byte_with_their_signatures_whole(tmp_path: Path) -> None:
    order = signed_order().content
    papers = (
        make_annexed("责令限期整改/通知书", order),
        make_annexed("照片", PHOTOS[0].image, media="image/jpeg", dated_on=None),
    )
    facts = make_file(*papers)
    content = renderer().render(facts).content
    assert content == renderer().render(facts).content
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, path], check=True)
    assert (tmp_path / "01-责令限期整改-通知书.pdf").read_bytes() == order
    assert (tmp_path / "02-照片.jpg").read_bytes() == PHOTOS[0].image
    seen = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "01-责令限期整改-通知书.pdf"], capture_output=True, check=False
    )
    assert seen.stdout.decode().count("Signature is Valid.") == 2
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [str(each.AFRelationship) for each in pdf.Root.AF] == ["/Supplement"] * 2
        assert all("/ModDate" in each.EF.F.Params for each in pdf.Root.AF)


def test_draft_of_a_file_attaches_nothing() -> None:
    facts = make_file(make_annexed("照片", PHOTOS[0].image, media="image/jpeg"), draft=True)
    with pikepdf.open(io.BytesIO(renderer().render(facts).content)) as pdf:
        assert len(pdf.attachments) == 0


def spoilt(value: Any, text: str, keep: frozenset[str] = frozenset({"sha256", "url", "token"})) -> Any:
    """The same facts with a text in every place for words, whatever is in them."""
    if type(value) is str:
        return text
    if isinstance(value, tuple):
        return tuple(spoilt(part, text) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"level", "kind", "media", *keep}
        changes = {f.name: spoilt(getattr(value, f.name), text) for f in fields(value) if f.name not in kept}
        return replace(value, **changes)
    return value


@pytest.mark.parametrize("facts", KINDS, ids=NAMES)
def test_addresses_in_every_text_of_a_paper_fetch_nothing_and_run_nothing(facts: DocumentFacts) -> None:
    """What is fetched would have to be ours: anything else stops the rendering (see test_render_forms)."""
    nasty = '"><img src=http://127.0.0.1:9/x><link rel=attachment href=file:///etc/passwd>'
    content = renderer().render(spoilt(facts, nasty)).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        dictionaries = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        assert {str(o.URI) for o in dictionaries if "/URI" in o} <= {facts.verification.url}
        assert not any("/JS" in o or o.get("/S") == "/JavaScript" for o in dictionaries)
        attached = len(getattr(facts, "papers", ()))
        assert len(pdf.attachments) == attached
    assert b"root:" not in content


@pytest.mark.parametrize("facts", KINDS, ids=NAMES)
def test_character_in_no_font_is_marked_in_every_kind_and_reported(facts: DocumentFacts, tmp_path: Path) -> None:
    form = renderer().render(spoilt(facts, "王\U000323af\U0010fffd😀学"))
    assert form.missing == ["\U000323af"]
    text = text_of(form.content, tmp_path)
    assert "王〓" in text
    assert "\ufffd" not in text


def test_long_words_stay_within_the_page(tmp_path: Path) -> None:
    """A hash or an address without a break in a table, a title of sixty characters, a name of an authority."""
    blocks = (Fields((("校验值" * 9, "f" * 300),)), Table(("甲", "乙"), (("x" * 200, "字" * 200),), (1, 1)))
    paper = make_decision(blocks=blocks, title="关于" + "单位内部治安保卫工作" * 6 + "的决定", photos=())
    path = tmp_path / "long.pdf"
    path.write_bytes(renderer().render(paper).content)
    read = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    rights = [float(right) for right in re.findall(r'xMax="([\d.]+)"', read)]
    assert max(rights) <= (210 - 22) / 25.4 * 72 + 1
