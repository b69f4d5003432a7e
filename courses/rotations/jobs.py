"""What the clock and events ask for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.rotations import services
from server.core.jobs import Job, Schedule, enqueue
from server.core.records import all_or_nothing

KEEP_UP = "rotations.keep_up"
ENROL = "rotations.enrol"
FOLLOW = "rotations.follow"
SETTLE = "rotations.settle"
REMIND = "rotations.remind"


def _keep_up(_arguments: dict[str, Any]) -> None:
    services.keep_up_all()
    services.close_ended_cycles()


def _enrol(arguments: dict[str, Any]) -> None:
    services.keep_up_cycle(UUID(arguments["subject_id"]))


def _follow(arguments: dict[str, Any]) -> None:
    """Somebody came, went or changed; a workbook brings many, so that all cycles are looked at."""
    if person_id := arguments.get("person_id"):
        services.keep_up_person(UUID(person_id))
    else:
        services.keep_up_all()


def _settle(arguments: dict[str, Any]) -> None:
    """A batch, then the next job: each of them is done well within a job's lease."""
    cycle_id = UUID(arguments["subject_id"])
    services.keep_up_cycle(cycle_id)  # the window may have moved
    last = services.settle_cycle(cycle_id, UUID(arguments["after"]) if arguments.get("after") else None)
    if last is not None:
        key = f"{SETTLE}:{arguments['event_id']}:{last}"
        all_or_nothing(lambda: enqueue(SETTLE, {**arguments, "after": str(last)}, key=key))


def _remind(_arguments: dict[str, Any]) -> None:
    services.remind_people()


JOBS = [
    Job(KEEP_UP, _keep_up),
    Job(ENROL, _enrol, on=("rotation.opened",)),
    Job(FOLLOW, _follow, on=("trainee.entered", "trainee.ended", "trainee.changed")),
    Job(SETTLE, _settle, on=("rotation.revised",)),
    Job(REMIND, _remind),
]
SCHEDULES = [Schedule(KEEP_UP, "20 1 * * *"), Schedule(REMIND, "45 7 * * *")]
