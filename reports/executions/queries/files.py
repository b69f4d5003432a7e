"""The case's papers and evidence as one file (案卷), in time order, each with its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reports.deliveries.models import PaperDelivery
from reports.deliveries.queries import FILES as DELIVERY_FILES
from reports.documents.models import Document, DocumentFile
from reports.documents.rendering.wording import write_day, write_second
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
from reports.penalties.models import PenaltyCase
from reports.wording.queries import texts_on
from server.core.clock import beijing_day
from server.core.files import files
from server.units.agencies.queries import name_on
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
        ("形成时间", write_second(act.at)),
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
    """All papers and files of a case by time; the bytes are not read."""
    before, after = case_subjects(case)
    ids = [row.id for row in before] + [row.id for row in after]
    papers = _papers(ids)
    served = list(PaperDelivery.select().where(PaperDelivery.document_id.in_([row.id for row in papers])))
    found = [_of_paper(row) for row in [*papers, *_papers([row.id for row in served])]]
    for subject, rows in (
        (PENALTY_FILES, {row.id: row.at for row in before}),
        (FILES, {row.id: row.at for row in after}),
        (DELIVERY_FILES, {row.id: row.recorded_at for row in served}),
    ):
        for id, attached in attachments_of(subject, rows).items():
            found += [Piece(rows[id], one.name, "", one.sha256, one.media_type) for one in attached]
    return sorted(found, key=lambda piece: (piece.at, piece.number, piece.sha256))


def _papers(subject_ids: list[object]) -> list[Document]:
    """Signed papers of these subjects, revoked ones too; files of papers are not put into one another."""
    return list(
        Document.select(Document, DocumentFile)
        .join(DocumentFile, on=(DocumentFile.document_id == Document.id), attr="file")
        .where(Document.subject_id.in_(subject_ids) & (Document.kind != DocumentKind.CASE_FILE.value))
    )


def _of_paper(row: Document) -> Piece:
    title = WORDS.get(row.kind, row.number) + ("" if row.live else "（已撤销）")
    return Piece(row.file.signed_at, title, row.number, row.file.sha256, "application/pdf")


def _annexed(piece: Piece) -> Annexed:
    media: Media = next(one for one in BOUND if one == piece.media)
    return Annexed(piece.title, piece.number, beijing_day(piece.at), piece.sha256, files().read(piece.sha256), media)
