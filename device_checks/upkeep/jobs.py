"""What runs by time, and what follows from a changed minimum."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.upkeep.services import look_after_facilities, refresh_stock
from device_checks.upkeep.services.nightly import NIGHTLY
from server.core.jobs import Job, Schedule


def _nightly(arguments: dict[str, Any]) -> None:
    after = arguments.get("after")
    look_after_facilities(UUID(after) if after else None)


def _refresh(_: dict[str, Any]) -> None:
    after = refresh_stock()
    while after is not None:
        after = refresh_stock(after)


JOBS = [Job(NIGHTLY, _nightly), Job("upkeep.refresh", _refresh, on=("upkeep_term.set",))]
SCHEDULES = [Schedule(NIGHTLY, "40 0 * * *")]
