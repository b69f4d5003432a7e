"""What people hand in at each act after a decision. Sums are in fen, days are Beijing days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.executions.rules.surcharge import Instalment
from reports.penalties.rules.acts import ActDraft

CHANNELS = ("bank", "e_pay")
REMEDIES = ("review", "suit")
OUTCOMES = ("upheld", "changed", "annulled", "dismissed", "withdrawn")
COURT_RESULTS = ("executed", "terminated", "refused")
#: Why nothing more is collected. Of who is gone without a successor nothing can be collected, served or given back.
ENDING_GROUNDS = ("court_refused", "court_window_over", "respondent_gone")
GONE = "respondent_gone"


@dataclass(frozen=True, kw_only=True)
class PaymentMade(ActDraft):
    """A receipt of bank or electronic payment. Source: 行政处罚法 art. 67."""

    kind = "payment"
    paid_on: date
    fine_fen: int
    surcharge_fen: int
    channel: str
    receipt_no: str


@dataclass(frozen=True, kw_only=True)
class PostponementRequest(ActDraft):
    """The respondent asks to pay later or in parts. Source: 行政处罚法 art. 66."""

    kind = "postponement_request"
    asked_on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class PostponementReply(ActDraft):
    """Source: 行政处罚法 art. 66."""

    kind = "postponement_reply"
    is_granted: bool
    instalments: tuple[Instalment, ...]
    reasons: str

    def details(self) -> dict[str, Any]:
        """The instalments as JSON can bear them."""
        parts = [{"due_on": part.due_on.isoformat(), "fen": part.fen} for part in self.instalments]
        return {"is_granted": self.is_granted, "instalments": parts, "reasons": self.reasons}


@dataclass(frozen=True, kw_only=True)
class RemedyLodged(ActDraft):
    """复议 or 诉讼 taken up by its authority. Source: 行政复议法 arts. 20, 23; 行政诉讼法 arts. 45, 46."""

    kind = "remedy"
    remedy: str
    lodged_on: date
    authority: str
    reference_no: str
    late_reason: str


@dataclass(frozen=True, kw_only=True)
class RemedyOutcome(ActDraft):
    kind = "remedy_outcome"
    outcome: str
    decided_on: date
    received_on: date  # by the respondent: the time to sue runs from it
    reference_no: str
    fine_fen: int  # of a changed decision
    text: str


@dataclass(frozen=True, kw_only=True)
class Demand(ActDraft):
    """催告. Source: 行政强制法 art. 54."""

    kind = "demand"
    text: str


@dataclass(frozen=True, kw_only=True)
class CourtApplication(ActDraft):
    """Source: 行政强制法 arts. 53, 54."""

    kind = "court_application"
    applied_on: date
    court: str
    reference_no: str


@dataclass(frozen=True, kw_only=True)
class CourtResult(ActDraft):
    kind = "court_result"
    result: str
    decided_on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class EnforcementEnd(ActDraft):
    """终结执行: what is open is not collected any more. Source: 行政强制法 arts. 40, 53, 58."""

    kind = "enforcement_end"
    ground: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Annulment(ActDraft):
    """The bureau takes its own decision back. Source: 行政处罚法 art. 75."""

    kind = "annulment"
    reason: str


@dataclass(frozen=True, kw_only=True)
class Refund(ActDraft):
    kind = "refund"
    refunded_on: date
    fen: int
    receipt_no: str


@dataclass(frozen=True, kw_only=True)
class Closing(ActDraft):
    """结案."""

    kind = "closing"
    opinion: str


@dataclass(frozen=True, kw_only=True)
class FileAsked(ActDraft):
    """Somebody wants the case's papers as one file (案卷)."""

    kind = "case_file"
