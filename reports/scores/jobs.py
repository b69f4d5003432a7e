"""Counts the scores of the month each night. Safe to run twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from reports.scores.services import COUNT, count_scores, go_on_counting
from server.core import clock
from server.core.jobs import Job, Schedule


def _count(arguments: dict[str, Any]) -> None:
    day = date.fromisoformat(arguments["day"]) if "day" in arguments else clock.today()
    after = count_scores(int(arguments.get("after", 0)), day)
    if after is not None:
        go_on_counting(after, day)


JOBS = [Job(COUNT, _count)]
SCHEDULES = [Schedule(COUNT, "20 2 * * *")]
