"""What the clock and events ask of exams."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.exams.services.answering import end_due_attempts
from courses.exams.services.papers import make_due_papers, make_session_papers
from courses.exams.services.planning import close_due_sessions
from server.core.jobs import Job, Schedule
from server.core.permissions import SYSTEM

END_DUE = "exams.end_due"
PAPERS = "exams.papers"
PAPERS_DUE = "exams.papers_due"


def _end_due(_: dict[str, Any]) -> None:
    end_due_attempts(SYSTEM)
    close_due_sessions(SYSTEM)


def _papers_due(_: dict[str, Any]) -> None:
    make_due_papers(SYSTEM)


def _papers(arguments: dict[str, Any]) -> None:
    make_session_papers(SYSTEM, UUID(arguments["subject_id"]))


JOBS = [
    Job(END_DUE, _end_due),
    Job(PAPERS, _papers, on=("exam_session.papers_asked",)),
    Job(PAPERS_DUE, _papers_due),
]
SCHEDULES = [Schedule(END_DUE, "* * * * *"), Schedule(PAPERS_DUE, "*/5 * * * *")]
