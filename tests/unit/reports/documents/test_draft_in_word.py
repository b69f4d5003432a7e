"""Drafts as Word files: the words of the paper, a watermark, no number; nothing in them is obeyed."""

import io
import re
import zipfile

import pytest
from docx import Document

from reports.documents.rendering.word import render_docx
from reports.documents.rules import Heading, Paragraph, Table
from reports.documents.rules.forms import StructuredFacts
from tests.factories.documents import PHOTOS, UNIT
from tests.factories.structured import make_annexed, make_bulletin, make_decision, make_file, make_honour

FILE = make_file(make_annexed("现场照片", PHOTOS[0].image, media="image/jpeg", dated_on=None))
KINDS = [make_bulletin(), make_decision(), make_honour(), FILE]


def read(content: bytes) -> tuple[list[str], list[list[list[str]]]]:
    """Paragraphs and tables, as another program reads them."""
    paper = Document(io.BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    return [paragraph.text for paragraph in paper.paragraphs], tables


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


@pytest.mark.parametrize("facts", KINDS, ids=["official", "legal", "honour", "file"])
def test_draft_has_its_watermark_and_says_that_it_counts_for_nothing_and_no_number(facts: StructuredFacts) -> None:
    content = render_docx(facts)
    parts = parts_of(content)
    headers = [text for name, text in parts.items() if re.fullmatch(r"word/header\d+\.xml", name)]
    assert any('string="草稿"' in header for header in headers)
    lines, _ = read(content)
    assert facts.title in lines
    assert any("未编号、未签章" in line for line in lines)
    assert not any(facts.number in text for text in parts.values())
    assert not any(facts.verification.token in text for text in parts.values())


def test_words_and_tables_are_those_of_the_paper() -> None:
    lines, tables = read(render_docx(make_bulletin()))
    for expected in ("一、总体情况", "各派出所、各有关单位：", "附件：1. 各单位隐患整改情况汇总表", "2026年11月22日"):
        assert expected in lines
    assert ["2", "济南市历下区泉明路加油站", "12", "／"] in tables[-1]
    assert ["趵突泉", "—", "60"] in tables[0]


def test_empty_fields_are_struck_out() -> None:
    _, tables = read(render_docx(make_decision()))
    assert ["法定代表人", "／"] in tables[0]
    assert ["被处罚单位", UNIT.name] in tables[0]


def test_markup_and_what_xml_forbids_are_text_or_nothing_and_no_address_is_followed() -> None:
    nasty = '<w:p/>&amp;\x00\x0b<img src="http://127.0.0.1:9/"> file:///etc/passwd {{ facts }}'
    blocks = (Heading(nasty), Paragraph(nasty), Table((nasty,), ((nasty,),)))
    content = render_docx(make_decision(blocks=blocks, title="标题", addressee=nasty))
    lines, tables = read(content)
    shown = '<w:p/>&amp;<img src="http://127.0.0.1:9/"> file:///etc/passwd {{ facts }}'
    assert lines.count(shown) == 2
    assert tables[0] == [[shown], [shown]]
    relations = "".join(text for name, text in parts_of(content).items() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in relations


def test_equal_facts_give_equal_words() -> None:
    assert parts_of(render_docx(make_bulletin())) == parts_of(render_docx(make_bulletin()))
