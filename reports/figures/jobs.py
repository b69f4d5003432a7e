"""Watching what changes counts, and folding changes into the tallies."""

from __future__ import annotations

from typing import Any

from checklists.hazards.services import subscribe_changes
from reports.figures.services import count_change, fold_changes, move_units, rebuild
from server.core.jobs import Job, Schedule
from server.units.registry.services.reach_rows import watch_reach

FOLD, REBUILD = "figures.fold", "figures.rebuild"


def watch_hazards() -> None:
    """Have hazards counted as they change and moved with their units; harmless when called again."""
    subscribe_changes(count_change)
    watch_reach(move_units)


def _fold(_arguments: dict[str, Any]) -> None:
    fold_changes()


def _rebuild(_arguments: dict[str, Any]) -> None:
    rebuild()


JOBS = [Job(FOLD, _fold), Job(REBUILD, _rebuild)]
SCHEDULES = [Schedule(FOLD, "*/5 * * * *")]
