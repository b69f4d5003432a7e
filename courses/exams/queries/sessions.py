"""Sessions within reach, and what one is like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from courses.exams.models import Attempt, Candidate, ExamSession
from courses.papers.models import Blueprint, BlueprintVersion
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class SessionFilter:
    """``state`` also takes ``open`` (planned and not over); ``on`` is the Beijing day of the start."""

    state: str | None = None
    cycle_id: UUID | None = None
    on: date | None = None
    q: str = ""
    limit: int = 50
    after: str | None = None


def sessions_within_reach(actor: Actor) -> ModelSelect:
    """Of the own agency and those below; of those above as well, since a station invigilates its branch's exam."""
    query = ExamSession.select()
    if actor.account_id is None:
        return query
    return query.where(_is_own(actor) | _is_above(actor))


def marked_sessions_within_reach(actor: Actor) -> ModelSelect:
    """Whose answers and results the actor may see: the own ones, and those held at units in reach, never those above."""
    query = ExamSession.select()
    if actor.account_id is None:
        return query
    return query.where(_is_own(actor) | is_within_reach(actor, ExamSession.unit_id))


def session_within_reach(actor: Actor, id: UUID) -> ExamSession:
    """Raises NotFound."""
    return _one_of(sessions_within_reach(actor), id)


def marked_session_within_reach(actor: Actor, id: UUID) -> ExamSession:
    """Raises NotFound."""
    return _one_of(marked_sessions_within_reach(actor), id)


def own_session(actor: Actor, id: UUID) -> ExamSession:
    """One that the actor may change: of the own agency or one below. Raises NotFound."""
    query = ExamSession.select()
    return _one_of(query if actor.account_id is None else query.where(_is_own(actor)), id)


def is_own_session(actor: Actor, session: ExamSession) -> bool:
    """Whether all of its candidates are the actor's to see; one query."""
    if actor.account_id is None:
        return True
    return bool(ExamSession.select(SQL("1")).where((ExamSession.id == session.id) & _is_own(actor)).exists())


def _one_of(query: ModelSelect, id: UUID) -> ExamSession:
    session = query.where(ExamSession.id == id).first()
    if session is None:
        raise NotFound(session_id=str(id))
    return session


def _is_own(actor: Actor) -> Any:
    paths = agency_paths(actor)
    if not paths:
        return SQL("1 = 0")
    return ExamSession.agency_id.in_(Agency.select(Agency.id).where(Agency.path.startswith(paths[0])))


def _is_above(actor: Actor) -> Any:
    paths = agency_paths(actor)
    numbers = [int(part) for part in paths[0].split("/") if part] if paths else []
    if not numbers:
        return SQL("1 = 0")
    return ExamSession.agency_id.in_(Agency.select(Agency.id).where(Agency.number.in_(numbers)))


def find_sessions(actor: Actor, wanted: SessionFilter) -> dict[str, Any]:
    """A page, the latest start first."""
    query = sessions_within_reach(actor).order_by(ExamSession.starts_at.desc(), ExamSession.id.desc())
    if wanted.state == "open":
        query = query.where((ExamSession.state == "planned") & (ExamSession.start_closes_at > clock.now()))
    elif wanted.state:
        query = query.where(ExamSession.state == wanted.state)
    if wanted.cycle_id:
        query = query.where(ExamSession.cycle_id == wanted.cycle_id)
    if wanted.on:
        since = clock.start_of(wanted.on)
        query = query.where((ExamSession.starts_at >= since) & (ExamSession.starts_at < since + timedelta(days=1)))
    if wanted.q:
        query = query.where(ExamSession.title.contains(wanted.q))
    if wanted.after:
        at, id = decode_cursor(wanted.after, datetime.fromisoformat, UUID)
        earlier = (ExamSession.starts_at == at) & (ExamSession.id < id)
        query = query.where((ExamSession.starts_at < at) | earlier)
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (clock.to_text(row.starts_at), row.id))
    return {**found, "items": session_shapes(found["items"])}


def session_shapes(rows: Sequence[ExamSession]) -> list[dict[str, Any]]:
    """Sessions with their blueprint's title, agency and counts of candidates; five queries."""
    counts = _counts([row.id for row in rows])
    agencies = agencies_by_id(row.agency_id for row in rows)
    blueprints = _blueprints([row.blueprint_version_id for row in rows])
    names = [name for name in ExamSession._meta.fields if name not in {"unit_id", "by_account_id", "draft_hash"}]
    return [
        {
            **{name: getattr(row, name) for name in names},
            "agency_name": agencies[row.agency_id].name if row.agency_id in agencies else "",
            "blueprint": blueprints.get(row.blueprint_version_id),
            "counts": counts[row.id],
        }
        for row in rows
    ]


def session_shape(row: ExamSession) -> dict[str, Any]:
    """Five queries."""
    return session_shapes([row])[0]


def _blueprints(version_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    if not version_ids:
        return {}
    rows = (
        BlueprintVersion.select(
            BlueprintVersion.id, BlueprintVersion.number, BlueprintVersion.worth_x100, Blueprint.id, Blueprint.title
        )
        .join(Blueprint, on=(Blueprint.id == BlueprintVersion.blueprint_id))
        .where(BlueprintVersion.id.in_(set(version_ids)))
        .tuples()
    )
    return {
        version_id: {"blueprint_id": id, "title": title, "number": number, "worth_x100": worth}
        for version_id, number, worth, id, title in rows
    }


def _counts(ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """Candidates by where they stand; two queries."""
    found = {id: dict.fromkeys(COUNTED, 0) for id in ids}
    if not ids:
        return found
    number = fn.COUNT(SQL("1"))
    rows = Candidate.select(
        Candidate.session_id, Candidate.state, Candidate.checked_in_at.is_null(), number.alias("n")
    ).where(Candidate.session_id.in_(list(ids)))
    for id, state, not_here, count in rows.group_by(
        Candidate.session_id, Candidate.state, Candidate.checked_in_at.is_null()
    ).tuples():
        if state == "invited":
            found[id]["candidates"] += count
            found[id]["checked_in"] += 0 if not_here else count
        elif state == "deferred":
            found[id]["deferred"] += count
    people = fn.COUNT(Attempt.candidate_id.distinct())
    started = Attempt.select(Attempt.session_id, people).where(Attempt.session_id.in_(list(ids)))
    for id, count in started.group_by(Attempt.session_id).tuples():
        found[id]["started"] = count
    running = started.where(Attempt.state == "running").group_by(Attempt.session_id)
    for id, count in running.tuples():
        found[id]["running"] = count
    return found


COUNTED = ("candidates", "checked_in", "started", "running", "deferred")
