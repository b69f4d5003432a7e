"""Every minute: lines that fell silent, tests whose window is over."""

from __future__ import annotations

from typing import Any

from device_checks.alarms.services import close_run_out_tests, note_silent_lines
from server.core.jobs import Job, Schedule

WATCH = "alarms.watch"


def _watch(_arguments: dict[str, Any]) -> None:
    note_silent_lines()
    close_run_out_tests()


JOBS = [Job(WATCH, _watch)]
SCHEDULES = [Schedule(WATCH, "* * * * *")]
