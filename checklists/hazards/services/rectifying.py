"""The unit's own acts: what it did, and that its own finding is done with."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from checklists.hazards.models import Hazard, HazardRectification, HazardStep
from checklists.hazards.queries.listing import hazard_row_within_reach, photos_of
from checklists.hazards.rules.acts import RectificationDraft, check_day, check_pairs
from checklists.hazards.services.moves import Step, announce, lock_hazard, take_step
from checklists.hazards.services.telling import tell_agency
from checklists.hazards.services.terms import recheck_day
from server.core import clock
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.attachments.services import attach

RECTIFICATION = "hazard_rectification"  # what its photos are attached to


def rectify_hazard(actor: Actor, hazard_id: UUID, draft: RectificationDraft) -> HazardRectification:
    """The unit reports that it put the hazard right; a request for more time falls away. Sent twice it counts once.

    Raises NotFound, HazardStepIllegal, OrderMissing, DayImpossible, PhotoUnknown, FileMissing, ResubmissionConflict.
    Source: JN-2.2.6a.
    """
    known = {"draft_hash": hash_of(draft, id=hazard_id), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, HazardRectification, draft.id, **known)
    if earlier := find():
        return earlier
    hazard_row_within_reach(actor, hazard_id)

    def create() -> HazardRectification:
        hazard = lock_hazard(hazard_id)
        return find() or _rectify(actor, hazard, draft, str(known["draft_hash"]))

    return once(create, find)[0]


def _rectify(actor: Actor, hazard: Hazard, draft: RectificationDraft, draft_hash: str) -> HazardRectification:
    columns = {"extension_asked_on": None, "recheck_due_on": recheck_day(hazard.deadline_on)}
    details = {"rectification_id": str(draft.id), "done_on": draft.done_on.isoformat()}
    change = take_step(actor, hazard, Step("rectified", draft.measure, details, columns))
    check_day(draft.done_on, hazard.found_on, clock.today(), "done_on")
    check_pairs(draft, photos_of(hazard))
    row = HazardRectification.create(
        id=draft.id,
        hazard_id=hazard.id,
        measure=draft.measure,
        done_on=draft.done_on,
        responsible=draft.responsible,
        pairs=[dict(pair) for pair in draft.pairs],
        draft_hash=draft_hash,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )
    attach(actor, RECTIFICATION, row.id, hazard.unit_id, draft.files, field="photos")
    if hazard.order_id:
        tell_agency(
            hazard, "rectified", f"rectified:{row.id}", "{unit}报告已整改，请复查：{title}", hazard.recheck_due_on
        )
    announce([change])
    record_event(actor, "hazard.rectified", subject=hazard, about_unit_id=hazard.unit_id, details=details)
    return row


def close_hazard(actor: Actor, hazard_id: UUID, id: UUID, reason: str) -> HazardStep:
    """The unit's responsible person closes what the unit itself found and put right. Sent twice it counts once.

    Raises NotFound, HazardStepIllegal, SourceCannotClose, ResubmissionConflict.  Source: JN-2.2.6a.
    """
    known = {"hazard_id": hazard_id, "step": "closed", "detail": reason, "by_account_id": actor.account_id}
    find = partial(find_resubmitted, HazardStep, id, **known)
    if earlier := find():
        return earlier
    hazard_row_within_reach(actor, hazard_id)

    def create() -> HazardStep:
        hazard = lock_hazard(hazard_id)
        if earlier := find():
            return earlier
        change = take_step(actor, hazard, Step("closed", reason, columns={"closed_on": clock.today()}, id=id))
        announce([change])
        record_event(actor, "hazard.closed", subject=hazard, about_unit_id=hazard.unit_id)
        return HazardStep.get_by_id(id)

    return once(create, find)[0]
