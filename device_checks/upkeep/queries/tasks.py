"""Tasks of upkeep within the reach of their unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.upkeep.models import UpkeepTask, UpkeepTaskEnd
from device_checks.upkeep.queries.made import open_hazards
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
TASK_END = "upkeep_task_end"  # what photos of a repair are attached to


@dataclass(frozen=True)
class TaskFilter:
    state: str | None = None
    kind: str | None = None
    origin: str | None = None
    unit_id: UUID | None = None
    facility_id: UUID | None = None
    overdue: bool = False
    limit: int = 50
    after: str | None = None


def task_within_reach(actor: Actor, id: UUID) -> UpkeepTask:
    """One query. Raises NotFound."""
    row = UpkeepTask.select().where((UpkeepTask.id == id) & is_within_reach(actor, UpkeepTask.unit_id)).first()
    if row is None:
        raise NotFound(task_id=str(id))
    return row


def find_tasks(actor: Actor, wanted: TaskFilter) -> Json:
    """A page of tasks, newest first; 6 queries."""
    query = UpkeepTask.select().where(is_within_reach(actor, UpkeepTask.unit_id)).order_by(UpkeepTask.id.desc())
    for name in ("state", "kind", "origin", "unit_id", "facility_id"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(getattr(UpkeepTask, name) == value)
    if wanted.overdue:
        query = query.where((UpkeepTask.state == "open") & (UpkeepTask.due_on < clock.today()))
    if wanted.after:
        query = query.where(UpkeepTask.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": task_shapes(found["items"])}


def task_shapes(tasks: Iterable[UpkeepTask]) -> list[Json]:
    """As the wire shows them; 5 queries."""
    tasks = list(tasks)
    names, today = unit_names(task.unit_id for task in tasks), clock.today()
    facilities = facility_briefs(task.facility_id for task in tasks)
    ends = _ends_of([task.id for task in tasks])
    hazards = open_hazards([f"task:{task.id}" for task in tasks])
    files = attachments_of(TASK_END, [end.id for end in ends.values()] or [task.id for task in tasks])
    return [
        {
            **task.__data__,
            "unit": {"id": task.unit_id, "name": names.get(task.unit_id, "")},
            "facility": facilities.get(task.facility_id),
            "hazard_id": hazards.get(f"task:{task.id}"),
            "is_overdue": task.state == "open" and task.due_on < today,
            "end": {**end.__data__, "files": files[end.id]} if (end := ends.get(task.id)) else None,
        }
        for task in tasks
    ]


def facility_briefs(ids: Iterable[UUID]) -> dict[UUID, Json]:
    """Facilities as rows name them; one query. Whoever asks has checked reach."""
    wanted = list(set(ids))
    rows = Facility.select().where(Facility.id.in_(wanted)) if wanted else ()
    names = ("id", "kind", "type", "number", "name", "condition", "life_end_on")
    return {row.id: {name: getattr(row, name) for name in names} for row in rows}


def _ends_of(ids: list[UUID]) -> dict[UUID, UpkeepTaskEnd]:
    rows = UpkeepTaskEnd.select().where(UpkeepTaskEnd.task_id.in_(ids)) if ids else ()
    return {row.task_id: row for row in rows}
