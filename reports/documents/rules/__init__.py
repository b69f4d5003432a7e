"""The facts that a document states, frozen before it is numbered and rendered.

A form prints these facts and nothing else. Texts of law come in with them: which clause was in force on the day is
decided by the caller's data, never by a template.
"""

from reports.documents.rules.amounts import amount_in_words
from reports.documents.rules.blocks import Block, Chart, Fields, Heading, Paragraph, Series, SignatureLines, Table
from reports.documents.rules.certificates import TrainingCertificate
from reports.documents.rules.draws import (
    DrawnUnit,
    DrawPool,
    DrawRecord,
)
from reports.documents.rules.facts import DocumentFacts, kind_of, template_of
from reports.documents.rules.forms import Annexed, FileOfPapers, HonourCertificate, LegalForm, OfficialDocument
from reports.documents.rules.kinds import KIND_TITLES, DocumentKind
from reports.documents.rules.labels import (
    Label,
    LabelSheet,
)
from reports.documents.rules.lists import (
    TableReport,
)
from reports.documents.rules.orders import (
    OrderTexts,
    RectificationOrder,
)
from reports.documents.rules.parts import (
    Authority,
    Companion,
    Flag,
    HandSignature,
    Hazard,
    HazardGrade,
    InspectedUnit,
    Officer,
    Photo,
    PhotoSource,
    Position,
    Refusal,
    Signer,
    Standing,
    Verification,
)
from reports.documents.rules.records import (
    Answer,
    InspectionRecord,
    RecordTexts,
    Section,
)
from reports.documents.rules.rectifications import (
    ExtensionReply,
    PhotoPair,
    RecheckOpinion,
    RectificationReport,
    Rectified,
    TransferLetter,
)

__all__ = [
    "KIND_TITLES",
    "Annexed",
    "Answer",
    "Authority",
    "Block",
    "Chart",
    "Companion",
    "DocumentFacts",
    "DocumentKind",
    "DrawPool",
    "DrawRecord",
    "DrawnUnit",
    "ExtensionReply",
    "Fields",
    "FileOfPapers",
    "Flag",
    "HandSignature",
    "Hazard",
    "HazardGrade",
    "Heading",
    "HonourCertificate",
    "InspectedUnit",
    "InspectionRecord",
    "Label",
    "LabelSheet",
    "LegalForm",
    "Officer",
    "OfficialDocument",
    "OrderTexts",
    "Paragraph",
    "Photo",
    "PhotoPair",
    "PhotoSource",
    "Position",
    "RecheckOpinion",
    "RecordTexts",
    "RectificationOrder",
    "RectificationReport",
    "Rectified",
    "Refusal",
    "Section",
    "Series",
    "SignatureLines",
    "Signer",
    "Standing",
    "Table",
    "TableReport",
    "TrainingCertificate",
    "TransferLetter",
    "Verification",
    "amount_in_words",
    "kind_of",
    "template_of",
]
