"""A draw becomes paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.draws.services import JOB, make_paper
from server.core.jobs import Job


def _make_paper(arguments: dict[str, Any]) -> None:
    make_paper(UUID(arguments["subject_id"]))


JOBS = [Job(JOB, _make_paper, on=("draw.drawn",))]
