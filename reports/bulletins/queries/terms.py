"""From which year there are figures to bulletin."""

from __future__ import annotations

from reports.documents.rules import DocumentKind
from reports.wording.queries import texts_on
from server.core import clock


def first_year() -> int:
    """The first year of assessment and bulletins, as the dated text has it; 1 query. Source: JN-3.5b."""
    return int(texts_on(DocumentKind.BULLETIN, clock.today()).sentences["bulletin.since"].values["year"])
