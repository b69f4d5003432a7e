"""Whose matter a hazard is: by kind, and handed over where it is another department's."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from checklists.hazards.errors import AddresseeUnfit
from checklists.hazards.models import Hazard, HazardHandover, HazardStep
from checklists.hazards.queries.listing import hazard_row_within_reach
from checklists.hazards.rules.acts import HandoverDraft
from checklists.hazards.services.moves import Step, announce, lock_hazard, take_step
from checklists.hazards.services.telling import tell, tell_unit
from server.core import clock
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id
from server.units.agencies.rules import AgencyKind
from server.units.areas.rules import code_prefix
from server.units.registry.queries.lookups import unit_by_id

#: Work safety is a matter of departments, and of governments themselves where no department has it.
_ADDRESSEES = (AgencyKind.DEPARTMENT, AgencyKind.GOVERNMENT)


def classify_hazard(actor: Actor, hazard_id: UUID, id: UUID, kind: str, reason: str) -> HazardStep:
    """An officer says whether a found hazard is one of security or of work safety. Sent twice it counts once.

    Raises NotFound, HazardStepIllegal, ResubmissionConflict.
    """
    details = {"kind": kind}
    known = {
        "hazard_id": hazard_id, "step": "classified", "detail": reason, "details": details,
        "by_account_id": actor.account_id,
    }  # fmt: skip
    find = partial(find_resubmitted, HazardStep, id, **known)
    if earlier := find():
        return earlier
    hazard_row_within_reach(actor, hazard_id)

    def create() -> HazardStep:
        hazard = lock_hazard(hazard_id)
        if earlier := find():
            return earlier
        announce([take_step(actor, hazard, Step("classified", reason, details, {"kind": kind}, id))])
        record_event(actor, "hazard.classified", subject=hazard, about_unit_id=hazard.unit_id, details=details)
        return HazardStep.get_by_id(id)

    return once(create, find)[0]


def hand_over_hazard(actor: Actor, hazard_id: UUID, draft: HandoverDraft) -> HazardHandover:
    """Forward a hazard of work safety to the department that answers for it, which ends it here. Sent twice it counts once.

    Raises NotFound, HazardStepIllegal, NotWorkSafety, AddresseeUnfit, ResubmissionConflict.  Source: LN-29.
    """
    known = {"draft_hash": hash_of(draft, id=hazard_id), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, HazardHandover, draft.id, **known)
    if earlier := find():
        return earlier
    hazard = hazard_row_within_reach(actor, hazard_id)
    addressee = _addressee(draft.agency_id, unit_by_id(hazard.unit_id).area_code)

    def create() -> HazardHandover:
        hazard = lock_hazard(hazard_id)
        return find() or _hand_over(actor, hazard, draft, addressee, known)

    return once(create, find)[0]


def _addressee(id: UUID, area_code: str) -> Agency:
    """A department or a government whose area holds the unit."""
    agency = agencies_by_id([id]).get(id)
    if agency is None:
        raise NotFound(agency_id=str(id))
    if agency.kind not in _ADDRESSEES or not area_code.startswith(code_prefix(agency.area_code)):
        raise AddresseeUnfit(fields=[FieldProblem("agency_id", AddresseeUnfit.title, AddresseeUnfit.code)])
    return agency


def _hand_over(
    actor: Actor, hazard: Hazard, draft: HandoverDraft, addressee: Agency, known: dict[str, Any]
) -> HazardHandover:
    details = {"handover_id": str(draft.id), "agency_id": str(addressee.id), "reference": draft.reference}
    detail = f"{addressee.name}（{draft.reference}）"
    change = take_step(actor, hazard, Step("handed_over", detail, details))
    row = HazardHandover.create(
        id=draft.id,
        hazard_id=hazard.id,
        agency_id=addressee.id,
        agency_name=addressee.name,
        reference=draft.reference,
        reason=draft.reason,
        by_name=actor.name,
        at=clock.now(),
        **known,
    )
    text = f"收到移送的安全生产隐患（{draft.reference}），单位：" + "{unit}，隐患：{title}"
    tell(hazard, "handed_over", f"handed-over:{row.id}", text, agency_id=addressee.id)
    tell_unit(
        hazard, "handed_over", f"handed-over-unit:{row.id}", f"隐患已移送{addressee.name}处理：" + "{title}", None
    )
    announce([change])
    record_event(actor, "hazard.handed_over", subject=hazard, about_unit_id=hazard.unit_id, details=details)
    return row
