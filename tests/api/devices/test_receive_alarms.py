"""What lines send becomes rows and cards; what is wrong is refused; the same again is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from device_checks.alarms.models import AlarmEvent, AlarmLine
from device_checks.alarms.services import answer_message
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.alarm_frames import KEY, answer_kind, frame
from tests.factories.alarms import EVENTS, http_line, line, report_body, ring, zone
from tests.factories.facilities import facility
from tests.factories.notices import texts_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def school(world: World) -> Any:
    return world.units["school_first"]


def events(client: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(EVENTS, query_string=query).json["items"]
    return found


@pytest.mark.clause("LN-11b")
def test_a_pressed_button_is_on_the_screen_and_told_to_bureau_and_station(
    client_as: Callable[[str], Any], school: Any
) -> None:
    zone(line(school))
    event = ring()
    card = client_as("officer").get(f"{EVENTS}/open").json["items"][0]
    assert (card["id"], card["kind"], card["rings"], card["is_test"]) == (str(event.id), "panic", True, False)
    assert (card["unit"]["name"], card["zone"], card["zone_number"]) == ("泉城示范第一中学", "财务室按钮", "3")
    assert card["lat"] is not None
    told = ["泉城示范第一中学：一键报警（一键报警按钮，财务室按钮）"]
    assert texts_of(client_as("officer"), kind="alarm.raised") == told
    assert texts_of(client_as("station"), kind="alarm.raised") == told
    assert Event.select().where(Event.subject_id == event.id).get().kind == "alarm.received"


def test_others_see_nothing_of_it(client_as: Callable[[str], Any], school: Any) -> None:
    line(school)
    id = ring().id
    stranger = client_as("stranger")
    assert stranger.get(f"{EVENTS}/{id}").status_code == 404
    assert (events(stranger), stranger.get(f"{EVENTS}/open").json["items"]) == ([], [])
    assert stranger.post(f"{EVENTS}/{id}/acknowledgements", json={}).status_code == 404
    assert stranger.post(f"{EVENTS}/{id}/contact-views").status_code == 404
    assert client_as("staff").post(f"{EVENTS}/{id}/acknowledgements", json={}).status_code == 403
    assert client_as("system_admin").get(EVENTS).status_code == 403
    assert client_as("staff").get(f"{EVENTS}/{id}").status_code == 200


def test_an_unknown_account_is_refused_and_leaves_nothing(school: Any) -> None:
    line(school)
    assert answer_kind(answer_message(frame(account="FFFF"))) == "DUH"
    assert AlarmEvent.select().count() == 0


def test_a_line_with_a_key_takes_only_what_the_key_opens(school: Any) -> None:
    line(school, key=KEY.hex())
    moment = clock.now()
    assert answer_kind(answer_message(frame())) == "DUH"
    assert answer_kind(answer_message(frame(key=bytes(16), at=moment))) == "DUH"
    answer = answer_message(frame(key=KEY, at=moment))
    assert (answer_kind(answer), b'"*ACK"' in answer) == ("ACK", True)
    assert [row.kind for row in AlarmEvent.select()] == ["panic"]


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_stamp_that_is_off_is_answered_with_the_time(school: Any, seconds: int) -> None:
    line(school)
    assert answer_kind(answer_message(frame(at=clock.now() + timedelta(seconds=seconds)))) == "NAK"
    assert AlarmEvent.select().count() == 0


def test_what_is_damaged_is_met_with_silence(school: Any) -> None:
    line(school)
    assert answer_message(frame()[:-3] + b"X]\r") == b""
    assert AlarmEvent.select().count() == 0


def test_the_same_frame_again_has_the_same_answer_and_is_one_event(school: Any) -> None:
    line(school)
    moment = clock.now()
    with time_machine.travel(moment, tick=False):
        first = answer_message(frame(at=moment))
        assert answer_message(frame(at=moment)) == first
        assert [row.repeated for row in AlarmEvent.select()] == [1]
        ring(sequence="0002")
        assert AlarmEvent.select().count() == 2


def test_a_second_press_of_a_device_that_counts_nothing_is_a_second_event(school: Any) -> None:
    line(school)
    ring()
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        ring()
    assert AlarmEvent.select().count() == 2


def test_the_ledger_says_what_a_zone_is(client_as: Callable[[str], Any], school: Any) -> None:
    host = facility(school, type="intrusion", name="报警主机")
    zone(line(school, facility_id=host.id), number="007", kind="perimeter", name="东围墙")
    assert (ring("1130 00 007").kind, ring("1130 00 008", sequence="0002").kind) == ("perimeter", "intrusion")
    assert events(client_as("officer"), kind="perimeter")[0]["zone"] == "东围墙"


def test_reports_of_a_panel_that_is_well_do_not_ring(client_as: Callable[[str], Any], school: Any) -> None:
    line(school)
    for number, data in enumerate(["1602 00 000", "3120 01 003", "1401 00 001"]):
        ring(data, sequence=f"{number:04d}")
    assert client_as("officer").get(f"{EVENTS}/open").json["items"] == []
    assert len(events(client_as("officer"))) == 3
    assert texts_of(client_as("officer"), kind="alarm.raised") == []


def test_a_flurry_is_told_once(client_as: Callable[[str], Any], school: Any) -> None:
    line(school)
    for number in range(4):
        ring(sequence=f"{number:04d}")
    assert len(texts_of(client_as("officer"), kind="alarm.raised")) == 1
    assert len(client_as("officer").get(f"{EVENTS}/open").json["items"]) == 4


@pytest.mark.clause("LN-11b")
def test_a_device_reports_over_http_once_by_its_id(
    client_as: Callable[[str], Any], anonymous: Any, school: Any
) -> None:
    made, token = http_line(school)
    body, headers = report_body(zone="3", text="前台"), {"Authorization": f"Bearer {token}"}
    first = anonymous.post(EVENTS, json=body, headers=headers)
    assert (first.status_code, first.json["is_test"]) == (201, False)
    assert anonymous.post(EVENTS, json=body, headers=headers).json == first.json
    assert anonymous.post(EVENTS, json={**body, "text": "后门"}, headers=headers).status_code == 409
    assert [row["kind"] for row in events(client_as("officer"))] == ["panic"]
    assert anonymous.post(EVENTS, json=report_body(kind="heartbeat"), headers=headers).status_code == 201
    assert AlarmLine.get_by_id(made.id).last_heard_at is not None


def test_without_its_token_nothing_is_taken(client_as: Callable[[str], Any], anonymous: Any, school: Any) -> None:
    made, token = http_line(school)
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {token}"}):
        refused = anonymous.post(EVENTS, json=report_body(), headers=headers)
        assert (refused.status_code, refused.json["code"]) == (401, "alarm_line_unknown")
    assert client_as("officer").post(f"/api/v1/alarm-lines/{made.id}/endings").status_code == 201
    stopped = anonymous.post(EVENTS, json=report_body(), headers={"Authorization": f"Bearer {token}"})
    assert stopped.status_code == 401
    assert AlarmEvent.select().count() == 0


@pytest.mark.parametrize("changes", [{"kind": "riot"}, {"zone": "x y"}, {"id": "1"}, {"occurred_at": "now"}], ids=str)
def test_what_cannot_be_said_is_refused(anonymous: Any, school: Any, changes: dict[str, Any]) -> None:
    _, token = http_line(school)
    answer = anonymous.post(EVENTS, json=report_body(**changes), headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 422


def test_an_alarm_is_taken_once_with_what_its_line_called_before(client_as: Callable[[str], Any], school: Any) -> None:
    line(school)
    ring()
    id, officer = ring(sequence="0002").id, client_as("officer")
    later = ring(sequence="0003").id
    taken = officer.post(f"{EVENTS}/{id}/acknowledgements", json={"note": "已派警"})
    assert (taken.status_code, taken.json["acknowledged_by"], taken.json["needs_answer"]) == (201, "陈明理", False)
    assert officer.post(f"{EVENTS}/{id}/acknowledgements", json={"note": "已派警"}).json == taken.json
    other = client_as("inspector").post(f"{EVENTS}/{id}/acknowledgements", json={"note": "已派警"})
    assert (other.status_code, other.json["code"]) == (409, "alarm_already_acknowledged")
    assert [row["id"] for row in officer.get(f"{EVENTS}/open").json["items"]] == [str(later)]
    assert officer.post(f"{EVENTS}/{id}/acknowledgements", json={"note": 1}).status_code == 422


def test_whom_to_call_is_told_with_its_reason_on_record(client_as: Callable[[str], Any], school: Any) -> None:
    line(school)
    id = ring().id
    shown = client_as("officer").post(f"{EVENTS}/{id}/contact-views")
    assert shown.status_code == 201
    assert all("*" not in one["phone"] for one in shown.json["people"])
    assert shown.json["people"][0]["name"]
    assert Event.select().where((Event.subject_id == id) & (Event.kind == "alarm.contacts_shown")).count() == 1
    assert client_as("staff").post(f"{EVENTS}/{id}/contact-views").status_code == 403


def test_signals_are_listed_by_what_they_are(client_as: Callable[[str], Any], school: Any) -> None:
    line(school)
    ring()
    ring("1301 00 000", sequence="0002")
    officer, today = client_as("officer"), clock.today().isoformat()
    assert [row["kind"] for row in events(officer)] == ["power", "panic"]
    assert [row["kind"] for row in events(officer, kind="power", is_open="true", **{"from": today, "to": today})] == [
        "power"
    ]
    assert events(officer, is_test="true") == []
    assert events(officer, unit_id=str(new_id())) == []
    assert officer.get(f"{EVENTS}?limit=1").json["next"] is not None
