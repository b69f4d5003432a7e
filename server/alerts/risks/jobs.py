"""What the clock asks for."""

from __future__ import annotations

from typing import Any

from server.alerts.risks.services import remind_of_overdue
from server.core.jobs import Job, Schedule


def _remind(_arguments: dict[str, Any]) -> None:
    remind_of_overdue()


REMIND = "risks.remind"
JOBS = [Job(REMIND, _remind)]
SCHEDULES = [Schedule(REMIND, "20 7 * * *")]
