"""Acts on tasks: assign, cancel, and end by the last inspection."""

from __future__ import annotations

from uuid import UUID

from checklists.tasks.errors import TaskEnded, TemplateNotPublished
from checklists.tasks.models import Task, TaskEnding, TaskOfficer, TaskTemplate
from checklists.tasks.queries import task_within_reach
from checklists.tasks.rules import TaskDraft, check_officers
from checklists.templates.queries import current_versions
from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.people.queries import qualified_officers
from server.units.registry.queries.lookups import check_site_of
from server.units.registry.queries.reach import unit_within_reach


def assign_task(actor: Actor, draft: TaskDraft) -> Task:
    """Have a unit checked; a draft sent twice is assigned once.

    Raises NotFound (unit out of reach, site elsewhere), OfficersTooFew, TemplateNotPublished, ResubmissionConflict.
    """
    content = {"kind": draft.kind, "unit_id": draft.unit_id, "site_id": draft.site_id, "due_on": draft.due_on}
    if earlier := find_resubmitted(Task, draft.id, created_by=actor.account_id, **content):
        return earlier
    unit = unit_within_reach(actor, draft.unit_id)
    check_site_of(unit.id, draft.site_id)
    check_officers(draft, qualified_officers(draft.officer_ids))
    versions = current_versions(draft.template_ids)
    if missing := [id for id in draft.template_ids if id not in versions]:
        fields = [FieldProblem("template_ids", TemplateNotPublished.title, TemplateNotPublished.code)]
        raise TemplateNotPublished(fields=fields, template_ids=[str(id) for id in missing])

    def create() -> Task:
        moment = clock.now()
        task = Task.create(
            id=draft.id, note=draft.note, created_by=actor.account_id, created_at=moment, changed_at=moment, **content
        )
        if draft.officer_ids:
            rows = [{"id": new_id(), "task_id": task.id, "person_id": person} for person in draft.officer_ids]
            TaskOfficer.insert_many(rows).execute()
        TaskTemplate.insert_many(
            [
                {"id": new_id(), "task_id": task.id, "template_version_id": versions[template]}
                for template in draft.template_ids
            ]
        ).execute()
        record_event(actor, "task.assigned", subject=task, about_unit_id=unit.id)
        return task

    return once(create, lambda: find_resubmitted(Task, draft.id, created_by=actor.account_id, **content))[0]


def cancel_task(actor: Actor, id: UUID, reason: str) -> Task:
    """Call a task off. Raises NotFound, TaskEnded."""
    task = task_within_reach(actor, id)
    if getattr(task, "ending", None):
        raise TaskEnded()
    with database.atomic():
        _end(actor, task.id, "cancelled", reason)
        record_event(actor, "task.cancelled", subject=task, about_unit_id=task.unit_id)
    return task_within_reach(actor, id)


def end_if_done(actor: Actor, task_id: UUID, inspected_versions: set[UUID]) -> None:
    """End a task once each of its checklists has a record; runs in the transaction of the last one."""
    if TaskEnding.select().where(TaskEnding.task_id == task_id).exists():
        return
    wanted = {row.template_version_id for row in TaskTemplate.select().where(TaskTemplate.task_id == task_id)}
    if wanted <= inspected_versions:
        _end(actor, task_id, "done", "")
    else:
        Task.update(changed_at=clock.now()).where(Task.id == task_id).execute()


def _end(actor: Actor, task_id: UUID, state: str, reason: str) -> None:
    TaskEnding.insert(
        id=new_id(), task_id=task_id, state=state, reason=reason, at=clock.now(), by_account_id=actor.account_id
    ).on_conflict_ignore().execute()
    Task.update(changed_at=clock.now(), version=Task.version + 1).where(Task.id == task_id).execute()
