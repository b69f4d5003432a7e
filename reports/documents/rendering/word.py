"""A draft as a Word file, for those who must edit: the words and tables of a paper, no number, no seal, marked as a draft.

It is never a document of its own: what is issued is rendered anew from the facts, not from what somebody made of this file.
"""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.documents.rendering.charts import write_figure
from reports.documents.rendering.text import normalise
from reports.documents.rendering.wording import write_day
from reports.documents.rules import (
    Block,
    Chart,
    Fields,
    FileOfPapers,
    Heading,
    HonourCertificate,
    LegalForm,
    OfficialDocument,
    Paragraph,
    SignatureLines,
    Table,
)
from reports.documents.rules.forms import StructuredFacts

_FANG, _HEI, _TITLE, _KAI = "仿宋_GB2312", "黑体", "方正小标宋简体", "楷体_GB2312"
_BODY, _LINE = Pt(16), Pt(28.95)  # 3号, 22 lines a page
_STRUCK = "／"
_NOTE = "本草稿供修改使用，未编号、未签章，不具有任何效力。"
# No date of its own: equal facts give an equal file.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_WATERMARK = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:r><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
    '<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="watermark" o:spid="_x0000_s2049" type="#_x0000_t136" '
    'style="position:absolute;margin-left:0;margin-top:0;width:300pt;height:150pt;rotation:315;z-index:-251658752;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#d9d9d9" stroked="f">'
    '<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="草稿"/></v:shape></w:pict></w:r></w:p>'
)


def render_docx(facts: StructuredFacts) -> bytes:
    """The words of a paper as a Word file with the watermark 草稿; numbers and seals are left out, whatever the facts say."""
    paper = Document()
    _prepare(paper, landscape=isinstance(facts, HonourCertificate))
    _line(paper, facts.authority.name, size=Pt(18), font=_TITLE, centred=True)
    _line(paper, facts.title, size=Pt(22), font=_TITLE, centred=True)
    _line(paper, _NOTE, size=Pt(10.5), centred=True)
    _WRITERS[type(facts)](paper, facts)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _prepare(paper: Any, *, landscape: bool) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(37),
        Mm(26),
        Mm(35),
        Mm(28),
    )
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.header._element.append(parse_xml(_WATERMARK))
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", _BODY
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FANG)
    properties = paper.core_properties
    properties.author, properties.title, properties.comments = "守望", "草稿", ""
    properties.created = properties.modified = _EPOCH


def _write_legal(paper: Any, facts: LegalForm) -> None:
    if facts.addressee:
        _line(paper, f"{facts.addressee}：")
    _write_blocks(paper, facts.blocks)
    for signature in facts.signatures:
        _line(paper, f"签名：{signature.name}")
    if facts.sealed:
        _sign(paper, facts.authority.name, facts.decided_on)
    if facts.copies:
        _line(paper, facts.copies, size=Pt(12))


def _write_official(paper: Any, facts: OfficialDocument) -> None:
    if facts.addressees:
        _line(paper, f"{'、'.join(facts.addressees)}：")
    _write_blocks(paper, facts.blocks)
    for number, annex in enumerate(facts.annexes, 1):
        label = "附件：" if number == 1 else "　　　"
        _line(paper, f"{label}{f'{number}. ' if len(facts.annexes) > 1 else ''}{annex}", indented=True)
    _sign(paper, facts.authority.name, facts.decided_on)
    if facts.contact:
        _line(paper, f"（{facts.contact}）", indented=True)
    if facts.copied_to:
        _line(paper, f"抄送：{'，'.join(facts.copied_to)}。", size=Pt(14))
    if facts.printed_by or facts.printed_on:
        day = write_day(facts.printed_on or facts.decided_on)
        _line(paper, f"{facts.printed_by or facts.authority.name}　　{day}印发", size=Pt(14))


def _write_honour(paper: Any, facts: HonourCertificate) -> None:
    _line(paper, f"{facts.recipient}：", size=Pt(22))
    _write_text(paper, facts.text)
    if facts.grade:
        _line(paper, facts.grade, size=Pt(26), font=_TITLE, centred=True)
    if facts.valid_to:
        _line(paper, f"有效期至：{write_day(facts.valid_to)}", size=Pt(12))
    _sign(paper, facts.authority.name, facts.decided_on)


def _write_file(paper: Any, facts: FileOfPapers) -> None:
    _line(paper, facts.subject, centred=True)
    rows = [
        (str(number), one.title, one.number or _STRUCK, write_day(one.dated_on) if one.dated_on else _STRUCK)
        for number, one in enumerate(facts.papers, 1)
    ]
    _write_table(paper, ("序号", "材料名称", "文号", "日期"), rows)
    _write_blocks(paper, facts.blocks)
    _sign(paper, facts.authority.name, facts.decided_on)


_WRITERS: dict[type, Callable[[Any, Any], None]] = {
    LegalForm: _write_legal,
    OfficialDocument: _write_official,
    HonourCertificate: _write_honour,
    FileOfPapers: _write_file,
}


def _write_blocks(paper: Any, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            _line(paper, block.text, font=_HEI if block.level == 1 else _KAI, indented=True)
        elif isinstance(block, Paragraph):
            _write_text(paper, block.text, indented=not block.flush)
        elif isinstance(block, Fields):
            _caption(paper, block.caption)
            _write_table(paper, (), [(label, value or _STRUCK) for label, value in block.rows])
        elif isinstance(block, Table):
            _caption(paper, block.caption)
            _write_table(paper, block.headings, [tuple(cell or _STRUCK for cell in row) for row in block.rows])
        elif isinstance(block, Chart):
            _caption(paper, block.title + (f"（单位：{block.unit}）" if block.unit else ""))
            rows = [
                (label, *(write_figure(series.values[place]) for series in block.series))
                for place, label in enumerate(block.labels)
            ]
            _write_table(paper, ("", *(series.name for series in block.series)), rows)
        elif isinstance(block, SignatureLines):
            for label in block.labels:
                _line(paper, f"{label}：＿＿＿＿＿＿＿＿" + ("　　　年　　月　　日" if block.dated else ""))


def _write_text(paper: Any, text: str, *, indented: bool = True) -> None:
    for line in text.split("\n"):
        if line.strip():
            _line(paper, line.strip(), indented=indented)


def _write_table(paper: Any, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    everything = [*([headings] if headings else []), *rows]
    if not everything:
        return
    table = paper.add_table(rows=0, cols=len(everything[0]))
    table.style = "Table Grid"
    for row in everything:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(_fit(text)).font.size = Pt(12)


def _caption(paper: Any, text: str) -> None:
    if text:
        _line(paper, text, size=Pt(12), font=_HEI, centred=True)


def _sign(paper: Any, name: str, day: date) -> None:
    _line(paper, "")
    for text in (name, write_day(day)):
        _line(paper, text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _line(
    paper: Any, text: str, *, size: Any = _BODY, font: str = "", centred: bool = False, indented: bool = False
) -> Any:
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(_fit(text))
    run.font.size = size
    if font:
        run.font.name = font
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    shape = paragraph.paragraph_format
    shape.space_after, shape.line_spacing_rule, shape.line_spacing = Pt(0), WD_LINE_SPACING.EXACTLY, _LINE
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indented:
        shape.first_line_indent = size * 2
    return paragraph


def _fit(text: str) -> str:
    """As on paper: without what XML forbids, but with its rare characters, which the editor's own fonts may have."""
    return normalise(text)
