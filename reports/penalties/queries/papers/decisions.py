"""行政处罚决定书, 当场处罚决定书, 不予行政处罚决定书."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from reports.documents.rendering.wording import write_day, write_minute, write_sentence
from reports.documents.rules import Block, DocumentKind, Fields, LegalForm, Paragraph, SignatureLines
from reports.penalties.queries.papers.parts import (
    Sheet,
    evidence_line,
    number_of,
    officers_line,
    penalty_words,
    respondent_fields,
)
from reports.penalties.rules.shapes import GRADES
from reports.penalties.rules.words import CONSEQUENCES, NO_PENALTY
from server.core.clock import beijing_day

#: Where the law spares: not established is another article than spared.
ARTICLES = {"not_established": "第五十七条第一款第三项", "no_fault": "第三十三条第二款"}
SPARED = "第三十三条第一款"


def decision_facts(sheet: Sheet) -> LegalForm:
    """行政处罚决定书. Source: 行政处罚法 art. 59; JN-2.2.1b."""
    details, texts = sheet.act.details, sheet.texts
    blocks: list[Block] = [
        respondent_fields(sheet.case, details["responsible"], in_full=not sheet.draft),
        Fields((("案号", sheet.case_number), ("承办人", officers_line(sheet)))),
        Paragraph(texts.say("penalty_decision.finding", facts=write_sentence(details["facts"]) + _consequences(sheet))),
        Paragraph(texts.say("penalty_decision.evidence", evidence=evidence_line(sheet))),
        Paragraph(_heard(sheet)),
        Paragraph(
            texts.say(
                "penalty_decision.factors",
                factors="、".join(_factors(sheet)) or "无从轻、减轻或者从重情节",
                grade=GRADES[details["grade"]],
                reasons=write_sentence(details["reasons"]),
            )
        ),
        Paragraph(texts.say("penalty_decision.ruling", **sheet.basis, penalty=penalty_words(details))),
    ]
    if details["fine_fen"]:
        blocks.append(Paragraph(_payment(sheet)))
    blocks.append(Paragraph(_remedies(sheet, "penalty_decision.remedies")))
    blocks.append(SignatureLines(("被处罚人签收", "送达人")))
    copies = texts.say("penalty_decision.copies" if details["fine_fen"] else "penalty_decision.copies_without_fine")
    return sheet.form("行政处罚决定书", blocks, addressee=sheet.case.respondent_name, copies=copies, seam_seal=True)


def no_penalty_facts(sheet: Sheet) -> LegalForm:
    """不予行政处罚决定书. Source: 行政处罚法 arts. 33, 57."""
    details, texts = sheet.act.details, sheet.texts
    blocks: list[Block] = [
        respondent_fields(sheet.case, details["responsible"], in_full=True),
        Fields((("案号", sheet.case_number), ("承办人", officers_line(sheet)))),
        Paragraph(texts.say("no_penalty_decision.finding", facts=write_sentence(details["facts"]))),
        Paragraph(
            texts.say(
                "no_penalty_decision.ruling",
                ground=NO_PENALTY[details["ground"]],
                article=ARTICLES.get(details["ground"], SPARED),
                reasons=write_sentence(details["reasons"]),
            )
        ),
    ]
    if details["ground"] != "not_established":
        blocks.append(Paragraph(texts.say("no_penalty_decision.education")))
    blocks.append(Paragraph(_remedies(sheet, "no_penalty_decision.remedies")))
    blocks.append(SignatureLines(("当事人签收", "送达人")))
    return sheet.form("不予行政处罚决定书", blocks, addressee=sheet.case.respondent_name)


def spot_facts(sheet: Sheet) -> LegalForm:
    """当场处罚决定书: contested by review first. Source: 行政处罚法 art. 52."""
    details, texts, terms = sheet.act.details, sheet.texts, sheet.terms
    order_number = number_of(DocumentKind.RECTIFICATION_ORDER, UUID(details["order_id"]))
    receipt = (
        "被处罚人已签收。" if details["receipt"] == "signed" else f"被处罚人拒绝签收，见证人：{details['witness']}。"
    )
    blocks: list[Block] = [
        respondent_fields(sheet.case, details["responsible"], in_full=True),
        Fields((("执法人员", officers_line(sheet)),)),
        Paragraph(
            texts.say(
                "spot_penalty.finding",
                facts=write_sentence(details["facts"]),
                evidence=write_sentence(details["evidence"]),
            )
        ),
        Paragraph(texts.say("spot_penalty.shown")),
        Paragraph(texts.say("spot_penalty.ruling", order_number=order_number, **sheet.basis)),
        Paragraph(
            texts.say(
                "spot_penalty.remedies",
                review_days=terms.span("review").days,
                suit_days=terms.span("suit_after_review").days,
            )
        ),
        Paragraph(
            texts.say(
                "spot_penalty.handed", decided_at=write_minute(sheet.act.at), place=details["place"], receipt=receipt
            )
        ),
        SignatureLines(("被处罚人签收", "执法人员", "执法人员")),
    ]
    copies = texts.say("spot_penalty.copies")
    return sheet.form("当场处罚决定书", blocks, addressee=sheet.case.respondent_name, copies=copies)


def _consequences(sheet: Sheet) -> str:
    rows = [row.details for row in sheet.rows if row.kind == "consequence"]
    return "".join(f"该隐患{CONSEQUENCES[row['consequence']]}：{write_sentence(row['text'])}" for row in rows)


def _factors(sheet: Sheet) -> list[str]:
    chosen = sheet.act.details["factors"]
    return [factor["text"] for factor in sheet.terms.values["factors"] if factor["code"] in chosen]


def _heard(sheet: Sheet) -> str:
    """When notified, what was answered, whether a hearing was held."""
    notice, statement, answer = (sheet.latest(kind) for kind in ("notice", "statement", "statement_review"))
    words = []
    if statement is not None and statement.details["is_made"]:
        words.append(f"你（单位）提出陈述、申辩：{write_sentence(statement.details['text'])}")
        if answer is not None:
            taken = "予以采纳" if answer.details["is_accepted"] else "不予采纳"
            words.append(f"经复核，{taken}：{write_sentence(answer.details['reasons'])}")
    else:
        words.append("你（单位）未提出陈述、申辩。")
    if (held := sheet.latest("hearing_record")) is not None:
        words.append(f"听证于{write_day(beijing_day(datetime.fromisoformat(held.details['held_at'])))}举行。")
    if sheet.latest("legal_review") is not None:
        words.append("本案已经法制审核。")
    notified = notice.acted_on if notice else sheet.act.acted_on
    return sheet.texts.say("penalty_decision.heard", notified_on=write_day(notified), answers="".join(words))


def _payment(sheet: Sheet) -> str:
    late = sheet.terms.values["late_surcharge"]
    return sheet.texts.say(
        "penalty_decision.payment",
        payment_days=sheet.terms.span("payment").days,
        percent=late["percent_a_day"],
        cap=late["cap_percent"],
    )


def _remedies(sheet: Sheet, code: str) -> str:
    return sheet.texts.say(
        code, review_days=sheet.terms.span("review").days, suit_months=sheet.terms.values["suit_months"]
    )
