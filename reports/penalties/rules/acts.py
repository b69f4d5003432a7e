"""What people hand in at each act of a case. Sums are in fen, days are Beijing days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from server.core.clock import to_text
from server.units.attachments.rules import AttachedFile

EVIDENCE_KINDS = ("documents", "objects", "audio_visual", "electronic", "testimony", "statement", "expert", "record")
CONSEQUENCES = ("injury", "loss", "serious_threat")
SOURCES = ("recheck", "inspection", "report", "transfer", "other")
PRESERVATION_OUTCOMES = ("returned", "seized", "examined", "transferred", "lifted")
WAYS_OF_RECEIPT = ("signed", "refused")
REVIEW_OUTCOMES = ("agreed", "returned")
NO_PENALTY_GROUNDS = ("first_minor_corrected", "minor_no_harm", "no_fault", "not_established")
REPLACEMENT_GROUNDS = ("recusal", "other")


@dataclass(frozen=True)
class Respondent:
    """A unit under its registered name, or a natural person of it."""

    kind: str  # unit, person
    name: str = ""
    post: str = ""
    identity_number: str = ""


@dataclass(frozen=True)
class FilingDraft:
    """立案."""

    id: UUID
    unit_id: UUID
    respondent: Respondent
    officer_ids: tuple[UUID, ...]
    offence: str
    source: str
    summary: str
    happened_on: date
    is_harmful: bool
    hazard_ids: tuple[UUID, ...]
    order_ids: tuple[UUID, ...]
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class SpotDraft:
    """当场处罚: the companion of an order."""

    id: UUID
    order_id: UUID
    offence: str
    officer_ids: tuple[UUID, ...]
    facts: str
    evidence: str
    place: str
    fine_fen: int
    receipt: str  # signed, refused
    witness: str
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActDraft:
    """One later act; the id is its author's choice, so that a retry is recognised."""

    kind: ClassVar[str]
    id: UUID
    files: tuple[AttachedFile, ...] = ()

    def details(self) -> dict[str, Any]:
        """What of it stays in the act's row, as JSON can bear it."""
        return {name: plain(value) for name, value in vars(self).items() if name not in ("id", "files")}


def plain(value: Any) -> Any:
    """A value as JSON can bear it: ids, days and instants as text."""
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, datetime):
        return to_text(value)
    return str(value) if isinstance(value, (UUID, date)) else value


@dataclass(frozen=True, kw_only=True)
class Replacement(ActDraft):
    """回避 or another reason. Source: 行政处罚法 art. 43."""

    kind = "replacement"
    out_id: UUID
    in_id: UUID
    ground: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Evidence(ActDraft):
    """One line of the evidence list. Source: 行政处罚法 art. 46."""

    kind = "evidence"
    evidence_kind: str
    title: str
    obtained_on: date
    obtained_from: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Preservation(ActDraft):
    """先行登记保存. Source: 行政处罚法 art. 56."""

    kind = "preservation"
    items: str
    place: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PreservationDecision(ActDraft):
    kind = "preservation_decision"
    preservation_id: UUID
    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Consequence(ActDraft):
    """What the hazard led to, with its evidence. Source: 国务院令第421号 art. 19."""

    kind = "consequence"
    consequence: str
    happened_on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class Notice(ActDraft):
    """告知. Source: 行政处罚法 art. 44."""

    kind = "notice"
    facts: str
    reasons: str
    is_warning: bool
    fine_fen: int
    grade: str
    factors: tuple[str, ...]
    is_serious: bool


@dataclass(frozen=True, kw_only=True)
class Receipt(ActDraft):
    """When the notice reached the respondent, and that it was signed, or refused before a witness."""

    kind = "receipt"
    received_on: date
    way: str
    witness: str


@dataclass(frozen=True, kw_only=True)
class Statement(ActDraft):
    """陈述申辩, or that there is none. Source: 行政处罚法 art. 45."""

    kind = "statement"
    is_made: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class StatementReview(ActDraft):
    kind = "statement_review"
    is_accepted: bool
    reasons: str


@dataclass(frozen=True, kw_only=True)
class HearingRequest(ActDraft):
    """Source: 行政处罚法 art. 64."""

    kind = "hearing_request"
    asked_on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class HearingWaiver(ActDraft):
    kind = "hearing_waiver"
    text: str


@dataclass(frozen=True, kw_only=True)
class Hearing(ActDraft):
    """听证通知, by whoever will preside. Source: 行政处罚法 art. 64."""

    kind = "hearing"
    held_at: datetime
    place: str
    recorder: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class HearingRecord(ActDraft):
    kind = "hearing_record"
    held_at: datetime
    attendees: str
    officers_views: str
    respondents_views: str
    evidence: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class HearingWithdrawal(ActDraft):
    kind = "hearing_withdrawal"
    text: str


@dataclass(frozen=True, kw_only=True)
class LegalReview(ActDraft):
    """法制审核. Source: 行政处罚法 art. 58."""

    kind = "legal_review"
    outcome: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class Discussion(ActDraft):
    """集体讨论. Source: 行政处罚法 art. 57."""

    kind = "discussion"
    discussed_on: date
    participants: tuple[str, ...]
    opinion: str


@dataclass(frozen=True, kw_only=True)
class TermExtension(ActDraft):
    """Another law allows more time. Source: 行政处罚法 art. 60."""

    kind = "term_extension"
    days: int
    ground: str


@dataclass(frozen=True, kw_only=True)
class Decision(ActDraft):
    """处罚决定. Source: 行政处罚法 arts. 57, 59."""

    kind = "decision"
    facts: str
    reasons: str
    is_warning: bool
    fine_fen: int
    grade: str
    factors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoPenalty(ActDraft):
    """不予处罚. Source: 行政处罚法 art. 33."""

    kind = "no_penalty"
    ground: str
    facts: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class Withdrawal(ActDraft):
    kind = "withdrawal"
    reason: str


@dataclass(frozen=True, kw_only=True)
class Transfer(ActDraft):
    """案件移送. Source: 行政处罚法 art. 57."""

    kind = "transfer"
    addressee: str
    crime: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SpotReport(ActDraft):
    kind = "spot_report"
    note: str
