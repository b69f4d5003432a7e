"""Which facts are of which kind: those with a form of their own by their type, the others say it."""

from reports.documents.rules.certificates import TrainingCertificate
from reports.documents.rules.draws import DrawRecord
from reports.documents.rules.forms import FileOfPapers, HonourCertificate, LegalForm, OfficialDocument, StructuredFacts
from reports.documents.rules.kinds import DocumentKind
from reports.documents.rules.orders import RectificationOrder
from reports.documents.rules.records import InspectionRecord
from reports.documents.rules.rectifications import ExtensionReply, RecheckOpinion, TransferLetter

DocumentFacts = (
    InspectionRecord
    | RectificationOrder
    | DrawRecord
    | ExtensionReply
    | RecheckOpinion
    | TransferLetter
    | TrainingCertificate
    | StructuredFacts
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
_TEMPLATE_OF: dict[type, str] = {
    LegalForm: "legal_form",
    OfficialDocument: "official_document",
    HonourCertificate: "honour_certificate",
    FileOfPapers: "file_of_papers",
}


def kind_of(facts: DocumentFacts) -> DocumentKind:
    """Which kind of document these facts are."""
    if isinstance(facts, LegalForm | OfficialDocument | HonourCertificate | FileOfPapers):
        return facts.kind
    return _KIND_OF[type(facts)]


def template_of(facts: DocumentFacts) -> str:
    """The name of the template that prints these facts."""
    return _TEMPLATE_OF.get(type(facts)) or kind_of(facts).value
