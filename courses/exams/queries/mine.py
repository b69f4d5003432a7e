"""What a learner sees of exams: only the own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from courses.exams.models import Candidate, ExamSession
from courses.exams.queries.candidates import attempt_shapes, attempts_of, standing_of
from courses.exams.rules.sessions import check_in_opens_at
from server.core import clock
from server.core.permissions import Actor

MOST = 100
SHOWN_FOR = timedelta(days=400)  # a year's exams stay in sight


def my_exams(actor: Actor) -> list[dict[str, Any]]:
    """The own exams, the next or latest first; six queries."""
    if actor.person_id is None:
        return []
    rows = (
        Candidate.select(Candidate, ExamSession)
        .join(ExamSession, on=(ExamSession.id == Candidate.session_id), attr="session")
        .where((Candidate.person_id == actor.person_id) & (Candidate.state != "removed"))
        .where(ExamSession.starts_at > clock.now() - SHOWN_FOR)
        .order_by(ExamSession.starts_at.desc())
        .limit(MOST)
    )
    candidates = list(rows)
    attempts = attempts_of([row.id for row in candidates])
    shapes = attempt_shapes([attempt for tries in attempts.values() for attempt in tries])
    return [_shape(row, [(attempt, shapes[attempt.id]) for attempt in attempts.get(row.id, [])]) for row in candidates]


def _shape(row: Candidate, tries: list[tuple[Any, dict[str, Any]]]) -> dict[str, Any]:
    session = row.session
    results = [shape["result"] for _, shape in tries if shape["result"]]
    return {
        "candidate_id": row.id,
        "session": {
            **{name: getattr(session, name) for name in SESSION_SEEN},
            "check_in_opens_at": check_in_opens_at(session.starts_at),
        },
        "state": standing_of(session, row, [attempt for attempt, _ in tries]).value,
        "extra_seconds": row.extra_seconds,
        "device": row.device,
        "tries": len(tries),
        "most_tries": session.most_tries,
        "attempt": tries[-1][1] if tries else None,
        "result": max(results, key=lambda result: (result.passed, result.points_x100)) if results else None,
    }


SESSION_SEEN = (
    "id",
    "title",
    "starts_at",
    "start_closes_at",
    "duration_seconds",
    "grace_seconds",
    "upload_seconds",
    "fixed_end",
    "place",
    "kind",
    "camera_checks",
    "papers_state",
    "state",
)


def my_candidacy(actor: Actor, id: UUID) -> Any:
    """A condition on candidates: this one, and the asker's own."""
    return (Candidate.id == id) & (Candidate.person_id == actor.person_id)
