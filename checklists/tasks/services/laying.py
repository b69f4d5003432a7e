"""Many tasks at once, in the transaction of the act that wants them."""

from __future__ import annotations

from collections.abc import Sequence

from checklists.tasks.models import Task, TaskOfficer, TaskTemplate
from checklists.tasks.rules import NewTask
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.units.registry.services.bulk import insert_rows

_COLUMNS = (
    "id", "kind", "unit_id", "site_id", "due_on", "note", "origin", "origin_id", "period_on", "agency_id",
    "escalate_on", "state", "created_by", "created_at", "changed_at", "version",
)  # fmt: skip


def lay_down(tasks: Sequence[NewTask]) -> None:
    """Three prepared statements, however many tasks. Who calls has looked for what is there already."""
    if not database.in_transaction():
        raise RuntimeError("tasks are laid down in the transaction of an act")
    if not tasks:
        return
    moment, ids = clock.now(), [new_id() for _ in tasks]
    insert_rows(
        Task,
        _COLUMNS,
        (
            (
                id, task.kind, task.unit_id, None, task.due_on, task.note, task.origin, task.origin_id,
                task.period_on, task.agency_id, task.escalate_on, "open", None, moment, moment, 1,
            )
            for id, task in zip(ids, tasks, strict=True)
        ),
    )  # fmt: skip
    templates = [(new_id(), id, version) for id, task in zip(ids, tasks, strict=True) for version in task.version_ids]
    insert_rows(TaskTemplate, ("id", "task_id", "template_version_id"), templates)
    officers = [(new_id(), id, person) for id, task in zip(ids, tasks, strict=True) for person in task.officer_ids]
    if officers:
        insert_rows(TaskOfficer, ("id", "task_id", "person_id"), officers)
