"""Reads of tasks, within reach: those of units one answers for and those one is assigned to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import JOIN, SQL, ModelSelect

from checklists.inspections.models import Inspection
from checklists.tasks.models import Task, TaskEnding, TaskOfficer, TaskTemplate
from checklists.templates.models import TemplateVersion
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class TaskFilter:
    state: str | None = None
    mine: bool = False
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def tasks_within_reach(actor: Actor) -> ModelSelect:
    """Tasks the actor may see, with their ending joined; a unit's people do not learn when the police will come."""
    query = Task.select(Task, TaskEnding).join(
        TaskEnding, JOIN.LEFT_OUTER, on=(TaskEnding.task_id == Task.id), attr="ending"
    )
    if _is_of_unit(actor):
        return query.where(Task.id.in_(_own_task_ids(actor)))
    return query.where(is_within_reach(actor, Task.unit_id) | Task.id.in_(_own_task_ids(actor)))


def task_within_reach(actor: Actor, id: UUID) -> Task:
    """Raises NotFound."""
    task = tasks_within_reach(actor).where(Task.id == id).first()
    if task is None:
        raise NotFound()
    return task


def find_tasks(actor: Actor, wanted: TaskFilter) -> dict[str, Any]:
    """A page of tasks by due day."""
    query = tasks_within_reach(actor).order_by(Task.due_on, Task.id)
    if wanted.mine:
        query = query.where(Task.id.in_(_own_task_ids(actor)))
    if wanted.unit_id:
        query = query.where(Task.unit_id == wanted.unit_id)
    if wanted.state == "open":
        query = query.where(TaskEnding.id.is_null())
    elif wanted.state:
        query = query.where(TaskEnding.state == wanted.state)
    if wanted.after:
        due_on, id = decode_cursor(wanted.after, date.fromisoformat, UUID)
        query = query.where((Task.due_on > due_on) | ((Task.due_on == due_on) & (Task.id > id)))
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda task: (task.due_on, task.id))
    return {**found, "items": shapes(found["items"])}


def tasks_for_phone(actor: Actor, since: datetime | None) -> list[dict[str, Any]]:
    """The actor's own tasks that changed after the moment; without one, those still open; 6 queries."""
    query = (
        Task.select(Task, TaskEnding)
        .join(TaskEnding, JOIN.LEFT_OUTER, on=(TaskEnding.task_id == Task.id), attr="ending")
        .where(Task.id.in_(_own_task_ids(actor)))
        .order_by(Task.due_on, Task.id)
    )
    query = query.where(Task.changed_at > since) if since else query.where(TaskEnding.id.is_null())
    return shapes(list(query))


def open_task_unit_ids(actor: Actor) -> list[UUID]:
    """Units of the actor's open tasks."""
    ended = TaskEnding.select(TaskEnding.task_id)
    rows = Task.select(Task.unit_id).where(Task.id.in_(_own_task_ids(actor)) & Task.id.not_in(ended)).distinct()
    return [row.unit_id for row in rows]


def is_assigned(actor: Actor, task_id: UUID, unit_id: UUID) -> bool:
    """Whether the task is the actor's, and about this unit: being sent to one unit opens no other."""
    return (
        Task.select()
        .where((Task.id == task_id) & (Task.unit_id == unit_id) & Task.id.in_(_own_task_ids(actor)))
        .exists()
    )


def officer_ids_of(task_id: UUID) -> set[UUID]:
    return {row.person_id for row in TaskOfficer.select().where(TaskOfficer.task_id == task_id)}


def template_ids_of(task_id: UUID) -> set[UUID]:
    """The templates whose versions the task asks for."""
    rows = (
        TemplateVersion.select(TemplateVersion.template_id)
        .join(TaskTemplate, on=(TaskTemplate.template_version_id == TemplateVersion.id))
        .where(TaskTemplate.task_id == task_id)
    )
    return {row.template_id for row in rows}


def shapes(tasks: list[Task]) -> list[dict[str, Any]]:
    """Tasks in their wire shape; 5 queries, however many."""
    ids = [task.id for task in tasks]
    officers: dict[UUID, list[UUID]] = {}
    for row in TaskOfficer.select().where(TaskOfficer.task_id.in_(ids)).order_by(TaskOfficer.id):
        officers.setdefault(row.task_id, []).append(row.person_id)
    templates: dict[UUID, list[UUID]] = {}
    for row in TaskTemplate.select().where(TaskTemplate.task_id.in_(ids)).order_by(TaskTemplate.id):
        templates.setdefault(row.task_id, []).append(row.template_version_id)
    inspections: dict[UUID, list[UUID]] = {}
    made = Inspection.select(Inspection.id, Inspection.task_id).where(Inspection.task_id.in_(ids))
    for row in made.order_by(Inspection.id):
        inspections.setdefault(row.task_id, []).append(row.id)
    people = people_by_id(person for own in officers.values() for person in own)
    names = unit_names([task.unit_id for task in tasks])
    return [
        {
            "id": task.id,
            "kind": task.kind,
            "unit_id": task.unit_id,
            "unit_name": names.get(task.unit_id, ""),
            "site_id": task.site_id,
            "template_version_ids": templates.get(task.id, []),
            "officers": [
                {"person_id": id, "name": people[id].name, "certificate_no": people[id].certificate_no}
                for id in officers.get(task.id, [])
                if id in people
            ],
            "due_on": task.due_on,
            "state": ending.state if (ending := getattr(task, "ending", None)) else "open",
            "note": task.note,
            "inspection_ids": inspections.get(task.id, []),
            "created_at": task.created_at,
            "version": task.version,
        }
        for task in tasks
    ]


def _own_task_ids(actor: Actor) -> Any:
    if _is_of_unit(actor):
        # A unit's people find their self-checks by the unit, whoever was named.
        return Task.select(Task.id).where((Task.unit_id == actor.unit_id) & (Task.kind == "self"))
    if actor.person_id is None:
        return Task.select(Task.id).where(SQL("1 = 0"))
    return TaskOfficer.select(TaskOfficer.task_id).where(TaskOfficer.person_id == actor.person_id)


def _is_of_unit(actor: Actor) -> bool:
    return actor.unit_id is not None and actor.agency_id is None
