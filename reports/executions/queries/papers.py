"""What the papers after a decision say: 延（分）期缴纳决定书, 催告书, 撤销决定书, 结案报告."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from reports.documents.models import Document
from reports.documents.queries import documents_of_subjects
from reports.documents.rendering.wording import write_day, write_sentence
from reports.documents.rules import (
    Authority,
    Block,
    DocumentKind,
    Fields,
    LegalForm,
    Paragraph,
    SignatureLines,
    Table,
    Verification,
)
from reports.documents.rules.amounts import amount_in_words
from reports.executions.errors import NotDecided
from reports.executions.models import ExecutionAct
from reports.executions.queries.executions import PAPERS, around_of, case_subjects, course_of, execution_rows
from reports.executions.rules import owed_on
from reports.penalties.models import PenaltyCase, PenaltyDecision
from reports.penalties.queries.cases import decision_of
from reports.penalties.queries.terms import terms_on
from reports.wording.queries import texts_on
from server.units.agencies.queries import name_on

TITLES = {
    DocumentKind.PAYMENT_REPLY: "延期（分期）缴纳罚款决定书",
    DocumentKind.PAYMENT_DEMAND: "履行行政处罚决定催告书",
    DocumentKind.PENALTY_ANNULMENT: "撤销行政处罚决定书",
    DocumentKind.ENFORCEMENT_END: "终结执行决定书",
    DocumentKind.CASE_CLOSING: "结案报告",
}
REMEDY_WORDS = {"review": "行政复议", "suit": "行政诉讼"}
ACT_WORDS = {
    "payment": "缴纳罚款",
    "postponement_request": "申请延期或者分期缴纳",
    "postponement_reply": "答复延期或者分期缴纳申请",
    "remedy": "申请复议或者起诉",
    "remedy_outcome": "复议或者诉讼结果",
    "demand": "催告",
    "court_application": "申请法院强制执行",
    "court_result": "法院执行结果",
    "enforcement_end": "终结执行",
    "annulment": "撤销决定",
    "refund": "退还款项",
    "closing": "结案",
    "case_file": "形成案卷",
}


def yuan(fen: int) -> str:
    """1234.50 元, with groups of three."""
    return f"{fen // 100:,}.{fen % 100:02}元"


def form_of(act: ExecutionAct, number: str, verification: Verification, *, draft: bool = False) -> LegalForm:
    """The paper of one act, as of the day of the act. Source: 行政处罚法 arts. 66, 72, 75; 行政强制法 arts. 40, 54."""
    case = PenaltyCase.get_by_id(act.case_id)
    decision, name = decision_of(case.id), name_on(case.agency_id, act.acted_on)
    kind = PAPERS[act.kind]
    if kind is DocumentKind.CASE_CLOSING:
        blocks = _closing(act, case, decision)
    elif decision is None:
        raise NotDecided()
    else:
        blocks = _WRITERS[kind](act, case, decision)
    return LegalForm(
        kind=kind,
        authority=Authority(name.name, name.short_name),
        number=number,
        title=TITLES[kind],
        blocks=blocks,
        decided_on=act.acted_on,
        verification=verification,
        addressee="" if kind is DocumentKind.CASE_CLOSING else case.respondent_name,
        copies="" if kind is DocumentKind.CASE_CLOSING else "一式两份，一份交当事人，一份附卷。",
        draft=draft,
    )


def _number_of(decision: PenaltyDecision) -> str:
    return str(Document.get_by_id(decision.document_id).number)


def _reply(act: ExecutionAct, case: PenaltyCase, decision: PenaltyDecision) -> tuple[Block, ...]:
    texts, found = texts_on(DocumentKind.PAYMENT_REPLY.value, act.acted_on), act.details
    say = {"number": _number_of(decision), "decided_on": write_day(decision.decided_on)}
    lead = Paragraph(texts.say("payment_reply.lead", **say, fine=yuan(decision.fine_fen)))
    reasons = Paragraph(f"理由：{write_sentence(found['reasons'])}")
    if not found["is_granted"]:
        return lead, reasons, Paragraph(texts.say("payment_reply.refused"))
    rows = tuple(
        (str(place), write_day(date.fromisoformat(part["due_on"])), yuan(part["fen"]))
        for place, part in enumerate(found["instalments"], 1)
    )
    return (
        lead,
        reasons,
        Paragraph(texts.say("payment_reply.granted", open=yuan(found["open_fen"]))),
        Table(("期次", "缴纳期限（含当日）", "数额"), rows, (1, 3, 2), (2,)),
        Paragraph(texts.say("payment_reply.late")),
    )


def _demand(act: ExecutionAct, case: PenaltyCase, decision: PenaltyDecision) -> tuple[Block, ...]:
    texts, found = texts_on(DocumentKind.PAYMENT_DEMAND.value, act.acted_on), act.details
    say = {"number": _number_of(decision), "decided_on": write_day(decision.decided_on)}
    owed = found["fine_fen"] + found["surcharge_fen"]
    rows = (
        ("未缴罚款", yuan(found["fine_fen"])),
        ("加处罚款", f"{yuan(found['surcharge_fen'])}（计至催告之日）"),
        ("合计", f"人民币{amount_in_words(owed)}（¥{owed / 100:,.2f}）"),
    )
    return (
        Paragraph(texts.say("payment_demand.lead", **say)),
        Fields(rows),
        Paragraph(write_sentence(found["text"])),
        Paragraph(texts.say("payment_demand.within", term=_days_in_words(decision))),
        Paragraph(texts.say("payment_demand.rights")),
    )


def _days_in_words(decision: PenaltyDecision) -> str:
    """The days of a demand as they are reckoned for this decision. Source: 行政强制法 arts. 54, 69."""
    span = terms_on(decision.decided_on).span("demand")
    return f"{span.days}{'个工作日' if span.is_working else '日'}"


def _ending(act: ExecutionAct, case: PenaltyCase, decision: PenaltyDecision) -> tuple[Block, ...]:
    texts, found = texts_on(DocumentKind.ENFORCEMENT_END.value, act.acted_on), act.details
    say = {"number": _number_of(decision), "decided_on": write_day(decision.decided_on)}
    return (
        Paragraph(texts.say("enforcement_end.lead", **say)),
        Paragraph(texts.say(f"enforcement_end.{found['ground']}")),
        Paragraph(f"具体情况：{write_sentence(found['reason'])}"),
        Paragraph(
            texts.say("enforcement_end.effect", fine=yuan(found["fine_fen"]), surcharge=yuan(found["surcharge_fen"]))
        ),
    )


def _annulment(act: ExecutionAct, case: PenaltyCase, decision: PenaltyDecision) -> tuple[Block, ...]:
    texts, found = texts_on(DocumentKind.PENALTY_ANNULMENT.value, act.acted_on), act.details
    say = {"number": _number_of(decision), "decided_on": write_day(decision.decided_on)}
    if act.kind == "annulment":
        ground = texts.say("penalty_annulment.own", **say, reason=write_sentence(found["reason"]))
    else:
        say |= {"remedy": REMEDY_WORDS[found["remedy"]], "reference": found["reference_no"] or "／"}
        ground = texts.say("penalty_annulment.outcome", **say, text=write_sentence(found["text"]))
    paid = _paid_by(act, case, decision)
    more = (Paragraph(texts.say("penalty_annulment.refund", paid=yuan(paid))),) if paid else ()
    return Paragraph(ground), *more, Paragraph(texts.say("penalty_annulment.effect"))


def _paid_by(act: ExecutionAct, case: PenaltyCase, decision: PenaltyDecision) -> int:
    rows = [row for row in execution_rows([case.id])[case.id] if row.position <= act.position]
    owed = owed_on(course_of(decision, rows), around_of(case, decision, rows))
    return owed.refund_fen


def _closing(act: ExecutionAct, case: PenaltyCase, decision: PenaltyDecision | None) -> tuple[Block, ...]:
    texts = texts_on(DocumentKind.CASE_CLOSING.value, act.acted_on)
    before, after = case_subjects(case)
    after = [row for row in after if row.position < act.position]
    filing = documents_of_subjects(DocumentKind.CASE_FILING, [before[0].id]).get(before[0].id)
    course = course_of(decision, after)
    owed = owed_on(course, around_of(case, decision, after))
    basis = "ended" if course.ending else "basis" if decision else "undecided"
    rows = (
        ("案件", filing["number"] if filing else ""),
        ("当事人", case.respondent_name),
        ("立案日期", write_day(case.filed_on)),
        ("决定", _number_of(decision) if decision else "未作处罚决定"),
        ("决定日期", write_day(decision.decided_on) if decision else ""),
        ("罚款", yuan(decision.fine_fen) if decision and decision.fine_fen else ""),
        ("已缴罚款", yuan(owed.fine_paid_fen) if owed.fine_paid_fen else ""),
        ("已缴加处罚款", yuan(owed.surcharge_paid_fen) if owed.surcharge_paid_fen else ""),
    )
    steps = tuple((write_day(row.acted_on), ACT_WORDS[row.kind], row.by_name) for row in after)
    table: tuple[Block, ...] = (
        (Table(("日期", "事项", "经办人"), steps, (3, 5, 2), caption="执行经过"),) if steps else ()
    )
    return (
        Fields(rows, "案件情况"),
        *table,
        Paragraph(f"结案意见：{write_sentence(act.details['opinion'])}"),
        Paragraph(texts.say(f"case_closing.{basis}")),
        SignatureLines(("承办人", "负责人")),
    )


_WRITERS: dict[DocumentKind, Callable[[ExecutionAct, PenaltyCase, PenaltyDecision], tuple[Block, ...]]] = {
    DocumentKind.PAYMENT_REPLY: _reply,
    DocumentKind.PAYMENT_DEMAND: _demand,
    DocumentKind.ENFORCEMENT_END: _ending,
    DocumentKind.PENALTY_ANNULMENT: _annulment,
}


def act_by_id(id: UUID) -> ExecutionAct:
    """For jobs."""
    row: ExecutionAct = ExecutionAct.get_by_id(id)
    return row
