"""Acts on tasks: one at a time (``assigning``), many for a plan (``laying``), who goes (``manning``)."""

from checklists.tasks.services.assigning import assign_task, cancel_task, end_if_done, hold_task, make_task
from checklists.tasks.services.laying import lay_down
from checklists.tasks.services.manning import man_tasks

__all__ = ["assign_task", "cancel_task", "end_if_done", "hold_task", "lay_down", "make_task", "man_tasks"]
