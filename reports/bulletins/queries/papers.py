"""A bulletin as a red-head document (公文). Source: GB/T 9704-2012; JN-3.5b, JN-end-b."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from reports.bulletins.models import Bulletin
from reports.bulletins.queries.bulletins import KINDS
from reports.documents.queries.register import newest_checkpoint, present_log
from reports.documents.rendering.wording import group_hash, write_day, write_minute, write_numeral
from reports.documents.rules import Authority, DocumentKind, OfficialDocument, Verification
from reports.documents.rules.blocks import Block, Chart, Fields, Heading, Paragraph, Series, Table
from reports.wording.queries import texts_on
from server.core import clock
from server.units.agencies.queries import name_on

OF_KIND = {DocumentKind.BULLETIN: "bulletin", DocumentKind.SITUATION_BRIEF: "situation_brief"}


def bulletin_facts(
    row: Bulletin, number: str, verification: Verification, *, day: date, is_draft: bool = False
) -> OfficialDocument:
    """What the paper says: opening, tables and charts from data, closing, checkpoint, 主送, 抄送, 印发, contact."""
    kind = KINDS[row.kind]
    name = name_on(row.agency_id, day)
    tables = row.figures["tables"]
    blocks: list[Block] = [Paragraph(row.opening)]
    for position, table in enumerate(tables, 1):
        blocks += _of_table(position, table)
    for position, chart in enumerate(row.figures["charts"], len(tables) + 1):
        blocks += [Heading(f"{write_numeral(position)}、{chart['title']}"), _chart(chart)]
    blocks.append(Paragraph(row.closing))
    if row.checkpoint:
        texts = texts_on(kind, day)
        blocks.append(Paragraph(texts.say(f"{OF_KIND[kind]}.checkpoint", **{**row.checkpoint, "root": ""})))
        blocks.append(Fields((("登记册根值", group_hash(row.checkpoint["root"])),)))
    return OfficialDocument(
        kind=kind,
        authority=Authority(name.name, name.short_name),
        number=number,
        title=row.title,
        addressees=tuple(row.addressees),
        blocks=tuple(blocks),
        decided_on=day,
        verification=verification,
        copied_to=tuple(row.copied_to),
        printed_by=row.printed_by,
        printed_on=day,
        contact=row.contact,
        draft=is_draft,
    )


def checkpoint_now() -> dict[str, Any]:
    """Size and root of the register: by its newest signed checkpoint, else as it stands."""
    log = present_log()
    signed = newest_checkpoint()
    if signed is None:
        return {"size": log.size, "root": log.root().hex(), "at": write_minute(clock.now())}
    return {"size": signed.size, "root": log.root(signed.size).hex(), "at": write_minute(signed.at)}


def say_as_of(instant: str) -> str:
    """The day of figures' instant, in words."""
    return write_day(clock.beijing_day(datetime.fromisoformat(instant)))


def _of_table(position: int, table: dict[str, Any]) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"{write_numeral(position)}、{table['title']}"),
        Table(
            headings=tuple(table["headings"]),
            rows=tuple(tuple(line) for line in table["rows"]),
            widths=tuple(1 if column in table["numeric"] else 3 for column in range(len(table["headings"]))),
            numeric=tuple(table["numeric"]),
        ),
    ]
    return [*blocks, Paragraph(f"注：{table['note']}")] if table["note"] else blocks


def _chart(chart: dict[str, Any]) -> Chart:
    series = tuple(Series(one["name"], tuple(one["values"])) for one in chart["series"])
    return Chart(chart["title"], tuple(chart["labels"]), series, "bar", chart["unit"])
