"""The case's papers and evidence as one file (案卷), in time order, each with its hash."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from reports.deliveries.models import PaperDelivery
from reports.deliveries.queries import FILES as DELIVERY_FILES
from reports.documents.models import Document, DocumentFile
from reports.documents.rendering.wording import write_day, write_minute
from reports.documents.rules import (
    Annexed,
    Authority,
    DocumentKind,
    Fields,
    FileOfPapers,
    Paragraph,
    Table,
    Verification,
)
from reports.executions.models import ExecutionAct
from reports.executions.queries.executions import FILES, case_subjects
from reports.executions.queries.papers import TITLES
from reports.penalties.models import PenaltyAct, PenaltyCase
from reports.wording.queries import texts_on
from server.core.clock import beijing_day
from server.core.files import files
from server.units.agencies.queries import name_on
from server.units.attachments.models import Attachment
from server.units.attachments.queries import attachments_of

PENALTY_FILES = "penalty_act"
WORDS = {
    **{kind.value: title for kind, title in TITLES.items()},
    "case_filing": "立案登记表",
    "penalty_notice": "行政处罚告知笔录",
    "hearing_notice": "听证通知书",
    "hearing_record": "听证笔录",
    "legal_review": "法制审核意见书",
    "penalty_decision": "行政处罚决定书",
    "spot_penalty": "当场处罚决定书",
    "no_penalty_decision": "不予行政处罚决定书",
    "crime_transfer": "案件移送函",
    "delivery_receipt": "送达回证",
}
Media = Literal["application/pdf", "image/jpeg", "image/png"]
BOUND: tuple[Media, ...] = ("application/pdf", "image/jpeg", "image/png")


@dataclass(frozen=True)
class Piece:
    """One paper or piece of evidence, by when it came to be."""

    at: datetime
    title: str
    number: str
    sha256: str
    media: str


def case_file(act: ExecutionAct, number: str, verification: Verification) -> FileOfPapers:
    """Every signed paper, receipt of service and file of the case up to the ask, in time order.

    What cannot be bound in (WebP pictures) stands in a table with its hash. 12 queries and a read a piece.
    """
    case = PenaltyCase.get_by_id(act.case_id)
    name, texts = name_on(case.agency_id, act.acted_on), texts_on(DocumentKind.CASE_FILE.value, act.acted_on)
    pieces = [piece for piece in pieces_of(case) if piece.at <= act.at]
    bound = [piece for piece in pieces if piece.media in BOUND]
    loose = [piece for piece in pieces if piece.media not in BOUND]
    rows = (
        ("当事人", case.respondent_name),
        ("案由", case.summary),
        ("立案日期", write_day(case.filed_on)),
        ("形成时间", write_minute(act.at)),
        ("材料件数", f"{len(pieces)}"),
    )
    table = Table(("材料", "SHA-256"), tuple((piece.title, piece.sha256) for piece in loose), (1, 2))
    return FileOfPapers(
        kind=DocumentKind.CASE_FILE,
        authority=Authority(name.name, name.short_name),
        number=number,
        title="行政处罚案卷",
        subject=case.respondent_name,
        blocks=(
            Fields(rows),
            Paragraph(texts.say("case_file.meaning")),
            *((table,) if loose else ()),
        ),
        papers=tuple(_annexed(piece) for piece in bound),
        decided_on=act.acted_on,
        verification=verification,
    )


def pieces_of(case: PenaltyCase) -> list[Piece]:
    """All papers and files of a case by time, those of one instant act by act; the bytes are not read. 8 queries."""
    before, after = case_subjects(case)
    acts: list[PenaltyAct | ExecutionAct] = [*before, *after]
    papers = _papers([act.id for act in acts])
    served: dict[UUID, list[PaperDelivery]] = defaultdict(list)
    documents = [document.id for found in papers.values() for document in found]
    for delivery in PaperDelivery.select().where(PaperDelivery.document_id.in_(documents)).order_by(PaperDelivery.id):
        served[delivery.document_id].append(delivery)
    deliveries = [delivery.id for rows in served.values() for delivery in rows]
    receipts, proofs = _papers(deliveries), attachments_of(DELIVERY_FILES, deliveries)
    attached = attachments_of(PENALTY_FILES, [row.id for row in before])
    attached |= attachments_of(FILES, [row.id for row in after])
    found: list[Piece] = []
    for act in acts:
        found += [_of_file(one, act.at) for one in attached.get(act.id, [])]
        for document in papers.get(act.id, []):
            found.append(_of_paper(document, act.at))
            for delivery in served[document.id]:
                found += [_of_paper(receipt, delivery.recorded_at) for receipt in receipts.get(delivery.id, [])]
                found += [_of_file(one, delivery.recorded_at) for one in proofs.get(delivery.id, [])]
    return sorted(found, key=lambda piece: piece.at)  # keeps the order of what has one instant


def _papers(subject_ids: list[UUID]) -> dict[UUID, list[Document]]:
    """Signed papers by subject, revoked ones too; files of papers are not put into one another."""
    found: dict[UUID, list[Document]] = defaultdict(list)
    rows = (
        Document.select(Document, DocumentFile)
        .join(DocumentFile, on=(DocumentFile.document_id == Document.id), attr="file")
        .where(Document.subject_id.in_(subject_ids) & (Document.kind != DocumentKind.CASE_FILE.value))
    )
    for row in rows.order_by(Document.id):
        found[row.subject_id].append(row)
    return found


def _of_file(file: Attachment, at: datetime) -> Piece:
    title = file.name.rsplit(".", 1)[0] if "." in file.name else file.name
    return Piece(at, title, "", file.sha256, file.media_type)


def _of_paper(row: Document, at: datetime) -> Piece:
    """A paper stands where its act does: a job may have numbered it later."""
    title = WORDS.get(row.kind, row.number) + ("" if row.live else "（已撤销）")
    return Piece(at, title, row.number, row.file.sha256, "application/pdf")


def _annexed(piece: Piece) -> Annexed:
    media: Media = next(one for one in BOUND if one == piece.media)
    return Annexed(piece.title, piece.number, beijing_day(piece.at), piece.sha256, files().read(piece.sha256), media)
