"""Papers of a session, made by a job before the start."""

from __future__ import annotations

from uuid import UUID

from courses.exams.models import ExamSession
from courses.exams.queries.attempts import missing_papers, sessions_without_papers
from courses.exams.rules.sessions import PAPERS_AHEAD
from courses.papers.errors import BlueprintShort, SessionOfOtherBlueprint
from courses.papers.services import PaperWish, make_papers
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import Actor


def make_due_papers(actor: Actor) -> int:
    """Make the papers of sessions that start soon; how many."""
    moment = clock.now()
    return sum(
        make_session_papers(actor, session.id) for session in sessions_without_papers(moment, moment + PAPERS_AHEAD)
    )


def make_session_papers(actor: Actor, session_id: UUID) -> int:
    """Make the missing papers; how many. Without enough items the session says which cell is short. Source: LN-3b."""
    session = ExamSession.get_by_id(session_id)
    missing = missing_papers(session)
    if not missing and session.papers_state == "none":
        return 0  # nobody is on the list yet, or all have theirs
    try:
        wish = PaperWish(session_id, session.blueprint_version_id, missing, session.title)
        count, problem = make_papers(actor, wish) if missing else 0, ""
    except (BlueprintShort, SessionOfOtherBlueprint) as error:
        count, problem = 0, error.detail[:200]
    with database.atomic():
        # Somebody may have been put on the list meanwhile: then the next run makes the rest.
        state = "short" if problem else "none" if missing_papers(session) else "made"
        ExamSession.update(papers_state=state, papers_problem=problem).where(ExamSession.id == session_id).execute()
        details = {"papers": count, "state": state}
        record_event(actor, "exam_session.papers_made", subject=session, details=details)
    return count
