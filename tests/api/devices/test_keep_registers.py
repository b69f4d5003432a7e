"""Places, facilities and cameras are entered, revised, stopped and ended; others' are not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories import facilities
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

PLACES, FACILITIES = "/api/v1/places", "/api/v1/facilities"


def place_body(world: World, **changes: Any) -> dict[str, Any]:
    unit_id = str(world.units["school_first"])
    return {"id": str(new_id()), "unit_id": unit_id, "kind": "entrance", "name": "东门", **changes}


def camera_body(world: World, camera: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    besides = {"catalogue_id": "37010200001310000001", "width": 1920, "height": 1080, **(camera or {})}
    return {
        "id": str(new_id()),
        "unit_id": str(world.units["school_first"]),
        "kind": "camera",
        "type": "bullet",
        "number": "SX-001",
        "name": "东门枪机",
        "lat": 36.67,
        "lon": 117.02,
        "details": {"ptz_type": "3", "mac": "aa:bb:cc:dd:ee:ff", "keeper": "王伟", "ipv4": ""},
        "camera": besides,
        **changes,
    }


def revision_of(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    kept = {name: value for name, value in body.items() if name not in {"id", "unit_id", "kind"}}
    return {**kept, **changes}


def test_a_camera_with_its_record_is_entered_once_and_read_back(client_as: Callable[[str], Any], world: World) -> None:
    head = client_as("head")
    place = place_body(world)
    assert head.post(PLACES, json=place).status_code == 201
    body = camera_body(world, {"place_ids": [place["id"]]}, place_id=place["id"])
    for _ in range(2):
        answer = head.post(FACILITIES, json=body)
        assert answer.status_code == 201, answer.json
    seen = client_as("officer").get(f"{FACILITIES}/{body['id']}").json
    assert (seen["unit"]["name"], seen["place"]["name"]) == ("泉城示范第一中学", "东门")
    assert seen["details"] == {"ptz_type": "3", "mac": "AA-BB-CC-DD-EE-FF", "keeper": "王伟"}
    assert seen["camera"]["places"] == [{"id": place["id"], "name": "东门"}]
    assert seen["camera"]["is_barred"] is False
    assert [row.kind for row in Event.select().where(Event.subject_id == body["id"])] == ["facility.registered"]
    assert head.post(FACILITIES, json={**body, "name": "别的"}).json["code"] == "resubmission_conflict"


def test_others_find_nothing(client_as: Callable[[str], Any], world: World) -> None:
    place = facilities.place(world.units["school_first"])
    camera = facilities.camera(world.units["school_first"])
    stranger = client_as("stranger")
    assert stranger.post(PLACES, json=place_body(world)).status_code == 404
    assert stranger.post(FACILITIES, json=camera_body(world)).status_code == 404
    tags = {"If-Match": f'"{camera.id}.1"'}
    assert stranger.get(f"{FACILITIES}/{camera.id}").status_code == 404
    assert stranger.get(f"{FACILITIES}/{camera.id}/changes").status_code == 404
    assert (
        stranger.put(f"{FACILITIES}/{camera.id}", json=revision_of(camera_body(world)), headers=tags).status_code
    ) == 404
    assert stranger.post(f"{FACILITIES}/{camera.id}/states", json={"state": "stopped"}).status_code == 404
    assert stranger.post(f"{PLACES}/{place.id}/endings", json={"ended_on": "2026-01-01"}).status_code == 404
    secrecy = {"secret_state": True, "secret_trade": False, "secret_reason": "要害部位"}
    assert stranger.put(f"/api/v1/cameras/{camera.id}/secrecy", json=secrecy, headers=tags).status_code == 404
    assert stranger.get(f"{FACILITIES}?unit_id={world.units['school_first']}").json["items"] == []
    assert client_as("inspector").post(FACILITIES, json=camera_body(world)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "nvr"}, "type"),
        ({"lat": None}, "lat"),
        ({"details": {"colour": "red"}}, "details.colour"),
        ({"details": {"ptz_type": "8"}}, "details.ptz_type"),
        ({"details": {"ipv4": "1.2.3"}}, "details.ipv4"),
        ({"details": {"port": 0}}, "details.port"),
        ({"camera": {"catalogue_id": "3701020000131000000"}}, "camera.catalogue_id"),
        ({"camera": {"catalogue_id": "37010200001180000001"}}, "camera.catalogue_id"),
        ({"camera": {"place_class": 4}}, "camera.place_class"),
        ({"life_end_on": "2020-01-01", "in_use_since_on": "2021-01-01"}, "life_end_on"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(
    changes: dict[str, Any], field: str, client_as: Callable[[str], Any], world: World
) -> None:
    answer = client_as("head").post(FACILITIES, json=camera_body(world, **changes))
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json["errors"]] == [field]


def test_numbers_are_unique_in_a_unit_and_ids_everywhere(client_as: Callable[[str], Any], world: World) -> None:
    head, officer = client_as("head"), client_as("officer")
    assert head.post(FACILITIES, json=camera_body(world)).status_code == 201
    assert (
        head.post(FACILITIES, json=camera_body(world, {"catalogue_id": None})).json["code"] == "facility_number_taken"
    )
    other = camera_body(world, unit_id=str(world.units["school_primary"]))
    assert officer.post(FACILITIES, json=other).json["code"] == "catalogue_id_taken"


def test_a_revision_needs_the_version_seen_and_leaves_what_changed(
    client_as: Callable[[str], Any], world: World
) -> None:
    head = client_as("head")
    body = camera_body(world)
    tag = head.post(FACILITIES, json=body).headers["ETag"]
    address = f"{FACILITIES}/{body['id']}"
    place = facilities.place(world.units["school_first"])
    wanted = revision_of(body, name="东门球机", type="ptz")
    wanted["camera"] = {**wanted["camera"], "is_onboarded": True, "place_ids": [str(place.id)]}
    assert head.put(address, json=wanted).status_code == 428
    done = head.put(address, json=wanted, headers={"If-Match": tag})
    assert (done.status_code, done.json["name"], done.json["version"]) == (200, "东门球机", 2)
    assert head.put(address, json=wanted, headers={"If-Match": tag}).status_code == 412
    again = head.put(address, json=wanted, headers={"If-Match": done.headers["ETag"]})
    assert again.json["version"] == 2
    changes = head.get(f"{address}/changes").json["changes"]
    assert [row["kind"] for row in changes] == ["facility.revised", "facility.registered"]
    assert changes[0]["changed"] == ["is_onboarded", "name", "place_ids", "type"]
    assert (
        head.put(address, json={**wanted, "type": "nvr"}, headers={"If-Match": done.headers["ETag"]}).status_code == 422
    )


def test_a_facility_is_stopped_used_again_and_scrapped(client_as: Callable[[str], Any], world: World) -> None:
    head, address = client_as("head"), f"{FACILITIES}/{facilities.facility(world.units['school_first']).id}"
    for state in ("stopped", "stopped", "in_use", "scrapped"):
        assert head.post(f"{address}/states", json={"state": state}).json["state"] == state
    assert head.get(address).json["details"]["scrapped_on"] == clock.today().isoformat()
    assert [row["state"] for row in head.get(f"{address}/changes").json["changes"]][:3] == [
        "scrapped",
        "in_use",
        "stopped",
    ]
    assert head.post(f"{address}/states", json={"state": "lost"}).status_code == 422


def test_the_list_answers_to_its_filters_page_by_page(client_as: Callable[[str], Any], world: World) -> None:
    unit_id, today = world.units["school_first"], clock.today()
    facilities.camera(unit_id, number="A-1")
    facilities.facility(unit_id, number="A-2", life_end_on=today)
    facilities.facility(unit_id, number="B-1", kind="equipment", type="shield", name="盾牌", quantity=4)
    officer = client_as("officer")

    def numbers(query: str) -> list[str]:
        return [row["number"] for row in officer.get(f"{FACILITIES}?unit_id={unit_id}&{query}").json["items"]]

    assert numbers("kind=camera") == ["A-1"]
    assert numbers("type=shield") == ["B-1"]
    assert numbers(f"life_end_before={today + timedelta(days=1)}") == ["A-2"]
    assert numbers("q=A") == ["A-1", "A-2"]
    assert numbers("q=盾") == ["B-1"]
    assert numbers("condition=damaged") == numbers("state=scrapped") == []
    seen: list[str] = []
    after = ""
    while True:
        page = officer.get(f"{FACILITIES}?unit_id={unit_id}&limit=1{after}").json
        seen += [row["number"] for row in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == ["A-1", "A-2", "B-1"]


def test_a_place_is_revised_and_ended_once(client_as: Callable[[str], Any], world: World) -> None:
    head = client_as("head")
    body = place_body(world, kind="vehicle", name="鲁A12345")
    made = head.post(PLACES, json=body)
    address = f"{PLACES}/{body['id']}"
    wanted = {"kind": "vehicle", "name": "鲁A54321", "note": "校车"}
    revised = head.put(address, json=wanted, headers={"If-Match": made.headers["ETag"]})
    assert (revised.status_code, revised.json["name"], revised.json["version"]) == (200, "鲁A54321", 2)
    today = clock.today()
    later = head.post(f"{address}/endings", json={"ended_on": (today + timedelta(days=1)).isoformat()})
    assert later.json["code"] == "place_ends_later"
    for _ in range(2):
        assert head.post(f"{address}/endings", json={"ended_on": today.isoformat()}).status_code == 200
    yesterday = (today - timedelta(days=1)).isoformat()
    assert head.post(f"{address}/endings", json={"ended_on": yesterday}).json["code"] == "place_ended"
    tag = {"If-Match": f'"{body["id"]}.3"'}
    assert head.put(address, json=wanted, headers=tag).json["code"] == "place_ended"
    unit = f"unit_id={body['unit_id']}&kind=vehicle"
    assert head.get(f"{PLACES}?{unit}").json["items"] == []
    assert [row["name"] for row in head.get(f"{PLACES}?{unit}&ended=true").json["items"]] == ["鲁A54321"]


@pytest.mark.clause("LN-10")
def test_who_bars_a_camera_says_why_and_stands_on_record(client_as: Callable[[str], Any], world: World) -> None:
    camera = facilities.camera(world.units["school_first"])
    address, head = f"/api/v1/cameras/{camera.id}/secrecy", client_as("head")
    tag = {"If-Match": f'"{camera.id}.1"'}
    flags = {"secret_state": True, "secret_trade": False}
    assert head.put(address, json=flags, headers=tag).json["code"] == "secrecy_without_reason"
    assert client_as("staff").put(address, json=flags, headers=tag).status_code == 403
    assert head.put(address, json=flags).status_code == 428
    barred = head.put(address, json={**flags, "secret_reason": "国家考试试卷库"}, headers=tag)
    assert (barred.status_code, barred.json["camera"]["is_barred"]) == (200, True)
    again = head.put(
        address, json={**flags, "secret_reason": "国家考试试卷库"}, headers={"If-Match": barred.headers["ETag"]}
    )
    assert again.json["version"] == barred.json["version"]
    event = Event.get(Event.kind == "camera.secrecy_changed")
    assert event.details == {"secret_state": True, "secret_trade": False}
    secret = camera_body(world, {"secret_trade": True, "secret_reason": "配方车间"})
    assert client_as("staff").post(FACILITIES, json=secret).status_code == 403
    alarm = facilities.facility(world.units["school_first"])
    tag = {"If-Match": f'"{alarm.id}.1"'}
    assert head.put(f"/api/v1/cameras/{alarm.id}/secrecy", json=flags, headers=tag).status_code == 404


def test_the_fields_of_each_kind_are_told_with_their_codes(client_as: Callable[[str], Any]) -> None:
    kinds = {row["kind"]: row for row in client_as("staff").get("/api/v1/facility-fields").json["kinds"]}
    ptz = next(one for one in kinds["camera"]["fields"] if one["name"] == "ptz_type")
    assert (ptz["code_name"], len(ptz["choices"])) == ("PTZType", 7)
    assert kinds["equipment"]["types"] == [
        "baton",
        "shield",
        "helmet",
        "steel_fork",
        "cut_proof_gloves",
        "torch",
        "radio",
    ]
