"""Each entrance, crowd area, key part and vehicle needs a camera in use, of 1080p, on the platform."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from device_checks.registers.models import Camera, Place
from device_checks.registers.queries import places_of_cameras
from device_checks.registers.services import change_facility_state, end_place
from server.core import clock
from server.core.permissions import SYSTEM
from tests.factories import facilities
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

COVERAGE = "/api/v1/facility-coverage"


def of_unit(client: Any, world: World, query: str = "") -> dict[str, Any]:
    answer = client.get(f"{COVERAGE}/units/{world.units['school_first']}{query}")
    assert answer.status_code == 200, answer.json
    found: dict[str, Any] = answer.json
    return found


def watch(world: World, name: str, kind: str, **camera: Any) -> Any:
    unit_id = world.units["school_first"]
    spot = facilities.place(unit_id, name=name, kind=kind)
    return facilities.camera(unit_id, {"is_onboarded": True, "place_ids": (spot.id,), **camera}, name=f"{name}摄像机")


@pytest.mark.clause("JN-2.2.3c")
@pytest.mark.clause("LN-9")
def test_a_unit_passes_when_each_part_and_vehicle_has_its_camera(client_as: Callable[[str], Any], world: World) -> None:
    officer, unit_id = client_as("officer"), world.units["school_first"]
    assert of_unit(officer, world)["standing"] == "no_places"
    watch(world, "正门", "entrance")
    watch(world, "操场", "crowd_area", width=1080, height=1920)
    low = watch(world, "财务室", "key_part", width=1280, height=720)
    away = watch(world, "校车", "vehicle", is_onboarded=False)
    both = watch(world, "后门", "entrance", width=1280, height=720)
    facilities.camera(unit_id, {"place_ids": tuple(of_places(both))}, name="后门二")
    facilities.place(unit_id, name="北围墙", kind="perimeter")
    facilities.place(unit_id, name="实验室", kind="key_part")
    found = of_unit(officer, world)
    gaps = {row["place"]["name"]: row["gap"] for row in found["items"]}
    assert gaps == {
        "正门": None,
        "操场": None,
        "财务室": "not_sharp",
        "校车": "not_onboarded",
        "后门": "not_together",
        "实验室": "no_camera",
    }
    assert (found["standing"], found["places"], found["failing"]) == ("fails", 6, 4)
    assert {row["kind"]: (row["places"], row["failing"]) for row in found["counts"]} == {
        "entrance": (2, 1),
        "crowd_area": (1, 0),
        "key_part": (2, 2),
        "vehicle": (1, 1),
    }
    failing = officer.get(f"{COVERAGE}/failing-places").json["items"]
    assert {row["place"]["name"] for row in failing} == {name for name, gap in gaps.items() if gap}
    assert {row["place"]["name"] for row in of_unit(officer, world, "?failing=true&kind=key_part")["items"]} == {
        "财务室",
        "实验室",
    }
    for camera in (low, away, both):
        raise_to_standard(camera)
    lab = next(row["place"]["id"] for row in found["items"] if row["place"]["name"] == "实验室")
    facilities.camera(unit_id, {"is_onboarded": True, "place_ids": (lab,)}, name="实验室摄像机")
    assert of_unit(officer, world)["standing"] == "passes"
    assert officer.get(f"{COVERAGE}/failing-places").json["items"] == []


def of_places(camera: Any) -> list[Any]:
    return places_of_cameras([camera.id])[camera.id]


def raise_to_standard(camera: Any) -> None:
    Camera.update(width=3840, height=2160, is_onboarded=True).where(Camera.id == camera.id).execute()


@pytest.mark.clause("LN-9")
def test_a_stopped_camera_watches_nothing_and_an_ended_place_needs_none(
    client_as: Callable[[str], Any], world: World
) -> None:
    head = client_as("head")
    camera = watch(world, "正门", "entrance")
    change_facility_state(SYSTEM, camera, "stopped")
    row = of_unit(head, world)["items"][0]
    assert (row["gap"], [one["is_in_use"] for one in row["cameras"]]) == ("no_camera", [False])
    end_place(SYSTEM, Place.get_by_id(row["place"]["id"]), clock.today())
    assert of_unit(head, world)["standing"] == "no_places"


def test_the_bureau_sees_its_units_by_how_they_stand(client_as: Callable[[str], Any], world: World) -> None:
    watch(world, "正门", "entrance")
    facilities.place(world.units["school_primary"], kind="key_part", name="财务室")
    officer = client_as("officer")

    def units(standing: str) -> list[str]:
        rows = officer.get(f"{COVERAGE}?standing={standing}&limit=200").json["items"]
        assert {row["standing"] for row in rows} <= {standing}
        return [row["unit"]["id"] for row in rows]

    assert units("passes") == [str(world.units["school_first"])]
    assert units("fails") == [str(world.units["school_primary"])]
    assert len(units("no_places")) >= 2
    assert client_as("stranger").get(f"{COVERAGE}/units/{world.units['school_first']}").status_code == 404
    assert client_as("stranger").get(f"{COVERAGE}/failing-places").json["items"] == []
    assert officer.get(f"{COVERAGE}?standing=well").status_code == 422
    assert client_as("system_admin").get(COVERAGE).status_code == 403
