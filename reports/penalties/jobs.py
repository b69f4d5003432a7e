"""Acts become papers; what comes near is told. Safe to run twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from reports.documents.rules import DocumentKind, LegalForm, Signer
from reports.documents.services import PaperWish, issue_paper
from reports.penalties.models import PenaltyAct
from reports.penalties.queries import papers
from reports.penalties.queries.cases import case_by_id
from reports.penalties.queries.papers.parts import Sheet
from reports.penalties.services.receiving import receive_served, unreceived_notices
from reports.penalties.services.reminding import remind_of_deadlines
from server.core.jobs import Job, Schedule

Write = Callable[[Sheet], LegalForm]

#: Act → its paper, what it says, and whether it goes to the unit: what does not is about no unit, and no unit's to read.
PAPERS: dict[str, tuple[DocumentKind, Write, bool]] = {
    "filing": (DocumentKind.CASE_FILING, papers.filing_facts, False),
    "notice": (DocumentKind.PENALTY_NOTICE, papers.notice_facts, True),
    "hearing": (DocumentKind.HEARING_NOTICE, papers.hearing_facts, True),
    "hearing_record": (DocumentKind.HEARING_RECORD, papers.hearing_record_facts, True),
    "legal_review": (DocumentKind.LEGAL_REVIEW, papers.review_facts, False),
    "decision": (DocumentKind.PENALTY_DECISION, papers.decision_facts, True),
    "no_penalty": (DocumentKind.NO_PENALTY_DECISION, papers.no_penalty_facts, True),
    "spot": (DocumentKind.SPOT_PENALTY, papers.spot_facts, True),
    "transfer": (DocumentKind.CRIME_TRANSFER, papers.transfer_facts, False),
}


def _make_paper(arguments: dict[str, Any]) -> None:
    """The paper of one act, signed by who did it and sealed by the bureau."""
    act = PenaltyAct.get_by_id(UUID(arguments["subject_id"]))
    case = case_by_id(act.case_id)
    kind, write, to_unit = PAPERS[act.kind]
    signers = (Signer("officer", act.by_person_id, act.by_name),) if act.by_person_id else ()
    unit_id = case.unit_id if to_unit else None
    wish = PaperWish(kind, act.id, unit_id, case.agency_id, act.acted_on, signers)
    issue_paper(wish, lambda number, verification: write(Sheet(act, kind, number, verification)))


def _receive(arguments: dict[str, Any]) -> None:
    """A notice that was served otherwise than in person counts as received from the day of its service."""
    if arguments["document_kind"] == DocumentKind.PENALTY_NOTICE.value:
        receive_served([UUID(arguments["document_subject_id"])])


def _watch(_arguments: dict[str, Any]) -> None:
    """Service by public notice counts from a later day: it is looked at again each morning."""
    receive_served(unreceived_notices())
    remind_of_deadlines()


JOBS = [
    Job(
        "penalties.make_paper",
        _make_paper,
        on=(
            "penalty.case_filed",
            "penalty.notice",
            "penalty.hearing",
            "penalty.hearing_record",
            "penalty.legal_review",
            "penalty.decided",
            "penalty.spared",
            "penalty.transfer",
        ),
    ),
    Job("penalties.receive", _receive, on=("paper.delivered",)),
    Job("penalties.watch", _watch),
]
SCHEDULES: list[Schedule] = [Schedule("penalties.watch", "20 7 * * *")]
