"""Decisions become records, annulments tasks; what comes near is told. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.credits.services import ask_withdrawal, record_decision, remind
from reports.executions.models import ExecutionAct
from server.core.jobs import Job, Schedule


def _record(arguments: dict[str, Any]) -> None:
    record_decision(UUID(arguments["decision_id"]))


def _withdraw(arguments: dict[str, Any]) -> None:
    """Annulled: taken back for good. Changed on review or in court: taken back and told anew."""
    act = ExecutionAct.get_by_id(UUID(arguments["subject_id"]))
    decision_id = UUID(arguments["decision_id"])
    if act.kind == "annulment" or act.details.get("outcome") == "annulled":
        record_decision(decision_id)  # the job of the decision may come after this one
        ask_withdrawal(decision_id, "annulled", act.acted_on)
    elif act.details.get("outcome") == "changed":
        record_decision(decision_id)
        ask_withdrawal(decision_id, "changed", act.acted_on, act.details["fine_fen"])


def _remind(_arguments: dict[str, Any]) -> None:
    remind()


JOBS = [
    Job("credits.record", _record, on=("penalty.decided",)),
    Job("credits.withdraw", _withdraw, on=("penalty.annulled", "execution.remedy_outcome")),
    Job("credits.remind", _remind),
]
SCHEDULES: list[Schedule] = [Schedule("credits.remind", "40 7 * * *")]
