"""Reads of results that other subjects ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from courses.exams.models import ExamSession
from courses.markings.models import Result

#: A condition on the live results.
LIVE = Result.live == True  # noqa: E712 (a term of the query)


def live_results(attempt_ids: Iterable[UUID]) -> dict[UUID, Result]:
    """The result that holds of each attempt that has one. One query."""
    wanted = list(set(attempt_ids))
    if not wanted:
        return {}
    return {row.attempt_id: row for row in Result.select().where(LIVE & Result.attempt_id.in_(wanted))}


def best_result(person_id: UUID, *, session_id: UUID | None = None, cycle_id: UUID | None = None) -> Result | None:
    """The best live result of a person in a session or in the sessions of a cycle; passed comes before points.

    One query; with both, the sessions that are both.
    """
    query = Result.select().where(LIVE & (Result.person_id == person_id))
    if session_id:
        query = query.where(Result.session_id == session_id)
    if cycle_id:
        of_cycle = ExamSession.select(ExamSession.id).where(ExamSession.cycle_id == cycle_id)
        query = query.where(Result.session_id.in_(of_cycle))
    return max(query, key=_rank, default=None)


def best_passes(person_ids: Iterable[UUID], cycle_id: UUID) -> dict[UUID, Result]:
    """The best live pass in a cycle's sessions of each person that has one, without its marks. At most one query."""
    wanted = list(set(person_ids))
    if not wanted:
        return {}
    of_cycle = ExamSession.select(ExamSession.id).where(ExamSession.cycle_id == cycle_id)
    columns = [column for column in Result._meta.sorted_fields if column not in (Result.slots, Result.sections)]
    passed = LIVE & (Result.passed == True)  # noqa: E712 (a term of the query)
    query = Result.select(*columns).where(passed & Result.person_id.in_(wanted) & Result.session_id.in_(of_cycle))
    best: dict[UUID, Result] = {}
    for row in sorted(query, key=_rank):
        best[row.person_id] = row
    return best


def _rank(row: Result) -> tuple[Any, ...]:
    share = row.points_x100 / row.worth_x100 if row.worth_x100 else 0.0
    return row.passed, share, -row.attempt_id.int  # of equals the first
