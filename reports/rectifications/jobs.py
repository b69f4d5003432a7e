"""Decisions, re-checks and hand-overs become papers. Safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.hazards.models import Hazard, HazardExtensionDecision, HazardHandover, HazardRecheck
from reports.documents.rules import DocumentKind
from reports.rectifications.queries.papers import extension_facts, recheck_facts, transfer_facts
from reports.rectifications.services import make_paper
from server.core.jobs import Job


def _answer_request(arguments: dict[str, Any]) -> None:
    """同意（不同意）延期整改通知书."""
    decision = HazardExtensionDecision.get(HazardExtensionDecision.request_id == UUID(arguments["request_id"]))
    hazard = Hazard.get_by_id(UUID(arguments["subject_id"]))
    make_paper(DocumentKind.EXTENSION_REPLY, decision, hazard.unit_id, lambda *known: extension_facts(decision, *known))


def _conclude_recheck(arguments: dict[str, Any]) -> None:
    """复查意见书."""
    visit = HazardRecheck.get_by_id(UUID(arguments["subject_id"]))
    make_paper(DocumentKind.RECHECK_OPINION, visit, visit.unit_id, lambda *known: recheck_facts(visit, *known))


def _send_on(arguments: dict[str, Any]) -> None:
    """安全生产隐患移送函."""
    handover = HazardHandover.get_by_id(UUID(arguments["handover_id"]))
    hazard = Hazard.get_by_id(handover.hazard_id)
    make_paper(DocumentKind.TRANSFER_LETTER, handover, hazard.unit_id, lambda *known: transfer_facts(handover, *known))


JOBS = [
    Job("rectifications.answer_request", _answer_request, on=("hazard.extension_decided",)),
    Job("rectifications.conclude_recheck", _conclude_recheck, on=("hazard.rechecked",)),
    Job("rectifications.send_on", _send_on, on=("hazard.handed_over",)),
]
