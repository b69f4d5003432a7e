"""What events and the clock ask for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.accountability.services import make_letter, remind_of_replies
from server.core.jobs import Job, Schedule


def _make_letter(arguments: dict[str, Any]) -> None:
    make_letter(UUID(arguments["proposal_id"]))


def _remind(_arguments: dict[str, Any]) -> None:
    remind_of_replies()


REMIND = "accountability.remind"

JOBS = [
    Job("accountability.make_letter", _make_letter, on=("accountability.proposed",)),
    Job(REMIND, _remind),
]
SCHEDULES = [Schedule(REMIND, "20 8 * * *")]
