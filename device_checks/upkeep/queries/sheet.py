"""What a phone keeps of one unit, so that a person without signal can look at each thing and count each post."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.upkeep.models import UpkeepTask
from device_checks.upkeep.queries.looks import facility_lines
from device_checks.upkeep.queries.posts import posts_of
from device_checks.upkeep.queries.tasks import task_shapes
from server.core.permissions import Actor
from server.units.registry.queries.reach import unit_within_reach

MOST_FACILITIES, MOST_TASKS = 2000, 300


def sheet_of(actor: Actor, unit_id: UUID) -> dict[str, Any]:
    """Facilities in use, posts with counts and minimums, open tasks; 14 queries. Raises NotFound.

    Source: JN-2.2.2d, LN-8.
    """
    unit = unit_within_reach(actor, unit_id)
    rows = Facility.select().where((Facility.unit_id == unit.id) & (Facility.state != "scrapped"))
    tasks = UpkeepTask.select().where((UpkeepTask.unit_id == unit.id) & (UpkeepTask.state == "open"))
    return {
        "unit": {"id": unit.id, "name": unit.name},
        "facilities": facility_lines(list(rows.order_by(Facility.kind, Facility.number).limit(MOST_FACILITIES))),
        "posts": posts_of(actor, unit.id)["posts"],
        "tasks": task_shapes(tasks.order_by(UpkeepTask.due_on, UpkeepTask.id).limit(MOST_TASKS)),
    }
