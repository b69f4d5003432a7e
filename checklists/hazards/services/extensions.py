"""More time: asked by the unit before the deadline, granted or refused by an officer."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from checklists.hazards.errors import RequestDecided, WishedDayImpossible
from checklists.hazards.models import Hazard, HazardExtensionDecision, HazardExtensionRequest, HazardStep
from checklists.hazards.queries.listing import hazard_row_within_reach
from checklists.hazards.queries.lives import pending_request
from checklists.hazards.rules.acts import ExtensionDecisionDraft, ExtensionDraft, check_new_deadline
from checklists.hazards.services.moves import Step, announce, lock_hazard, new_deadline, take_step
from checklists.hazards.services.telling import tell_agency, tell_unit
from checklists.hazards.services.terms import recheck_day
from server.core import clock
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.attachments.services import attach

REQUEST = "hazard_extension_request"  # what its papers are attached to


def ask_extension(actor: Actor, hazard_id: UUID, draft: ExtensionDraft) -> HazardExtensionRequest:
    """The unit asks for a later deadline before the present one has passed. Sent twice it counts once.

    Raises NotFound, HazardStepIllegal, AskedTooLate, ExtensionPending, WishedDayImpossible, FileMissing,
    ResubmissionConflict.  Source: 公安部令第93号 art. 9.
    """
    known = {"draft_hash": hash_of(draft, id=hazard_id), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, HazardExtensionRequest, draft.id, **known)
    if earlier := find():
        return earlier
    hazard_row_within_reach(actor, hazard_id)

    def create() -> HazardExtensionRequest:
        hazard = lock_hazard(hazard_id)
        return find() or _ask(actor, hazard, draft, known)

    return once(create, find)[0]


def _ask(actor: Actor, hazard: Hazard, draft: ExtensionDraft, known: dict[str, Any]) -> HazardExtensionRequest:
    details = {"request_id": str(draft.id), "wished_on": draft.wished_on.isoformat()}
    step = Step("extension_asked", draft.reasons, details, {"extension_asked_on": clock.today()})
    change = take_step(actor, hazard, step)
    if hazard.deadline_on is None or draft.wished_on <= hazard.deadline_on:
        raise WishedDayImpossible(
            fields=[FieldProblem("wished_on", WishedDayImpossible.title, WishedDayImpossible.code)]
        )
    row = HazardExtensionRequest.create(
        id=draft.id,
        hazard_id=hazard.id,
        reasons=draft.reasons,
        deadline_on=hazard.deadline_on,
        wished_on=draft.wished_on,
        interim_measures=draft.interim_measures,
        by_name=actor.name,
        at=clock.now(),
        **known,
    )
    attach(actor, REQUEST, row.id, hazard.unit_id, draft.files)
    text = "{unit}申请延期整改至" + str(draft.wished_on) + "：{title}"
    tell_agency(hazard, "extension_asked", f"extension-asked:{row.id}", text, hazard.deadline_on)
    announce([change])
    record_event(actor, "hazard.extension_asked", subject=hazard, about_unit_id=hazard.unit_id, details=details)
    return row


def decide_extension(actor: Actor, hazard_id: UUID, draft: ExtensionDecisionDraft) -> HazardExtensionDecision:
    """An officer grants or refuses the request that was read. Sent twice it counts once.

    Raises NotFound, NoExtensionAsked, RequestDecided (another request, or one already decided), HazardStepIllegal,
    NewDeadlineImpossible, ResubmissionConflict.  Source: 公安部令第93号 art. 9.
    """
    known = {"draft_hash": hash_of(draft, id=hazard_id), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, HazardExtensionDecision, draft.id, **known)
    if earlier := find():
        return earlier
    hazard_row_within_reach(actor, hazard_id)

    def create() -> HazardExtensionDecision:
        hazard = lock_hazard(hazard_id)
        return find() or _decide(actor, hazard, draft, known)

    return once(create, find)[0]


def _decide(
    actor: Actor, hazard: Hazard, draft: ExtensionDecisionDraft, known: dict[str, Any]
) -> HazardExtensionDecision:
    old = hazard.deadline_on
    details: dict[str, Any] = {"request_id": str(draft.request_id)}
    columns: dict[str, Any] = {"extension_asked_on": None}
    if draft.granted:
        details["deadline_on"] = str(draft.new_deadline_on)
        columns |= new_deadline(draft.new_deadline_on, recheck_day(draft.new_deadline_on))
    name = "extension_granted" if draft.granted else "extension_refused"
    change = take_step(actor, hazard, Step(name, draft.reason, details, columns))
    if draft.granted:
        check_new_deadline(draft.new_deadline_on, old, clock.today())
    pending = pending_request(hazard.id)
    if pending is None or pending.id != draft.request_id:
        raise RequestDecided()
    row = HazardExtensionDecision.create(
        id=draft.id,
        request_id=draft.request_id,
        granted=draft.granted,
        new_deadline_on=draft.new_deadline_on if draft.granted else None,
        reason=draft.reason,
        by_name=actor.name,
        at=clock.now(),
        **known,
    )
    told = f"同意延期整改至{draft.new_deadline_on}" if draft.granted else f"不同意延期整改，期限仍为{old}"
    tell_unit(hazard, "extension_decided", f"extension-decided:{row.id}", told + "：{title}", hazard.deadline_on)
    announce([change])
    record_event(actor, "hazard.extension_decided", subject=hazard, about_unit_id=hazard.unit_id, details=details)
    return row


def withdraw_overdue(actor: Actor, hazard_id: UUID, id: UUID, new_deadline_on: Any, reason: str) -> HazardStep:
    """An officer takes the mark of being overdue back and sets a new deadline, with the reason. Sent twice it counts once.

    Raises NotFound, HazardStepIllegal, NotOverdue, NewDeadlineImpossible, ResubmissionConflict.
    """
    details = {"deadline_on": new_deadline_on.isoformat()}
    known = {
        "hazard_id": hazard_id, "step": "overdue_withdrawn", "detail": reason, "details": details,
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
        old, columns = hazard.deadline_on, new_deadline(new_deadline_on, recheck_day(new_deadline_on))
        change = take_step(
            actor, hazard, Step("overdue_withdrawn", reason, details, {**columns, "failed_on": None}, id)
        )
        check_new_deadline(new_deadline_on, old, clock.today())
        tell_unit(
            hazard, "overdue_withdrawn", f"overdue-withdrawn:{id}", "整改期限改为{deadline}：{title}", new_deadline_on
        )
        announce([change])
        record_event(actor, "hazard.overdue_withdrawn", subject=hazard, about_unit_id=hazard.unit_id, details=details)
        return HazardStep.get_by_id(id)

    return once(create, find)[0]
