"""Pictures past their days go, and faults that nobody will ever see end, a piece at a time."""

from __future__ import annotations

import time
from typing import Any

from device_checks.pictures.services.keeping import drop_outdated, end_abandoned
from server.core.jobs import Job, Schedule, ask_once
from server.core.permissions import SYSTEM

_SECONDS = 60  # well within the lease of a job; what is left is asked for anew


def _drop(_: dict[str, Any]) -> None:
    ends = time.monotonic() + _SECONDS
    while end_abandoned(SYSTEM) + drop_outdated(SYSTEM):
        if time.monotonic() > ends:
            ask_once("pictures.drop")
            return


JOBS = [Job("pictures.drop", _drop)]
SCHEDULES = [Schedule("pictures.drop", "20 2 * * *")]
