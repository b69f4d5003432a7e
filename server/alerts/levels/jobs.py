"""What follows from a level, and what the clock asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from server.alerts.levels.services.issuing import take_in_newcomers, tell_of_level
from server.alerts.levels.services.reporting import close_due_rounds
from server.core.jobs import Job, Schedule


def _tell_raised(arguments: dict[str, Any]) -> None:
    tell_of_level(UUID(arguments["subject_id"]), ended=False)


def _tell_ended(arguments: dict[str, Any]) -> None:
    tell_of_level(UUID(arguments["subject_id"]), ended=True)


def _look(_arguments: dict[str, Any]) -> None:
    take_in_newcomers()
    close_due_rounds()


LOOK = "security_levels.look"

JOBS = [
    Job("security_levels.tell_raised", _tell_raised, on=("security_level.raised",)),
    Job("security_levels.tell_ended", _tell_ended, on=("security_level.ended",)),
    Job(LOOK, _look),
]
SCHEDULES = [Schedule(LOOK, "*/10 * * * *")]
