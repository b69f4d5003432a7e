"""Who goes: officers for many tasks in one act, and other officers than before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from checklists.tasks.errors import OfficersTooFew
from checklists.tasks.models import MannedTask, Manning, Task, TaskDeparture, TaskOfficer
from checklists.tasks.queries import officers_by_task, tasks_within_reach
from checklists.tasks.rules import ManningDraft, result_of
from server.core import clock
from server.core.database import is_postgresql
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.statements import insert_rows
from server.units.people.queries import person_within_reach, qualified_officers


def man_tasks(actor: Actor, draft: ManningDraft) -> Manning:
    """Give tasks to officers, in place of any they had; each task has its own result, and the whole is one act.

    A task that is out of reach, ended or a unit's self-check is left as it is, and the result says why. Sent twice it
    is done once. Raises Forbidden, NotFound (an officer out of reach), OfficersTooFew, ResubmissionConflict.
    """
    actor.check("task.assign")
    content = {"officer_ids": [str(id) for id in draft.officer_ids], "task_ids": [str(id) for id in draft.task_ids]}

    def find() -> Manning | None:
        return find_resubmitted(Manning, draft.id, created_by=actor.account_id, reason=draft.reason, **content)

    if earlier := find():
        return earlier
    for id in draft.officer_ids:
        person_within_reach(actor, id)
    if len(qualified_officers(draft.officer_ids)) < max(2, len(draft.officer_ids)):
        raise OfficersTooFew(fields=[FieldProblem("officer_ids", OfficersTooFew.title, OfficersTooFew.code)])

    def create() -> Manning:
        manning = Manning.create(
            id=draft.id, reason=draft.reason, created_by=actor.account_id, created_at=clock.now(), **content
        )
        tasks = _locked(actor, draft.task_ids)
        before = officers_by_task(tasks)
        results = {
            id: result_of(tasks[id].kind, tasks[id].state, before.get(id, ()), draft.officer_ids)
            if id in tasks
            else "not_found"
            for id in draft.task_ids
        }
        _replace([id for id, result in results.items() if result == "assigned"], before, draft.officer_ids)
        insert_rows(
            [MannedTask(id=new_id(), manning_id=manning.id, task_id=id, result=one) for id, one in results.items()]
        )
        record_event(actor, "tasks.manned", subject=manning, details={"tasks": len(results)})
        return manning

    return once(create, find)[0]


def _locked(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Task]:
    rows = tasks_within_reach(actor).where(Task.id.in_(list(ids))).order_by(Task.id)  # type: ignore[attr-defined]
    return {task.id: task for task in (rows.for_update(of=Task) if is_postgresql() else rows)}


def _replace(ids: Sequence[UUID], before: dict[UUID, tuple[UUID, ...]], officer_ids: Sequence[UUID]) -> None:
    """New officers; the phones of those who no longer go forget the task."""
    if not ids:
        return
    moment = clock.now()
    gone = [(id, person) for id in ids for person in before.get(id, ()) if person not in officer_ids]
    TaskOfficer.delete().where(TaskOfficer.task_id.in_(ids)).execute()
    insert_rows([TaskOfficer(id=new_id(), task_id=id, person_id=person) for id in ids for person in officer_ids])
    insert_rows([TaskDeparture(id=new_id(), task_id=id, person_id=person, at=moment) for id, person in gone])
    Task.update(changed_at=moment, version=Task.version + 1).where(Task.id.in_(ids)).execute()  # type: ignore[attr-defined]
