"""Reads of trials of regrades."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.exams.models import ExamSession
from courses.exams.queries.sessions import marked_sessions_within_reach
from courses.markings.errors import NothingLeft, RegradeStale, TrialBroken, VersionNotInSession
from courses.markings.models import RegradeTrial
from courses.markings.queries.regrades import named_shape
from server.core.errors import NotFound
from server.core.permissions import Actor

#: Why a trial may fail, by the code that its row keeps.
PROBLEMS = {one.code: one.title for one in (VersionNotInSession, NothingLeft, RegradeStale, TrialBroken)}


def trial_within_reach(actor: Actor, id: UUID) -> RegradeTrial:
    """Raises NotFound."""
    reached = marked_sessions_within_reach(actor).select(ExamSession.id)
    found = RegradeTrial.get_or_none((RegradeTrial.id == id) & RegradeTrial.session_id.in_(reached))
    if found is None:
        raise NotFound(trial_id=str(id))
    return found


def trial_shape(row: RegradeTrial) -> dict[str, Any]:
    """What was foreseen only once all results are read. One query."""
    names = ("id", "session_id", "version_id", "mode", "key", "state", "total", "read", "at", "ended_at")
    return {
        **{name: getattr(row, name) for name in names},
        "foreseen": named_shape(row.foreseen) if row.state == "tried" else None,
        "problem": {"code": row.problem, "title": PROBLEMS[row.problem]} if row.problem else None,
    }
