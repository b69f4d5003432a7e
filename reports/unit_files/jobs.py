"""Files and sheets that were asked for become papers. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.unit_files.services import make_file, make_sheet_paper
from server.core.jobs import Job, Schedule


def _make_file(arguments: dict[str, Any]) -> None:
    make_file(UUID(arguments["subject_id"]))


def _make_sheet(arguments: dict[str, Any]) -> None:
    make_sheet_paper(UUID(arguments["subject_id"]))


JOBS = [
    Job("unit_files.make_file", _make_file, on=("unit_file.requested",)),
    Job("unit_files.make_sheet", _make_sheet, on=("term_sheet.recorded",)),
]
SCHEDULES: list[Schedule] = []
