"""Runs are reckoned, approved ones become paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.assessments.queries.papers import sheet_facts
from reports.assessments.queries.runs import run_by_id
from reports.assessments.services import count_run
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services import PaperWish, issue_paper
from server.core import clock
from server.core.jobs import Job, Schedule


def _count(arguments: dict[str, Any]) -> None:
    count_run(UUID(arguments["subject_id"]), arguments["counting"])


def _make_sheet(arguments: dict[str, Any]) -> None:
    run = run_by_id(UUID(arguments["subject_id"]))
    day = run.approved_on or clock.today()  # others leave no such event
    signers = (Signer("officer", run.approved_by_id, run.approved_by),) if run.approved_by_id else ()
    wish = PaperWish(DocumentKind.ASSESSMENT_SHEET, run.id, None, run.agency_id, day, signers)
    issue_paper(wish, lambda number, verification: sheet_facts(run, number, verification, day=day))


JOBS = [
    Job("assessments.count", _count, on=("assessment.asked",)),
    Job("assessments.make_sheet", _make_sheet, on=("assessment.approved",)),
]
SCHEDULES: list[Schedule] = []
