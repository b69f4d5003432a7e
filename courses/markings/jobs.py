"""What events ask of marking. Safe to run twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from courses.markings.queries.answers import attempts_waiting
from courses.markings.services import (
    apply_some,
    break_trial,
    carry_on_trial,
    count_statistics,
    mark_late,
    mark_submitted,
)
from server.core.jobs import Job, Schedule, enqueue
from server.core.permissions import SYSTEM
from server.core.records import all_or_nothing

TRY = "markings.try"
REGRADE = "markings.regrade"
SETTLE = "markings.settle"
#: So long one job goes on with batches before it lets others have their turn; well within a job's lease.
TURN_SECONDS = 5.0


def _mark(arguments: dict[str, Any]) -> None:
    """The attempt is the event's subject, or one of its details."""
    mark_submitted(SYSTEM, UUID(arguments.get("attempt_id") or arguments["subject_id"]))


def _mark_late(arguments: dict[str, Any]) -> None:
    mark_late(SYSTEM, UUID(arguments["subject_id"]))


def _try(arguments: dict[str, Any]) -> None:
    """A trial knows itself how far it is."""
    id = UUID(arguments["subject_id"])
    try:
        last = _batches(lambda _: carry_on_trial(SYSTEM, id), None)
    except Exception:
        break_trial(SYSTEM, id)  # or the page would wait for ever
        raise
    if last is not None:
        _go_on(TRY, arguments, last)


def _regrade(arguments: dict[str, Any]) -> None:
    """Batches, then the next job; a killed one is run again."""
    id = UUID(arguments["subject_id"])
    after = UUID(arguments["after"]) if arguments.get("after") else None
    last = _batches(lambda after: apply_some(SYSTEM, id, after), after)
    if last is not None:
        _go_on(REGRADE, arguments, last)


def _batches(step: Callable[[UUID | None], UUID | None], after: UUID | None) -> UUID | None:
    """Batch after batch until none is left (None) or the turn is over (the last id)."""
    began = time.monotonic()
    while True:
        after = step(after)
        if after is None or time.monotonic() - began > TURN_SECONDS:
            return after


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
    Job("markings.mark_late", _mark_late, on=("late_answers.accepted",)),
    Job(TRY, _try, on=("regrade_trial.asked",)),
    Job(REGRADE, _regrade, on=("regrade.approved",)),
    Job(SETTLE, _settle, on=("regrade.applied",)),
    Job("markings.count", _count, on=("exam_session.closed", "statistics.asked", "regrade.applied")),
]
SCHEDULES: list[Schedule] = []
