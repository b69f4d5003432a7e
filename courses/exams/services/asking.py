"""Ask for a session's papers; the job that makes them is in ``papers``."""

from __future__ import annotations

from uuid import UUID

from courses.exams.errors import SessionEnded
from courses.exams.models import ExamSession
from courses.exams.queries.entries import hold_session
from courses.exams.queries.sessions import own_session
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import Actor


def ask_for_papers(actor: Actor, session_id: UUID) -> ExamSession:
    """Have a session's missing papers made by a job; asked twice, only what is missing is made.

    Raises NotFound, SessionEnded.
    """
    own_session(actor, session_id)
    with database.atomic():
        session = hold_session(session_id, alone=True)
        if session.state != "planned":
            raise SessionEnded()
        session.papers_state, session.papers_problem = "asked", ""
        ExamSession.update(papers_state="asked", papers_problem="").where(ExamSession.id == session_id).execute()
        record_event(actor, "exam_session.papers_asked", subject=session)
    return session
