"""The course of one attempt, for those who look at a dispute; and what the clock must end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from courses.exams.errors import RescueUnreadable
from courses.exams.models import Attempt, Candidate, ExamSession, ProctorEvent, ResponseLog
from courses.exams.queries.candidates import attempt_within_reach, candidate_shapes, candidate_within_reach
from courses.exams.queries.entries import key_of_paper, responses_of
from courses.exams.rules.rescue import open_rescue
from courses.papers.models import Paper
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.core.pictures import preview

MOST_ROWS = 5000


def course_of(actor: Actor, id: UUID) -> dict[str, Any]:
    """One attempt with answers, log and events. Raises NotFound."""
    attempt, candidate, session = attempt_within_reach(actor, id)
    shape = candidate_shapes(session, [candidate])[0]
    own = next(one for one in shape["attempts"] if one["id"] == id)
    log = ResponseLog.select().where(ResponseLog.attempt_id == id).order_by(ResponseLog.id)
    events = ProctorEvent.select().where(ProctorEvent.attempt_id == id).order_by(ProctorEvent.id)
    return {
        **own,
        "session": {"id": session.id, "title": session.title},
        "person": shape["person"],
        "device": attempt.device,
        "slots": Paper.select(Paper.slots).where(Paper.id == attempt.paper_id).scalar() or [],
        "responses": responses_of(id),
        "log": list(log.limit(MOST_ROWS)),
        "proctoring": list(events.limit(MOST_ROWS)),
    }


def open_file(actor: Actor, id: UUID, file: dict[str, Any]) -> list[Any]:
    """The answers in a rescue file of this attempt, still to be read. Raises NotFound, RescueUnreadable."""
    attempt, _, _ = attempt_within_reach(actor, id)
    if file["attempt_id"] != id:
        raise RescueUnreadable("这是另一次作答的文件")
    return open_rescue(file["sealed"], id, key_of_paper(attempt.paper_id))


def check_in_photo(actor: Actor, candidate_id: UUID) -> tuple[bytes, str]:
    """The photo made anew for the screen, and its type. Raises NotFound."""
    candidate, _ = candidate_within_reach(actor, candidate_id)
    if not candidate.photo_sha256:
        raise NotFound()
    return preview(files(), candidate.photo_sha256, "display")


def snapshot(actor: Actor, event_id: UUID) -> tuple[bytes, str]:
    """The snapshot of an event, made anew for the screen, and its type. Raises NotFound."""
    event = ProctorEvent.get_or_none(ProctorEvent.id == event_id)
    if event is None or not event.sha256:
        raise NotFound()
    attempt_within_reach(actor, event.attempt_id)
    return preview(files(), event.sha256, "display")


def attempts_to_end(moment: datetime, limit: int) -> list[Attempt]:
    """Running attempts whose upload window is over, the oldest first; one query."""
    due = (Attempt.state == "running") & (Attempt.closes_at < moment)
    return list(Attempt.select().where(due).order_by(Attempt.closes_at).limit(limit))


def sessions_to_close(moment: datetime, limit: int) -> list[ExamSession]:
    """Planned sessions into which nobody can start any more and in which nobody runs."""
    running = Attempt.select(Attempt.session_id).where(Attempt.state == "running")
    over = (ExamSession.state == "planned") & (ExamSession.start_closes_at < moment)
    return list(ExamSession.select().where(over & ExamSession.id.not_in(running)).limit(limit))


def sessions_without_papers(moment: datetime, until: datetime) -> list[ExamSession]:
    """Planned sessions that start soon and whose papers nobody has made."""
    soon = (ExamSession.starts_at < until) & (ExamSession.start_closes_at > moment)
    waiting = ExamSession.papers_state.in_(["none", "asked"])
    return list(ExamSession.select().where((ExamSession.state == "planned") & soon & waiting))


def missing_papers(session: ExamSession) -> list[tuple[UUID, int]]:
    """(candidate, try) of a session without a paper; two queries."""
    made = set(Paper.select(Paper.candidate_id, Paper.try_no).where(Paper.session_id == session.id).tuples())
    here = (Candidate.session_id == session.id) & (Candidate.state == "invited")
    rows = Candidate.select(Candidate.id).where(here).order_by(Candidate.id)
    wanted = [(row.id, try_no) for row in rows for try_no in range(1, session.most_tries + 1)]
    return [pair for pair in wanted if pair not in made]
