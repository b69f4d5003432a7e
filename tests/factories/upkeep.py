"""What people send about facilities."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from device_checks.upkeep.rules import CountDraft, TaskDraft
from device_checks.upkeep.rules.terms import EQUIPMENT
from device_checks.upkeep.services import count_equipment, open_task
from server.core import clock
from server.core.clock import to_text
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.facilities import facility, place
from tests.factories.files import delivered_photo

API = "/api/v1"


def report_body(client: Any, **changes: Any) -> dict[str, Any]:
    """A facility found in order, with a photo that the client delivers first."""
    photos = changes.pop("photos", None)
    body = {"id": str(new_id()), "condition": "normal", "note": "", "reported_at": to_text(clock.now())}
    return {**body, "photos": [delivered_photo(client)] if photos is None else photos, **changes}


def report(client: Any, facility_id: Any, **changes: Any) -> Any:
    return client.post(f"{API}/facilities/{facility_id}/reports", json=report_body(client, **changes))


def trial_body(**changes: Any) -> dict[str, Any]:
    body = {"id": str(new_id()), "kind": "alarm", "passed": True, "tested_at": to_text(clock.now())}
    return {**body, "measured": {"seconds": 3}, **changes}


trial_body.__test__ = False  # type: ignore[attr-defined]


def counts_at(place_id: Any) -> str:
    return f"{API}/places/{place_id}/equipment-counts"


def count_body(each: int = 2, at: datetime | None = None, **changes: int) -> dict[str, Any]:
    """So many of each of the seven kinds, unless said otherwise of one."""
    counts = dict.fromkeys(EQUIPMENT, each) | changes
    return {
        "id": str(new_id()),
        "counts": counts,
        "counted_at": to_text(at or clock.now()),
    }


def grow_upkeep(unit_id: UUID) -> list[UUID]:
    """Two tasks and two counts, so that each list of upkeep has rows; the tasks. Needs an open connection."""
    post = place(unit_id, kind="post", name="东门岗")
    tasks = []
    with database.atomic():
        for number in range(2):
            thing = facility(unit_id)
            draft = TaskDraft(thing.id, "repair", "按钮失灵", clock.today(), "person")
            tasks.append(open_task(SYSTEM, draft).id)
            count_equipment(SYSTEM, CountDraft(new_id(), post.id, dict.fromkeys(EQUIPMENT, number), "", clock.now()))
    return tasks


def term_body(code: str, value: Any, unit_id: UUID | None = None, **changes: Any) -> dict[str, Any]:
    body = {"id": str(new_id()), "code": code, "value": value, "basis": "分局规定", "from_on": str(clock.today())}
    return {**body, "unit_id": str(unit_id) if unit_id else None, **changes}
