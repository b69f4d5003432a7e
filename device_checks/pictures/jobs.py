"""Pictures past their days go, a piece at a time."""

from __future__ import annotations

import time
from typing import Any

from device_checks.pictures.services.keeping import drop_outdated
from server.core.jobs import Job, Schedule, ask_once
from server.core.permissions import SYSTEM

_SECONDS = 60  # well within the lease of a job; what is left is asked for anew


def _drop(_: dict[str, Any]) -> None:
    ends = time.monotonic() + _SECONDS
    while drop_outdated(SYSTEM):
        if time.monotonic() > ends:
            ask_once("pictures.drop")
            return


JOBS = [Job("pictures.drop", _drop)]
SCHEDULES = [Schedule("pictures.drop", "20 2 * * *")]
