"""A phone tells how a facility is, with a photo; damage asks for a repair, a good look ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from device_checks.registers.models import Facility
from device_checks.upkeep.models import StatusReport
from server.core import clock
from server.core.clock import to_text
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.facilities import facility
from tests.factories.notices import texts_of
from tests.factories.upkeep import API, report, report_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
ClientAs = Callable[[str], Any]


def door(world: World, **changes: Any) -> Facility:
    draft = {"kind": "barrier", "type": "security_door", "number": "M-1", "name": "库房防盗门", **changes}
    return facility(world.units["school_first"], **draft)


def tasks(client: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{API}/upkeep-tasks", query_string=query).json["items"]
    return found


@pytest.mark.clause("LN-7")
def test_a_damaged_door_asks_for_a_repair_and_the_next_good_look_ends_it(world: World, client_as: ClientAs) -> None:
    staff, thing = client_as("staff"), door(world)
    answer = report(staff, thing.id, condition="damaged", note="锁舌脱落")
    assert answer.status_code == 201, answer.json
    assert answer.json["files"][0]["purpose"] == "photo"
    (task,) = tasks(client_as("officer"), facility_id=thing.id, state="open")
    assert (task["kind"], task["reason"], task["facility"]["condition"]) == (
        "repair",
        "现场查看：损坏，锁舌脱落",
        "damaged",
    )
    assert texts_of(staff, kind="upkeep.task") == ["库房防盗门（M-1）需维修：现场查看：损坏，锁舌脱落"]
    report(staff, thing.id, condition="missing")  # still one task
    assert len(tasks(staff, facility_id=thing.id)) == 1
    assert report(client_as("inspector"), thing.id).status_code == 201
    (task,) = tasks(staff, facility_id=thing.id)
    assert (task["state"], task["end"]["note"]) == ("done", "复查正常")
    assert Facility.get_by_id(thing.id).condition == "normal"


@pytest.mark.clause("JN-2.2.2d")
def test_a_phone_posts_the_status_with_a_photo_and_the_facility_shows_it(world: World, client_as: ClientAs) -> None:
    staff, thing = client_as("staff"), door(world)
    body = report_body(staff, note="完好")
    first = staff.post(f"{API}/facilities/{thing.id}/reports", json=body)
    assert first.status_code == 201
    assert staff.post(f"{API}/facilities/{thing.id}/reports", json=body).json == first.json
    shown = client_as("officer").get(f"{API}/facilities/{thing.id}/upkeep").json
    assert (shown["facility"]["condition"], shown["facility"]["checked_at"]) == (
        "normal",
        shown["reports"][0]["reported_at"],
    )
    assert shown["reports"][0]["by_name"] == "马晓安"
    assert {row.kind for row in Event.select().where(Event.subject_id == body["id"])} == {"facility.reported"}
    clash = staff.post(f"{API}/facilities/{thing.id}/reports", json={**body, "condition": "missing"})
    assert clash.status_code == 409


def test_without_a_photo_a_condition_is_a_claim_and_refused(world: World, client_as: ClientAs) -> None:
    staff, thing = client_as("staff"), door(world)
    assert report(staff, thing.id, photos=[]).json["code"] == "status_photo_missing"
    ghost = {"sha256": "0" * 64, "purpose": "photo", "name": "照片.jpg"}
    assert report(staff, thing.id, photos=[ghost]).json["code"] == "file_missing"
    assert report(staff, thing.id, condition="unknown").status_code == 422
    assert report(staff, thing.id, reported_at="昨天").status_code == 422
    assert StatusReport.select().count() == 0


def test_strangers_neither_report_nor_see(world: World, client_as: ClientAs) -> None:
    thing, stranger = door(world), client_as("stranger")
    assert report(stranger, thing.id).status_code == 404
    assert stranger.get(f"{API}/facilities/{thing.id}/upkeep").status_code == 404
    assert stranger.get(f"{API}/units/{world.units['school_first']}/facility-sheet").status_code == 404
    assert client_as("system_admin").post(f"{API}/facilities/{thing.id}/reports", json={}).status_code == 403


def test_a_look_that_comes_late_does_not_undo_a_newer_one(world: World, client_as: ClientAs) -> None:
    staff, thing = client_as("staff"), door(world)
    assert report(staff, thing.id).status_code == 201
    old = to_text(clock.now() - timedelta(days=2))
    assert report(staff, thing.id, condition="damaged", reported_at=old).status_code == 201
    assert Facility.get_by_id(thing.id).condition == "normal"
    assert tasks(staff, facility_id=thing.id) == []
    ahead = to_text(clock.now() + timedelta(days=2))  # a phone's clock that runs ahead does not shut out later looks
    report(staff, thing.id, condition="damaged", reported_at=ahead)
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        report(client_as("staff"), thing.id)
        assert Facility.get_by_id(thing.id).condition == "normal"


def test_maintenance_and_tests_stand_in_the_record_and_the_next_day_is_after_the_last(
    world: World, client_as: ClientAs
) -> None:
    staff, thing = client_as("staff"), door(world)
    path, today = f"{API}/facilities/{thing.id}/maintenance", clock.today()
    body = {"id": str(new_id()), "what": "更换锁芯", "who": "泉城锁业", "done_on": str(today)}
    assert staff.post(path, json=body).status_code == 201
    assert staff.post(path, json=body).status_code == 201
    again = {**body, "id": str(new_id())}
    assert staff.post(path, json={**again, "done_on": str(today + timedelta(days=1))}).json["code"] == "done_in_future"
    assert staff.post(path, json={**again, "next_due_on": str(today)}).status_code == 422
    assert client_as("stranger").post(path, json=again).status_code == 404
    assert client_as("inspector").post(path, json=again).status_code == 403
    test = {"id": str(new_id()), "kind": "function", "passed": True, "tested_at": to_text(clock.now())}
    assert client_as("inspector").post(f"{API}/facilities/{thing.id}/tests", json=test).status_code == 201
    shown = staff.get(f"{API}/facilities/{thing.id}/upkeep").json
    assert ([row["who"] for row in shown["maintenance"]], len(shown["tests"])) == (["泉城锁业"], 1)


def test_a_person_ends_a_task_with_a_note_or_says_why_not(world: World, client_as: ClientAs) -> None:
    staff, thing = client_as("staff"), door(world)
    report(staff, thing.id, condition="damaged")
    (task,) = tasks(staff, state="open")
    path = f"{API}/upkeep-tasks/{task['id']}/ends"
    body = {"id": str(new_id()), "outcome": "done", "note": "已换锁", "photos": []}
    assert staff.post(path, json={**body, "note": " "}).json["code"] == "end_without_reason"
    assert client_as("stranger").post(path, json=body).status_code == 404
    assert client_as("inspector").post(path, json=body).status_code == 403
    assert staff.post(path, json=body).json["end"]["note"] == "已换锁"
    assert staff.post(path, json=body).status_code == 201
    assert staff.post(path, json={**body, "id": str(new_id())}).json["code"] == "upkeep_task_ended"
    assert Facility.get_by_id(thing.id).condition == "normal"
    assert staff.get(f"{API}/upkeep-tasks/{task['id']}").json["state"] == "done"


def test_a_person_asks_for_a_repair_and_makes_a_hazard_of_it_once(world: World, client_as: ClientAs) -> None:
    officer, thing = client_as("officer"), door(world)
    wanted = {"kind": "repair", "reason": "门轴松动", "due_on": str(clock.today())}
    asked = officer.post(f"{API}/facilities/{thing.id}/upkeep-tasks", json=wanted)
    assert asked.status_code == 201
    assert officer.post(f"{API}/facilities/{thing.id}/upkeep-tasks", json=wanted).json["id"] == asked.json["id"]
    path, body = f"{API}/upkeep-tasks/{asked.json['id']}/hazards", {"id": str(new_id()), "grade": "general"}
    made = officer.post(path, json=body)
    assert made.status_code == 201, made.json
    assert officer.post(path, json=body).json == made.json
    assert officer.post(path, json={**body, "id": str(new_id())}).json["code"] == "hazard_already_made"
    hazard = officer.get(f"{API}/hazards/{made.json['hazard_id']}").json
    assert (hazard["source"], hazard["title"], hazard["state"]) == ("device", "库房防盗门（M-1）门轴松动", "found")
    assert tasks(officer, facility_id=thing.id)[0]["hazard_id"] == made.json["hazard_id"]
    assert client_as("stranger").post(path, json=body).status_code == 404
