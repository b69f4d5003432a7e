"""The few reads that the start minute and every saved answer need, composed once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from courses.exams.models import Attempt, Candidate, ExamSession, Response, ResponseLog
from courses.exams.rules.answers import Held, Window
from courses.papers.models import Paper
from server.core.canonical import canonical_json
from server.core.database import is_postgresql
from server.core.errors import NotFound
from server.core.sealing import unseal
from server.core.statements import Prepared

FEW_SLOTS = 20


def _locked(query: Any, kind: str = "FOR UPDATE") -> Any:
    """On SQLite the transaction itself is the lock."""
    return query.for_update(kind) if is_postgresql() else query


_candidate = Prepared(lambda id: _locked(Candidate.select().where(Candidate.id == id)))
# Shared: a thousand may start at once, and none of them while the times are being moved.
_session = Prepared(lambda id: _locked(ExamSession.select().where(ExamSession.id == id), "FOR SHARE"))
_session_alone = Prepared(lambda id: _locked(ExamSession.select().where(ExamSession.id == id)))
_attempt = Prepared(
    lambda id, candidate_id: _locked(
        Attempt.select().where((Attempt.id == id) & (Attempt.candidate_id == candidate_id))
    )
)
_try = Prepared(
    lambda candidate_id, try_no: Attempt.select().where(
        (Attempt.candidate_id == candidate_id) & (Attempt.try_no == try_no)
    )
)
_tries = Prepared(
    lambda candidate_id: (
        Attempt.select().where(Attempt.candidate_id == candidate_id).order_by(Attempt.try_no.desc()).limit(1)
    )
)
_paper_key = Prepared(
    lambda session_id, candidate_id, try_no: Paper.select(Paper.id, Paper.key_sealed).where(
        (Paper.session_id == session_id) & (Paper.candidate_id == candidate_id) & (Paper.try_no == try_no)
    )
)
_sealed = Prepared(
    lambda session_id, candidate_id, try_no: Paper.select(Paper.id, Paper.sealed, Paper.plain_sha256).where(
        (Paper.session_id == session_id) & (Paper.candidate_id == candidate_id) & (Paper.try_no == try_no)
    )
)
_key_of = Prepared(lambda id: Paper.select(Paper.id, Paper.key_sealed).where(Paper.id == id))
_responses = Prepared(
    lambda attempt_id, slots: Response.select().where((Response.attempt_id == attempt_id) & Response.slot.in_(slots))
)
_all_responses = Prepared(
    lambda attempt_id: Response.select().where(Response.attempt_id == attempt_id).order_by(Response.slot)
)
_log = Prepared(
    lambda attempt_id, slots: ResponseLog.select().where(
        (ResponseLog.attempt_id == attempt_id) & ResponseLog.slot.in_(slots)
    )
)


def lock_candidate(id: UUID) -> Candidate:
    """Locked until the transaction ends. Raises NotFound."""
    candidate: Candidate | None = _candidate.first(id=id)
    if candidate is None:
        raise NotFound(candidate_id=str(id))
    return candidate


def hold_session(id: UUID, *, alone: bool = False) -> ExamSession:
    """Its times stand still until the transaction ends; ``alone``: and nobody starts. Raises NotFound."""
    session: ExamSession | None = (_session_alone if alone else _session).first(id=id)
    if session is None:
        raise NotFound(session_id=str(id))
    return session


def lock_attempt(id: UUID, candidate_id: UUID) -> Attempt:
    """Locked until the transaction ends; somebody else's is not there. Raises NotFound."""
    attempt: Attempt | None = _attempt.first(id=id, candidate_id=candidate_id)
    if attempt is None:
        raise NotFound(attempt_id=str(id))
    return attempt


def attempt_of_try(candidate_id: UUID, try_no: int) -> Attempt | None:
    """One query."""
    return _try.first(candidate_id=candidate_id, try_no=try_no)


def last_attempt(candidate_id: UUID) -> Attempt | None:
    """One query."""
    return _tries.first(candidate_id=candidate_id)


def sealed_paper_of(session_id: UUID, candidate_id: UUID, try_no: int) -> Paper | None:
    """What a phone may have before the start: without slots, without key."""
    return _sealed.first(session_id=session_id, candidate_id=candidate_id, try_no=try_no)


def paper_with_key(session_id: UUID, candidate_id: UUID, try_no: int) -> tuple[UUID, str] | None:
    """Paper and its key, base64. For the start and nothing before it."""
    row = _paper_key.first(session_id=session_id, candidate_id=candidate_id, try_no=try_no)
    return (row.id, unseal(row.key_sealed, "paper")) if row else None


def key_of_paper(paper_id: UUID) -> str:
    """Base64; for a started attempt. Raises NotFound."""
    row = _key_of.first(id=paper_id)
    if row is None:
        raise NotFound()
    return unseal(row.key_sealed, "paper")


def responses_of(attempt_id: UUID) -> list[Response]:
    """What counts, by slot; one query."""
    return _all_responses.rows(attempt_id=attempt_id)


def held_answers(attempt_id: UUID, slots: Iterable[int]) -> dict[int, Held]:
    """What counts in these slots; one query."""
    wanted = set(slots)
    if len(wanted) > FEW_SLOTS:  # most of a paper: its whole row of answers costs no more, and the text is always one
        rows = [row for row in responses_of(attempt_id) if row.slot in wanted]
    else:
        rows = _responses.rows(attempt_id=attempt_id, slots=sorted(wanted)) if wanted else []
    return {row.slot: Held(row.seq, canonical_json(row.value)) for row in rows}


def logged_answers(attempt_id: UUID, slots: Iterable[int]) -> dict[tuple[int, int], list[tuple[bytes, str]]]:
    """What the log knows of these slots by (slot, seq); one query."""
    known: dict[tuple[int, int], list[tuple[bytes, str]]] = {}
    for row in _log.rows(attempt_id=attempt_id, slots=sorted(set(slots))):
        known.setdefault((row.slot, row.seq), []).append((canonical_json(row.value), row.verdict))
    return known


def window_of(attempt: Attempt) -> Window:
    """No query."""
    return Window(
        attempt.started_at, attempt.deadline_at, attempt.grace_seconds, attempt.closes_at, attempt.state == "running"
    )
