"""What must be there before the first document: keys, fonts, the numbers' patterns."""

from __future__ import annotations

from datetime import date

from reports.documents.models import NumberPatternRow
from reports.documents.numbering.rules import DEFAULT_PATTERN, NumberPattern
from reports.documents.queries.installation import connect
from reports.documents.rules import DocumentKind
from reports.documents.services.keys import ensure_authority
from reports.documents.services.tools import fonts
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.settings import Settings, installation_secret

_WORDS = {
    DocumentKind.INSPECTION_RECORD: "检",
    DocumentKind.RECTIFICATION_ORDER: "责通",
    DocumentKind.DRAW_RECORD: "抽",
    DocumentKind.EXTENSION_REPLY: "延",
    DocumentKind.RECHECK_OPINION: "复查",
    DocumentKind.TRANSFER_LETTER: "移",
    DocumentKind.TRAINING_CERTIFICATE: "训",
    DocumentKind.EXAM_TRANSCRIPT: "绩",
    DocumentKind.SESSION_TRANSCRIPT: "绩册",
    DocumentKind.CASE_FILING: "立",
    DocumentKind.PENALTY_NOTICE: "告",
    DocumentKind.HEARING_NOTICE: "听通",
    DocumentKind.HEARING_RECORD: "听录",
    DocumentKind.LEGAL_REVIEW: "法审",
    DocumentKind.PENALTY_DECISION: "罚决",
    DocumentKind.SPOT_PENALTY: "当罚",
    DocumentKind.NO_PENALTY_DECISION: "不罚决",
    DocumentKind.PAYMENT_REPLY: "缴",
    DocumentKind.PAYMENT_DEMAND: "催",
    DocumentKind.PENALTY_ANNULMENT: "撤",
    DocumentKind.ENFORCEMENT_END: "终执",
    DocumentKind.CRIME_TRANSFER: "案移",
    DocumentKind.CASE_CLOSING: "结",
    DocumentKind.CASE_FILE: "卷",
    DocumentKind.DELIVERY_RECEIPT: "送",
    DocumentKind.DELIVERY_CONSENT: "电送",
    DocumentKind.SUPERVISION_LETTER: "督",
    DocumentKind.SUPERVISION_VISIT: "导",
    DocumentKind.DISCIPLINE_PROPOSAL: "建",
    DocumentKind.COMMENDATION_PROPOSAL: "治示",
    DocumentKind.COMMENDATION_DECISION: "治表",
    DocumentKind.HONOUR_CERTIFICATE: "荣",
    DocumentKind.RATING_DECISION: "治评",
    DocumentKind.HONOUR_REVOCATION: "治撤",
    DocumentKind.RATING_CERTIFICATE: "平",
    DocumentKind.BULLETIN: "治",
    DocumentKind.SITUATION_BRIEF: "治情",
    DocumentKind.ASSESSMENT_SHEET: "考",
    DocumentKind.UNIT_FILE: "档",
    DocumentKind.TERM_SHEET: "任",
}
# Red-head papers: the short name, the word in brackets, no 字, no 第, no zeros. Source: GB/T 9704-2012 7.2.5.
# Each kind has a word of its own, for each counts by itself.
_OFFICIAL_PATTERN = NumberPattern("{authority}（{word}）〔{year}〕{serial}号")
_PATTERNS = dict.fromkeys(
    (
        DocumentKind.BULLETIN,
        DocumentKind.SITUATION_BRIEF,
        DocumentKind.COMMENDATION_PROPOSAL,
        DocumentKind.COMMENDATION_DECISION,
        DocumentKind.RATING_DECISION,
        DocumentKind.HONOUR_REVOCATION,
    ),
    _OFFICIAL_PATTERN,
)


def prepare(settings: Settings) -> None:
    """Make keys, fonts and number patterns at first start; 0.3 s afterwards. Raises FontError."""
    connect(settings, installation_secret(settings))
    fonts()
    ensure_authority()
    _ensure_patterns()


def _ensure_patterns() -> None:
    """For kinds that have none yet: a later version of the program knows more kinds, and edited patterns stay."""
    known = {row.kind for row in NumberPatternRow.select(NumberPatternRow.kind)}
    missing = {kind: word for kind, word in _WORDS.items() if kind.value not in known}
    if not missing:
        return
    with database.atomic():
        rows = [
            NumberPatternRow.create(
                id=new_id(),
                kind=kind.value,
                agency_id=None,
                pattern=_PATTERNS.get(kind, DEFAULT_PATTERN).text,
                word=word,
                from_on=date(2000, 1, 1),
            )
            for kind, word in missing.items()
        ]
        record_event(SYSTEM, "number_patterns.loaded", subject=rows[0], details={"count": len(rows)})
