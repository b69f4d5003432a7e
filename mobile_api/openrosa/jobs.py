"""What the OpenRosa door does by the clock."""

from __future__ import annotations

from typing import Any

from mobile_api.openrosa.services import finish_waiting
from server.core.jobs import Job, Schedule


def _finish_waiting(_arguments: dict[str, Any]) -> None:
    finish_waiting()


JOBS = [Job("openrosa.finish_waiting", _finish_waiting)]
SCHEDULES = [Schedule("openrosa.finish_waiting", "40 * * * *")]
