"""Acts on tasks: assign, cancel, and end by the last inspection."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from checklists.tasks.errors import TaskEnded, TemplateNotPublished
from checklists.tasks.models import Task, TaskEnding, TaskOfficer, TaskTemplate
from checklists.tasks.queries import officer_ids_of, task_within_reach, template_ids_of
from checklists.tasks.rules import TaskDraft, check_officers, check_own_people
from checklists.templates.queries import current_versions
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, ResubmissionConflict
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.statements import insert_rows
from server.units.people.queries import people_by_id, person_within_reach, qualified_officers
from server.units.registry.queries.lookups import check_site_of
from server.units.registry.queries.reach import unit_within_reach


def assign_task(actor: Actor, draft: TaskDraft) -> Task:
    """Have a unit checked; a draft sent twice is assigned once.

    Raises NotFound (unit or officer out of reach, site elsewhere), OfficersTooFew, OfficerElsewhere,
    TemplateNotPublished, ResubmissionConflict.
    """
    if earlier := _find_resubmitted(actor, draft):
        return earlier
    unit = unit_within_reach(actor, draft.unit_id)
    check_site_of(unit.id, draft.site_id)
    _check_officers(actor, draft)
    _published(draft)

    def create() -> Task:
        task = make_task(actor, draft)
        record_event(actor, "task.assigned", subject=task, about_unit_id=unit.id)
        return task

    return once(create, lambda: _find_resubmitted(actor, draft))[0]


def make_task(actor: Actor, draft: TaskDraft, *, origin: str = "manual", origin_id: UUID | None = None) -> Task:
    """Lay a task down in the transaction of the act that wants it, which leaves the event and has checked reach.

    Officers are taken as they are: whoever chose them has looked at their certificates. Raises TemplateNotPublished.
    """
    if not database.in_transaction():
        raise RuntimeError("a task is made in the transaction of an act")
    versions = _published(draft)
    moment = clock.now()
    task = Task(
        id=draft.id,
        kind=draft.kind,
        unit_id=draft.unit_id,
        site_id=draft.site_id,
        due_on=draft.due_on,
        note=draft.note,
        origin=origin,
        origin_id=origin_id,
        created_by=actor.account_id,
        created_at=moment,
        changed_at=moment,
    )
    insert_rows([task])
    insert_rows([TaskOfficer(id=new_id(), task_id=task.id, person_id=person) for person in draft.officer_ids])
    insert_rows([TaskTemplate(id=new_id(), task_id=task.id, template_version_id=version) for version in versions])
    return task


def cancel_task(actor: Actor, id: UUID, reason: str) -> Task:
    """Call a task off; asked twice with the same reason it is done once. Raises NotFound, TaskEnded."""
    task = task_within_reach(actor, id)
    with database.atomic():
        lock_row(Task.select(Task.id).where(Task.id == id))
        ending = TaskEnding.get_or_none(TaskEnding.task_id == id)
        if ending is None:
            _end(actor, id, "cancelled", reason)
            record_event(actor, "task.cancelled", subject=task, about_unit_id=task.unit_id)
        elif (ending.state, ending.by_account_id, ending.reason) != ("cancelled", actor.account_id, reason):
            raise TaskEnded(state=ending.state)
    return task_within_reach(actor, id)


def hold_task(id: UUID) -> None:
    """Have others wait who would end or extend the task's check, until this transaction ends."""
    lock_row(Task.select(Task.id).where(Task.id == id))


def end_if_done(actor: Actor, task_id: UUID, inspected_versions: Callable[[], set[UUID]]) -> None:
    """End a task once each of its checklists has a record; runs in the transaction of the last one.

    The versions are asked for under the task's lock: two last records that arrive together cannot both find
    the other missing.
    """
    if lock_row(Task.select(Task.id).where(Task.id == task_id)) is None:
        return
    if TaskEnding.select().where(TaskEnding.task_id == task_id).exists():
        return
    wanted = {row.template_version_id for row in TaskTemplate.select().where(TaskTemplate.task_id == task_id)}
    if wanted <= inspected_versions():
        _end(actor, task_id, "done", "")
    else:
        Task.update(changed_at=clock.now()).where(Task.id == task_id).execute()


def _published(draft: TaskDraft) -> list[UUID]:
    versions = current_versions(draft.template_ids)
    if missing := [id for id in draft.template_ids if id not in versions]:
        fields = [FieldProblem("template_ids", TemplateNotPublished.title, TemplateNotPublished.code)]
        raise TemplateNotPublished(fields=fields, template_ids=[str(id) for id in missing])
    return [versions[id] for id in draft.template_ids]


def _find_resubmitted(actor: Actor, draft: TaskDraft) -> Task | None:
    content = {name: getattr(draft, name) for name in ("kind", "unit_id", "site_id", "due_on", "note")}
    earlier = find_resubmitted(Task, draft.id, created_by=actor.account_id, **content)
    if earlier is None:
        return None
    for field, sent, kept in (
        ("officer_ids", draft.officer_ids, officer_ids_of(draft.id)),
        ("template_ids", draft.template_ids, template_ids_of(draft.id)),
    ):
        if set(sent) != kept:
            raise ResubmissionConflict(id=str(draft.id), field=field)
    return earlier


def _check_officers(actor: Actor, draft: TaskDraft) -> None:
    if draft.kind == "self":
        check_own_people(draft, {id: person.unit_id for id, person in people_by_id(draft.officer_ids).items()})
        return
    for id in draft.officer_ids:
        person_within_reach(actor, id)
    check_officers(draft, qualified_officers(draft.officer_ids))


def _end(actor: Actor, task_id: UUID, state: str, reason: str) -> None:
    TaskEnding.insert(
        id=new_id(), task_id=task_id, state=state, reason=reason, at=clock.now(), by_account_id=actor.account_id
    ).on_conflict_ignore().execute()
    Task.update(state=state, changed_at=clock.now(), version=Task.version + 1).where(Task.id == task_id).execute()
