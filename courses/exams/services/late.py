"""Answers that came too late are accepted after all: asked by one person with a reason, confirmed by another."""

from __future__ import annotations

from uuid import UUID

from courses.exams.errors import LateOpen, LateOwn, LateSettled, NoLateAnswers
from courses.exams.models import Attempt, LateAcceptance, Response, ResponseLog
from courses.exams.queries.entries import lock_attempt
from courses.exams.queries.late import acceptance_within_reach, late_attempt, waiting_late_answers
from courses.exams.rules.sessions import LateDecision, LateDraft
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.statements import put_rows
from server.web.signin.queries import is_of_actor


def propose_late_answers(actor: Actor, attempt_id: UUID, draft: LateDraft) -> LateAcceptance:
    """Ask to have the late answers of an attempt counted, those that are known now; sent twice it is one.

    Raises NotFound, NoLateAnswers (also while it runs), LateOpen, LateOwn, ResubmissionConflict.
    """
    attempt, session = late_attempt(actor, attempt_id)
    known = {"attempt_id": attempt.id, "reason": draft.reason, "by_account_id": actor.account_id}

    def find() -> LateAcceptance | None:
        return find_resubmitted(LateAcceptance, draft.id, **known)

    if earlier := find():
        return earlier
    _check_own(actor, attempt)

    def create() -> LateAcceptance:
        lock_attempt(attempt.id, attempt.candidate_id)  # of two at once the second finds the first
        waiting = waiting_late_answers(attempt.id) if attempt.state == "submitted" else []
        if not waiting:
            raise NoLateAnswers(attempt_id=str(attempt.id))
        here = (LateAcceptance.attempt_id == attempt.id) & (LateAcceptance.state == "proposed")
        if LateAcceptance.select().where(here).exists():
            raise LateOpen(attempt_id=str(attempt.id))
        row = LateAcceptance.create(
            id=draft.id,
            session_id=session.id,
            answers=[[one.slot, one.seq] for one in waiting],
            **known,
            by_name=actor.name,
            at=clock.now(),
        )
        record_event(actor, "late_answers.proposed", subject=row, about_unit_id=attempt.unit_id, details=_told(row))
        return row

    return once(create, find)[0]


def decide_late_answers(actor: Actor, id: UUID, decision: LateDecision) -> LateAcceptance:
    """Count what was asked for, or refuse; counted answers are marked by a job as another revision. Twice it is one.

    Whoever asked may take it back, which is a refusal, and may not confirm it.
    Raises NotFound, LateOwn, LateSettled.
    """
    found, attempt = acceptance_within_reach(actor, id)
    state = "accepted" if decision.accepted else "rejected"
    with database.atomic():
        lock_attempt(attempt.id, attempt.candidate_id)
        row: LateAcceptance = lock_row(LateAcceptance.select().where(LateAcceptance.id == found.id))
        if row.state != "proposed":
            if row.state == state and row.decided_by_account_id == actor.account_id:
                return row
            raise LateSettled(id=str(id))
        if decision.accepted:
            _check_own(actor, attempt)
            if is_of_actor(actor, [row.by_account_id]):
                raise LateOwn(id=str(id))
            _count(row)
        row.state, row.note, row.decided_at = state, decision.note, clock.now()
        row.decided_by_account_id, row.decided_by_name = actor.account_id, actor.name
        row.save()
        record_event(actor, f"late_answers.{state}", subject=row, about_unit_id=attempt.unit_id, details=_told(row))
    return row


def _check_own(actor: Actor, attempt: Attempt) -> None:
    """Nobody acts on the own attempt."""
    if actor.person_id is not None and actor.person_id == attempt.person_id:
        raise LateOwn(attempt_id=str(attempt.id))


def _count(row: LateAcceptance) -> None:
    """The log stays as it is: it says when an answer came, the acceptance why it counts."""
    wanted = {(slot, seq) for slot, seq in row.answers}
    log = (ResponseLog.attempt_id == row.attempt_id) & (ResponseLog.verdict == "late")
    values: dict[tuple[int, int], object] = {}
    for one in ResponseLog.select().where(log).order_by(ResponseLog.id):
        values.setdefault((one.slot, one.seq), one.value)  # of two under one number the first to arrive stands
    moment = clock.now()
    put_rows(
        [
            Response(id=new_id(), attempt_id=row.attempt_id, slot=slot, seq=seq, value=values[slot, seq], at=moment)
            for slot, seq in sorted(wanted)
        ],
        key=("attempt_id", "slot"),
        columns=("seq", "value", "at"),
    )


def _told(row: LateAcceptance) -> dict[str, object]:
    return {
        "attempt_id": str(row.attempt_id),
        "session_id": str(row.session_id),
        "slots": [slot for slot, _ in row.answers],
    }
