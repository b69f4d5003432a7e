"""Due, late, past its grace: then the level above has it on its list, once, and is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine

from checklists.plans.services import escalating
from checklists.plans.services.escalating import escalate_overdue
from checklists.plans.services.making import ask_for_runs
from checklists.tasks.models import TaskEscalation
from server.core.database import database
from server.core.events import Event
from server.core.jobs import run_due_jobs
from tests.factories.phone import make_record
from tests.factories.plans import every, plan_body, selection, self_check_body, windows
from tests.factories.records import Inspector, Sender, settled
from tests.world import World

PLANS, TASKS, PULL = "/api/v1/plans", "/api/v1/tasks", "/api/v1/mobile/pull"


def at(day: str) -> Any:
    return time_machine.travel(datetime.fromisoformat(f"{day}T10:00+08:00"), tick=False)


def written(client: Any, body: dict[str, Any], day: str = "2026-03-02") -> str:
    with at(day):
        answer = client.post(PLANS, json=body)
        assert answer.status_code == 201, answer.json
        with database.connection_context():
            run_due_jobs()
    return str(body["id"])


def escalate_on(day: str) -> int:
    with at(day), database.connection_context():
        return escalate_overdue()


def units_listed(client: Any, query: str) -> list[str]:
    return sorted(task["unit_name"] for task in client.get(f"{TASKS}?limit=200&{query}").json["items"])


def handed_in_self_check(sender: Sender, head: Inspector, codes: tuple[str, ...], task_id: str) -> None:
    for code in codes:
        visit = sender.visit("school_first", code, ["inspector_lin"], kind="self", task_id=task_id)
        record = make_record(head.phone, visit, officers=[], recorder_person_id=None, group_reasons={})
        record["signatures"] = [one for one in record["signatures"] if one["role"] == "unit"]
        answer = head.hand_in(settled(record, visit, head.phone))
        assert answer.status_code == 201, answer.json


@pytest.mark.clause("JN-2.2.5e")
def test_a_self_check_comes_to_the_units_phone_and_overdue_after_its_grace_to_the_bureaus_list(
    client_as: Callable[[str], Any], sender: Sender, world: World
) -> None:
    """Each month, five days of grace: due on 1 April, late from the 2nd, on the bureau's list from the 7th."""
    body = self_check_body(selection=selection(industries=["school"]), starts_on="2026-03-02", grace_days=5)
    plan = written(client_as("officer"), body)
    head, officer = sender.inspector("head"), client_as("officer")
    with at("2026-03-03"):
        tasks = [task for task in head.client.get(PULL).json["tasks"] if task["origin_id"] == plan]
    assert [(task["kind"], task["due_on"], task["state"]) for task in tasks] == [("self", "2026-04-01", "open")]

    with at("2026-04-01"):
        assert units_listed(officer, f"origin_id={plan}&late=true") == []
    with at("2026-04-02"):
        assert len(units_listed(officer, f"origin_id={plan}&late=true")) == 2
        assert head.client.get(f"{TASKS}/{tasks[0]['id']}").json["is_late"] is True
    assert escalate_on("2026-04-06") == 0
    assert escalate_on("2026-04-07") == 2
    assert units_listed(officer, "kind=self&escalated=true") == ["泉城示范实验小学", "泉城示范第一中学"]
    assert units_listed(client_as("stranger"), "kind=self&escalated=true") == []
    told = [notice["kind"] for notice in officer.get("/api/v1/notices").json["items"]]
    assert "task_escalated" in told
    assert "self_check_overdue" in [notice["kind"] for notice in head.client.get("/api/v1/notices").json["items"]]

    with at("2026-04-08"):
        handed_in_self_check(sender, head, ("GEN", "SCH"), tasks[0]["id"])
    assert units_listed(officer, "kind=self&escalated=true") == ["泉城示范实验小学"]


@pytest.mark.clause("JN-2.2.5a")
def test_each_industry_checks_itself_yearly_with_its_own_pack(
    client_as: Callable[[str], Any], world: World, sender: Sender
) -> None:
    officer = client_as("officer")
    preset = next(
        one for one in officer.get("/api/v1/plan-presets").json["presets"] if one["code"] == "self_industry_yearly"
    )
    content = {name: value for name, value in preset.items() if name != "code"}
    plan = written(officer, self_check_body(**content, starts_on="2026-03-02"))
    tasks = officer.get(f"{TASKS}?origin_id={plan}&limit=200").json["items"]
    packs = {str(version): code for code, version in world.versions.items()}
    codes = {task["unit_id"]: [packs[id] for id in task["template_version_ids"]] for task in tasks}
    industries = {unit["id"]: unit["industry"] for unit in officer.get("/api/v1/units?limit=200").json["items"]}
    by_industry = {}
    for template in officer.get("/api/v1/templates").json["items"]:
        for industry in template["industries"]:
            by_industry.setdefault(industry, []).append(template["code"])
    assert set(codes) == set(industries)
    for unit, industry in industries.items():
        assert codes[unit] == ["GEN", *sorted(by_industry.get(industry, []))]
    assert codes[str(world.units["school_first"])] == ["GEN", "SCH"]

    mine = next(task for task in tasks if task["unit_id"] == str(world.units["school_first"]))
    head = sender.inspector("head")
    with at("2026-05-06"):
        handed_in_self_check(sender, head, ("GEN", "SCH"), mine["id"])
    assert officer.get(f"{TASKS}/{mine['id']}").json["state"] == "done"
    for day, count in (("2027-03-01", 1), ("2027-03-02", 2)):  # a year and no day less
        with at(day), database.connection_context():
            ask_for_runs(day)
            run_due_jobs()
        found = head.client.get(f"{TASKS}?origin_id={plan}").json["items"]
        assert len(found) == count


@pytest.mark.clause("JN-2.4b")
def test_the_education_bureau_plans_and_inspects_schools_and_the_police_read_the_results(
    client_as: Callable[[str], Any], sender: Sender, world: World
) -> None:
    planner, body = client_as("planner"), plan_body(
        kind="industry", title="春季校园安全行业检查", schedule=windows(("03-01", "04-30")), starts_on="2026-03-02",
        selection=selection(), template_mode="explicit", template_ids=[str(world.templates["SCH"])],
    )  # fmt: skip
    plan = written(planner, body)
    tasks = {task["unit_name"]: task for task in planner.get(f"{TASKS}?origin_id={plan}").json["items"]}
    assert set(tasks) == {"泉城示范第一中学", "泉城示范实验小学", "历城示范幼儿园", "齐鲁示范大学"}
    task = tasks["泉城示范第一中学"]
    assert {officer["name"] for officer in task["officers"]} == {"杜学勤", _name(world, "inspector_education")}

    inspector = sender.inspector("department")
    with at("2026-03-10"):
        assert task["id"] in [one["id"] for one in inspector.client.get(PULL).json["tasks"]]
        visit = sender.visit(
            "school_first", "SCH", ["inspector_education", "inspector_education_2"], kind="industry", task_id=task["id"]
        )
        record = make_record(inspector.phone, visit)
        assert inspector.hand_in(record).status_code == 201
    police = client_as("officer")
    assert police.get(f"{TASKS}/{task['id']}").json["state"] == "done"
    seen = police.get(f"/api/v1/inspections/{record['id']}")
    assert (seen.status_code, seen.json["kind"]) == (200, "industry")
    assert client_as("commerce").get(f"/api/v1/inspections/{record['id']}").status_code == 404
    assert client_as("stranger").get(f"/api/v1/inspections/{record['id']}").status_code == 404
    assert police.post(f"{PLANS}/{plan}/states", json={"id": body["id"], "state": "ended"}).status_code == 404


def _name(world: World, key: str) -> str:
    from server.units.people.queries import people_by_id

    with database.connection_context():
        return people_by_id([world.persons[key]])[world.persons[key]].name


def test_a_stations_task_goes_to_the_branch_and_a_branchs_to_the_city(
    client_as: Callable[[str], Any], world: World
) -> None:
    ids = [str(world.persons["inspector_lin"]), str(world.persons["inspector_zhou"])]
    written(client_as("officer"), plan_body(starts_on="2026-03-02", schedule=every(1), grace_days=0))
    named = plan_body(
        starts_on="2026-03-02", schedule=every(1), grace_days=0, assignment="named", officer_ids=ids,
        selection=selection(industries=["bank"]),
    )  # fmt: skip
    written(client_as("officer"), named)
    assert escalate_on("2026-04-02") == 3
    shown = {
        task["unit_name"]: task["escalated_to"]
        for task in client_as("city").get(f"{TASKS}?escalated=true").json["items"]
    }
    bank = client_as("city").get(f"{TASKS}?origin_id={named['id']}").json["items"][0]["unit_name"]
    assert shown.pop(bank) == "济南市公安局"
    assert shown["泉城示范第一中学"] == "济南市公安局历下区分局"
    assert bank not in units_listed(client_as("officer"), "escalated=true")
    assert units_listed(client_as("station"), "escalated=true") == []


def test_looked_at_again_it_goes_up_once_and_ended_tasks_never(
    client_as: Callable[[str], Any], connected: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalating, "BATCH", 3)
    officer = client_as("city")
    plan = written(officer, self_check_body(starts_on="2026-03-02", grace_days=0))
    tasks = officer.get(f"{TASKS}?origin_id={plan}&limit=200").json["items"]
    officer.post(f"{TASKS}/{tasks[0]['id']}/cancellations", json={"reason": "单位注销"})
    assert escalate_on("2026-05-01") == len(tasks) - 1
    assert escalate_on("2026-05-02") == 0
    assert TaskEscalation.select().count() == len(tasks) - 1
    assert Event.select().where(Event.kind == "tasks.escalated").count() == -(-(len(tasks) - 1) // 3)


def test_killed_in_the_middle_of_going_up_the_rest_goes_next_time(
    client_as: Callable[[str], Any], connected: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalating, "BATCH", 4)
    written(client_as("city"), self_check_body(starts_on="2026-03-02", grace_days=0))
    real, calls = escalating._tell, []

    def dying(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit("killed")
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(escalating, "_tell", dying)
        with pytest.raises(SystemExit):
            escalate_on("2026-05-01")
    assert TaskEscalation.select().count() == 4
    assert escalate_on("2026-05-01") == 10
    assert TaskEscalation.select().count() == 14
