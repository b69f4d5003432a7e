"""Answers that came too late, and who wants them counted."""

from __future__ import annotations

from uuid import UUID

from courses.exams.models import Attempt, ExamSession, LateAcceptance, Response, ResponseLog
from courses.exams.queries.candidates import attempt_within_reach
from courses.exams.queries.sessions import own_session
from server.core.errors import NotFound
from server.core.permissions import Actor


def late_attempt(actor: Actor, id: UUID) -> tuple[Attempt, ExamSession]:
    """An attempt in a session that the actor may change. Raises NotFound."""
    attempt, _, session = attempt_within_reach(actor, id)
    return attempt, own_session(actor, session.id)


def acceptance_within_reach(actor: Actor, id: UUID) -> tuple[LateAcceptance, Attempt]:
    """Raises NotFound."""
    row = LateAcceptance.get_or_none(LateAcceptance.id == id)
    if row is None:
        raise NotFound(late_acceptance_id=str(id))
    return row, late_attempt(actor, row.attempt_id)[0]


def acceptances_of(attempt_id: UUID) -> list[LateAcceptance]:
    """The first asked first. One query."""
    rows = LateAcceptance.select().where(LateAcceptance.attempt_id == attempt_id)
    return list(rows.order_by(LateAcceptance.at, LateAcceptance.id))


def waiting_late_answers(attempt_id: UUID) -> list[ResponseLog]:
    """By slot the last late answer that is newer than what counts. Two queries.

    Of two under one sequence number the first to arrive stands, as it does for answers in time.
    """
    counted = {row.slot: row.seq for row in Response.select().where(Response.attempt_id == attempt_id)}
    late = (ResponseLog.attempt_id == attempt_id) & (ResponseLog.verdict == "late")
    newest: dict[int, ResponseLog] = {}
    for row in ResponseLog.select().where(late).order_by(ResponseLog.id):
        known = newest.get(row.slot)
        if row.seq > counted.get(row.slot, 0) and (known is None or row.seq > known.seq):
            newest[row.slot] = row
    return [newest[slot] for slot in sorted(newest)]
