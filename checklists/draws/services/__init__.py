"""Acts on draws."""

from checklists.draws.services.drawing import Witness, freeze_pools, make_draw
from checklists.draws.services.following import TaskOrder, abandon_draw, make_tasks, publish_draw
from checklists.draws.services.opening import count_pools, open_draw
from checklists.draws.services.seeds import connect_seals

__all__ = [
    "TaskOrder",
    "Witness",
    "abandon_draw",
    "connect_seals",
    "count_pools",
    "freeze_pools",
    "make_draw",
    "make_tasks",
    "open_draw",
    "publish_draw",
]
