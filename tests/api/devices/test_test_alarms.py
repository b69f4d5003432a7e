"""Somebody presses on purpose: the window, the measured way, the ring that is marked as a test, the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from device_checks.alarms.models import AlarmEvent, AlarmTest, AlarmZone
from device_checks.upkeep.models import FacilityTest
from server.core import clock
from server.core.ids import new_id
from tests.factories.alarms import EVENTS, TESTS, line, ring, trial_body, zone
from tests.factories.facilities import facility
from tests.factories.notices import texts_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def button(world: World) -> Any:
    """The school's button, with its line and zone 3."""
    row = facility(world.units["school_first"])
    zone(line(row.unit_id, facility_id=row.id))
    return row


def watch(run_jobs: Callable[[], int]) -> None:
    from device_checks.alarms.jobs import WATCH
    from server.core.jobs import ask_once

    ask_once(WATCH)
    run_jobs()


@pytest.mark.clause("LN-11b")
@pytest.mark.clause("LN-11a")
def test_a_pressed_button_is_received_within_ten_seconds_rings_is_taken_and_is_flagged_as_a_test(
    client_as: Callable[[str], Any], run_jobs: Callable[[], int], button: Any
) -> None:
    staff, officer, start = client_as("staff"), client_as("officer"), clock.now()
    with time_machine.travel(start, tick=False) as now:
        test = staff.post(TESTS, json=trial_body(button.id)).json
        assert test["result"] == "waiting"
        now.shift(40)  # on the way to the button
        staff.post(f"{TESTS}/{test['id']}/presses")
        now.shift(2)
        ring(at=clock.now())
        card = officer.get(f"{EVENTS}/open").json["items"][0]
        assert (card["rings"], card["is_test"], card["test_id"]) == (True, True, test["id"])
        now.shift(5)
        officer.post(f"{EVENTS}/{card['id']}/acknowledgements", json={"note": "测试收到"})
        done = staff.get(f"{TESTS}/{test['id']}").json
        assert (done["result"], done["seconds"], done["acknowledged_by"]) == ("received", 2.0, "陈明理")
        assert texts_of(officer, kind="alarm.raised") == []
        now.shift(60)
        watch(run_jobs)
        watch(run_jobs)
        kept = FacilityTest.get()
        assert (kept.facility_id, kept.passed, kept.measured) == (button.id, True, {"seconds": 2.0})
        assert AlarmZone.get().last_tested_at is not None
        assert FacilityTest.select().count() == 1


def test_soon_after_the_receipt_a_press_is_in_earnest_again(client_as: Callable[[str], Any], button: Any) -> None:
    with time_machine.travel(clock.now(), tick=False) as now:
        client_as("staff").post(TESTS, json=trial_body(button.id))
        assert ring().is_test
        now.shift(10)
        assert ring("3120 01 003", sequence="0002").is_test
        now.shift(21)
        assert not ring(sequence="0003").is_test
        assert len(texts_of(client_as("officer"), kind="alarm.raised")) == 1


def test_what_never_came_is_a_failed_test_and_asks_for_a_repair(
    client_as: Callable[[str], Any], run_jobs: Callable[[], int], button: Any
) -> None:
    with time_machine.travel(clock.now(), tick=False) as now:
        id = client_as("inspector").post(TESTS, json=trial_body(button.id, seconds=30)).json["id"]
        now.shift(31)
        assert client_as("staff").get(f"{TESTS}/{id}").json["result"] == "missed"
        watch(run_jobs)
        kept = FacilityTest.get()
        assert (kept.passed, "未收到" in kept.note) == (False, True)
        assert len(texts_of(client_as("staff"), kind="upkeep.task")) == 1


def test_a_slow_way_is_told_as_slow(client_as: Callable[[str], Any], run_jobs: Callable[[], int], button: Any) -> None:
    staff = client_as("staff")
    with time_machine.travel(clock.now(), tick=False) as now:
        id = staff.post(TESTS, json=trial_body(button.id)).json["id"]
        staff.post(f"{TESTS}/{id}/presses")
        now.shift(11)
        ring()
        assert staff.get(f"{TESTS}/{id}").json["result"] == "late"
        assert staff.post(f"{TESTS}/{id}/presses").json["seconds"] == 11.0  # too late to change anything
        now.shift(60)
        watch(run_jobs)
        assert FacilityTest.get().passed is False


def test_a_closed_window_makes_no_test(client_as: Callable[[str], Any], button: Any) -> None:
    staff = client_as("staff")
    id = staff.post(TESTS, json=trial_body(button.id)).json["id"]
    ended = staff.post(f"{TESTS}/{id}/endings")
    assert (ended.status_code, staff.post(f"{TESTS}/{id}/endings").json["until"]) == (201, ended.json["until"])
    assert not ring().is_test


def test_one_test_at_a_time_and_sent_twice_it_is_one(client_as: Callable[[str], Any], button: Any) -> None:
    staff, body = client_as("staff"), trial_body(button.id)
    assert staff.post(TESTS, json=body).json == staff.post(TESTS, json=body).json
    assert staff.post(TESTS, json={**body, "origin": "console"}).status_code == 409
    second = staff.post(TESTS, json=trial_body(button.id))
    assert (second.status_code, second.json["code"]) == (409, "alarm_test_already_open")
    assert AlarmTest.select().count() == 1


def test_a_facility_without_a_line_cannot_be_tested(client_as: Callable[[str], Any], world: World) -> None:
    bare = facility(world.units["school_first"])
    answer = client_as("staff").post(TESTS, json=trial_body(bare.id))
    assert (answer.status_code, answer.json["code"]) == (422, "alarm_line_stopped")


@pytest.mark.parametrize("changes", [{"seconds": 5}, {"origin": "tv"}, {"id": None}, {"more": 1}], ids=str)
def test_what_cannot_be_is_refused(client_as: Callable[[str], Any], button: Any, changes: dict[str, Any]) -> None:
    assert client_as("staff").post(TESTS, json=trial_body(button.id, **changes)).status_code == 422


def test_others_neither_start_nor_see_it(client_as: Callable[[str], Any], button: Any) -> None:
    id = client_as("head").post(TESTS, json=trial_body(button.id)).json["id"]
    stranger = client_as("stranger")
    assert stranger.post(TESTS, json=trial_body(button.id)).status_code == 404
    for path in ("", "/presses", "/endings"):
        method = stranger.post if path else stranger.get
        assert method(f"{TESTS}/{id}{path}").status_code == 404
    assert client_as("planner").post(TESTS, json=trial_body(button.id)).status_code == 403
    assert stranger.get(TESTS).json["items"] == []
    assert [row["id"] for row in client_as("officer").get(TESTS).json["items"]] == [id]
    assert client_as("officer").get(f"{TESTS}?facility_id={new_id()}").json["items"] == []


def test_a_test_key_without_a_window_is_noted_and_rings_nobody(client_as: Callable[[str], Any], button: Any) -> None:
    assert ring("1601 00 000").is_test
    assert client_as("officer").get(f"{EVENTS}/open").json["items"] == []
    with time_machine.travel(clock.now() + timedelta(seconds=90), tick=False):
        client_as("staff").post(TESTS, json=trial_body(button.id))
        ring("1601 00 000", sequence="0002")
        assert client_as("officer").get(f"{EVENTS}/open").json["items"][0]["rings"] is True
    assert AlarmEvent.select().where(AlarmEvent.needs_answer).count() == 1
