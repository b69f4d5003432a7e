"""The kinds of documents, and which facts are of which kind."""

from enum import StrEnum

from reports.documents.rules.certificates import TrainingCertificate
from reports.documents.rules.draws import DrawRecord
from reports.documents.rules.orders import RectificationOrder
from reports.documents.rules.records import InspectionRecord
from reports.documents.rules.rectifications import ExtensionReply, RecheckOpinion, TransferLetter


class DocumentKind(StrEnum):
    INSPECTION_RECORD = "inspection_record"  # 检查笔录
    RECTIFICATION_ORDER = "rectification_order"  # 责令限期整改治安隐患通知书
    DRAW_RECORD = "draw_record"  # 双随机抽取记录
    EXTENSION_REPLY = "extension_reply"  # 同意（不同意）延期整改通知书
    RECHECK_OPINION = "recheck_opinion"  # 复查意见书
    TRANSFER_LETTER = "transfer_letter"  # 安全生产隐患移送函
    TRAINING_CERTIFICATE = "training_certificate"  # 年度轮训合格证


DocumentFacts = (
    InspectionRecord
    | RectificationOrder
    | DrawRecord
    | ExtensionReply
    | RecheckOpinion
    | TransferLetter
    | TrainingCertificate
)

_KIND_OF: dict[type, DocumentKind] = {
    InspectionRecord: DocumentKind.INSPECTION_RECORD,
    RectificationOrder: DocumentKind.RECTIFICATION_ORDER,
    DrawRecord: DocumentKind.DRAW_RECORD,
    ExtensionReply: DocumentKind.EXTENSION_REPLY,
    RecheckOpinion: DocumentKind.RECHECK_OPINION,
    TransferLetter: DocumentKind.TRANSFER_LETTER,
    TrainingCertificate: DocumentKind.TRAINING_CERTIFICATE,
}


def kind_of(facts: DocumentFacts) -> DocumentKind:
    """Which form prints these facts."""
    return _KIND_OF[type(facts)]
