"""An officer connects alarms: accounts, keys shown once, zones of the ledger; a line that falls silent is noticed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from device_checks.alarms.models import AlarmEvent, AlarmLine, AlarmZone
from device_checks.alarms.services import answer_message, note_silent_lines
from device_checks.upkeep.models import UpkeepTask
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.alarm_frames import KEY, answer_kind, frame
from tests.factories.alarms import EVENTS, LINES, ZONES, http_line, line, line_body, ring, zone
from tests.factories.facilities import camera, facility, place
from tests.factories.notices import texts_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def school(world: World) -> Any:
    return world.units["school_first"]


def test_a_line_is_connected_and_its_key_is_never_told_again(client_as: Callable[[str], Any], school: Any) -> None:
    officer = client_as("officer")
    body = line_body(facility(school).id, account="00AB12", key=KEY.hex(), heartbeat_seconds=60)
    made = officer.post(LINES, json=body)
    assert (made.status_code, made.json["secret"], made.json["secret_hint"]) == (201, KEY.hex().upper(), "EEFF")
    again = officer.post(LINES, json=body)
    assert (again.status_code, again.json["id"], again.json["secret"]) == (201, body["id"], "")
    assert (made.json["account"], made.json["state"], made.json["is_encrypted"]) == ("AB12", "waiting", True)
    row = AlarmLine.get_by_id(body["id"])
    assert KEY.hex() not in str(row.sealed_key).lower()
    assert "secret" not in officer.get(f"{LINES}/{body['id']}").json
    assert officer.post(LINES, json={**body, "account": "AB13"}).status_code == 409


def test_a_token_is_told_once_and_only_its_hash_is_kept(client_as: Callable[[str], Any], school: Any) -> None:
    made = client_as("officer").post(LINES, json=line_body(facility(school).id, protocol="http", account=""))
    assert len(made.json["secret"]) >= 40
    assert made.json["secret"] not in str(AlarmLine.get_by_id(made.json["id"]).__data__)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"account": "12"}, "alarm_account_invalid"),
        ({"account": "XYZ1"}, "alarm_account_invalid"),
        ({"key": "00"}, "alarm_key_invalid"),
        ({"heartbeat_seconds": 1}, "invalid"),
        ({"protocol": "smoke"}, "invalid"),
        ({"more": 1}, "invalid"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(
    client_as: Callable[[str], Any], school: Any, changes: dict[str, Any], code: str
) -> None:
    answer = client_as("officer").post(LINES, json=line_body(facility(school).id, **changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_an_account_has_one_line_and_a_camera_none(client_as: Callable[[str], Any], school: Any) -> None:
    officer = client_as("officer")
    first = line(school, account="AB12")
    taken = officer.post(LINES, json=line_body(facility(school).id, account="0ab12"))
    assert (taken.status_code, taken.json["code"]) == (409, "alarm_account_taken")
    assert officer.post(f"{LINES}/{first.id}/endings").json["state"] == "stopped"
    assert officer.post(LINES, json=line_body(facility(school).id, account="0ab12")).status_code == 201
    odd = officer.post(LINES, json=line_body(camera(school).id, account="ab14"))
    assert (odd.status_code, odd.json["code"]) == (422, "facility_not_an_alarm")


def test_others_neither_see_nor_change(client_as: Callable[[str], Any], world: World, school: Any) -> None:
    row = line(school)
    stranger, tag = client_as("stranger"), f'"{row.id}.1"'
    assert stranger.get(f"{LINES}/{row.id}").status_code == 404
    assert stranger.post(LINES, json=line_body(facility(school).id)).status_code == 404
    for path in ("/endings", "/secrets"):
        assert stranger.post(f"{LINES}/{row.id}{path}", headers={"If-Match": tag}).status_code == 404
    assert stranger.patch(f"{LINES}/{row.id}", json={"heartbeat_seconds": 60}).status_code == 404
    body = {"id": str(new_id()), "number": "1", "kind": "panic", "name": "x"}
    assert stranger.post(f"{LINES}/{row.id}/zones", json=body).status_code == 404
    assert stranger.get(f"{ZONES}/{zone(row)}").status_code == 404
    assert client_as("head").post(LINES, json=line_body(facility(school).id)).status_code == 403
    assert client_as("head").get(f"{LINES}/{row.id}").status_code == 200


def test_a_renewed_key_ends_the_old_one(client_as: Callable[[str], Any], school: Any) -> None:
    officer = client_as("officer")
    row = line(school, key=KEY.hex())
    assert officer.post(f"{LINES}/{row.id}/secrets").status_code == 428
    tag = officer.get(f"{LINES}/{row.id}").headers["ETag"]
    made = officer.post(f"{LINES}/{row.id}/secrets", headers={"If-Match": tag})
    assert officer.post(f"{LINES}/{row.id}/secrets", headers={"If-Match": tag}).status_code == 412
    moment = clock.now()
    assert answer_kind(answer_message(frame(key=KEY, at=moment))) == "DUH"
    assert answer_kind(answer_message(frame(key=bytes.fromhex(made.json["secret"]), at=moment))) == "ACK"


def test_how_often_a_line_must_be_heard_can_be_changed(client_as: Callable[[str], Any], school: Any) -> None:
    officer, row = client_as("officer"), line(school)
    tag = officer.get(f"{LINES}/{row.id}").headers["ETag"]
    changed = officer.patch(f"{LINES}/{row.id}", json={"heartbeat_seconds": 90}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json["heartbeat_seconds"]) == (200, 90)
    stale = officer.patch(f"{LINES}/{row.id}", json={"heartbeat_seconds": 60}, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert officer.patch(f"{LINES}/{row.id}", json={"heartbeat_seconds": 60}).status_code == 428


@pytest.mark.clause("LN-11a")
def test_zones_stand_in_the_ledger(client_as: Callable[[str], Any], world: World, school: Any) -> None:
    officer, row = client_as("officer"), line(school)
    wall = place(school, kind="perimeter", name="东围墙")
    body = {"id": str(new_id()), "number": "007", "kind": "perimeter", "name": "东墙对射", "place_id": str(wall.id)}
    made = officer.post(f"{LINES}/{row.id}/zones", json=body)
    assert (made.status_code, made.json["number"], made.json["place"]) == (201, "7", "东围墙")
    assert officer.post(f"{LINES}/{row.id}/zones", json=body).json == made.json
    same = officer.post(f"{LINES}/{row.id}/zones", json={**body, "id": str(new_id()), "number": "7"})
    assert (same.status_code, same.json["code"]) == (409, "alarm_zone_taken")
    other = place(world.units["bank"])
    for wrong in ({"number": "0"}, {"number": "x"}, {"kind": "test"}, {"place_id": str(other.id)}):
        refused = officer.post(f"{LINES}/{row.id}/zones", json={**body, "id": str(new_id()), "number": "8", **wrong})
        assert refused.status_code in (404, 422), wrong
    tag = made.headers["ETag"]
    ended = officer.patch(f"{ZONES}/{body['id']}", json={"name": "东墙", "ended": True}, headers={"If-Match": tag})
    assert (ended.status_code, ended.json["name"]) == (200, "东墙")
    assert officer.get(f"{LINES}/{row.id}").json["zones"] == []
    assert officer.patch(f"{ZONES}/{body['id']}", json={"ended": False}, headers={"If-Match": tag}).status_code == 412
    assert AlarmZone.select().count() == 1


@pytest.mark.clause("LN-11b")
def test_a_silent_line_is_told_once_and_its_return_ends_what_waited(
    client_as: Callable[[str], Any], school: Any
) -> None:
    officer, row = client_as("officer"), line(school, heartbeat_seconds=60)
    null = frame("", kind="NULL", sequence="0000")
    with time_machine.travel(clock.now(), tick=False) as now:
        assert note_silent_lines() == 0  # never heard yet: waits to be connected
        assert answer_kind(answer_message(null)) == "ACK"
        assert officer.get(f"{LINES}/{row.id}").json["state"] == "online"
        now.shift(150)
        assert note_silent_lines() == 0
        now.shift(1)
        assert (note_silent_lines(), note_silent_lines()) == (1, 0)
        assert officer.get(f"{LINES}?state=silent").json["items"][0]["id"] == str(row.id)
        card = officer.get(f"{EVENTS}/open").json["items"][0]
        assert (card["kind"], card["rings"]) == ("heartbeat_lost", False)
        assert "失联" in texts_of(officer, kind="alarm.line_lost")[0]
        assert UpkeepTask.get().state == "open"
        answer_message(null)
        assert officer.get(f"{EVENTS}/open").json["items"] == []
        assert UpkeepTask.get().state == "done"
        assert officer.get(f"{LINES}/{row.id}").json["state"] == "online"
    assert Event.select().where(Event.kind == "alarm_line.back").count() == 1


def test_heartbeats_are_written_down_now_and_then_only(school: Any) -> None:
    row = line(school, heartbeat_seconds=60)
    null = frame("", kind="NULL", sequence="0000")
    with time_machine.travel(clock.now(), tick=False) as now:
        answer_message(null)
        first = AlarmLine.get_by_id(row.id).last_heard_at
        now.shift(10)
        answer_message(null)
        assert AlarmLine.get_by_id(row.id).last_heard_at == first
        now.shift(timedelta(seconds=6))
        answer_message(null)
        assert AlarmLine.get_by_id(row.id).last_heard_at != first
    assert AlarmEvent.select().count() == 0


def test_lines_are_listed_by_how_they_stand(client_as: Callable[[str], Any], world: World, school: Any) -> None:
    officer = client_as("officer")
    heard, waiting = line(school), line(school, account="AAA1")
    http, _ = http_line(world.units["bank"])
    ring()
    found = {
        state: [row["id"] for row in officer.get(f"{LINES}?state={state}").json["items"]]
        for state in ("online", "waiting", "silent", "stopped")
    }
    assert found == {"online": [str(heard.id)], "waiting": [str(http.id), str(waiting.id)], "silent": [], "stopped": []}
    assert [row["id"] for row in officer.get(f"{LINES}?facility_id={http.facility_id}").json["items"]] == [str(http.id)]
    assert officer.get(f"{LINES}?limit=1").json["next"] is not None
    assert officer.get(f"{LINES}?state=odd").status_code == 422
