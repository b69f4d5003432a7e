"""The start: one small transaction, as often as asked. Here and nowhere else a key leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from courses.exams.errors import DeviceReplaced, NotInvited, PapersMissing, SessionEnded
from courses.exams.models import Attempt, Candidate, ExamSession, Response
from courses.exams.queries.entries import (
    attempt_of_try,
    hold_session,
    key_of_paper,
    lock_candidate,
    paper_with_key,
    responses_of,
)
from courses.exams.rules.answers import Bearer
from courses.exams.rules.sessions import CandidateState, check_may_start
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.statements import insert_rows


@dataclass(frozen=True)
class Started:
    """An attempt under way, the key of its paper, and what has been answered so far."""

    attempt: Attempt
    key: str
    now: datetime
    responses: list[Response] = field(default_factory=list)


def start_attempt(bearer: Bearer) -> Started:
    """Start the try that the token is for, or find it started; the deadline is the server's. Source: JN-3.4a.

    Raises NotFound, DeviceReplaced, NotInvited, SessionEnded, ExamNotBegun, ExamStartClosed, PapersMissing.
    """
    with database.atomic():
        candidate = lock_candidate(bearer.candidate_id)
        check_device(candidate.token_serial, bearer)
        attempt = attempt_of_try(candidate.id, bearer.try_no)
        if attempt is None:
            return _begin(bearer, candidate)
    return Started(attempt, key_of_paper(attempt.paper_id), clock.now(), responses_of(attempt.id))


def check_device(serial: int, bearer: Bearer) -> None:
    """Raises DeviceReplaced for a token that another device has ended."""
    if serial != bearer.serial:
        raise DeviceReplaced()


def _begin(bearer: Bearer, candidate: Candidate) -> Started:
    session, moment = hold_session(candidate.session_id), clock.now()
    if session.state != "planned":
        raise SessionEnded()
    if candidate.state != CandidateState.INVITED.value:
        raise NotInvited()
    check_may_start(session.starts_at, session.start_closes_at, moment)
    found = paper_with_key(session.id, candidate.id, bearer.try_no)
    if found is None:
        raise PapersMissing()
    paper_id, key = found
    deadline = _deadline(session, candidate, moment)
    attempt = Attempt(
        id=new_id(),
        session_id=session.id,
        candidate_id=candidate.id,
        person_id=candidate.person_id,
        unit_id=candidate.unit_id,
        paper_id=paper_id,
        try_no=bearer.try_no,
        device=bearer.device,
        started_at=moment,
        deadline_at=deadline,
        grace_seconds=session.grace_seconds,
        closes_at=deadline + timedelta(seconds=session.grace_seconds + session.upload_seconds),
        token_serial=bearer.serial,
        seen_at=moment,
        flags=[],
    )
    insert_rows([attempt])
    details = {"session_id": str(session.id), "candidate_id": str(candidate.id), "try_no": bearer.try_no}
    record_event(bearer.actor, "attempt.started", subject=attempt, about_unit_id=attempt.unit_id, details=details)
    return Started(attempt, key, moment)


def _deadline(session: ExamSession, candidate: Candidate, moment: datetime) -> datetime:
    """Everybody has the whole time from the own start, unless the session ends for all at once."""
    since = session.starts_at if session.fixed_end else moment
    return since + timedelta(seconds=session.duration_seconds + candidate.extra_seconds)
