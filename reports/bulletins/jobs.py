"""Issued bulletins become paper; briefs are made on their day and watched until they are heard."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.bulletins.queries.bulletins import KINDS, bulletin_by_id
from reports.bulletins.queries.papers import bulletin_facts
from reports.bulletins.queries.schedules import briefs_due, unheard_past_their_day
from reports.bulletins.services import make_brief, raise_overdue
from reports.documents.rules import Signer
from reports.documents.services import PaperWish, issue_paper
from server.core import clock
from server.core.jobs import Job, Schedule

BRIEFS = "bulletins.briefs"


def _make_paper(arguments: dict[str, Any]) -> None:
    row = bulletin_by_id(UUID(arguments["subject_id"]))
    day = row.issued_on or clock.today()  # drafts leave no such event
    signers = (Signer("officer", row.issued_by_id, row.issued_by),) if row.issued_by_id else ()
    wish = PaperWish(KINDS[row.kind], row.id, None, row.agency_id, day, signers)
    issue_paper(wish, lambda number, verification: bulletin_facts(row, number, verification, day=day))


def _briefs(_arguments: dict[str, Any]) -> None:
    """As of now, whatever day it was asked for: run late, it makes what is missing; run twice, nothing more."""
    today = clock.today()
    for schedule, period in briefs_due(today):
        make_brief(schedule, period)
    for row in unheard_past_their_day(today):
        raise_overdue(row)


JOBS = [
    Job("bulletins.make_paper", _make_paper, on=("bulletin.issued", "brief.made")),
    Job(BRIEFS, _briefs),
]
SCHEDULES = [Schedule(BRIEFS, "10 6 * * *")]
