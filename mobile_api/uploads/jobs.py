"""The daily sweep of uploads that nobody continued."""

from __future__ import annotations

from typing import Any

from mobile_api.uploads.services import sweep_uploads
from server.core.jobs import Job, Schedule


def _sweep(_arguments: dict[str, Any]) -> None:
    sweep_uploads()


JOBS = [Job("uploads.sweep", _sweep)]
SCHEDULES = [Schedule("uploads.sweep", "40 3 * * *")]
