"""Answers as they come: every acknowledged one is on disk, counted or kept with its reason; and the end of an attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from courses.exams.models import Attempt, Response, ResponseLog
from courses.exams.queries.attempts import attempts_to_end
from courses.exams.queries.entries import held_answers, lock_attempt, logged_answers, window_of
from courses.exams.rules.answers import (
    Ack,
    Answer,
    Bearer,
    Flag,
    Timing,
    Verdict,
    is_claimed_in_time,
    needs_log,
    take,
    timing_of,
)
from courses.exams.services.sitting import check_device
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import Prepared, insert_rows, put_rows

BATCH = 200


@dataclass(frozen=True)
class Receipt:
    """What the phone may count on."""

    attempt: Attempt
    now: datetime
    acks: list[Ack] = field(default_factory=list)


def save_answers(bearer: Bearer, attempt_id: UUID, answers: Sequence[Answer]) -> Receipt:
    """Take some answers; with none it only says that somebody is there. The log is the record of it, not an event.

    Raises NotFound (somebody else's attempt), DeviceReplaced.
    """
    with database.atomic():
        attempt, moment = _attempt_of(bearer, attempt_id), clock.now()
        acks = take_in(attempt, answers, bearer.device, "save", moment)
        _touch.execute(id=attempt.id, seen_at=moment)
    return Receipt(attempt, moment, acks)


def submit_attempt(bearer: Bearer, attempt_id: UUID, answers: Sequence[Answer]) -> Receipt:
    """Take all answers and end the attempt; sent twice it ends once. Raises NotFound, DeviceReplaced."""
    with database.atomic():
        attempt, moment = _attempt_of(bearer, attempt_id), clock.now()
        acks = take_in(attempt, answers, bearer.device, "submit", moment)
        if attempt.state == "running":
            _end(bearer.actor, attempt, "candidate", moment)
    return Receipt(attempt, moment, acks)


def end_due_attempts(actor: Actor) -> int:
    """End what was not submitted and whose upload window is over, each by itself; how many."""
    moment, count = clock.now(), 0
    while due := attempts_to_end(moment, BATCH):
        for one in due:
            with database.atomic():
                attempt = lock_attempt(one.id, one.candidate_id)
                if attempt.state == "running" and attempt.closes_at < moment:
                    _end(actor, attempt, "deadline", moment)
                    count += 1
    return count


def take_in(attempt: Attempt, answers: Sequence[Answer], device: str, by: str, moment: datetime) -> list[Ack]:
    """Judge answers and write what follows: log, what counts, flags. Part of an act: inside its transaction."""
    if not database.in_transaction():
        raise RuntimeError("answers are taken inside of an act")
    if not answers:
        return []
    window, slots = window_of(attempt), [answer.slot for answer in answers]
    # Who handed in has said what counts; whom the deadline ended may only have had no line.
    is_rescued = by == "rescue" and attempt.ended_by != "candidate"

    def timing(answer: Answer) -> Timing:
        if is_rescued and is_claimed_in_time(window, answer.recorded_at):
            return Timing.OFFLINE
        return timing_of(window, answer.recorded_at, moment)

    held = held_answers(attempt.id, slots)
    known = logged_answers(attempt.id, slots) if needs_log(answers, held, timing) else {}
    taken = take(answers, held, known, timing)
    insert_rows([_logged(attempt, answer, verdict, device, by, moment) for answer, verdict in taken.logged])
    put_rows(
        [
            Response(id=new_id(), attempt_id=attempt.id, slot=slot, seq=answer.seq, value=answer.value, at=moment)
            for slot, answer in sorted(taken.counted.items())
        ],
        key=("attempt_id", "slot"),
        columns=("seq", "value", "at"),
    )
    if by == "rescue":
        taken.flags.add(Flag.RESCUED.value)
    if taken.late or not taken.flags <= set(attempt.flags):
        attempt.flags = sorted({*attempt.flags, *taken.flags})
        attempt.late_count += taken.late
        Attempt.update(flags=attempt.flags, late_count=attempt.late_count).where(Attempt.id == attempt.id).execute()
    return taken.acks


def _attempt_of(bearer: Bearer, attempt_id: UUID) -> Attempt:
    attempt = lock_attempt(attempt_id, bearer.candidate_id)
    check_device(attempt.token_serial, bearer)
    moment = clock.now()
    if attempt.state == "running" and attempt.closes_at < moment:
        _end(bearer.actor, attempt, "deadline", moment)  # the job has not come by yet
    return attempt


def _end(actor: Actor, attempt: Attempt, by: str, moment: datetime) -> None:
    attempt.state, attempt.submitted_at, attempt.ended_by = "submitted", moment, by
    _finish.execute(id=attempt.id, state="submitted", submitted_at=moment, ended_by=by, seen_at=moment)
    details = {name: str(getattr(attempt, name)) for name in ("session_id", "person_id", "candidate_id")}
    record_event(actor, "attempt.submitted", subject=attempt, about_unit_id=attempt.unit_id, details=details)


def _logged(attempt: Attempt, answer: Answer, verdict: Verdict, device: str, by: str, moment: datetime) -> ResponseLog:
    return ResponseLog(
        id=new_id(),
        attempt_id=attempt.id,
        slot=answer.slot,
        seq=answer.seq,
        value=answer.value,
        device=device,
        recorded_at=answer.recorded_at,
        received_at=moment,
        by=by,
        verdict=verdict.value,
    )


_touch = Prepared(lambda id, seen_at: Attempt.update(seen_at=seen_at).where(Attempt.id == id))
_finish = Prepared(
    lambda id, state, submitted_at, ended_by, seen_at: Attempt.update(
        state=state, submitted_at=submitted_at, ended_by=ended_by, seen_at=seen_at
    ).where(Attempt.id == id)
)
