"""Acts on orders: draft, revise, sign, revoke."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from checklists.hazards.errors import HazardNotOpen
from checklists.hazards.models import Hazard
from checklists.hazards.services import OrderGiven, order_hazards, release_hazards
from checklists.inspections.models import Inspection
from checklists.inspections.queries import (
    check_of,
    codes_of_check,
    correction_of,
    hazards_standing_of,
    inspection_by_id,
    inspection_within_reach,
    is_complete,
)
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document, revoke_document
from reports.rulings.errors import (
    AlreadyRevoked,
    BasisOfAnotherArea,
    HazardDisputed,
    HazardElsewhere,
    InspectionAwaitsMedia,
    InspectionCorrected,
    NotPolice,
    OrderNotDraft,
    OrderNotSigned,
    SelfCheckCarriesNoOrder,
    SignerUnqualified,
)
from reports.rulings.models import Order, OrderHazard, OrderRevocation, OrderSigning
from reports.rulings.queries.orders import hazards_of, order_within_reach
from reports.rulings.rules import OrderDraft, check_day, check_fit, check_in_force, deadline_of
from server.core import clock
from server.core.canonical import content_hash
from server.core.clock import beijing_day
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, Stale
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_by_id, is_police
from server.units.bases.queries import bases_for_area, validity_of_basis
from server.units.people.queries import qualified_officers
from server.units.registry.queries.lookups import unit_by_id
from server.units.registry.queries.reach import unit_within_reach


def draft_order(actor: Actor, draft: OrderDraft) -> Order:
    """Draft an order upon an inspection's hazards; sent twice it is drafted once.

    Raises NotFound, NotPolice, SelfCheckCarriesNoOrder, InspectionCorrected, InspectionUnfit, DayImpossible,
    BasisNotInForce, BasisOfAnotherArea, HazardElsewhere, HazardNotOpen, HazardDisputed, ResubmissionConflict.
    """
    known = {"draft_hash": _hash_of(draft), "created_by": actor.account_id}
    if earlier := find_resubmitted(Order, draft.id, **known):
        return earlier
    inspection = inspection_within_reach(actor, draft.inspection_id)
    unit_within_reach(actor, inspection.unit_id)  # one's own record stays readable when its unit has moved away
    agency = _issuing_agency(actor)
    _check_draft(draft, inspection)

    def create() -> Order:
        order = Order.create(
            **_columns(draft),
            id=draft.id,
            inspection_id=inspection.id,
            unit_id=inspection.unit_id,
            agency_id=agency.id,
            created_at=clock.now(),
            **known,
        )
        _name_hazards(order.id, draft.hazard_ids)
        record_event(actor, "order.drafted", subject=order, about_unit_id=order.unit_id)
        return order

    return once(create, lambda: find_resubmitted(Order, draft.id, **known))[0]


def revise_order(actor: Actor, order: Order, draft: OrderDraft) -> Order:
    """Change a draft over the version that was read. Raises OrderNotDraft, Stale and what draft_order raises."""
    if getattr(order, "signing", None) or getattr(order, "revocation", None):
        raise OrderNotDraft()
    _check_draft(draft, inspection_by_id(order.inspection_id))
    with database.atomic():
        save_versioned(order, _columns(draft))
        OrderHazard.delete().where(OrderHazard.order_id == order.id).execute()
        _name_hazards(order.id, draft.hazard_ids)
        record_event(actor, "order.revised", subject=order, about_unit_id=order.unit_id)
    return order


def sign_order(actor: Actor, id: UUID) -> Order:
    """Decide: take the number, order the hazards, and have the document made and signed by a job.

    The caller has asked for the password again. Signed twice it is signed once. The order becomes one of the
    signer's agency, whoever drafted it.
    Raises NotFound, SignerUnqualified, NotPolice, InspectionAwaitsMedia, InspectionCorrected, InspectionUnfit,
    BasisNotInForce, BasisOfAnotherArea, HazardDisputed,
    HazardNotOpen, OrderNotDraft (revoked), Stale (revised at this very moment).
    """
    order = order_within_reach(actor, id)
    if getattr(order, "revocation", None):
        raise OrderNotDraft()
    if getattr(order, "signing", None):
        return order
    inspection = inspection_by_id(order.inspection_id)
    if not is_complete(inspection.id):
        raise InspectionAwaitsMedia()
    _check_record(inspection)
    _check_basis(order.basis_code, order.decided_on, order.unit_id)
    _check_undisputed(inspection, hazards_of(order.id))
    if actor.person_id is None or actor.person_id not in qualified_officers([actor.person_id]):
        raise SignerUnqualified()
    agency = _issuing_agency(actor)
    with database.atomic():
        _sign(actor, order, agency)
    return order_within_reach(actor, id)


def _sign(actor: Actor, order: Order, agency: Agency) -> None:
    locked = lock_row(Order.select().where(Order.id == order.id))
    if OrderSigning.select().where(OrderSigning.order_id == order.id).exists():
        return  # a twin was first
    if locked.version != order.version:
        raise Stale()
    save_versioned(order, {"agency_id": agency.id})
    hazard_ids = [hazard.id for hazard in hazards_of(order.id)]
    document = reserve_document(
        actor,
        kind=DocumentKind.RECTIFICATION_ORDER,
        subject_id=order.id,
        unit_id=order.unit_id,
        agency=agency,
        on=order.decided_on,
    )
    OrderSigning.create(
        id=new_id(),
        order_id=order.id,
        document_id=document.id,
        person_id=actor.person_id,
        name=actor.name,
        at=clock.now(),
    )
    order_hazards(actor, hazard_ids, OrderGiven(order.id, document.number, agency.id, order.deadline_on))
    details = {"document_id": str(document.id), "hazards": [str(hazard) for hazard in hazard_ids]}
    record_event(actor, "order.signed", subject=order, about_unit_id=order.unit_id, details=details)


def revoke_order(actor: Actor, id: UUID, reason: str) -> Order:
    """Take a signed order back; its document is revoked in the register, its hazards are found again.

    Sent twice it is revoked once. Raises NotFound, OrderNotSigned, DocumentNotSigned (the paper is still being
    made), AlreadyRevoked (by somebody else, or for another reason).
    """
    order = order_within_reach(actor, id)
    signing = getattr(order, "signing", None)
    if signing is None:
        raise OrderNotSigned()
    with database.atomic():
        lock_row(Order.select(Order.id).where(Order.id == order.id))
        earlier = OrderRevocation.get_or_none(OrderRevocation.order_id == order.id)
        if earlier is None:
            _revoke(actor, order, signing, reason)
        elif (earlier.by_account_id, earlier.reason) != (actor.account_id, reason):
            raise AlreadyRevoked()
    return order_within_reach(actor, id)


def _revoke(actor: Actor, order: Order, signing: OrderSigning, reason: str) -> None:
    OrderRevocation.create(
        id=new_id(), order_id=order.id, reason=reason, by_account_id=actor.account_id, at=clock.now()
    )
    save_versioned(order, {})
    revoke_document(actor, signing.document_id, reason)
    hazard_ids = [hazard.id for hazard in hazards_of(order.id)]
    release_hazards(actor, hazard_ids, reason)
    record_event(actor, "order.revoked", subject=order, about_unit_id=order.unit_id)


def _issuing_agency(actor: Actor) -> Agency:
    if actor.agency_id is None:
        raise NotPolice()
    agency = agency_by_id(actor.agency_id)
    if not is_police(agency):
        raise NotPolice()
    return agency


def _check_draft(draft: OrderDraft, inspection: Inspection) -> None:
    if inspection.kind == "self":
        raise SelfCheckCarriesNoOrder()
    _check_record(inspection)
    # received_at, not the phone's claim: a clock that runs ahead must not make every day impossible
    inspected_on = min(beijing_day(inspection.ended_at), beijing_day(inspection.received_at))
    check_day(inspected_on, draft.decided_on, clock.today())
    _check_basis(draft.basis_id, draft.decided_on, inspection.unit_id)
    told = (Hazard.source != "self") & Hazard.inspection_id.is_null() & (Hazard.unit_id == inspection.unit_id)
    named = Hazard.select().where(Hazard.id.in_(list(draft.hazard_ids)) & told)  # type: ignore[attr-defined]
    hazards = {hazard.id: hazard for hazard in (*hazards_standing_of(inspection), *named)}
    if unknown := [str(id) for id in draft.hazard_ids if id not in hazards]:
        raise HazardElsewhere(
            fields=[FieldProblem("hazard_ids", HazardElsewhere.title, HazardElsewhere.code)], hazard_ids=unknown
        )
    for id in draft.hazard_ids:
        if hazards[id].state != "found":
            raise HazardNotOpen(hazard_id=str(id), state=hazards[id].state)
    _check_undisputed(inspection, [hazards[id] for id in draft.hazard_ids])


def _check_record(inspection: Inspection) -> None:
    """Refuse a record that was corrected since, or whose procedure, or that of the check it is a part of, is broken."""
    if later := correction_of(inspection.id):
        raise InspectionCorrected(latest_id=str(later.id))
    check_fit(codes_of_check(inspection))


def _check_basis(code: str, decided_on: date, unit_id: UUID) -> None:
    """Refuse a basis that is not in force on both days, or of another area than the unit's."""
    check_in_force(validity_of_basis(code), decided_on, clock.today())
    if code not in bases_for_area([{"basis": code}], unit_by_id(unit_id).area_code):
        problem = FieldProblem("basis_id", BasisOfAnotherArea.title, BasisOfAnotherArea.code)
        raise BasisOfAnotherArea(fields=[problem])


def _check_undisputed(inspection: Inspection, hazards: Sequence[Hazard]) -> None:
    check = check_of(inspection)
    disputed = set(check.whole.disputed) if check else set()
    if items := sorted(disputed & {hazard.item_id for hazard in hazards}):
        raise HazardDisputed(items=items)


def _columns(draft: OrderDraft) -> dict[str, Any]:
    return {
        "deadline_days": draft.deadline_days,
        "deadline_on": deadline_of(draft.decided_on, draft.deadline_days),
        "basis_code": draft.basis_id,
        "article": draft.article,
        "violated": draft.violated,
        "measures": draft.measures,
        "decided_on": draft.decided_on,
    }


def _name_hazards(order_id: UUID, hazard_ids: tuple[UUID, ...]) -> None:
    OrderHazard.bulk_create(
        [
            OrderHazard(id=new_id(), order_id=order_id, hazard_id=hazard_id, position=position)
            for position, hazard_id in enumerate(dict.fromkeys(hazard_ids))
        ]
    )


def _hash_of(draft: OrderDraft) -> str:
    values = {
        **vars(draft),
        "decided_on": draft.decided_on.isoformat(),
        "hazard_ids": [str(h) for h in draft.hazard_ids],
    }
    return content_hash({**values, "id": str(draft.id), "inspection_id": str(draft.inspection_id)})
