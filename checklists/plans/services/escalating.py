"""What is still open after its grace goes to the level above, once, with word of it to those who must act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from checklists.tasks.models import Task, TaskEscalation
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, is_postgresql
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.statements import insert_rows
from server.units.agencies.queries import agencies_by_id
from server.units.agencies.rules import AgencyKind

BATCH = 200


def escalate_overdue() -> int:
    """Take every task past its grace one level up; how many. In batches, each whole or not at all."""
    count = 0
    while done := _escalate_batch(clock.today()):
        count += done
    return count


def _escalate_batch(today: date) -> int:
    with database.atomic():
        rows = (
            Task.select()
            .where((Task.state == "open") & (Task.escalate_on <= today))  # type: ignore[operator]
            .order_by(Task.escalate_on, Task.id)  # type: ignore[attr-defined]
            .limit(BATCH)
        )
        tasks = list(rows.for_update(of=Task) if is_postgresql() else rows)
        if not tasks:
            return 0
        targets = _targets(tasks)
        moment = clock.now()
        steps = [
            TaskEscalation(id=new_id(), task_id=task.id, agency_id=targets[task.id], due_on=task.due_on, at=moment)
            for task in tasks
        ]
        insert_rows(steps)
        ids = [task.id for task in tasks]
        Task.update(escalate_on=None, changed_at=moment).where(Task.id.in_(ids)).execute()  # type: ignore[attr-defined]
        _tell(tasks, targets, today)
        record_event(SYSTEM, "tasks.escalated", subject=steps[0], details={"count": len(steps)})
    return len(tasks)


def _targets(tasks: Sequence[Task]) -> Mapping[UUID, UUID]:
    """Task → the agency it goes to: the police one above who answers for it.

    With a self-check, with a department and where nobody stands above, that is who answers. Source: JN-2.2.5e.
    """
    agencies = agencies_by_id(task.agency_id for task in tasks)
    found = {}
    for task in tasks:
        own = agencies[task.agency_id]
        above = None if task.kind == "self" or own.kind == AgencyKind.DEPARTMENT else own.parent_id
        found[task.id] = above or own.id
    return found


def _tell(tasks: Sequence[Task], targets: Mapping[UUID, UUID], today: date) -> None:
    """One notice a day to each agency, and one to each unit for its own self-check."""
    for agency_id in sorted(set(targets.values())):
        notify(
            kind="task_escalated",
            key=f"task_escalated:{agency_id}:{today.isoformat()}",
            text="有检查任务超过宽限期仍未完成，已列入逾期上报清单，请督促或改派。",
            subject_type="agency",
            subject_id=agency_id,
            agency_id=agency_id,
            permission="task.view",
        )
    for task in tasks:
        if task.kind == "self":
            notify(
                kind="self_check_overdue",
                key=f"self_check_overdue:{task.id}",
                text="本单位的自查任务已超过宽限期，主管机关已收到逾期清单，请尽快完成自查。",
                subject_type="task",
                subject_id=task.id,
                unit_id=task.unit_id,
                due_on=task.due_on,
            )
