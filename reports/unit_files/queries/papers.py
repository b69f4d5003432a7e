"""From a unit and its chapters, or a term of office, to what the papers say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from peewee import ModelSelect

from reports.documents.models import Document
from reports.documents.queries.documents import content_of
from reports.documents.rendering.wording import write_day
from reports.documents.rules import (
    Annexed,
    Authority,
    Block,
    DocumentKind,
    Fields,
    FileOfPapers,
    Heading,
    LegalForm,
    Paragraph,
    SignatureLines,
    Table,
    Verification,
)
from reports.exports.rules import INDUSTRIES, LEVELS, UNIT_KINDS
from reports.unit_files.models import TermSheet, UnitFileExport
from reports.unit_files.queries.chapters import Reader, Section
from reports.unit_files.queries.chapters.rulings import PAPER_WORDS, papers
from reports.unit_files.queries.defences import defence_shapes
from reports.unit_files.queries.files import sections_of
from reports.unit_files.rules.exports import MOST_ATTACHED, MOST_ATTACHED_BYTES, MOST_LISTED, MOST_ROWS
from reports.wording.queries import texts_on
from server.core.clock import beijing_day
from server.units.agencies.queries import name_on
from server.units.registry.models import Unit
from server.units.registry.queries.file import UnitFile, unit_file
from server.units.registry.queries.lookups import unit_by_id

Json = dict[str, Any]
_DIGITS = "一二三四五六七八九"
_LISTED_ELSEWHERE = "papers"  # the index of the file is that chapter


@dataclass(frozen=True)
class Gathered:
    """Papers that go with a file, and those that are only named in it."""

    attached: tuple[Annexed, ...]
    listed: tuple[Document, ...]
    count: int


def papers_of(reader: Reader, note: Callable[[int, int], None]) -> Gathered:
    """Every signed paper about the unit, the oldest first; ``note`` hears how many of how many were read.

    Attached until the bytes are used up, unchanged; what is too much is listed with its hash.
    """
    query: ModelSelect = papers(reader).query
    rows = list(query.order_by(Document.dated_on, Document.id).limit(MOST_LISTED))
    attached: list[Annexed] = []
    listed, used = [], 0
    for number, row in enumerate(rows, 1):
        size = row.file.byte_count
        if len(attached) >= MOST_ATTACHED or used + size > MOST_ATTACHED_BYTES:
            listed.append(row)
            continue
        used += size
        attached.append(Annexed(_title(row), row.number, row.dated_on, row.file.sha256, content_of(row)))
        if number % 20 == 0:
            note(number, len(rows))
    note(len(rows), len(rows))
    return Gathered(tuple(attached), tuple(listed), len(rows))


def _title(row: Document) -> str:
    word = PAPER_WORDS[DocumentKind(row.kind)]
    return f"{word}（已撤销）" if getattr(row, "revocation", None) else word


def file_facts(
    export: UnitFileExport, reader: Reader, gathered: Gathered, number: str, verification: Verification
) -> FileOfPapers:
    """一单位一档 as one paper with index and hashes.  Source: JN-2.3.2c."""
    day, unit = beijing_day(export.asked_at), reader.unit
    name, texts = name_on(export.agency_id, day), texts_on(DocumentKind.UNIT_FILE.value, day)
    sections = [one for one in sections_of(reader, MOST_ROWS) if one.code != _LISTED_ELSEWHERE]
    blocks: list[Block] = [Paragraph(texts.say("unit_file.lead", unit=unit.name, day=write_day(day)))]
    headings = map(_numeral, count(1))
    blocks += [Heading(f"{next(headings)}、单位概况"), Fields(unit_rows(unit_file(unit)))]
    blocks += [Heading(f"{next(headings)}、人防、物防、技防"), _defences(unit)]
    blocks += [Heading(f"{next(headings)}、各类记录"), _summary(sections)]
    for section in sections:
        blocks += _chapter(f"{next(headings)}、{section.title}", section)
    if gathered.listed:
        blocks += [
            Heading(f"{next(headings)}、未附原件的文书"),
            Paragraph(texts.say("unit_file.listed", count=len(gathered.listed))),
            _index(gathered.listed),
        ]
    return FileOfPapers(
        kind=DocumentKind.UNIT_FILE,
        authority=Authority(name.name, name.short_name),
        number=number,
        title="单位治安保卫档案",
        subject=unit.name,
        blocks=tuple(blocks),
        papers=gathered.attached,
        decided_on=day,
        verification=verification,
    )


def _numeral(number: int) -> str:
    """21 → 二十一; a file has fewer than a hundred chapters."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十") + (_DIGITS[ones - 1] if ones else "")


def unit_rows(file: UnitFile) -> tuple[tuple[str, str], ...]:
    """What a unit is, as label and value."""
    unit, facts = file.unit, file.unit.facts
    rows = [
        ("单位名称", unit.name),
        ("统一社会信用代码", unit.uscc or ""),
        ("单位性质", UNIT_KINDS.get(unit.kind, unit.kind)),
        ("行业", INDUSTRIES.get(unit.industry, unit.industry)),
        ("地址", unit.address),
        ("重点单位级别", LEVELS.get(str(unit.key_unit_level), "非重点单位")),
        ("反恐重点目标", "是" if unit.counter_terror_target else "否"),
        ("主管公安机关", file.agency_name(unit.managed_by_id) or ""),
        ("指导公安机关", file.agency_name(unit.guided_by_id) or ""),
        ("属地派出所", file.agency_name(unit.station_id) or ""),
        ("行业主管部门", file.agency_name(unit.department_id) or ""),
        ("场所", "、".join(site.name for site in file.sites)),
    ]
    words = {"full_time_security_staff": "专职治安保卫人员", "part_time_security_staff": "兼职治安保卫人员"}
    return (*rows, *((word, f"{facts[code]} 人") for code, word in words.items() if code in facts))


def _defences(unit: Unit) -> Table:
    rows = []
    for bar in defence_shapes(unit):
        rows.append((bar["title"], "合计", *_tally(bar)))
        rows += [(bar["title"], item["title"], *_tally(item)) for item in bar["items"]]
    return Table(("防范", "项目", "达到", "要求", "比例"), tuple(rows), widths=(2, 6, 2, 2, 2), numeric=(2, 3))


def _tally(row: Json) -> tuple[str, str, str]:
    if not row["required"]:
        return ("", "无要求", "")
    return (str(row["met"]), str(row["required"]), f"{row['percent']}%")


def _summary(sections: Iterable[Section]) -> Table:
    rows = tuple(
        (section.title, str(section.count), section.last_on.isoformat() if section.last_on else "")
        for section in sections
    )
    return Table(("内容", "条数", "最近日期"), rows, widths=(6, 2, 3), numeric=(1,))


def _chapter(heading: str, section: Section) -> list[Block]:
    if not section.count:
        return [Heading(heading), Paragraph("无记录。")]
    blocks: list[Block] = [Heading(heading)]
    if section.count > len(section.rows):
        blocks.append(Paragraph(f"共 {section.count} 条，下列为最近 {len(section.rows)} 条。"))
    rows = tuple((row.on.isoformat() if row.on else "", row.title, row.detail, row.state) for row in section.rows)
    return [*blocks, Table(("日期", "事项", "情况", "状态"), rows, widths=(5, 11, 13, 5))]


def _index(rows: Iterable[Document]) -> Table:
    listed = tuple(
        (_title(row), row.number, row.dated_on.isoformat(), str(row.file.pages), row.file.sha256) for row in rows
    )
    return Table(("文书", "文号", "日期", "页数", "SHA-256"), listed, widths=(5, 7, 4, 2, 12), numeric=(3,))


def sheet_facts(sheet: TermSheet, number: str, verification: Verification) -> LegalForm:
    """任期责任情况表.  Source: JN-2.2.1e."""
    day, unit = beijing_day(sheet.at), unit_by_id(sheet.unit_id)
    name, texts = name_on(sheet.agency_id, day), texts_on(DocumentKind.TERM_SHEET.value, day)
    figures = sheet.figures
    terms = Table(
        ("职责", "范围", "起", "止"),
        tuple((term["role"], term["place"], term["from_on"], term["to_on"]) for term in figures["terms"]),
        widths=(3, 5, 3, 3),
    )
    counts = Table(
        ("项目", "数量"),
        tuple((row["title"], str(row["value"])) for row in figures["counts"]),
        widths=(6, 2),
        numeric=(1,),
    )
    blocks: list[Block] = [
        Fields((
            ("单位", unit.name),
            ("姓名", sheet.person_name),
            ("期间", f"{write_day(sheet.from_on)}至{write_day(sheet.to_on)}"),
        )),
        Paragraph(texts.say("term_sheet.lead")),
        Heading("一、任职情况"),
        terms,
        Heading("二、任期内的治安保卫情况"),
        counts,
    ]  # fmt: skip
    if figures["groups"]:
        blocks.append(Heading("三、明细"))
    for group in figures["groups"]:
        blocks += _group(group)
    return LegalForm(
        kind=DocumentKind.TERM_SHEET,
        authority=Authority(name.name, name.short_name),
        number=number,
        title="任期责任情况表",
        blocks=(*blocks, SignatureLines(("本人意见", "单位意见"))),
        decided_on=day,
        verification=verification,
        copies="一式三份：本人、所在单位、制作机关各一份。",
    )


def _group(group: Json) -> list[Block]:
    shown = tuple((row["on"], row["title"], row["detail"], row["state"]) for row in group["rows"])
    more = group["count"] - len(shown)
    table = Table(("日期", "事项", "情况", "状态"), shown, widths=(5, 11, 13, 5))
    blocks: list[Block] = [Heading(f"{group['title']}（{group['count']}）", 2), table]
    return [*blocks, Paragraph(f"另有 {more} 条较早的记录未列出。")] if more > 0 else blocks
