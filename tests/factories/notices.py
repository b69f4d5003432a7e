"""Notices as an act of some other package leaves them."""

from __future__ import annotations

from typing import Any

from server.alerts.notices.services import notify
from server.core.database import database
from server.core.ids import new_id
from tests.world import World

NOTICES = "/api/v1/notices"


def tell(world: World, count: int = 1, **changes: Any) -> None:
    """Tell the Lixia bureau of the school, so often; needs an open connection."""
    with database.atomic():
        for _ in range(count):
            notify(
                **{
                    "kind": "test.told",
                    "key": f"test:{new_id()}",
                    "text": "整改期限将满",
                    "subject_type": "unit",
                    "subject_id": world.units["school_first"],
                    "unit_id": world.units["school_first"],
                    "agency_id": world.agencies["lixia"],
                    **changes,
                }
            )


def texts_of(client: Any, **query: Any) -> list[str]:
    return [row["text"] for row in client.get(NOTICES, query_string=query).json["items"]]
