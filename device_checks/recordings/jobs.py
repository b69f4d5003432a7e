"""What the clock asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.recordings.services import ask_some
from server.core import clock
from server.core.jobs import Job, Schedule, enqueue
from server.core.permissions import SYSTEM
from server.core.records import all_or_nothing

ASK = "recordings.ask"


def _ask(arguments: dict[str, Any]) -> None:
    """A batch, then the next job: each of them is done well within a job's lease."""
    after = UUID(arguments["after"]) if arguments.get("after") else None
    last = ask_some(SYSTEM, after)
    if last is not None:
        key = f"{ASK}:{clock.today()}:{last}"
        all_or_nothing(lambda: enqueue(ASK, {"after": str(last)}, key=key))


JOBS = [Job(ASK, _ask)]
SCHEDULES = [Schedule(ASK, "30 2 * * *")]
