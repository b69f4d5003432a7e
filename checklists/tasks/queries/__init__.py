"""Reads of tasks (``tasks``), and of tasks by day (``days``)."""

from checklists.tasks.queries.days import DaySpan, count_by_day, manning_shape
from checklists.tasks.queries.tasks import (
    TaskFilter,
    ended_state_of,
    find_tasks,
    is_assigned,
    made_already,
    officer_ids_of,
    officers_by_task,
    open_task_unit_ids,
    shapes,
    task_within_reach,
    tasks_for_phone,
    tasks_gone_for,
    tasks_within_reach,
    template_ids_of,
)

__all__ = [
    "DaySpan",
    "TaskFilter",
    "count_by_day",
    "ended_state_of",
    "find_tasks",
    "is_assigned",
    "made_already",
    "manning_shape",
    "officer_ids_of",
    "officers_by_task",
    "open_task_unit_ids",
    "shapes",
    "task_within_reach",
    "tasks_for_phone",
    "tasks_gone_for",
    "tasks_within_reach",
    "template_ids_of",
]
