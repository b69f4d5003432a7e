"""When a 责令限期整改治安隐患通知书 may be made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from reports.rulings.errors import BasisNotInForce, DayImpossible, InspectionUnfit
from server.core.errors import FieldProblem
from server.units.bases.rules import Status, Validity

# Findings that make a record unfit to carry an act of authority; each is a breach of procedure, not of content.
DISQUALIFYING = frozenset(
    {
        "signature_invalid",
        "kind_mismatch",
        "officers_too_few",
        "officer_unqualified",
        "certificate_not_shown",
        "officer_signature_missing",
        "unit_signature_missing",
        "refusal_without_witness",
    }
)


@dataclass(frozen=True)
class OrderDraft:
    """An order as its author wants it; the id is the author's choice, so that a retry is recognised."""

    id: UUID
    inspection_id: UUID
    hazard_ids: tuple[UUID, ...]
    deadline_days: int
    basis_id: str  # code of the policy basis
    article: str
    violated: str  # which clauses the unit violated, 条/款/项
    measures: str  # 期间应采取的必要措施
    decided_on: date  # Beijing calendar day


def check_in_force(basis: Validity, *days: date) -> None:
    """Refuse an order resting on a basis not in force on each of the days, ends included.

    The days are that of the decision and that of the act itself: a decision dated back to a day on which the basis
    still held does not carry an order that is drafted or signed after its end.
    Raises BasisNotInForce.  Source: JN-end-a.
    """
    for day in days:
        status = basis.status_on(day)
        if status not in (Status.IN_FORCE, Status.UNKNOWN):
            problem = FieldProblem("basis_id", BasisNotInForce.title, BasisNotInForce.code)
            raise BasisNotInForce(fields=[problem], basis_status=status.value, day=day.isoformat())


def check_day(inspected_on: date, decided_on: date, today: date) -> None:
    """Raises DayImpossible."""
    if not inspected_on <= decided_on <= today:
        raise DayImpossible(fields=[FieldProblem("decided_on", DayImpossible.title, DayImpossible.code)])


def check_fit(flag_codes: Collection[str]) -> None:
    """Refuse an inspection whose procedure is broken. Raises InspectionUnfit with the codes."""
    if broken := sorted(DISQUALIFYING & set(flag_codes)):
        raise InspectionUnfit(flags=broken)


def deadline_of(decided_on: date, days: int) -> date:
    """The last day to rectify; the day of the decision is not counted."""
    return decided_on + timedelta(days=days)


def state_of(*, signed: bool, document_state: str | None, revoked: bool) -> str:
    """draft, signing (numbered, being rendered and signed), issued, revoked."""
    if revoked:
        return "revoked"
    if not signed:
        return "draft"
    return "issued" if document_state == "signed" else "signing"
