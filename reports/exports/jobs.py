"""Makes exports that were asked for, and throws old ones away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.exports.services import make_export, sweep_exports
from server.core.jobs import Job, Schedule

MAKE, SWEEP = "exports.make", "exports.sweep"


def _make(arguments: dict[str, Any]) -> None:
    make_export(UUID(arguments["subject_id"]))


def _sweep(_arguments: dict[str, Any]) -> None:
    sweep_exports()


JOBS = [Job(MAKE, _make, on=("export.requested",)), Job(SWEEP, _sweep)]
SCHEDULES = [Schedule(SWEEP, "40 3 * * *")]
