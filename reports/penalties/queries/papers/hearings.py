"""行政处罚告知笔录, 听证通知书, 听证笔录."""

from __future__ import annotations

from datetime import datetime

from reports.documents.rendering.wording import write_minute, write_sentence
from reports.documents.rules import Block, Fields, Heading, LegalForm, Paragraph, SignatureLines
from reports.penalties.queries.papers.parts import (
    Sheet,
    evidence_table,
    officers_line,
    penalty_words,
    respondent_fields,
)


def notice_facts(sheet: Sheet) -> LegalForm:
    """行政处罚告知笔录. Source: 行政处罚法 arts. 44, 45, 64."""
    details, texts = sheet.act.details, sheet.texts
    rights = [texts.say("penalty_notice.rights")]
    if details["has_hearing_right"]:
        rights.append(texts.say("penalty_notice.hearing", request_days=sheet.terms.span("hearing_request").days))
    blocks: list[Block] = [
        respondent_fields(sheet.case, details["responsible"]),
        Fields((("案号", sheet.case_number), ("告知人", officers_line(sheet)))),
        Paragraph(texts.say("penalty_notice.lead")),
        Heading("一、事实和理由"),
        Paragraph(write_sentence(details["facts"])),
        Paragraph(write_sentence(details["reasons"])),
        Heading("二、依据和拟作出的处罚"),
        Paragraph(texts.say("penalty_notice.intended", **sheet.basis, penalty=penalty_words(details))),
        Heading("三、权利"),
        *(Paragraph(text) for text in rights),
        Paragraph(
            texts.say("penalty_notice.answers" if details["has_hearing_right"] else "penalty_notice.answers_short")
        ),
        SignatureLines(("答",), dated=False),
        SignatureLines(("当事人或者其代理人", "告知人", "告知人")),
    ]
    return sheet.form("行政处罚告知笔录", blocks, sealed=False)


def hearing_facts(sheet: Sheet) -> LegalForm:
    """听证通知书. Source: 行政处罚法 art. 64."""
    details, texts = sheet.act.details, sheet.texts
    blocks: list[Block] = [
        Paragraph(
            texts.say(
                "hearing_notice.lead",
                held_at=write_minute(datetime.fromisoformat(details["held_at"])),
                place=details["place"],
                openness="公开" if details["is_open"] else "不公开",
            )
        ),
        Paragraph(texts.say("hearing_notice.host", host=details["host_name"], recorder=details["recorder"])),
        Paragraph(texts.say("hearing_notice.rights")),
    ]
    return sheet.form("行政处罚听证通知书", blocks, addressee=sheet.case.respondent_name)


def hearing_record_facts(sheet: Sheet) -> LegalForm:
    """听证笔录. Source: 行政处罚法 arts. 64, 65."""
    details, called = sheet.act.details, sheet.latest("hearing")
    where = called.details if called else {"place": "", "recorder": ""}
    rows = (
        ("案号", sheet.case_number),
        ("当事人", sheet.case.respondent_name),
        ("时间", write_minute(datetime.fromisoformat(details["held_at"]))),
        ("地点", where["place"]),
        ("主持人", sheet.act.by_name),
        ("记录人", where["recorder"]),
        ("办案人员", officers_line(sheet)),
        ("参加人", details["attendees"]),
    )
    parts = (
        ("一、办案人员提出的事实、证据和处罚建议", details["officers_views"]),
        ("二、当事人的陈述、申辩和质证", details["respondents_views"]),
        ("三、证据", details["evidence"]),
    )
    blocks: list[Block] = [Fields(rows)]
    for heading, text in parts:
        blocks += [Heading(heading), Paragraph(write_sentence(text))]
    blocks += [
        evidence_table(sheet),
        Paragraph(sheet.texts.say("hearing_record.close")),
        SignatureLines(("当事人或者其代理人", "办案人员", "主持人", "记录人")),
    ]
    return sheet.form("听证笔录", blocks, sealed=False)
