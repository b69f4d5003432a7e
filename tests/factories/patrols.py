"""Plans of patrols, and cameras of the demo's units that answer on this machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from device_checks.patrols.models import PatrolPlan
from device_checks.patrols.rules.pacing import Pace
from device_checks.patrols.services.planning import PatrolPlanDraft, write_patrol_plan
from device_checks.patrols.services.rounds import start_round, stop_round
from device_checks.pictures.models import Snapshot
from device_checks.sources.models import AllowedNetwork, CameraSource
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from tests.factories.facilities import camera
from tests.world import World

PLANS = "/api/v1/patrol-plans"
ROUNDS = "/api/v1/patrol-rounds"
AVAILABILITY = "/api/v1/camera-availability"
QUICK = {"slots": 16, "per_device": 16, "per_network": 16, "gap_ms": 0, "limit_seconds": 1}


def open_own_machine(world: World) -> None:
    """The bureau allows cameras on this very machine; needs an open connection."""
    AllowedNetwork.create(
        id=new_id(),
        agency_id=world.agencies["lixia"],
        network="127.0.0.0/8",
        ports=[[1, 65535]],
        created_at=clock.now(),
    )


def watched_camera(world: World, address: str, unit: str = "school_first", **changes: Any) -> UUID:
    """A camera that is fetched from over HTTP; ``changes`` are of the facility, ``camera`` of the camera."""
    facility = camera(world.units[unit], **changes)
    if address:
        CameraSource.create(
            id=facility.id,
            unit_id=facility.unit_id,
            kind="http",
            address=address,
            options={},
            changed_at=clock.now(),
        )
    return facility.id


def watched_cameras(world: World, addresses: Sequence[str], **changes: Any) -> list[UUID]:
    return [watched_camera(world, address, **changes) for address in addresses]


def plan_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "title": "每日巡检",
        "times": {"1": [0, 6, 12, 18], "2": [6, 18], "3": [8]},
        "window_minutes": 0,
        "pace": QUICK,
        "is_active": True,
        **changes,
    }


def plan(world: World, **changes: Any) -> PatrolPlan:
    """A plan of the Lixia bureau, for every class each hour."""
    hours = list(range(24))
    draft = {
        "title": "每小时巡检",
        "times": {"1": hours, "2": hours, "3": hours},
        "window_minutes": 0,
        "pace": Pace(**QUICK),
        "is_active": True,
        **changes,
    }
    bureau = Actor(new_id(), name="分局", roles=("officer",), agency_id=world.agencies["lixia"])
    return write_patrol_plan(bureau, new_id(), PatrolPlanDraft(**draft))


def grow_patrols(world: World) -> None:
    """Two rounds that somebody stopped, so that their list has rows; needs an open connection."""
    watched_camera(world, "http://127.0.0.1/1.jpg")
    bureau = Actor(new_id(), name="分局", roles=("officer",), agency_id=world.agencies["lixia"])
    own = plan(world)
    for _ in range(2):
        stop_round(bureau, start_round(bureau, own, new_id()).id)


def addresses(port: int, count: int) -> list[str]:
    """Of so many cameras that answer on one port of this machine."""
    return [f"http://127.0.0.1:{port}/{number}.jpg" for number in range(count)]


def start(client: Any, plan_id: Any, **changes: Any) -> Any:
    """A round asked for by hand."""
    return client.post(f"{PLANS}/{plan_id}/rounds", json={"id": str(new_id()), **changes})


def looks() -> Counter[UUID]:
    """Camera → how often it was looked at."""
    return Counter(row.camera_id for row in Snapshot.select(Snapshot.camera_id))
