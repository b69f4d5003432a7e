"""Results as the console lists them, and as one session sums up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import fn

from courses.exams.models import Attempt, Candidate, ExamSession
from courses.exams.queries.sessions import marked_session_within_reach, marked_sessions_within_reach
from courses.markings.models import OpenAnswer, Result
from courses.markings.queries.results import LIVE
from courses.markings.queries.sheets import rules_of
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_names
from server.web.paging import decode_cursor, page

#: Bars of the histogram: 0–9 %, …, 90–100 %.
BARS = 10


@dataclass(frozen=True)
class ResultFilter:
    passed: bool | None = None
    limit: int = 50
    after: str | None = None


def find_results(actor: Actor, session_id: UUID, wanted: ResultFilter) -> dict[str, Any]:
    """A page of a session's live results, the latest first. Raises NotFound."""
    session = marked_session_within_reach(actor, session_id)
    query = Result.select(*_LISTED).where(LIVE & (Result.session_id == session.id)).order_by(Result.id.desc())
    if wanted.passed is not None:
        query = query.where(Result.passed == wanted.passed)
    if wanted.after:
        query = query.where(Result.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": result_shapes(found["items"])}


_NAMES = ("id", "attempt_id", "session_id", "revision", "points_x100", "worth_x100", "passed", "sections", "at")
_LISTED = [getattr(Result, name) for name in (*_NAMES, "person_id")]


def result_shapes(rows: Iterable[Result]) -> list[dict[str, Any]]:
    """With person, unit and which try it was; three queries."""
    rows = list(rows)
    people = people_by_id([row.person_id for row in rows])
    ids = [row.attempt_id for row in rows]
    tries = {row.id: row for row in Attempt.select().where(Attempt.id.in_(ids))} if rows else {}
    units = unit_names([person.unit_id for person in people.values() if person.unit_id])
    return [
        {
            **{name: getattr(row, name) for name in _NAMES},
            "try_no": tries[row.attempt_id].try_no if row.attempt_id in tries else 1,
            "person": {"id": row.person_id, "name": people[row.person_id].name if row.person_id in people else ""},
            "unit_name": units.get(people[row.person_id].unit_id, "") if row.person_id in people else "",
        }
        for row in rows
    ]


def find_sessions(actor: Actor, limit: int, after: str | None) -> dict[str, Any]:
    """A page of sessions within reach that somebody sat, the latest planned first, with what they came to.

    Three queries.
    """
    sat = Attempt.select(Attempt.session_id).distinct()
    query = marked_sessions_within_reach(actor).where(ExamSession.id.in_(sat)).order_by(ExamSession.id.desc())
    if after:
        query = query.where(ExamSession.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    ids = [row.id for row in found["items"]]
    given = Result.select(Result.session_id, Result.passed, fn.COUNT(Result.id)).where(
        LIVE & Result.session_id.in_(ids)
    )
    undone = OpenAnswer.session_id.in_(ids) & OpenAnswer.state.in_(["waiting", "disputed"])
    open_answers = OpenAnswer.select(OpenAnswer.session_id, fn.COUNT(OpenAnswer.id)).where(undone)
    counts = dict.fromkeys(((id, passed) for id in ids for passed in (True, False)), 0)
    waiting: dict[UUID, int] = {}
    if ids:
        counts |= {(id, passed): n for id, passed, n in given.group_by(Result.session_id, Result.passed).tuples()}
        waiting = dict(open_answers.group_by(OpenAnswer.session_id).tuples())
    items = [
        {
            **_session_shape(row),
            "state": row.state,
            "marked": counts[row.id, True] + counts[row.id, False],
            "passed": counts[row.id, True],
            "open_answers": waiting.get(row.id, 0),
        }
        for row in found["items"]
    ]
    return {**found, "items": items}


def result_within_reach(actor: Actor, id: UUID) -> Result:
    """Raises NotFound."""
    reached = marked_sessions_within_reach(actor).select(ExamSession.id)
    found = Result.get_or_none((Result.id == id) & Result.session_id.in_(reached))
    if found is None:
        raise NotFound(result_id=str(id))
    return found


def own_result(actor: Actor, attempt_id: UUID) -> Result:
    """The live result of an own attempt. Raises NotFound, also for somebody else's."""
    mine = LIVE & (Result.attempt_id == attempt_id) & (Result.person_id == actor.person_id)
    found = Result.get_or_none(mine) if actor.person_id else None
    if found is None:
        raise NotFound(attempt_id=str(attempt_id))
    return found


def own_results(actor: Actor) -> list[dict[str, Any]]:
    """All live results of the actor, the latest first, with their sessions. Two queries."""
    if actor.person_id is None:
        return []
    rows = list(Result.select(*_LISTED).where(LIVE & (Result.person_id == actor.person_id)).order_by(Result.id.desc()))
    sessions = ExamSession.select().where(ExamSession.id.in_([row.session_id for row in rows])) if rows else ()
    by_id = {row.id: row for row in sessions}
    return [
        {
            **{name: getattr(row, name) for name in _NAMES},
            "session": _session_shape(by_id[row.session_id]),
            "can_review": by_id[row.session_id].state == "closed",
        }
        for row in rows
    ]


def _session_shape(row: ExamSession) -> dict[str, Any]:
    return {"id": row.id, "title": row.title, "starts_at": row.starts_at}


def summary_of(actor: Actor, session_id: UUID) -> dict[str, Any]:
    """What a session came to: counts, mean, shares of points in ten bars. Reads one row an attempt. Raises NotFound."""
    session = marked_session_within_reach(actor, session_id)
    rules = rules_of(session)
    live = LIVE & (Result.session_id == session.id)
    rows = list(Result.select(Result.points_x100, Result.worth_x100, Result.passed).where(live).tuples())
    shares = [points / worth for points, worth, _ in rows if worth]
    bars = [0] * BARS
    for share in shares:
        bars[min(BARS - 1, int(share * BARS))] += 1
    submitted = (Attempt.session_id == session.id) & (Attempt.state == "submitted")
    undone = (OpenAnswer.session_id == session.id) & OpenAnswer.state.in_(["waiting", "disputed"])
    invited = (Candidate.session_id == session.id) & (Candidate.state == "invited")
    return {
        "session": {**_session_shape(session), "state": session.state},
        "pass_percent": rules.pass_percent,
        "sections": rules.sections,
        "candidates": Candidate.select().where(invited).count(),
        "submitted": Attempt.select().where(submitted).count(),
        "marked": len(rows),
        "open_answers": OpenAnswer.select(fn.COUNT(OpenAnswer.id)).where(undone).scalar(),
        "passed": sum(1 for *_, passed in rows if passed),
        "mean_percent": round(100 * sum(shares) / len(shares), 1) if shares else None,
        "bars": bars,
    }
