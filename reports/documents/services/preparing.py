"""What must be there before the first document: keys, fonts, the numbers' patterns."""

from __future__ import annotations

from datetime import date

from reports.documents.models import NumberPatternRow
from reports.documents.numbering.rules import DEFAULT_PATTERN
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
}


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
                pattern=DEFAULT_PATTERN.text,
                word=word,
                from_on=date(2000, 1, 1),
            )
            for kind, word in missing.items()
        ]
        record_event(SYSTEM, "number_patterns.loaded", subject=rows[0], details={"count": len(rows)})
