"""The daily look at what is due."""

from __future__ import annotations

from typing import Any

from checklists.duties.services import remind_of_counts, remind_of_reviews
from server.core.jobs import Job, Schedule

REMIND = "duties.remind"


def _remind(_arguments: dict[str, Any]) -> None:
    remind_of_counts()
    remind_of_reviews()


JOBS = [Job(REMIND, _remind)]
SCHEDULES = [Schedule(REMIND, "30 7 * * *")]
