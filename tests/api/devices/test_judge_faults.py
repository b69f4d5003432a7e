"""A person judges a fault: a repair, a hazard, nothing, or a false alarm."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from checklists.hazards.models import Hazard
from device_checks.pictures.models import FaultFeedback, PictureFault
from device_checks.upkeep.models import UpkeepTask
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.facilities import camera
from tests.factories.looks import FAULTS, SIZE, confirmation, false_alarm, laid, open_fault, yard
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
TALLY = "/api/v1/picture-feedback/tally"


@pytest.fixture
def one(world: World) -> UUID:
    return camera(world.units["school_first"], camera=SIZE).id


@pytest.fixture
def fault(one: UUID) -> PictureFault:
    return open_fault(one)


def confirm(client: Any, fault: PictureFault, **changes: Any) -> Any:
    return client.post(f"{FAULTS}/{fault.id}/confirmations", json=confirmation(**changes))


def deny(client: Any, fault: PictureFault, **changes: Any) -> Any:
    return client.post(f"{FAULTS}/{fault.id}/false-alarms", json=false_alarm(**changes))


@pytest.mark.clause("JN-2.2.5g")
def test_a_confirmed_fault_becomes_a_repair_which_the_next_good_look_ends(
    client_as: Callable[[str], Any], fault: PictureFault, one: UUID
) -> None:
    answer = confirm(client_as("officer"), fault)
    assert (answer.status_code, answer.json["state"], answer.json["outcome"]) == (201, "confirmed", "repair")
    task = UpkeepTask.get_by_id(answer.json["task_id"])
    assert (task.facility_id, task.kind, task.origin, task.origin_id) == (one, "repair", "picture", fault.id)
    assert (task.reason, task.state) == ("图像异常：离线（已电话核实）", "open")
    laid(one, yard())
    assert (PictureFault.get_by_id(fault.id).state, UpkeepTask.get_by_id(task.id).state) == ("closed", "done")
    seen = client_as("staff").get(f"{FAULTS}/{fault.id}").json
    assert (seen["state"], seen["closed_by"], seen["feedback"][0]["by"]) == ("closed", "good_check", "陈明理")


@pytest.mark.clause("JN-2.2.5h")
def test_a_confirmed_fault_becomes_a_hazard(client_as: Callable[[str], Any], fault: PictureFault) -> None:
    answer = confirm(client_as("officer"), fault, outcome="hazard", grade="general", due_on=None)
    hazard = Hazard.get_by_id(answer.json["hazard_id"])
    assert (hazard.source, hazard.grade, hazard.unit_id, hazard.state) == ("device", "general", fault.unit_id, "found")
    assert "离线" in hazard.title
    assert UpkeepTask.select().count() == 0


def test_a_confirmed_fault_may_need_nothing_more(client_as: Callable[[str], Any], fault: PictureFault) -> None:
    answer = confirm(client_as("officer"), fault, outcome="none", due_on=None)
    assert (answer.json["state"], answer.json["task_id"], answer.json["hazard_id"]) == ("confirmed", None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": None}, "due_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"outcome": "hazard"}, "grade"),
        ({"outcome": "sell"}, "outcome"),
        ({"id": "x"}, "id"),
    ],
)
def test_a_confirmation_says_what_becomes_of_it(
    client_as: Callable[[str], Any], fault: PictureFault, changes: dict[str, Any], field: str
) -> None:
    answer = confirm(client_as("officer"), fault, **changes)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert PictureFault.get_by_id(fault.id).state == "open"


def test_only_who_may_judge_and_reaches_the_unit_judges(client_as: Callable[[str], Any], fault: PictureFault) -> None:
    for persona, status in (("staff", 403), ("head", 403), ("stranger", 404), ("system_admin", 403)):
        assert confirm(client_as(persona), fault).status_code == status
        assert deny(client_as(persona), fault).status_code == status
    assert client_as("stranger").get(f"{FAULTS}/{fault.id}").status_code == 404
    assert client_as("stranger").get(FAULTS).json["items"] == []


def test_judged_twice_by_the_same_request_is_judged_once(client_as: Callable[[str], Any], fault: PictureFault) -> None:
    body, officer = confirmation(), client_as("officer")
    answers = [officer.post(f"{FAULTS}/{fault.id}/confirmations", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert (UpkeepTask.select().count(), FaultFeedback.select().count()) == (1, 1)
    other = officer.post(f"{FAULTS}/{fault.id}/confirmations", json={**body, "note": "别的话"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")


def test_a_false_alarm_is_silent_until_its_days_are_over(
    client_as: Callable[[str], Any], fault: PictureFault, one: UUID
) -> None:
    answer = deny(client_as("officer"), fault)
    assert (answer.status_code, answer.json["state"]) == (201, "false_alarm")
    laid(one, "offline")
    assert PictureFault.get().state == "false_alarm"
    later = clock.now() + timedelta(days=8)
    with time_machine.travel(later, tick=False):
        laid(one, "offline", later)
    rows = list(PictureFault.select().order_by(PictureFault.id))
    assert [(row.state, row.closed_by) for row in rows] == [("closed", "lapsed"), ("open", "")]


def test_a_false_alarm_may_be_taken_back_and_a_confirmation_may_not(
    client_as: Callable[[str], Any], fault: PictureFault
) -> None:
    officer = client_as("officer")
    assert deny(officer, fault).status_code == 201
    assert confirm(officer, fault).json["state"] == "confirmed"
    again = deny(officer, fault)
    assert (again.status_code, again.json["code"]) == (409, "picture_fault_judged")
    assert [row["judgement"] for row in officer.get(f"{FAULTS}/{fault.id}").json["feedback"]] == [
        "false_alarm",
        "confirmed",
    ]


def test_what_has_ended_is_judged_no_more(client_as: Callable[[str], Any], fault: PictureFault, one: UUID) -> None:
    laid(one, yard())
    answer = confirm(client_as("officer"), fault)
    assert (answer.status_code, answer.json["code"]) == (409, "picture_fault_ended")


def test_of_two_who_judge_at_once_one_is_heard(client_as: Callable[[str], Any], fault: PictureFault) -> None:
    clients = [client_as("officer"), client_as("inspector")]
    path, body = f"{FAULTS}/{fault.id}/confirmations", confirmation()

    def judge(client: Any) -> int:
        return int(client.post(path, json={**body, "id": str(new_id())}).status_code)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(judge, clients))
    assert answers == [201, 409]
    assert (UpkeepTask.select().count(), FaultFeedback.select().count()) == (1, 1)


def test_what_people_said_is_tallied_by_kind_and_month(
    client_as: Callable[[str], Any], world: World, fault: PictureFault
) -> None:
    officer = client_as("officer")
    others = [open_fault(camera(world.units["school_first"], camera=SIZE).id) for _ in range(2)]
    for row in others:
        deny(officer, row)
    confirm(officer, others[0])
    confirm(officer, fault)
    month = clock.today().strftime("%Y-%m")
    query = {"from": month, "to": month}
    assert officer.get(TALLY, query_string=query).json["rows"] == [
        {"month": month, "kind": "offline", "confirmed": 2, "false_alarms": 1}
    ]
    assert client_as("stranger").get(TALLY, query_string=query).json["rows"] == []
    assert client_as("staff").get(TALLY, query_string=query).status_code == 403
    assert officer.get(TALLY, query_string={"from": "2026-13", "to": month}).status_code == 422


def test_the_list_tells_what_lasts_and_filters(
    client_as: Callable[[str], Any], world: World, fault: PictureFault
) -> None:
    suspect = camera(world.units["school_first"], camera=SIZE).id
    laid(suspect, "refused")
    officer = client_as("officer")
    shown = officer.get(FAULTS).json["items"]
    assert [(row["id"], row["camera"]["name"]) for row in shown] == [(str(fault.id), "正门摄像机")]
    assert [row["kind"] for row in officer.get(f"{FAULTS}?state=suspected").json["items"]] == ["refused"]
    assert [row["kind"] for row in officer.get(f"{FAULTS}?camera_id={suspect}").json["items"]] == ["refused"]
    assert officer.get(f"{FAULTS}?kind=black").json["items"] == []
    assert officer.get(f"{FAULTS}?state=live&unit_id={fault.unit_id}").json["items"][0]["state"] == "open"


def test_each_judgement_leaves_an_event(client_as: Callable[[str], Any], fault: PictureFault) -> None:
    deny(client_as("officer"), fault)
    confirm(client_as("officer"), fault)
    kinds = [row.kind for row in Event.select().where(Event.subject_id == fault.id)]
    assert sorted(kinds) == ["picture_fault.confirmed", "picture_fault.false_alarm", "picture_fault.opened"]


def test_what_nobody_knows_is_not_found(client_as: Callable[[str], Any]) -> None:
    assert client_as("officer").get(f"{FAULTS}/{new_id()}").status_code == 404
