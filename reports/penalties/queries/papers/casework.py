"""立案登记表, 法制审核意见书, 案件移送函."""

from __future__ import annotations

from datetime import date

from reports.documents.rendering.wording import write_day, write_sentence
from reports.documents.rules import Block, Fields, LegalForm, Paragraph, SignatureLines
from reports.penalties.queries.papers.parts import (
    Sheet,
    evidence_table,
    officers_line,
    penalty_words,
    respondent_fields,
)
from reports.penalties.queries.responsible import responsible_persons
from reports.penalties.rules.shapes import GRADES
from reports.penalties.rules.words import REVIEW, SOURCES


def filing_facts(sheet: Sheet) -> LegalForm:
    """立案登记表. Source: 行政处罚法 art. 54."""
    case, texts = sheet.case, sheet.texts
    due = date.fromisoformat(sheet.act.details["decision_due_on"])
    blocks: list[Block] = [
        respondent_fields(case, responsible_persons(case.unit_id)),
        Fields(
            (
                ("案件来源", SOURCES[case.source]),
                ("案由", sheet.terms.offence(case.offence).title),
                ("行为日期", write_day(case.happened_on)),
                ("承办人", officers_line(sheet)),
                ("立案日期", write_day(case.filed_on)),
            )
        ),
        Paragraph(f"案情摘要：{write_sentence(case.summary)}"),
        Paragraph(
            texts.say(
                "case_filing.note",
                **sheet.basis,
                decision_days=sheet.terms.span("decision").days,
                decision_due_on=write_day(due),
            )
        ),
        Paragraph(texts.say("case_filing.opinion")),
        SignatureLines(("承办人", "承办人", "负责人")),
    ]
    return sheet.form("行政处罚案件立案登记表", blocks, sealed=False)


def review_facts(sheet: Sheet) -> LegalForm:
    """法制审核意见书. Source: 行政处罚法 art. 58."""
    details, notice = sheet.act.details, sheet.latest("notice")
    rows = [
        ("案号", sheet.case_number),
        ("当事人", sheet.case.respondent_name),
        ("案由", sheet.terms.offence(sheet.case.offence).title),
        ("承办人", officers_line(sheet)),
    ]
    if notice is not None:
        rows += [("拟作出的处罚", penalty_words(notice.details)), ("裁量档次", GRADES[notice.details["grade"]])]
    rows += [("审核结论", REVIEW[details["outcome"]]), ("审核人", sheet.act.by_name)]
    blocks: list[Block] = [
        Fields(tuple(rows)),
        Paragraph(sheet.texts.say("legal_review.lead")),
        Paragraph(write_sentence(details["opinion"])),
        evidence_table(sheet),
        SignatureLines(("审核人",)),
    ]
    return sheet.form("法制审核意见书", blocks, sealed=False)


def transfer_facts(sheet: Sheet) -> LegalForm:
    """案件移送函. Source: 行政处罚法 art. 27."""
    details, texts = sheet.act.details, sheet.texts
    blocks: list[Block] = [
        Paragraph(
            texts.say(
                "crime_transfer.lead",
                respondent=sheet.case.respondent_name,
                offence=sheet.terms.offence(sheet.case.offence).title,
                crime=details["crime"],
            )
        ),
        Paragraph(texts.say("crime_transfer.reason", reason=write_sentence(details["reason"]))),
        evidence_table(sheet),
        Paragraph(texts.say("crime_transfer.reply")),
    ]
    return sheet.form("案件移送函", blocks, addressee=details["addressee"])
