"""What the clock asks for, and the job that looks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.patrols.services.rounds import LOOK_AT, begin_due_rounds
from device_checks.patrols.services.running import look_at_shard
from server.core.jobs import Job, Schedule

BEGIN = "patrols.begin"


def _begin(_arguments: dict[str, Any]) -> None:
    begin_due_rounds()


def _look(arguments: dict[str, Any]) -> None:
    look_at_shard(UUID(arguments["shard_id"]))


JOBS = [Job(BEGIN, _begin), Job(LOOK_AT, _look)]
SCHEDULES = [Schedule(BEGIN, "*/2 * * * *")]
