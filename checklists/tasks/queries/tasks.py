"""Reads of tasks, within reach: those of units one answers for and those one is assigned to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect, fn

from checklists.inspections.models import Inspection
from checklists.tasks.models import Task, TaskDeparture, TaskEscalation, TaskOfficer, TaskTemplate
from checklists.tasks.rules import TaskKey
from checklists.templates.models import TemplateVersion
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.core.statements import Prepared
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class TaskFilter:
    """``escalated``: gone to the asker's agency or one below it; ``unassigned``: nobody goes yet."""

    state: str | None = None
    mine: bool = False
    unit_id: UUID | None = None
    kind: str | None = None
    origin: str | None = None
    origin_id: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None
    late: bool = False
    escalated: bool = False
    unassigned: bool = False
    limit: int = 50
    after: str | None = None


def tasks_within_reach(actor: Actor) -> ModelSelect:
    """Tasks the actor may see; a unit's people do not learn when the police will come."""
    query = Task.select()
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
    for name in ("unit_id", "state", "kind", "origin", "origin_id"):
        if getattr(wanted, name) is not None:
            query = query.where(getattr(Task, name) == getattr(wanted, name))
    if wanted.due_from:
        query = query.where(Task.due_on >= wanted.due_from)
    if wanted.due_to:
        query = query.where(Task.due_on <= wanted.due_to)
    query = _narrowed(actor, query, wanted)
    if wanted.after:
        due_on, id = decode_cursor(wanted.after, date.fromisoformat, UUID)
        query = query.where((Task.due_on > due_on) | ((Task.due_on == due_on) & (Task.id > id)))
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda task: (task.due_on, task.id))
    return {**found, "items": shapes(found["items"])}


def _narrowed(actor: Actor, query: ModelSelect, wanted: TaskFilter) -> ModelSelect:
    if wanted.late or wanted.escalated or wanted.unassigned:
        query = query.where(Task.state == "open")
    if wanted.late:
        query = query.where(Task.due_on < clock.today())
    if wanted.escalated:
        gone = TaskEscalation.select(TaskEscalation.task_id)
        if paths := agency_paths(actor):
            gone = gone.join(Agency, on=(Agency.id == TaskEscalation.agency_id)).where(Agency.path.startswith(paths[0]))
        query = query.where(Task.id.in_(gone))
    if wanted.unassigned:
        named = TaskOfficer.select(SQL("1")).where(TaskOfficer.task_id == Task.id)
        query = query.where((Task.kind != "self") & ~fn.EXISTS(named))
    return query


def tasks_for_phone(actor: Actor, since: datetime | None) -> list[dict[str, Any]]:
    """The actor's own tasks that changed after the moment; without one, those still open; 6 queries."""
    query = Task.select().where(Task.id.in_(_own_task_ids(actor))).order_by(Task.due_on, Task.id)
    query = query.where(Task.changed_at > since) if since else query.where(Task.state == "open")
    return shapes(list(query))


def open_task_unit_ids(actor: Actor) -> list[UUID]:
    """Units of the actor's open tasks."""
    rows = Task.select(Task.unit_id).where(Task.id.in_(_own_task_ids(actor)) & (Task.state == "open")).distinct()
    return [row.unit_id for row in rows]


def is_assigned(actor: Actor, task_id: UUID, unit_id: UUID) -> bool:
    """Whether the task is the actor's, and about this unit: being sent to one unit opens no other."""
    return (
        Task.select()
        .where((Task.id == task_id) & (Task.unit_id == unit_id) & Task.id.in_(_own_task_ids(actor)))
        .exists()
    )


def tasks_gone_for(actor: Actor, since: datetime | None) -> list[UUID]:
    """Tasks that the actor no longer goes to since the moment; a phone that has read nothing has none to forget."""
    if since is None or actor.person_id is None:
        return []
    rows = TaskDeparture.select(TaskDeparture.task_id).where(
        (TaskDeparture.person_id == actor.person_id)
        & (TaskDeparture.at > since)
        & TaskDeparture.task_id.not_in(_own_task_ids(actor))
    )
    return [row.task_id for row in rows.distinct()]


def officers_by_task(ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """One query."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for row in TaskOfficer.select().where(TaskOfficer.task_id.in_(list(ids))).order_by(TaskOfficer.id):
        found[row.task_id] = (*found.get(row.task_id, ()), row.person_id)
    return found


def made_already(kind: str, keys: Collection[TaskKey]) -> set[TaskKey]:
    """Those of the keys whose task exists; one query along the unique index."""
    if not keys:
        return set()
    unit_ids = list({key[1] for key in keys})
    unit_ids += unit_ids[-1:] * (-len(unit_ids) % 100)  # few shapes of the statement, for it is composed once each
    rows = _made.rows(
        origin_ids=sorted({key[0] for key in keys}),
        unit_ids=unit_ids,
        periods=sorted({key[2] for key in keys}),
        kind=kind,
    )
    return {(row.origin_id, row.unit_id, row.period_on) for row in rows}


_made = Prepared(
    lambda origin_ids, unit_ids, periods, kind: Task.select(Task.origin_id, Task.unit_id, Task.period_on).where(
        Task.origin_id.in_(origin_ids) & Task.unit_id.in_(unit_ids) & Task.period_on.in_(periods) & (Task.kind == kind)
    )
)


def ended_state_of(task_id: UUID) -> str | None:
    """done or cancelled; None while the task is open, and for one that is not there."""
    task = Task.select(Task.state).where(Task.id == task_id).first()
    return None if task is None or task.state == "open" else str(task.state)


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
    """Tasks in their wire shape; 6 queries, however many."""
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
    escalated = _escalated(ids)
    today = clock.today()
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
            "state": task.state,
            "origin": task.origin,
            "origin_id": task.origin_id,
            "is_late": task.state == "open" and task.due_on < today,
            "escalated_to": escalated.get(task.id),
            "note": task.note,
            "inspection_ids": inspections.get(task.id, []),
            "created_at": task.created_at,
            "version": task.version,
        }
        for task in tasks
    ]


def _escalated(ids: list[UUID]) -> dict[UUID, str]:
    rows = (
        TaskEscalation.select(TaskEscalation.task_id, Agency.name)
        .join(Agency, on=(Agency.id == TaskEscalation.agency_id))
        .where(TaskEscalation.task_id.in_(ids))
    )
    return dict(rows.tuples()) if ids else {}


def _own_task_ids(actor: Actor) -> Any:
    if _is_of_unit(actor):
        # A unit's people find their self-checks by the unit, whoever was named.
        return Task.select(Task.id).where((Task.unit_id == actor.unit_id) & (Task.kind == "self"))
    if actor.person_id is None:
        return Task.select(Task.id).where(SQL("1 = 0"))
    return TaskOfficer.select(TaskOfficer.task_id).where(TaskOfficer.person_id == actor.person_id)


def _is_of_unit(actor: Actor) -> bool:
    return actor.unit_id is not None and actor.agency_id is None
