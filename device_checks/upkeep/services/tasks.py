"""Tasks of upkeep: opened by whatever finds something, ended by a person or by the next good check."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.registers.queries import facility_within_reach
from device_checks.upkeep.errors import TaskEnded
from device_checks.upkeep.models import UpkeepTask, UpkeepTaskEnd
from device_checks.upkeep.queries.tasks import TASK_END, task_within_reach
from device_checks.upkeep.rules import TaskDraft, TaskEndDraft, check_end, open_key_of
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted
from server.core.statements import insert_rows
from server.units.attachments.services import attach

WORDS = {"check": "查看", "repair": "维修", "replace": "更换"}


def open_task(actor: Actor, draft: TaskDraft) -> UpkeepTask:
    """Ask for something to be done about a facility, inside the caller's transaction; the unit is told.

    One open task for a facility, kind and ``origin_id``: asked again, the open one is the answer. Whoever asks has
    checked reach. Raises NotFound.  Source: JN-2.2.2d, JN-2.2.5g, LN-7.
    """
    facility = Facility.get_or_none(Facility.id == draft.facility_id)
    if facility is None:
        raise NotFound(facility_id=str(draft.facility_id))
    key = open_key_of(draft.facility_id, draft.kind, draft.origin_id)
    row = UpkeepTask(
        id=new_id(),
        unit_id=facility.unit_id,
        state="open",
        open_key=key,
        opened_by=actor.account_id,
        opened_by_name=actor.name,
        opened_at=clock.now(),
        **vars(draft),
    )
    insert_rows([row], ignore_known=True)
    task: UpkeepTask = UpkeepTask.get(UpkeepTask.open_key == key)
    if task.id == row.id:
        _tell(facility, task)
        details = {"kind": task.kind, "origin": task.origin, "facility_id": str(facility.id)}
        record_event(actor, "upkeep_task.opened", subject=task, about_unit_id=task.unit_id, details=details)
    return task


def open_task_by_hand(actor: Actor, draft: TaskDraft) -> UpkeepTask:
    """A person asks for a check, a repair or a replacement; while one is open it is the answer.

    Raises Forbidden, NotFound.
    """
    actor.check("facility.edit")
    facility_within_reach(actor, draft.facility_id)
    with database.atomic():
        return open_task(actor, draft)


def close_by_good_check(actor: Actor, facility_id: UUID, kind: str, origin_id: UUID | None, note: str) -> int:
    """End the open tasks of a facility that this very origin gave rise to; how many. Inside the caller's transaction.

    ``origin_id`` None stands for tasks without one (reports, periods, life ends, persons), never for all.
    """
    key = open_key_of(facility_id, kind, origin_id)
    tasks = list(UpkeepTask.select().where(UpkeepTask.open_key == key))
    return sum(_end(actor, task, TaskEndDraft(new_id(), "done", note)) for task in tasks)


def cancel_for_scrapped(actor: Actor, facility_id: UUID) -> int:
    """What is gone for good needs nothing more: cancel its open tasks; how many. Run twice it cancels once.

    Source: JN-2.2.2d.
    """
    if not Facility.select().where((Facility.id == facility_id) & (Facility.state == "scrapped")).exists():
        return 0
    still_open = (UpkeepTask.facility_id == facility_id) & (UpkeepTask.state == "open")
    with database.atomic():
        tasks = list(UpkeepTask.select().where(still_open))
        return sum(_end(actor, task, TaskEndDraft(new_id(), "cancelled", "设施已报废")) for task in tasks)


def end_task(actor: Actor, task_id: UUID, draft: TaskEndDraft) -> UpkeepTask:
    """A person says that it is done, or why it will not be done. Sent twice it ends once.

    Raises Forbidden, NotFound, TaskEnded, EndWithoutReason, CheckNeedsReport, NewLifeEndMissing, FileMissing,
    ResubmissionConflict.  Source: JN-2.2.2d, JN-2.2.5g, LN-7.
    """
    actor.check("facility.edit")
    task = task_within_reach(actor, task_id)
    known = {"task_id": task_id, "outcome": draft.outcome, "note": draft.note, "by_account_id": actor.account_id}
    if find_resubmitted(UpkeepTaskEnd, draft.id, **known):
        return task
    with database.atomic():
        lock_row(UpkeepTask.select(UpkeepTask.id).where(UpkeepTask.id == task_id))
        if find_resubmitted(UpkeepTaskEnd, draft.id, **known):  # a twin was quicker
            return task_within_reach(actor, task_id)
        facility = Facility.get_by_id(task.facility_id)
        check_end(draft, task.kind, task.origin, _outlived(facility), clock.today())
        if not _end(actor, task, draft):
            raise TaskEnded()
        attach(actor, TASK_END, draft.id, task.unit_id, draft.files, field="photos")
        if draft.outcome == "done":
            _mend(facility, task, draft)
    return task_within_reach(actor, task_id)


def _end(actor: Actor, task: UpkeepTask, draft: TaskEndDraft) -> bool:
    """Whether it was still open."""
    moment = clock.now()
    ended = (
        UpkeepTask.update(state=draft.outcome, open_key=None, ended_at=moment)
        .where((UpkeepTask.id == task.id) & (UpkeepTask.state == "open"))
        .execute()
    )
    if not ended:
        return False
    UpkeepTaskEnd.create(
        id=draft.id,
        task_id=task.id,
        unit_id=task.unit_id,
        outcome=draft.outcome,
        note=draft.note,
        life_end_on=draft.life_end_on,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=moment,
    )
    details = {"kind": task.kind, "outcome": draft.outcome, "facility_id": str(task.facility_id)}
    record_event(actor, "upkeep_task.ended", subject=task, about_unit_id=task.unit_id, details=details)
    return True


def _outlived(facility: Facility) -> bool:
    """In use past its life end: what replaces it must have a new one."""
    over = facility.life_end_on is not None and facility.life_end_on < clock.today()
    return over and facility.state == "in_use"


def _mend(facility: Facility, task: UpkeepTask, draft: TaskEndDraft) -> None:
    """What was repaired or replaced works again, as the person says who answers for it."""
    changes: dict[str, Any] = {}
    if task.kind in ("repair", "replace"):
        changes = {"condition": "normal", "checked_at": clock.now()}
    if task.kind == "replace" and draft.life_end_on:
        changes["life_end_on"] = draft.life_end_on
    if changes:
        Facility.update(changed_at=clock.now(), version=Facility.version + 1, **changes).where(
            Facility.id == facility.id
        ).execute()


def _tell(facility: Facility, task: UpkeepTask) -> None:
    notify(
        kind="upkeep.task",
        key=f"upkeep:{task.id}",
        text=f"{facility.name}（{facility.number}）需{WORDS[task.kind]}：{task.reason}",
        subject_type="upkeep_task",
        subject_id=task.id,
        unit_id=task.unit_id,
        due_on=task.due_on,
        permission="facility.view",
    )
