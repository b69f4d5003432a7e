"""An authority lays down a plan, starts it, tells whom it names, keeps the timeline and takes it away as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.alerts.incidents.models import Incident, IncidentEntry, IncidentPlan
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.alerts import INCIDENTS, PLANS, contact, incident_body, plan_body
from tests.factories.notices import texts_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def plan(client_as: Callable[[str], Any], world: World) -> dict[str, Any]:
    answer = client_as("officer").post(PLANS, json=plan_body(world))
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


def start(client: Any, plan: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = client.post(INCIDENTS, json=incident_body(plan["id"], **changes))
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


@pytest.mark.clause("LN-18")
def test_starting_pushes_the_call_tree_and_the_timeline_is_exported(
    client_as: Callable[[str], Any], plan: dict[str, Any]
) -> None:
    officer = client_as("officer")
    incident = start(officer, plan)
    address = f"{INCIDENTS}/{incident['id']}"
    assert [(call["level"], call["name"]) for call in incident["call_tree"]] == [
        (1, "周安平"),
        (1, "珠泉派出所"),
        (2, "孙珺"),
        (2, "值班室"),
    ]
    for persona in ("second", "station", "head"):  # a person, an agency, a unit
        assert texts_of(client_as(persona), kind="incident.started") == [
            "校园突发事件已启动，地点：泉城路1号，请按预案到位。"
        ]
    assert texts_of(client_as("inspector"), kind="incident.started") == []
    told = officer.post(f"{address}/calls/{incident['call_tree'][3]['id']}/confirmations")
    assert told.status_code == 201
    assert told.json["call_tree"][3]["told_by"] == "陈明理"
    assert (told.json["calls"], told.json["told"]) == (4, 1)
    entry = {"id": str(new_id()), "happened_at": clock.now().isoformat(), "text": "增援到场"}
    assert officer.post(f"{address}/entries", json=entry).status_code == 201
    ended = officer.post(f"{address}/endings", json={"summary": "事态平息"})
    assert (ended.status_code, ended.json["state"]) == (201, "ended")
    file = officer.get(f"{address}/timeline")
    rows = list(csv.reader(io.StringIO(file.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0] == ["类型", "实战", "名称", "校园突发事件", "地点", "泉城路1号"]
    assert [row[1] for row in rows[2:6]] == ["启动处置：校园暴力事件处置", "已通知值班室", "增援到场", "结束：事态平息"]
    assert ["2", "孙珺", "校长", "未通知", ""] in rows
    assert not any("13900000001" in cell for row in rows for cell in row)
    assert "filename*=UTF-8''" in file.headers["Content-Disposition"]


@pytest.mark.clause("LN-18")
def test_a_drill_runs_on_the_same_engine_and_says_so(client_as: Callable[[str], Any], plan: dict[str, Any]) -> None:
    officer = client_as("officer")
    drill = start(officer, plan, is_drill=True)
    start(officer, plan)
    assert texts_of(client_as("head"), kind="incident.started")[-1].startswith("【演练】")
    assert drill["timeline"][0]["text"] == "启动演练：校园暴力事件处置"
    assert [row["id"] for row in officer.get(f"{INCIDENTS}?is_drill=true").json["items"]] == [drill["id"]]
    assert "演练" in officer.get(f"{INCIDENTS}/{drill['id']}/timeline").get_data(as_text=True).splitlines()[0]


def test_a_cell_never_runs_as_a_formula(client_as: Callable[[str], Any], plan: dict[str, Any]) -> None:
    officer = client_as("officer")
    id = start(officer, plan, title="=1+1")["id"]
    assert ",'=1+1," in officer.get(f"{INCIDENTS}/{id}/timeline").get_data(as_text=True)


def test_phone_numbers_are_whole_only_for_who_runs_it(client_as: Callable[[str], Any], plan: dict[str, Any]) -> None:
    id = start(client_as("officer"), plan)["id"]
    assert client_as("officer").get(f"{INCIDENTS}/{id}").json["call_tree"][3]["phone"] == "13900000001"
    assert client_as("inspector").get(f"{INCIDENTS}/{id}").json["call_tree"][3]["phone"] == "139****0001"
    assert client_as("inspector").get(f"{PLANS}/{plan['id']}").json["contacts"][3]["phone"] == "139****0001"


def test_a_running_incident_keeps_the_tree_it_started_with(
    client_as: Callable[[str], Any], plan: dict[str, Any], world: World
) -> None:
    officer = client_as("officer")
    id = start(officer, plan)["id"]
    etag = officer.get(f"{PLANS}/{plan['id']}").headers["ETag"]
    change = {name: value for name, value in plan_body(world).items() if name != "id"} | {
        "contacts": [contact("独一人")]
    }
    changed = officer.put(f"{PLANS}/{plan['id']}", json=change, headers={"If-Match": etag})
    assert (changed.status_code, len(changed.json["contacts"])) == (200, 1)
    assert len(officer.get(f"{INCIDENTS}/{id}").json["call_tree"]) == 4
    assert officer.put(f"{PLANS}/{plan['id']}", json=change, headers={"If-Match": etag}).status_code == 412
    assert officer.put(f"{PLANS}/{plan['id']}", json=change).status_code == 428


@pytest.mark.parametrize(
    ("contacts", "status", "code"),
    [
        ([], 422, "invalid"),
        ([contact("无联系方式", phone="")], 422, "contact_unreachable"),
        ([contact("甲", to_kind="person")], 422, "contact_unreachable"),
        ([contact("甲", to_kind="person", to_id=str(new_id()))], 404, "not_found"),
        ([contact("甲", phone="call me")], 422, "invalid"),
        ([contact("甲", level=0)], 422, "invalid"),
    ],
    ids=["nobody", "no way to reach", "half an account", "unknown", "no number", "level zero"],
)
def test_a_contact_that_cannot_be_told_is_refused(
    client_as: Callable[[str], Any], world: World, contacts: list[Any], status: int, code: str
) -> None:
    answer = client_as("officer").post(PLANS, json=plan_body(world, contacts=contacts))
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_unit_out_of_reach_cannot_be_called(client_as: Callable[[str], Any], world: World) -> None:
    school = contact("校", to_kind="unit", to_id=str(world.units["school_first"]))
    assert client_as("stranger").post(PLANS, json=plan_body(world, contacts=[school])).status_code == 404


def test_who_is_far_sees_neither_plan_nor_incident_and_who_was_called_sees_it(
    client_as: Callable[[str], Any], world: World, plan: dict[str, Any]
) -> None:
    called = contact("商务局", to_kind="agency", to_id=str(world.agencies["commerce"]))
    other = client_as("officer").post(PLANS, json=plan_body(world, contacts=[called])).json
    first, second = start(client_as("officer"), plan), start(client_as("officer"), other)
    assert client_as("stranger").get(f"{PLANS}/{plan['id']}").status_code == 404
    assert client_as("stranger").get(f"{INCIDENTS}/{first['id']}").status_code == 404
    assert client_as("stranger").post(INCIDENTS, json=incident_body(plan["id"])).status_code == 404
    commerce = client_as("commerce")
    assert [row["id"] for row in commerce.get(INCIDENTS).json["items"]] == [second["id"]]
    for persona in ("city", "station", "inspector"):
        assert client_as(persona).get(f"{INCIDENTS}/{first['id']}").status_code == 200


def test_others_may_not_run_one(client_as: Callable[[str], Any], world: World, plan: dict[str, Any]) -> None:
    for persona in ("inspector", "head", "system_admin"):
        assert client_as(persona).post(PLANS, json=plan_body(world)).status_code == 403
        assert client_as(persona).post(INCIDENTS, json=incident_body(plan["id"])).status_code == 403


def test_sent_twice_it_is_one(client_as: Callable[[str], Any], plan: dict[str, Any], world: World) -> None:
    officer, body = client_as("officer"), incident_body(plan["id"])
    draft = plan_body(world)
    assert officer.post(PLANS, json=draft).json == officer.post(PLANS, json=draft).json
    assert officer.post(PLANS, json={**draft, "title": "另一个"}).status_code == 409
    first = officer.post(INCIDENTS, json=body).json
    assert officer.post(INCIDENTS, json=body).json == first
    assert officer.post(INCIDENTS, json={**body, "title": "另一个"}).status_code == 409
    address = f"{INCIDENTS}/{body['id']}"
    entry = {"id": str(new_id()), "happened_at": clock.now().isoformat(), "text": "到场"}
    assert officer.post(f"{address}/entries", json=entry).json == officer.post(f"{address}/entries", json=entry).json
    assert officer.post(f"{address}/entries", json={**entry, "text": "离场"}).status_code == 409
    call = f"{address}/calls/{first['call_tree'][0]['id']}/confirmations"
    assert officer.post(call).json == officer.post(call).json
    assert client_as("city").post(call).json["code"] == "call_already_marked"
    ending = {"summary": "完"}
    assert officer.post(f"{address}/endings", json=ending).json == officer.post(f"{address}/endings", json=ending).json
    assert officer.post(f"{address}/endings", json={"summary": "另一个"}).json["code"] == "incident_ended"
    assert (IncidentPlan.select().count(), Incident.select().count(), IncidentEntry.select().count()) == (2, 1, 4)
    assert Event.select().where(Event.kind == "incident.ended").count() == 1


def test_after_the_end_nothing_is_added(client_as: Callable[[str], Any], plan: dict[str, Any]) -> None:
    officer = client_as("officer")
    incident = start(officer, plan)
    address = f"{INCIDENTS}/{incident['id']}"
    officer.post(f"{address}/endings", json={"summary": "完"})
    entry = {"id": str(new_id()), "happened_at": clock.now().isoformat(), "text": "晚了"}
    assert officer.post(f"{address}/entries", json=entry).json["code"] == "incident_ended"
    call = f"{address}/calls/{incident['call_tree'][0]['id']}/confirmations"
    assert officer.post(call).json["code"] == "incident_ended"


@pytest.mark.parametrize(("minutes", "status"), [(9, 201), (11, 422)])
def test_an_entry_is_of_the_past(
    client_as: Callable[[str], Any], plan: dict[str, Any], minutes: int, status: int
) -> None:
    officer = client_as("officer")
    address = f"{INCIDENTS}/{start(officer, plan)['id']}/entries"
    moment = clock.now() + timedelta(minutes=minutes)
    entry = {"id": str(new_id()), "happened_at": moment.isoformat(), "text": "到场"}
    assert officer.post(address, json=entry).status_code == status


def test_a_call_of_another_incident_is_not_found(client_as: Callable[[str], Any], plan: dict[str, Any]) -> None:
    officer = client_as("officer")
    one, other = start(officer, plan), start(officer, plan)
    call = f"{INCIDENTS}/{one['id']}/calls/{other['call_tree'][0]['id']}/confirmations"
    assert officer.post(call).status_code == 404
