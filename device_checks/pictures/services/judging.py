"""A person judges a fault: it is there and something is done about it, or it was a false alarm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from checklists.hazards.rules import HazardDraft
from checklists.hazards.services import find_hazards_in
from device_checks.pictures.models import FaultFeedback, PictureFault
from device_checks.pictures.queries.faults import fault_within_reach
from device_checks.pictures.rules.faults import (
    WORDS,
    Confirmation,
    Judgement,
    check_confirmation,
    check_judgement,
)
from device_checks.pictures.services.laying import lock_states
from device_checks.registers.models import Facility
from device_checks.upkeep.rules import TaskDraft
from device_checks.upkeep.services import open_task
from server.core import clock
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once


@dataclass(frozen=True)
class _Said:
    id: UUID
    fault_id: UUID
    judgement: str
    note: str
    outcome: str = ""
    due_on: date | None = None
    grade: str = ""


def confirm_fault(actor: Actor, fault_id: UUID, draft: Confirmation) -> PictureFault:
    """Say that the fault is there: a repair task, a hazard, or nothing more becomes of it. Sent twice it counts once.

    Raises NotFound, ConfirmationIncomplete, FaultEnded, FaultJudged, ResubmissionConflict.
    Source: JN-2.2.5g, JN-2.2.5h.
    """
    check_confirmation(draft, clock.today())
    said = _Said(
        draft.id,
        fault_id,
        Judgement.CONFIRMED.value,
        draft.note,
        draft.outcome,
        draft.due_on if draft.outcome == "repair" else None,
        draft.grade if draft.outcome == "hazard" else "",
    )
    return _judge(actor, said)


def call_false_alarm(actor: Actor, fault_id: UUID, id: UUID, note: str) -> PictureFault:
    """Say that nothing is wrong: the fault is silent until a good look ends it, or for so many days.

    Sent twice it counts once. Raises NotFound, FaultEnded, FaultJudged, ResubmissionConflict.
    """
    return _judge(actor, _Said(id, fault_id, Judgement.FALSE_ALARM.value, note))


def _judge(actor: Actor, said: _Said) -> PictureFault:
    fault = fault_within_reach(actor, said.fault_id)
    known = {name: value for name, value in vars(said).items() if name != "id"} | {"by_account_id": actor.account_id}
    find = partial(find_resubmitted, FaultFeedback, said.id, **known)
    if find():
        return fault
    check_judgement(fault.state, said.judgement)

    def create() -> FaultFeedback:
        lock_states({fault.camera_id: fault.unit_id})
        current = PictureFault.get_by_id(fault.id)
        check_judgement(current.state, said.judgement)
        _mark(current, said)
        if said.outcome == "repair":
            current.task_id = _ask_for_repair(actor, current, said)
        elif said.outcome == "hazard":
            current.hazard_id = _make_hazard(actor, current, said)
        current.save()
        row = FaultFeedback.create(
            id=said.id, snapshot_id=current.last_snapshot_id, by_name=actor.name, at=clock.now(), **known
        )
        details = {"kind": current.kind, "outcome": said.outcome, "feedback_id": str(row.id)}
        event = f"picture_fault.{said.judgement}"
        record_event(actor, event, subject=current, about_unit_id=current.unit_id, details=details)
        return row

    once(create, find)
    return fault_within_reach(actor, said.fault_id)


def _mark(fault: PictureFault, said: _Said) -> None:
    moment = clock.now()
    fault.state = fault.judgement = said.judgement
    fault.judged_at, fault.judged_month = moment, clock.beijing_day(moment).strftime("%Y-%m")
    fault.outcome = said.outcome


def _ask_for_repair(actor: Actor, fault: PictureFault, said: _Said) -> UUID:
    if said.due_on is None:
        raise RuntimeError("check_confirmation was not called")
    reason = f"图像异常：{WORDS[fault.kind]}" + (f"（{said.note}）" if said.note else "")
    draft = TaskDraft(
        facility_id=fault.camera_id,
        kind="repair",
        reason=reason,
        due_on=said.due_on,
        origin="picture",
        origin_id=fault.id,
    )
    return open_task(actor, draft).id


def _make_hazard(actor: Actor, fault: PictureFault, said: _Said) -> UUID:
    facility = Facility.get_by_id(fault.camera_id)
    title = f"视频监控“{facility.name}”（{facility.number}）{WORDS[fault.kind]}"
    draft = HazardDraft(item_id=None, title=title, note=said.note, grade=said.grade)
    hazards = find_hazards_in(
        actor,
        [draft],
        inspection_id=None,
        unit_id=fault.unit_id,
        site_id=facility.site_id,
        found_on=clock.today(),
        source="device",
    )
    return hazards[0].id
