"""What a case is: as little as is needed to set it beside the unit's hazards. Source: LN-aims-3a."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.alerts.cases.errors import CaseInTheFuture
from server.core.errors import FieldProblem

KINDS = ("theft", "robbery", "disturbance", "injury", "intrusion", "arson", "explosion", "fraud", "disaster", "other")
CLOCK_TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True)
class CaseDraft:
    id: UUID
    unit_id: UUID
    kind: str
    happened_at: datetime
    summary: str
    source_no: str


def check_moment(happened_at: datetime, now: datetime) -> None:
    """Raises CaseInTheFuture."""
    if happened_at > now + CLOCK_TOLERANCE:
        raise CaseInTheFuture(fields=[FieldProblem("happened_at", CaseInTheFuture.title, CaseInTheFuture.code)])
