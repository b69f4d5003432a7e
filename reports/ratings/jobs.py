"""What events and the clock ask for."""

from __future__ import annotations

from server.core.jobs import Job, Schedule

JOBS: list[Job] = []
SCHEDULES: list[Schedule] = []
