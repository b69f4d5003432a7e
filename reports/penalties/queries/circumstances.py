"""What the rules of a case count on outside its own acts: orders, hazards, re-checks, other decisions, the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from peewee import ModelSelect

from checklists.hazards.models import Hazard
from reports.deliveries.queries import delivered_on
from reports.documents.models import Document
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from reports.penalties.models import PenaltyAct, PenaltyCase, PenaltyDecision, PenaltyGround
from reports.penalties.queries.respondents import is_same, named_in
from reports.penalties.rules.life import Circumstances
from reports.penalties.rules.terms import Terms
from reports.rulings.models import Order, OrderHazard, OrderRevocation, OrderSigning
from server.core import clock
from server.units.calendar.queries import calendar_between
from server.units.calendar.rules import WorkingCalendar

AHEAD = timedelta(days=400)  # no span of the procedure reaches further


def calendar_ahead() -> WorkingCalendar:
    """The working days that spans starting about now may run over; two queries."""
    today = clock.today()
    return calendar_between(today - AHEAD, today + AHEAD)


def circumstances_of(case: PenaltyCase, terms: Terms) -> Circumstances:
    """How matters stand around a case today; at most 11 queries."""
    grounds = list(PenaltyGround.select().where(PenaltyGround.case_id == case.id))
    hazards = list(Hazard.select().where(Hazard.id.in_([row.ground_id for row in grounds if row.kind == "hazard"])))
    orders = standing_orders([row.ground_id for row in grounds if row.kind == "order"])
    sharing = {row.id for row in decisions_sharing(case, [row.ground_id for row in grounds])}
    earlier = _of_same_respondent(_penalties(case), case)
    same = [row for row in earlier if row.id in sharing]
    return Circumstances(
        today=clock.today(),
        terms=terms,
        calendar=calendar_ahead(),
        conditions=_conditions(hazards, bool(orders)),
        has_warning=any(row.is_warning for row in same),
        is_fined=any(row.fine_fen for row in same),
        # Punished before for something else; what the same ground brought about is no earlier offence.
        has_record=len(earlier) > len(same),
        overdue_from=_overdue_from(hazards),
        hearing_told_on=_hearing_told_on(case.id),
        is_corrected=bool(hazards) and all(hazard.state == "closed" for hazard in hazards),
    )


def _hearing_told_on(case_id: UUID) -> date | None:
    """From which day the latest notice of a hearing counts as served."""
    called = PenaltyAct.select(PenaltyAct.id).where((PenaltyAct.case_id == case_id) & (PenaltyAct.kind == "hearing"))
    latest = called.order_by(PenaltyAct.position.desc()).first()
    if latest is None:
        return None
    paper = documents_of_subjects(DocumentKind.HEARING_NOTICE, [latest.id]).get(latest.id)
    return delivered_on([paper["id"]]).get(paper["id"]) if paper else None


def standing_orders(ids: Collection[UUID]) -> list[Order]:
    """Those of the orders that are signed and not revoked; one query."""
    signed = OrderSigning.select(OrderSigning.order_id)
    revoked = OrderRevocation.select(OrderRevocation.order_id)
    if not ids:
        return []
    return list(Order.select().where(Order.id.in_(list(ids)) & Order.id.in_(signed) & Order.id.not_in(revoked)))


def hazards_of_orders(ids: Collection[UUID]) -> list[UUID]:
    """Hazards that the orders name; one query."""
    if not ids:
        return []
    return [row.hazard_id for row in OrderHazard.select().where(OrderHazard.order_id.in_(list(ids)))]


def decisions_sharing(case: PenaltyCase, ground_ids: Iterable[UUID]) -> ModelSelect:
    """Standing penalties of the unit upon one of these grounds, in other cases; a revoked paper counts no more."""
    sharing = PenaltyGround.select(PenaltyGround.case_id).where(PenaltyGround.ground_id.in_(list(ground_ids)))
    return _penalties(case).where(PenaltyDecision.case_id.in_(sharing))


def _penalties(case: PenaltyCase) -> ModelSelect:
    return (
        PenaltyDecision.select()
        .join(Document, on=(Document.id == PenaltyDecision.document_id))
        .where(
            (PenaltyDecision.unit_id == case.unit_id)
            & (PenaltyDecision.case_id != case.id)
            & (PenaltyDecision.kind != "no_penalty")
            & (Document.live == True)  # noqa: E712 - SQL
        )
    )


def _of_same_respondent(rows: Iterable[PenaltyDecision], case: PenaltyCase) -> list[PenaltyDecision]:
    """Those against the case's own respondent; one query."""
    rows, own = list(rows), named_in(case)
    cases = {one.id: one for one in PenaltyCase.select().where(PenaltyCase.id.in_([row.case_id for row in rows]))}
    return [row for row in rows if is_same(named_in(cases[row.case_id]), own)]


def _failed_in_time(hazard: Hazard) -> bool:
    """Re-checked in vain after the deadline that counts; a new deadline asks for a new re-check."""
    if hazard.failed_on is None:
        return False
    return hazard.deadline_on is None or hazard.failed_on > hazard.deadline_on


def _overdue_from(hazards: Iterable[Hazard]) -> date | None:
    """The first day after the earliest deadline that was missed and re-checked in vain."""
    missed = [row.deadline_on for row in hazards if row.order_id and row.deadline_on and _failed_in_time(row)]
    return min(missed) + timedelta(days=1) if missed else None


def _conditions(hazards: Iterable[Hazard], has_order: bool) -> frozenset[str]:
    """Of the hazard that meets most: conditions of one offence are met by one hazard, not gathered from several."""
    today = clock.today()
    met = {"order_issued"} if has_order else set()
    for hazard in hazards:
        own = {"order_issued"} if hazard.order_id else set()
        if own and hazard.deadline_on is not None and hazard.deadline_on < today:
            own.add("deadline_passed")
        if own and _failed_in_time(hazard):
            own.add("recheck_failed")
        met = own if len(own) > len(met) else met
    return frozenset(met)
