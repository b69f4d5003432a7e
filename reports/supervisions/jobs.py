"""Letters and visits become paper; every morning those near or past their day are told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.documents.rules import DocumentKind
from reports.documents.services import PaperWish, issue_paper
from reports.supervisions.queries.letters import letter_by_id
from reports.supervisions.queries.papers import letter_facts, visit_facts
from reports.supervisions.queries.visits import visit_by_id
from reports.supervisions.rules import LetterDraft
from reports.supervisions.services import remind
from server.core import clock
from server.core.jobs import Job, Schedule

REMIND = "supervisions.remind"


def _make_letter(arguments: dict[str, Any]) -> None:
    letter = letter_by_id(UUID(arguments["subject_id"]))
    draft = LetterDraft(
        letter.id,
        letter.to_agency_id,
        letter.title,
        letter.matters,
        letter.measures,
        letter.unit_id,
        tuple(UUID(id) for id in letter.hazard_ids),
        letter.due_on,
    )
    wish = PaperWish(DocumentKind.SUPERVISION_LETTER, letter.id, None, letter.agency_id, letter.issued_on)
    issue_paper(
        wish,
        lambda number, verification: letter_facts(
            draft, letter.agency_id, letter.issued_on, number, verification, is_draft=False
        ),
    )


def _make_visit(arguments: dict[str, Any]) -> None:
    visit = visit_by_id(UUID(arguments["subject_id"]))
    wish = PaperWish(DocumentKind.SUPERVISION_VISIT, visit.id, visit.unit_id, visit.agency_id, visit.visited_on)
    issue_paper(wish, lambda number, verification: visit_facts(visit, number, verification))


def _remind(_arguments: dict[str, Any]) -> None:
    remind(clock.today())


JOBS = [
    Job("supervisions.make_letter", _make_letter, on=("supervision.issued",)),
    Job("supervisions.make_visit", _make_visit, on=("supervision.visited",)),
    Job(REMIND, _remind),
]
SCHEDULES = [Schedule(REMIND, "20 8 * * *")]
