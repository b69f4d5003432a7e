"""The last resort: a file of answers that staff carry in for a phone that found no line."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from courses.exams.queries.candidates import attempt_within_reach
from courses.exams.queries.entries import lock_attempt
from courses.exams.rules.answers import Answer
from courses.exams.services.answering import Receipt, take_in
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import Actor


def take_rescue(actor: Actor, attempt_id: UUID, answers: Sequence[Answer]) -> Receipt:
    """Take the answers of an opened rescue file like answers from offline, flagged; a file brought twice counts once.

    Who never handed in because no line was found is helped after the deadline as well: then marking is told to look
    again. After a submission they are kept as late. Raises NotFound.
    """
    found, candidate, _ = attempt_within_reach(actor, attempt_id)
    with database.atomic():
        attempt, moment = lock_attempt(found.id, candidate.id), clock.now()
        acks = take_in(attempt, answers, "rescue", "rescue", moment)
        counted = sum(ack.verdict == "counted" for ack in acks)
        details = {"session_id": str(attempt.session_id), "answers": len(acks), "counted": counted}
        record_event(actor, "attempt.rescued", subject=attempt, about_unit_id=attempt.unit_id, details=details)
    return Receipt(attempt, moment, acks)
