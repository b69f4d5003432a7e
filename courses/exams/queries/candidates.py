"""Candidates of a session as the invigilator sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from courses.exams.models import Attempt, Candidate, ExamSession, ProctorEvent, Response
from courses.exams.queries.outcomes import outcomes_of
from courses.exams.queries.sessions import is_own_session, session_within_reach
from courses.exams.rules.answers import Flag
from courses.exams.rules.sessions import CandidateState, Standing
from courses.papers.models import Paper
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.people.models import Person
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class CandidateFilter:
    """``standing``: not_started, running, submitted, deferred or flagged."""

    standing: str | None = None
    q: str = ""
    limit: int = 50
    after: str | None = None


def candidates_within_reach(actor: Actor, session: ExamSession) -> ModelSelect:
    """All of an own session; of one from above only people within reach."""
    query = Candidate.select().where(Candidate.session_id == session.id)
    if is_own_session(actor, session):
        return query
    reachable = is_within_reach(actor, Candidate.unit_id)
    for path in agency_paths(actor):
        own = Agency.select(Agency.id).where(Agency.path.startswith(path))
        reachable |= Candidate.agency_id.in_(own)
    return query.where(reachable)


def candidate_within_reach(actor: Actor, id: UUID) -> tuple[Candidate, ExamSession]:
    """Raises NotFound."""
    candidate = Candidate.get_or_none(Candidate.id == id)
    if candidate is None:
        raise NotFound(candidate_id=str(id))
    session = session_within_reach(actor, candidate.session_id)
    if not candidates_within_reach(actor, session).where(Candidate.id == id).exists():
        raise NotFound(candidate_id=str(id))
    return candidate, session


def attempt_within_reach(actor: Actor, id: UUID) -> tuple[Attempt, Candidate, ExamSession]:
    """Raises NotFound."""
    attempt = Attempt.get_or_none(Attempt.id == id)
    if attempt is None:
        raise NotFound(attempt_id=str(id))
    return attempt, *candidate_within_reach(actor, attempt.candidate_id)


def find_candidates(actor: Actor, session: ExamSession, wanted: CandidateFilter) -> dict[str, Any]:
    """A page by id, in the order in which they were put on the list."""
    query = candidates_within_reach(actor, session).order_by(Candidate.id)
    if wanted.standing:
        query = query.where(_stands(wanted.standing))
    if wanted.q:
        named = Person.select(SQL("1")).where((Person.id == Candidate.person_id) & Person.name.contains(wanted.q))
        query = query.where(fn.EXISTS(named))
    if wanted.after:
        query = query.where(Candidate.id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": candidate_shapes(session, found["items"])}


def _stands(standing: str) -> Any:
    tried = Attempt.select(SQL("1")).where(Attempt.candidate_id == Candidate.id)
    if standing == "deferred":
        return Candidate.state == CandidateState.DEFERRED.value
    if standing == "not_started":
        return (Candidate.state == CandidateState.INVITED.value) & ~fn.EXISTS(tried)
    if standing == "flagged":
        return fn.EXISTS(tried.where(SQL("flags <> '[]'"))) | (Candidate.takeovers > 0)
    return fn.EXISTS(tried.where(Attempt.state == standing))


def candidate_shapes(session: ExamSession, rows: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Candidates with their attempts; eight queries for any number."""
    people = people_by_id(row.person_id for row in rows)
    units = unit_names(row.unit_id for row in rows if row.unit_id)
    attempts = attempts_of([row.id for row in rows])
    shapes = attempt_shapes([attempt for tries in attempts.values() for attempt in tries])
    papers = _made([row.id for row in rows])
    return [
        {
            "id": row.id,
            "session_id": row.session_id,
            "person": {"id": row.person_id, "name": people[row.person_id].name if row.person_id in people else ""},
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")} if row.unit_id else None,
            "state": row.state,
            "standing": standing_of(session, row, attempts.get(row.id, [])).value,
            "extra_seconds": row.extra_seconds,
            "extra_reason": row.extra_reason,
            "excused_reason": row.excused_reason,
            "checked_in_at": row.checked_in_at,
            "has_photo": bool(row.photo_sha256),
            "takeovers": row.takeovers,
            "flags": _flags(session, row, attempts.get(row.id, [])),
            "papers": papers.get(row.id, 0),
            "attempts": [shapes[attempt.id] for attempt in attempts.get(row.id, [])],
            "version": row.version,
        }
        for row in rows
    ]


def _flags(session: ExamSession, row: Candidate, attempts: Sequence[Attempt]) -> list[str]:
    flags = {flag for attempt in attempts for flag in attempt.flags}
    if row.takeovers:
        flags.add(Flag.DEVICE_CHANGED.value)
    if session.camera_checks and row.checked_in_at and not row.photo_sha256:
        flags.add(Flag.NO_PHOTO.value)
    return sorted(flags)


def standing_of(session: ExamSession, row: Candidate, attempts: Sequence[Attempt]) -> Standing:
    """Where a candidate stands; no query."""
    if attempts:
        return Standing(max(attempts, key=lambda attempt: attempt.try_no).state)
    if row.state != CandidateState.INVITED.value:
        return Standing(row.state)
    if session.state == "cancelled":
        return Standing.CANCELLED
    if session.state == "closed" or clock.now() > session.start_closes_at:
        return Standing.ABSENT
    return Standing.CHECKED_IN if row.checked_in_at else Standing.INVITED


def attempts_of(candidate_ids: Sequence[UUID]) -> dict[UUID, list[Attempt]]:
    """By candidate, the first try first; one query."""
    found: dict[UUID, list[Attempt]] = {}
    if candidate_ids:
        rows = Attempt.select().where(Attempt.candidate_id.in_(list(candidate_ids)))
        for row in rows.order_by(Attempt.try_no):
            found.setdefault(row.candidate_id, []).append(row)
    return found


def attempt_shapes(attempts: Sequence[Attempt]) -> dict[UUID, dict[str, Any]]:
    """Attempts as far as they have come; three queries."""
    ids = [attempt.id for attempt in attempts]
    answered, events, outcomes = _answered(ids), _events(ids), outcomes_of(ids)
    moment = clock.now()
    return {
        attempt.id: {
            "id": attempt.id,
            "candidate_id": attempt.candidate_id,
            "try_no": attempt.try_no,
            "state": attempt.state,
            "started_at": attempt.started_at,
            "deadline_at": attempt.deadline_at,
            "closes_at": attempt.closes_at,
            "submitted_at": attempt.submitted_at,
            "ended_by": attempt.ended_by,
            "seen_at": attempt.seen_at,
            "remaining_ms": remaining_ms(attempt, moment),
            "answered": answered.get(attempt.id, 0),
            "late_count": attempt.late_count,
            "flags": attempt.flags,
            "events": events.get(attempt.id, (0, 0))[0],
            "away_seconds": events.get(attempt.id, (0, 0))[1],
            "result": outcomes.get(attempt.id),
        }
        for attempt in attempts
    }


def remaining_ms(attempt: Attempt, moment: Any) -> int:
    """Milliseconds until the deadline, none once it has ended. No query."""
    if attempt.state != "running":
        return 0
    return max(0, int((attempt.deadline_at - moment).total_seconds() * 1000))


def _answered(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Slots with an answer: what was taken back again is none."""
    if not ids:
        return {}
    given = Response.value.is_null(False) & SQL("value NOT IN ('\"\"', '[]', '{}')")
    rows = Response.select(Response.attempt_id, fn.COUNT(SQL("1"))).where(Response.attempt_id.in_(list(ids)) & given)
    return dict(rows.group_by(Response.attempt_id).tuples())


def _events(ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many events, and how many seconds away from the page."""
    if not ids:
        return {}
    away = fn.SUM(SQL("CASE WHEN kind IN ('left', 'hidden') THEN COALESCE(seconds, 0) ELSE 0 END"))
    rows = ProctorEvent.select(ProctorEvent.attempt_id, fn.COUNT(SQL("1")), away)
    rows = rows.where(ProctorEvent.attempt_id.in_(list(ids))).group_by(ProctorEvent.attempt_id)
    return {id: (count, int(seconds or 0)) for id, count, seconds in rows.tuples()}


def _made(ids: Sequence[UUID]) -> dict[UUID, int]:
    if not ids:
        return {}
    rows = Paper.select(Paper.candidate_id, fn.COUNT(SQL("1"))).where(Paper.candidate_id.in_(list(ids)))
    return dict(rows.group_by(Paper.candidate_id).tuples())
