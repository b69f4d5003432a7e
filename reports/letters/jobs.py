"""Every morning those who owe an answer are told."""

from __future__ import annotations

from typing import Any

from reports.letters.services import remind
from server.core import clock
from server.core.jobs import Job, Schedule

REMIND = "letters.remind"


def _remind(_arguments: dict[str, Any]) -> None:
    remind(clock.today())


JOBS = [Job(REMIND, _remind)]
SCHEDULES = [Schedule(REMIND, "25 8 * * *")]
