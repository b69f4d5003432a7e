"""What events ask of marking. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.markings.queries.answers import attempts_waiting
from courses.markings.services import apply_some, count_statistics, mark_submitted
from server.core.jobs import Job, Schedule, enqueue
from server.core.permissions import SYSTEM
from server.core.records import all_or_nothing

REGRADE = "markings.regrade"
SETTLE = "markings.settle"


def _mark(arguments: dict[str, Any]) -> None:
    """The attempt is the event's subject, or one of its details."""
    mark_submitted(SYSTEM, UUID(arguments.get("attempt_id") or arguments["subject_id"]))


def _regrade(arguments: dict[str, Any]) -> None:
    """A batch, then the next job: each is done well within a job's lease, and a killed one is run again."""
    after = UUID(arguments["after"]) if arguments.get("after") else None
    last = apply_some(SYSTEM, UUID(arguments["subject_id"]), after)
    if last is not None:
        _go_on(REGRADE, arguments, last)


def _settle(arguments: dict[str, Any]) -> None:
    """Attempts that waited for people only because of the item that a regrade voided or gave in full."""
    after = UUID(arguments["after"]) if arguments.get("after") else None
    ids = attempts_waiting(UUID(arguments["session_id"]), after)
    for id in ids:
        mark_submitted(SYSTEM, id)
    if ids:
        _go_on(SETTLE, arguments, ids[-1])


def _count(arguments: dict[str, Any]) -> None:
    """Of the session that was closed or asked for, or whose results a regrade changed."""
    count_statistics(SYSTEM, UUID(arguments.get("session_id") or arguments["subject_id"]))


def _go_on(name: str, arguments: dict[str, Any], last: UUID) -> None:
    key = f"{name}:{arguments['subject_id']}:{last}"
    all_or_nothing(lambda: enqueue(name, {**arguments, "after": str(last)}, key=key))


JOBS = [
    Job("markings.mark", _mark, on=("attempt.submitted", "attempt.rescued", "open_answer.marked")),
    Job(REGRADE, _regrade, on=("regrade.approved",)),
    Job(SETTLE, _settle, on=("regrade.applied",)),
    Job("markings.count", _count, on=("exam_session.closed", "statistics.asked", "regrade.applied")),
]
SCHEDULES: list[Schedule] = []
