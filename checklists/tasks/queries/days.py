"""Tasks by the day they are due on, for a calendar; and what became of tasks given out together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import fn

from checklists.tasks.models import MannedTask, Manning, Task
from checklists.tasks.queries.tasks import tasks_within_reach
from server.core import clock
from server.core.permissions import Actor
from server.units.calendar.queries import days_between, unloaded_years


@dataclass(frozen=True)
class DaySpan:
    first: date
    last: date
    kind: str | None = None
    origin_id: UUID | None = None


def count_by_day(actor: Actor, wanted: DaySpan) -> dict[str, Any]:
    """Every day of a span with its tasks by state; 5 queries. ``late`` are open ones whose day has passed."""
    query = tasks_within_reach(actor).where(Task.due_on.between(wanted.first, wanted.last))
    for name in ("kind", "origin_id"):
        if getattr(wanted, name) is not None:
            query = query.where(getattr(Task, name) == getattr(wanted, name))
    rows = query.select(Task.due_on, Task.state, fn.COUNT(Task.id)).group_by(Task.due_on, Task.state).tuples()
    counts = Counter({(day, state): count for day, state, count in rows})
    today = clock.today()
    return {
        "days": [
            {
                **day,
                "open": counts[day["day"], "open"],
                "done": counts[day["day"], "done"],
                "late": counts[day["day"], "open"] if day["day"] < today else 0,
            }
            for day in days_between(wanted.first, wanted.last)
        ],
        "unloaded_years": unloaded_years(wanted.first, wanted.last),
    }


def manning_shape(manning: Manning) -> dict[str, Any]:
    """With the result of each task, in the order they were sent; one query."""
    rows = MannedTask.select().where(MannedTask.manning_id == manning.id)
    results = {str(row.task_id): row for row in rows}
    return {**manning.__data__, "results": [results[id] for id in manning.task_ids]}
