"""Reads of penalty cases, within the reach of their units. A unit sees its case from the day a paper reached it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from peewee import ModelSelect

from reports.deliveries.queries import served_documents
from reports.penalties.models import PenaltyAct, PenaltyCase, PenaltyDecision
from reports.penalties.rules.life import ENDINGS, Act, Standing, fold
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.registry.queries.reach import is_within_reach

#: Acts by which a unit has a paper in its hands; a decision is, once its service is on record.
TOLD = ("receipt", "spot")
DECIDING = ("decision", "no_penalty")
OPEN = "open"


@dataclass(frozen=True)
class CaseFilter:
    state: str | None = None  # open, or what ended it
    unit_id: UUID | None = None
    offence: str | None = None
    procedure: str | None = None
    limit: int = 50
    after: str | None = None


def is_of_a_unit(actor: Actor) -> bool:
    """Whether the actor belongs to a unit, and sees only what was delivered to it."""
    return actor.account_id is not None and actor.agency_id is None


def cases_within_reach(actor: Actor) -> ModelSelect:
    """Cases the actor may see, a query to compose."""
    query = PenaltyCase.select().where(is_within_reach(actor, PenaltyCase.unit_id))
    if is_of_a_unit(actor):
        told = PenaltyAct.select(PenaltyAct.case_id).where(PenaltyAct.kind.in_(TOLD))
        served = PenaltyDecision.select(PenaltyDecision.case_id).where(
            PenaltyDecision.document_id.in_(served_documents())
        )
        query = query.where(PenaltyCase.id.in_(told) | PenaltyCase.id.in_(served))
    return query


def decisions_shown(actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID, PenaltyDecision]:
    """Decisions by case; to a unit those that were served on it, or handed over on the spot. One query."""
    query = PenaltyDecision.select().where(PenaltyDecision.case_id.in_(list(case_ids)))
    if is_of_a_unit(actor):
        query = query.where((PenaltyDecision.kind == "spot") | PenaltyDecision.document_id.in_(served_documents()))
    return {row.case_id: row for row in query}


def acts_shown(rows: Iterable[PenaltyAct], decision: PenaltyDecision | None) -> list[PenaltyAct]:
    """The acts without a decision that this reader does not see yet."""
    return [row for row in rows if row.kind not in DECIDING or decision is not None]


def case_within_reach(actor: Actor, id: UUID) -> PenaltyCase:
    """Raises NotFound."""
    case: PenaltyCase | None = cases_within_reach(actor).where(PenaltyCase.id == id).first()
    if case is None:
        raise NotFound()
    return case


def case_by_id(id: UUID) -> PenaltyCase:
    """For jobs and other acts that have checked reach. Raises NotFound."""
    case: PenaltyCase | None = PenaltyCase.get_or_none(PenaltyCase.id == id)
    if case is None:
        raise NotFound()
    return case


def decision_of(case_id: UUID) -> PenaltyDecision | None:
    """What the case was decided with; one query."""
    return PenaltyDecision.get_or_none(PenaltyDecision.case_id == case_id)


def filtered(query: ModelSelect, wanted: CaseFilter) -> ModelSelect:
    """Cases of a filter; what ended a case is known by its act."""
    if wanted.unit_id:
        query = query.where(PenaltyCase.unit_id == wanted.unit_id)
    if wanted.offence:
        query = query.where(PenaltyCase.offence == wanted.offence)
    if wanted.procedure:
        query = query.where(PenaltyCase.procedure == wanted.procedure)
    if wanted.state:
        kinds = [kind for kind, state in ENDINGS.items() if wanted.state in (OPEN, state)]
        ended = PenaltyAct.select(PenaltyAct.case_id).where(PenaltyAct.kind.in_(kinds))
        query = query.where(PenaltyCase.id.not_in(ended) if wanted.state == OPEN else PenaltyCase.id.in_(ended))
    return query


def act_rows(case_ids: Iterable[UUID]) -> dict[UUID, list[PenaltyAct]]:
    """The acts of each case in their order; one query."""
    found: dict[UUID, list[PenaltyAct]] = defaultdict(list)
    rows = PenaltyAct.select().where(PenaltyAct.case_id.in_(list(case_ids)))
    for row in rows.order_by(PenaltyAct.case_id, PenaltyAct.position):
        found[row.case_id].append(row)
    return found


def standing_of(case: PenaltyCase, rows: Iterable[PenaltyAct]) -> Standing:
    """How a case stands by its acts."""
    acts = (Act(row.id, row.kind, row.acted_on, row.details, row.by_person_id) for row in rows)
    return fold(case.procedure, case.respondent_kind, acts)
