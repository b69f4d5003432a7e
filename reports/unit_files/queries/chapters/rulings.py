"""Chapters about what was ruled: penalties, honours, and every signed paper about the unit."""

from __future__ import annotations

from collections.abc import Sequence

from reports.accountability.models import AccountabilityCase
from reports.accountability.queries.cases import cases_within_reach
from reports.accountability.rules import CAUSE_WORDS, CONSEQUENCE_WORDS
from reports.commendations.models import Honour
from reports.commendations.queries.honours import honour_shapes
from reports.deliveries.models import PaperDelivery
from reports.documents.models import Document, DocumentFile
from reports.documents.queries.documents import documents_within_reach
from reports.documents.rules import DocumentKind
from reports.penalties.models import PenaltyDecision
from reports.ratings.models import UnitRating
from reports.unit_files.queries.chapters.reading import Entry, Found, Reader

PAPER_WORDS = {
    DocumentKind.INSPECTION_RECORD: "检查笔录",
    DocumentKind.RECTIFICATION_ORDER: "责令限期整改治安隐患通知书",
    DocumentKind.EXTENSION_REPLY: "延期整改答复通知书",
    DocumentKind.RECHECK_OPINION: "复查意见书",
    DocumentKind.TRANSFER_LETTER: "安全生产隐患移送函",
    DocumentKind.TRAINING_CERTIFICATE: "年度轮训合格证",
    DocumentKind.PENALTY_DECISION: "行政处罚决定书",
    DocumentKind.SPOT_PENALTY: "当场处罚决定书",
    DocumentKind.NO_PENALTY_DECISION: "不予处罚决定书",
    DocumentKind.PAYMENT_REPLY: "延（分）期缴纳罚款决定书",
    DocumentKind.PAYMENT_DEMAND: "履行行政处罚决定催告书",
    DocumentKind.PENALTY_ANNULMENT: "撤销行政处罚决定书",
    DocumentKind.ENFORCEMENT_END: "终结执行决定书",
    DocumentKind.DELIVERY_RECEIPT: "送达回证",
    DocumentKind.DELIVERY_CONSENT: "电子送达确认书",
    DocumentKind.HONOUR_CERTIFICATE: "荣誉证书",
    DocumentKind.HONOUR_REVOCATION: "撤销荣誉决定",
    DocumentKind.RATING_DECISION: "平安单位评定决定",
    DocumentKind.RATING_CERTIFICATE: "平安单位证书",
}
#: Papers of a case that is being handled, and of accountability, belong to their own files.
FILED = [kind.value for kind in PAPER_WORDS]
_KINDS = {"penalty": "行政处罚", "no_penalty": "不予行政处罚", "spot": "当场处罚"}


def penalties(reader: Reader) -> Found:
    """Decisions on the unit and its people; who may not see the case sees what was served. Source: JN-2.3.3b."""
    mine = PenaltyDecision.unit_id == reader.unit.id
    if reader.sees_served_only:
        served = PaperDelivery.select(PaperDelivery.document_id).where(PaperDelivery.live == True)  # noqa: E712
        mine &= PenaltyDecision.document_id.in_(served) | (PenaltyDecision.kind == "spot")
    if reader.is_of_unit:
        mine &= PenaltyDecision.respondent_kind == "unit"
    query = PenaltyDecision.select(PenaltyDecision, Document).join(
        Document, on=(Document.id == PenaltyDecision.document_id), attr="document"
    )
    names = not reader.for_paper
    return Found(
        query.where(mine),
        (PenaltyDecision.decided_on.desc(), PenaltyDecision.id.desc()),
        lambda rows: penalty_entries(rows, with_names=names),
    )


def penalty_entries(rows: Sequence[PenaltyDecision], *, with_names: bool = True) -> list[Entry]:
    """Decisions, with their document joined, as lines of a file."""
    return [
        Entry(
            row.id,
            row.decided_on,
            f"{_KINDS.get(row.kind, row.kind)} {row.document.number}",
            _imposed(row, with_names),
            "有效" if row.document.live else "已撤销",
        )
        for row in rows
    ]


def _imposed(row: PenaltyDecision, with_names: bool) -> str:
    whom = "单位" if row.respondent_kind == "unit" else row.respondent_name if with_names else "责任人员"
    imposed = ["警告"] if row.is_warning else []
    if row.fine_fen:
        imposed.append(f"罚款 {row.fine_fen / 100:,.2f} 元")
    return f"{whom} · {'、'.join(imposed)}" if imposed else whom


def honours(reader: Reader) -> Found:
    """What the unit and its people were given. Source: JN-3.5a, LN-19c."""
    query = Honour.select().where(Honour.unit_id == reader.unit.id)
    return Found(query, (Honour.decided_on.desc(), Honour.id.desc()), _honours)


def _honours(rows: Sequence[Honour]) -> list[Entry]:
    return [
        Entry(
            row["id"],
            row["decided_on"],
            f"{row['title']} · {row['name']}",
            f"{row['agency']['name']} · {row['round_title']}",
            "有效" if row["state"] == "given" else "已撤销",
        )
        for row in honour_shapes(rows)
    ]


def ratings(reader: Reader) -> Found:
    """Every grade the unit held, from a day to a day. Source: LN-15, JN-2.3.2d."""
    query = UnitRating.select().where(UnitRating.unit_id == reader.unit.id)
    return Found(query, (UnitRating.from_on.desc(), UnitRating.id.desc()), _ratings)


def _ratings(rows: Sequence[UnitRating]) -> list[Entry]:
    return [
        Entry(
            row.id,
            row.from_on,
            row.name,
            "；".join(part for part in (f"{row.from_on} 至 {row.to_on or '今'}", row.reason, row.ended_reason) if part),
            "现有" if row.live else "已终止",
        )
        for row in rows
    ]


_CASE_STATES = {
    "open": "办理中", "drafted": "办理中", "proposed": "已建议", "replied": "已答复", "closed": "已办结",
    "withdrawn": "已撤回",
}  # fmt: skip


def accountability(reader: Reader) -> Found:
    """Cases of accountability, without the people in them. Source: JN-3.6a."""
    query = cases_within_reach(reader.actor).where(AccountabilityCase.unit_id == reader.unit.id)
    return Found(query, (AccountabilityCase.occurred_on.desc(), AccountabilityCase.id.desc()), _accountability)


def _accountability(rows: Sequence[AccountabilityCase]) -> list[Entry]:
    return [
        Entry(
            row.id,
            row.occurred_on,
            CONSEQUENCE_WORDS.get(row.consequence, row.consequence),
            CAUSE_WORDS.get(row.cause, row.cause),
            _CASE_STATES.get(row.state, row.state),
        )
        for row in rows
    ]


def papers(reader: Reader) -> Found:
    """Signed papers about the unit, the newest first, those revoked too."""
    query = documents_within_reach(reader.actor).where(
        (Document.unit_id == reader.unit.id) & Document.kind.in_(FILED) & DocumentFile.id.is_null(False)
    )
    if reader.sees_served_only:
        served = PaperDelivery.select(PaperDelivery.document_id).where(PaperDelivery.live == True)  # noqa: E712
        on_case = [kind.value for kind in (DocumentKind.PENALTY_DECISION, DocumentKind.NO_PENALTY_DECISION)]
        query = query.where(Document.kind.not_in(on_case) | Document.id.in_(served))
    return Found(query, (Document.dated_on.desc(), Document.id.desc()), paper_entries)


def paper_entries(rows: Sequence[Document]) -> list[Entry]:
    """Documents, with file and revocation joined, as lines of a file."""
    return [
        Entry(
            row.id,
            row.dated_on,
            f"{PAPER_WORDS[DocumentKind(row.kind)]} {row.number}",
            f"{row.agency_name} · {row.file.pages} 页",
            "已撤销" if getattr(row, "revocation", None) else "有效",
        )
        for row in rows
    ]
