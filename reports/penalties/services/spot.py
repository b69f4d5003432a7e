"""On-the-spot penalty (当场处罚): here only a warning, the companion of an order, by two officers.

Source: 国务院令第421号 art. 19; 行政处罚法 arts. 51, 52.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from reports.penalties import errors
from reports.penalties.models import PenaltyCase, PenaltyDecision
from reports.penalties.queries.circumstances import (
    calendar_ahead,
    decisions_sharing,
    hazards_of_orders,
    standing_orders,
)
from reports.penalties.queries.responsible import responsible_persons
from reports.penalties.queries.terms import articles_named, terms_on
from reports.penalties.rules.acts import SpotDraft, plain
from reports.penalties.rules.terms import Offence, Terms
from reports.penalties.services.deadlines import open_deadline
from reports.penalties.services.deciding import Ruling, announce_decision, number_decision
from reports.penalties.services.filing import (
    ACT,
    case_officers,
    columns_of,
    first_act,
    issuing_agency,
    keep_grounds,
    offence_in_force,
    unit_respondent,
)
from reports.penalties.services.telling import tell_responsible
from reports.rulings.models import Order
from server.core import clock
from server.core.canonical import content_hash
from server.core.clock import beijing_day
from server.core.errors import FieldProblem, NotFound
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.models import Agency
from server.units.attachments.services import attach
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import lock_unit
from server.units.registry.queries.reach import unit_within_reach

Json = dict[str, Any]


def penalize_on_the_spot(actor: Actor, draft: SpotDraft) -> PenaltyCase:
    """Warn a unit on the spot beside the order it was given; sent twice it is warned once.

    The caller has asked for the password again. Raises NotFound, NotPoliceCase, OfficersTooFew, NotCaseOfficer,
    OfficerUncertified, OfficerRecused, CaseOfAnotherAgency, OffenceUnknown, PenaltyBasisLapsed, SpotOnlyWarning,
    SpotNotHandedOver, GroundUnfit, SpotGiven, FileMissing, ResubmissionConflict.
    """
    known = {"draft_hash": _hash_of(draft), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, PenaltyCase, draft.id, **known)
    if earlier := find():
        return earlier
    order, unit = _order_within_reach(actor, draft.order_id)
    terms = terms_on()
    with articles_named(terms):
        agency = issuing_agency(actor)
        officers = case_officers(actor, draft.officer_ids, agency, unit.id, terms)
        offence = offence_in_force(draft.offence, terms)
        _check_spot(draft, offence)
        if not standing_orders([order.id]):
            raise _refused(errors.GroundUnfit, "order_id")

    def create() -> PenaltyCase:
        lock_unit(unit.id)
        case = _write_case(actor, draft, (order, unit, agency), offence, known)
        with articles_named(terms):
            if _warned(case, order.id):
                raise _refused(errors.SpotGiven, "order_id")
        keep_grounds(case.id, [("order", order.id), *(("hazard", id) for id in hazards_of_orders([order.id]))])
        _write_decision(actor, case, draft, officers, terms)
        return case

    return once(create, find)[0]


def _order_within_reach(actor: Actor, order_id: UUID) -> tuple[Order, Unit]:
    order = Order.get_or_none(Order.id == order_id)
    if order is None:
        raise NotFound(order_id=str(order_id))
    return order, unit_within_reach(actor, order.unit_id)


def _check_spot(draft: SpotDraft, offence: Offence) -> None:
    if draft.fine_fen or not offence.spot_warning:
        raise _refused(errors.SpotOnlyWarning, "fine_fen" if draft.fine_fen else "offence")
    if draft.receipt == "refused" and not draft.witness and not draft.files:
        raise _refused(errors.SpotNotHandedOver, "witness")


def _write_case(
    actor: Actor, draft: SpotDraft, about: tuple[Order, Unit, Agency], offence: Offence, known: Json
) -> PenaltyCase:
    order, unit, agency = about
    case: PenaltyCase = PenaltyCase.create(
        id=draft.id,
        unit_id=unit.id,
        agency_id=agency.id,
        procedure="spot",
        **unit_respondent(unit),
        **columns_of(offence),
        source="inspection",
        summary=draft.facts,
        happened_on=order.decided_on,
        is_harmful=False,
        filed_on=clock.today(),
        filed_at=clock.now(),
        by_name=actor.name,
        **known,
    )
    return case


def _write_decision(actor: Actor, case: PenaltyCase, draft: SpotDraft, officers: list[Json], terms: Terms) -> None:
    said = {name: plain(getattr(draft, name)) for name in ("facts", "evidence", "place", "receipt", "witness")}
    details = {
        "officers": officers,
        **said,
        "responsible": plain(responsible_persons(case.unit_id)),
        "order_id": str(draft.order_id),
    }
    act = first_act(actor, case, "spot", {**details, "is_warning": True, "fine_fen": 0})
    attach(actor, ACT, act.id, case.unit_id, draft.files)
    due_at = act.at + timedelta(hours=terms.values["spot_report_hours"])
    open_deadline(case, act, "spot_report", beijing_day(due_at), calendar_ahead(), due_at=due_at)
    decision, number = number_decision(case, act, Ruling("spot", is_warning=True))
    tell_responsible(case, act, f"当场处罚决定（警告）{number}：{case.respondent_name}")
    announce_decision(case, act, decision)


def _warned(case: PenaltyCase, order_id: UUID) -> bool:
    """Whether the unit was warned beside this order; that somebody of it was is another matter."""
    found = decisions_sharing(case, [order_id]).where(
        PenaltyDecision.is_warning & (PenaltyDecision.respondent_kind == "unit")
    )
    return bool(found.exists())


def _refused(refusal: type[errors.PenaltyRefusal], field: str) -> errors.PenaltyRefusal:
    return refusal(fields=[FieldProblem(field, refusal.title, refusal.code)])


def _hash_of(draft: SpotDraft) -> str:
    values = {name: plain(value) for name, value in vars(draft).items() if name != "files"}
    return content_hash({**values, "files": [vars(file) for file in draft.files]})
