"""What a case of accountability is made of. Source: JN-3.6a."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reports.accountability.errors import OccurredInTheFuture, ReplyImpossible
from server.core.errors import FieldProblem
from server.units.attachments.rules import AttachedFile

#: The five causes and the four consequences of the local opinion, in its order; a case needs one of each.
CAUSES = ("no_attention", "weak_measures", "unsound_rules", "unfilled_duties", "not_carried_out")
CONSEQUENCES = ("disorder", "grave_crime", "mass_incident", "public_safety")
SIDES = ("unit", "supervisor")  # who led the unit, and who should have supervised it
MEASURES = ("talk", "criticism", "discipline", "transfer")
OUTCOMES = ("followed", "followed_in_part", "not_followed")
STATES = ("open", "drafted", "proposed", "replied", "closed", "withdrawn")
ENDED = ("closed", "withdrawn")

CAUSE_WORDS = {
    "no_attention": "不重视",
    "weak_measures": "措施不得力",
    "unsound_rules": "制度不健全",
    "unfilled_duties": "责任不到位",
    "not_carried_out": "工作不落实",
}
CONSEQUENCE_WORDS = {
    "disorder": "治安秩序严重混乱",
    "grave_crime": "特别重大刑事案件",
    "mass_incident": "群体性事件",
    "public_safety": "公共安全事件",
}
MEASURE_WORDS = {"talk": "约谈", "criticism": "通报批评", "discipline": "给予处分", "transfer": "调离岗位"}

FORM = "discipline_proposal"  # whose dated texts these letters and their terms are
SUBJECT = "accountability_case"  # of evidence
REPLY_SUBJECT = "proposal_reply"


@dataclass(frozen=True)
class NamedDraft:
    """Somebody in question: who, with which duty, what was failed."""

    id: UUID
    person_id: UUID
    duty: str
    fault: str


@dataclass(frozen=True)
class CaseDraft:
    id: UUID
    unit_id: UUID
    cause: str
    consequence: str
    occurred_on: date
    facts: str
    people: tuple[NamedDraft, ...]
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class MeasureDraft:
    """What is proposed for one person of the case."""

    person_id: UUID  # of the case's row
    measure: str
    reason: str


@dataclass(frozen=True)
class ProposalDraft:
    id: UUID
    addressee: str
    addressee_id: UUID | None
    measures: tuple[MeasureDraft, ...]


@dataclass(frozen=True)
class ReplyDraft:
    id: UUID
    received_on: date
    outcome: str
    text: str
    files: tuple[AttachedFile, ...]


def check_occurred(occurred_on: date, today: date) -> None:
    """Raises OccurredInTheFuture."""
    if occurred_on > today:
        problem = FieldProblem("occurred_on", OccurredInTheFuture.title, OccurredInTheFuture.code)
        raise OccurredInTheFuture(fields=[problem])


def check_received(received_on: date, issued_on: date, today: date) -> None:
    """Raises ReplyImpossible."""
    if not issued_on <= received_on <= today:
        raise ReplyImpossible(fields=[FieldProblem("received_on", ReplyImpossible.title, ReplyImpossible.code)])
