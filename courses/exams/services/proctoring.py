"""What happened beside the answers: kept for a person to look at, and nothing follows by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from courses.exams.models import ProctorEvent
from courses.exams.queries.entries import lock_attempt
from courses.exams.rules.answers import Bearer
from courses.exams.services.checking_in import check_delivered
from courses.exams.services.sitting import check_device
from server.core import clock
from server.core.database import database
from server.core.statements import insert_rows


@dataclass(frozen=True)
class Happening:
    """``id`` is the phone's, so that what is sent twice is kept once; ``seconds`` is how long it lasted."""

    id: UUID
    kind: str
    seconds: int | None = None
    recorded_at: datetime | None = None
    note: str = ""
    sha256: str = ""


def note_happenings(bearer: Bearer, attempt_id: UUID, happenings: Sequence[Happening]) -> int:
    """Keep them, before and after the end of the attempt; how many came. The rows are their own record.

    Raises NotFound, DeviceReplaced, SnapshotMissing (bring the picture first, then send again).
    """
    check_delivered(bearer.actor, [one.sha256 for one in happenings if one.sha256], "events")
    with database.atomic():
        attempt = lock_attempt(attempt_id, bearer.candidate_id)
        check_device(attempt.token_serial, bearer)
        moment = clock.now()
        unique = {one.id: one for one in happenings}
        rows = [ProctorEvent(attempt_id=attempt.id, received_at=moment, **vars(one)) for one in unique.values()]
        insert_rows(rows, ignore_known=True)
    return len(happenings)
