"""What the clock and events ask for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.practice.services import collect_wrong
from server.core.jobs import Job, Schedule
from server.core.permissions import SYSTEM


def _collect(arguments: dict[str, Any]) -> None:
    collect_wrong(SYSTEM, UUID(arguments["subject_id"]))


JOBS = [Job("practice.collect", _collect, on=("result.given",))]
SCHEDULES: list[Schedule] = []
