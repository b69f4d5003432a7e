"""Papers after a decision are made, and deliveries start their terms. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.documents.rules import DocumentKind
from reports.documents.services import PaperWish, issue_paper
from reports.executions.models import ExecutionAct
from reports.executions.queries import PAPERS, paper_unit
from reports.executions.queries.files import case_file
from reports.executions.queries.papers import form_of
from reports.executions.services import start_terms
from reports.penalties.models import PenaltyAct, PenaltyCase
from server.core.jobs import Job, Schedule

_STARTING = frozenset({"penalty_decision", "payment_demand"})


def _make_paper(arguments: dict[str, Any]) -> None:
    """The paper of an act, numbered when the act was done."""
    act: ExecutionAct = ExecutionAct.get_by_id(UUID(arguments["subject_id"]))
    case = PenaltyCase.get_by_id(act.case_id)
    kind = PAPERS[act.kind]
    wish = PaperWish(kind, act.id, paper_unit(act), case.agency_id, act.acted_on)
    if kind is DocumentKind.CASE_FILE:
        issue_paper(wish, lambda number, verification: case_file(act, number, verification))
    else:
        issue_paper(wish, lambda number, verification: form_of(act, number, verification))


def _note_delivery(arguments: dict[str, Any]) -> None:
    """From the day a decision or demand was delivered its terms run; what waits is renewed. Voided, they run no more."""
    if arguments["document_kind"] not in _STARTING:
        return
    subject_id, delivery_id = UUID(arguments["document_subject_id"]), UUID(arguments["subject_id"])
    act = PenaltyAct.get_or_none(PenaltyAct.id == subject_id) or ExecutionAct.get_or_none(ExecutionAct.id == subject_id)
    if act is None:
        return
    start_terms(act.case_id, delivery_id)


JOBS = [
    Job(
        "executions.make_paper",
        _make_paper,
        on=(
            "execution.postponement_reply",
            "execution.demand",
            "execution.enforcement_end",
            "execution.closing",
            "execution.case_file",
            "penalty.annulled",
        ),
    ),
    Job("executions.note_delivery", _note_delivery, on=("paper.delivered", "delivery.voided")),
]
SCHEDULES: list[Schedule] = []
