"""Where pages end: no seal and no code without text beside it, no line beyond the margin, nothing cut that belongs together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reports.documents.rules import DocumentFacts, DocumentKind, Fields, LegalForm, Paragraph, SignatureLines, Table
from tests.factories.documents import make_order, make_record, renderer
from tests.factories.structured import make_bulletin, make_decision
from tests.measuring import Word, words_of

LINE = "治" * 28
LAST_EDGE = 210 - 26  # of the text of a law-enforcement paper, millimetres


def pages_of(facts: DocumentFacts, folder: Path) -> list[list[Word]]:
    path = folder / "paper.pdf"
    path.write_bytes(renderer().render(facts).content)
    return words_of(path)


def plain_form(**changes: object) -> LegalForm:
    bare = make_decision(kind=DocumentKind.PAYMENT_DEMAND, title="履行行政处罚决定催告书", signatures=(), photos=())
    return replace(bare, **{"copies": "一式两份，一份交当事人，一份附卷。", **changes})  # type: ignore[arg-type]


def with_text(facts: DocumentFacts, lines: int) -> DocumentFacts:
    """The paper with so many full lines of text before its end."""
    if isinstance(facts, LegalForm):
        return replace(facts, blocks=(Paragraph(LINE * lines, flush=True), *facts.blocks))
    return replace(facts, texts=replace(facts.texts, duties=(LINE * lines,)))  # type: ignore[call-arg,union-attr]


@pytest.mark.parametrize(
    "facts",
    [
        plain_form(blocks=()),
        plain_form(blocks=(SignatureLines(("被处罚人签收", "送达人")),)),
        plain_form(blocks=(SignatureLines(("承办人", "承办人", "负责人")),), sealed=False, copies=""),
        plain_form(blocks=(Paragraph("治" * 20),)),
        make_order(),
    ],
    ids=["sealed", "signed-for-below", "signed-only", "ends-in-one-line", "order"],
)
def test_neither_seal_nor_code_stands_on_a_page_without_two_lines_of_text(facts: DocumentFacts, tmp_path: Path) -> None:
    spilled = 0
    for lines in range(11, 20):
        pages = [page for page in pages_of(with_text(facts, lines), tmp_path) if any("页" in w.text for w in page)]
        (last,) = [page for page in pages if any("核验码" in word.text for word in page)]
        spilled += last is not pages[0]
        assert sum("治治" in word.text for word in last) >= 2, lines
    assert spilled  # or the walk met no page's end


def test_a_demand_of_ordinary_length_is_one_page(tmp_path: Path) -> None:
    """A lead, what is owed, when, what may be said against it, seal, copies, and the code."""
    table = Table(
        ("项目", "数额"), (("罚款", "20,000.00元"), ("加处罚款", "600.00元"), ("合计", "20,600.00元")), (1, 1)
    )
    blocks = (Paragraph(LINE * 2), table, Paragraph(LINE * 2), Paragraph("治" * 20))
    assert len(pages_of(plain_form(blocks=blocks, addressee="泉城示范第一中学"), tmp_path)) == 1


def test_a_form_of_a_dozen_fields_with_its_seal_is_one_page(tmp_path: Path) -> None:
    rows = tuple((f"第{number}项", "济南市历下区示范路") for number in range(1, 11))
    assert len(pages_of(plain_form(blocks=(Fields(rows), Paragraph(LINE * 2)), addressee="", copies=""), tmp_path)) == 1


def test_lines_to_sign_on_end_within_the_margin(tmp_path: Path) -> None:
    labels = ("答", "当事人或者其代理人", "被督导单位负责人签名", "送达人")
    blocks = (SignatureLines(labels), Paragraph(LINE), SignatureLines(("答",), dated=False))
    (page,) = pages_of(plain_form(blocks=blocks, sealed=False, copies=""), tmp_path)
    ends = [word.right for word in page if word.text.endswith("日")]
    assert len(ends) == len(labels)
    assert max(ends) <= LAST_EDGE


def test_who_signs_a_record_is_named_above_the_own_line(tmp_path: Path) -> None:
    """The frame of a label to stick on was drawn around these words, and pushed them out of the table."""
    words = [word for page in pages_of(make_record(), tmp_path) for word in page]
    labels = [word for word in words if word.text in ("检查人签名", "被检查单位签名")]
    assert len(labels) >= 2
    for label in labels:
        below = [w for w in words if abs(w.left - label.left) < 0.3 and 0 < w.top - label.bottom < 24]
        assert below, label  # the name, at the same edge
    assert max(label.right for label in labels) <= 210 - 22


def test_a_table_is_not_cut_after_its_first_or_before_its_last_row(tmp_path: Path) -> None:
    rows = tuple((f"行{number:02}", "已整改") for number in range(1, 7))
    for lines in range(10, 17):
        pages = pages_of(plain_form(blocks=(Paragraph(LINE * lines), Table(("序号", "情况"), rows))), tmp_path)
        for page in pages:
            shown = [word.text for word in page if word.text.startswith("行")]
            assert len(shown) != 1, (lines, shown)


def test_the_table_of_an_official_paper_begins_with_two_rows(tmp_path: Path) -> None:
    rows = tuple((f"行{number:02}", "已整改") for number in range(1, 7))
    for lines in range(2, 7):
        paper = make_bulletin(blocks=(Paragraph(LINE * lines), Table(("序号", "情况"), rows)), annexes=())
        for page in pages_of(paper, tmp_path):
            assert sum(word.text.startswith("行") for word in page) != 1, lines


def test_a_table_stays_where_it_fits_when_the_end_moves_on(tmp_path: Path) -> None:
    end = (Paragraph(LINE * 2), SignatureLines(("当事人", "办案人员", "主持人", "记录人")))
    table = Table(("种类", "名称"), (("勘验笔录", "检查笔录"),))
    first, last = pages_of(
        plain_form(blocks=(Paragraph(LINE * 11, flush=True), table, *end), sealed=False, copies=""), tmp_path
    )
    assert any(word.text == "勘验笔录" for word in first)
    assert any(word.text.startswith("记录人") for word in last)


def test_an_officers_certificate_is_not_broken_over_lines(tmp_path: Path) -> None:
    order = make_order()
    words = [word.text for page in pages_of(order, tmp_path) for word in page]
    for officer in order.officers:
        assert any(f"{officer.name}（执法证号：{officer.certificate_no}）" in text for text in words), officer
