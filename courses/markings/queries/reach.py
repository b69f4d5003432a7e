"""Which sessions' results somebody may see or change: those of the own agency and below, those of units in reach."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.exams.models import ExamSession
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.registry.queries.reach import is_within_reach, scope_of


def sessions_within_reach(actor: Actor) -> Any:
    """A query to compose; one query for the actor's agency."""
    if scope_of(actor).everything:
        return ExamSession.select()
    reached = is_within_reach(actor, ExamSession.unit_id)
    for path in agency_paths(actor):
        below = Agency.select(Agency.id).where(Agency.path.startswith(path))
        reached |= ExamSession.agency_id.in_(below)
    return ExamSession.select().where(reached)


def session_within_reach(actor: Actor, id: UUID) -> ExamSession:
    """Raises NotFound."""
    session = sessions_within_reach(actor).where(ExamSession.id == id).first()
    if session is None:
        raise NotFound(session_id=str(id))
    return session
