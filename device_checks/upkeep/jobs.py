"""What runs by time, and what follows from a changed minimum or a scrapped facility."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.upkeep.services import cancel_for_scrapped, look_after_facilities, refresh_stock
from device_checks.upkeep.services.nightly import NIGHTLY
from server.core.jobs import Job, Schedule
from server.core.permissions import SYSTEM


def _nightly(arguments: dict[str, Any]) -> None:
    after = arguments.get("after")
    look_after_facilities(UUID(after) if after else None)


def _refresh(_: dict[str, Any]) -> None:
    after = refresh_stock()
    while after is not None:
        after = refresh_stock(after)


def _scrapped(arguments: dict[str, Any]) -> None:
    cancel_for_scrapped(SYSTEM, UUID(arguments["subject_id"]))


JOBS = [
    Job(NIGHTLY, _nightly),
    Job("upkeep.refresh", _refresh, on=("upkeep_term.set",)),
    Job("upkeep.scrapped", _scrapped, on=("facility.state_changed",)),
]
SCHEDULES = [Schedule(NIGHTLY, "40 0 * * *")]
