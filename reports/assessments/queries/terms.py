"""From which year there is an assessment."""

from __future__ import annotations

from reports.documents.rules import DocumentKind
from reports.wording.queries import texts_on
from server.core import clock


def first_year() -> int:
    """As the dated text has it; 1 query. Source: JN-3.5b."""
    return int(texts_on(DocumentKind.ASSESSMENT_SHEET, clock.today()).sentences["assessment_sheet.lead"].values["year"])
