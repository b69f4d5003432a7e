"""What runs by time: every night each plan looks for what is to be made, and what is overdue goes up."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from checklists.plans.services.escalating import escalate_overdue
from checklists.plans.services.making import ask_for_runs, run_plan
from server.core import clock
from server.core.jobs import Job, Schedule


def _daily(arguments: dict[str, Any]) -> None:
    due_at = arguments.get("due_at")
    day = clock.beijing_day(datetime.fromisoformat(due_at)) if due_at else clock.today()
    ask_for_runs(day.isoformat())


def _begin(arguments: dict[str, Any]) -> None:
    """A plan was written, revised or set running: it does not wait for the night."""
    ask_for_runs(f"event:{arguments['event_id']}", [UUID(arguments["subject_id"])])


def _level_changed(arguments: dict[str, Any]) -> None:
    """A raised level shortens intervals from its first hour. Source: JN-3.3."""
    ask_for_runs(f"event:{arguments['event_id']}")


def _run(arguments: dict[str, Any]) -> None:
    run_plan(UUID(arguments["plan_id"]), arguments["demand"])


def _escalate(_: dict[str, Any]) -> None:
    escalate_overdue()


JOBS = [
    Job("plans.daily", _daily),
    Job("plans.begin", _begin, on=("plan.written", "plan.revised", "plan.moved")),
    Job(
        "plans.level_changed",
        _level_changed,
        on=("security_level.raised", "security_level.widened", "security_level.ended"),
    ),
    Job("plans.run", _run),
    Job("tasks.escalate", _escalate),
]

SCHEDULES = [Schedule("plans.daily", "20 0 * * *"), Schedule("tasks.escalate", "50 0 * * *")]
