"""Nights in the life of a plan, and what it has made by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

import time_machine
from apscheduler.triggers.cron import CronTrigger

from checklists.plans.jobs import SCHEDULES
from checklists.tasks.models import Task
from server.core import clock
from server.core.database import database
from server.core.engine import ask_for_latest
from server.core.jobs import run_due_jobs
from tests.factories.plans import every

PLANS, TASKS = "/api/v1/plans", "/api/v1/tasks"
DAILY = CronTrigger.from_crontab(SCHEDULES[0].cron, timezone=clock.BEIJING)


@contextmanager
def on(text: str) -> Iterator[None]:
    """A moment in Beijing: on("2026-03-01T09:00")."""
    with time_machine.travel(datetime.fromisoformat(f"{text}+08:00"), tick=False):
        yield


def night(text: str) -> None:
    """The scheduler starts at nine in the morning of a day, and everything it asks for is carried out."""
    with on(f"{text}T09:00"), database.connection_context():
        ask_for_latest("plans.daily", DAILY)
        run_due_jobs()


def written(client: Any, body: dict[str, Any], day: str = "2026-03-02") -> UUID:
    with on(f"{day}T10:00"):
        answer = client.post(PLANS, json=body)
        assert answer.status_code == 201, answer.json
        with database.connection_context():
            run_due_jobs()
    return UUID(body["id"])


def made(plan_id: UUID) -> Counter[date]:
    """How many tasks there are for each period."""
    with database.connection_context():
        return Counter(row.period_on for row in Task.select().where(Task.origin_id == plan_id))


SCHOOLS = {"starts_on": "2026-03-02", "schedule": every(1)}  # two of them in this branch
