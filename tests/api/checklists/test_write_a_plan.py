"""A plan is written by whom it belongs to, and only if it can ever make a task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from checklists.tasks.models import Task
from server.core.ids import new_id
from tests.factories.plans import day_after, every, plan_body, selection, self_check_body, windows
from tests.world import World

PLANS = "/api/v1/plans"


def test_a_plan_is_written_and_makes_its_tasks(
    client_as: Callable[[str], Any], world: World, run_jobs: Callable[[], int]
) -> None:
    officer, body = client_as("officer"), plan_body()
    answer = officer.post(PLANS, json=body)
    assert answer.status_code == 201, answer.json
    assert (answer.json["state"], answer.json["owner_name"]) == ("running", "济南市公安局历下区分局")
    run_jobs()
    made = officer.get(f"/api/v1/tasks?origin_id={body['id']}").json["items"]
    assert {task["unit_name"] for task in made} == {"泉城示范第一中学", "泉城示范实验小学"}
    assert {(task["kind"], task["origin"], task["note"]) for task in made} == {("periodic", "plan", "学校定期检查")}
    assert {len(task["template_version_ids"]) for task in made} == {2}  # the general checklist and the school's
    read = officer.get(f"{PLANS}/{body['id']}").json
    assert (read["tasks_made"], read["last_run"]["matched"]) == (2, 2)
    assert [run["made"] for run in read["runs"]] == [2]
    assert [step["state"] for step in read["states"]] == ["running"]


@pytest.mark.parametrize("persona", ["inspector", "station", "department", "staff", "system_admin"])
def test_who_only_inspects_does_not_plan(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).post(PLANS, json=plan_body()).status_code == 403


@pytest.mark.parametrize(
    ("persona", "changes", "code"),
    [
        ("officer", {"kind": "industry"}, "plan_kind_not_yours"),
        ("planner", {"kind": "periodic"}, "plan_kind_not_yours"),
        ("head", {"kind": "special", "selection": selection()}, "plan_kind_not_yours"),
        ("officer", {"kind": "self"}, "plan_assignment_unfit"),
        ("officer", {"assignment": "unit"}, "plan_assignment_unfit"),
    ],
)
def test_each_plans_what_is_theirs(
    client_as: Callable[[str], Any], persona: str, changes: dict[str, Any], code: str
) -> None:
    answer = client_as(persona).post(PLANS, json=plan_body(**changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"selection": selection(industries=["metro"])}, "plan_never_fires", "selection"),
        ({"selection": selection(area_codes=["370112"])}, "plan_never_fires", "selection"),
        ({"selection": selection(facts={"headcount": 1})}, "plan_never_fires", "selection"),
        ({"schedule": windows()}, "plan_never_fires", "schedule.windows"),
        ({"schedule": windows(("02-30", "03-02"))}, "plan_never_fires", "schedule.windows.0"),
        ({"schedule": windows(("13-01", "13-02"))}, "plan_never_fires", "schedule.windows.0"),
        ({"schedule": {**every(1), "interval": None}}, "plan_never_fires", "schedule.interval"),
        ({"schedule": every(0)}, "plan_always_fires", "schedule.interval.every"),
        ({"schedule": every(0, "days")}, "plan_always_fires", "schedule.interval.every"),
        ({"schedule": every(1, level_2=0)}, "plan_always_fires", "schedule.by_level.2.every"),
        ({"schedule": windows(("03-01", "03-31"), ("03-31", "04-30"))}, "windows_overlap", "schedule.windows.1"),
        ({"schedule": windows(("12-15", "01-15"), ("01-01", "01-02"))}, "windows_overlap", "schedule.windows.1"),
        ({"ends_on": "2026-01-31", "starts_on": "2026-01-01"}, "plan_never_fires", "ends_on"),
        ({"template_mode": "explicit"}, "plan_never_fires", "template_ids"),
        ({"template_mode": "explicit", "template_ids": [str(new_id())]}, "template_not_published", "template_ids"),
        ({"assignment": "named"}, "officers_too_few", "officer_ids"),
    ],
)
def test_a_plan_that_never_or_always_makes_tasks_is_refused_with_the_reason(
    client_as: Callable[[str], Any], changes: dict[str, Any], code: str, field: str
) -> None:
    answer = client_as("officer").post(PLANS, json=plan_body(**changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["errors"][0]["field"] == field
    shown = client_as("officer").post("/api/v1/plan-previews", json={**plan_body(**changes), "id": None})
    assert shown.status_code == 422  # a preview has no id
    body = {name: value for name, value in plan_body(**changes).items() if name != "id"}
    problems = client_as("officer").post("/api/v1/plan-previews", json=body).json["problems"]
    assert (field, code) in {(row["field"], row["code"]) for row in problems}


def test_a_window_that_no_day_of_the_plan_meets_never_comes(client_as: Callable[[str], Any]) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 4, tzinfo=UTC)):
        body = plan_body(schedule=windows(("03-01", "03-31")), starts_on="2026-11-22", ends_on="2027-02-28")
        answer = client_as("officer").post(PLANS, json=body)
        assert (answer.status_code, answer.json["code"]) == (422, "plan_never_fires")
        assert client_as("officer").post(PLANS, json={**body, "ends_on": "2027-03-01"}).status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"kind": "random"}, "kind"),
        ({"schedule": {"mode": "cron"}}, "schedule.mode"),
        ({"schedule": windows(("3-1", "03-31"))}, "schedule.windows.0.first"),
        ({"schedule": every(121)}, "schedule.interval.every"),
        ({"schedule": every(1, level_4=1)}, "schedule.by_level"),
        ({"selection": selection(key_levels=[4])}, "selection.key_levels.0"),
        ({"selection": selection(facts={"headcount": "many"})}, "selection.facts"),
        ({"grace_days": -1}, "grace_days"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"assignment": "anybody"}, "assignment"),
    ],
)
def test_a_malformed_plan_names_the_field(client_as: Callable[[str], Any], changes: dict[str, Any], field: str) -> None:
    answer = client_as("officer").post(PLANS, json=plan_body(**changes))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["field"].startswith(field)


def test_named_officers_must_be_within_reach(client_as: Callable[[str], Any], world: World) -> None:
    ids = [str(world.persons["inspector_licheng_1"]), str(world.persons["inspector_licheng_2"])]
    body = plan_body(assignment="named", officer_ids=ids)
    assert client_as("officer").post(PLANS, json=body).status_code == 404
    own = [str(world.persons["inspector_lin"]), str(world.persons["inspector_zhou"])]
    assert client_as("officer").post(PLANS, json={**body, "officer_ids": own}).status_code == 201


def test_sent_twice_it_is_one_plan_and_other_content_a_conflict(
    client_as: Callable[[str], Any], run_jobs: Callable[[], int], connected: None
) -> None:
    officer, body = client_as("officer"), plan_body()
    first, second = officer.post(PLANS, json=body), officer.post(PLANS, json=body)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    run_jobs()
    run_jobs()
    assert Task.select().where(Task.origin_id == body["id"]).count() == 2
    assert officer.post(PLANS, json={**body, "grace_days": 9}).status_code == 409
    assert client_as("city").post(PLANS, json=body).status_code == 409


def test_a_unit_plans_its_own_self_checks_and_the_police_see_that_plan(
    client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    head, body = client_as("head"), self_check_body()
    assert head.post(PLANS, json=body).json["owner_name"] == "泉城示范第一中学"
    run_jobs()
    assert [task["unit_name"] for task in head.get("/api/v1/tasks").json["items"]] == ["泉城示范第一中学"]
    assert client_as("officer").get(f"{PLANS}/{body['id']}").json["is_mine"] is False
    assert client_as("stranger").get(f"{PLANS}/{body['id']}").status_code == 404


def test_a_unit_does_not_learn_what_the_police_plan(client_as: Callable[[str], Any]) -> None:
    body = plan_body()
    assert client_as("officer").post(PLANS, json=body).status_code == 201
    assert client_as("head").get(PLANS).json["items"] == []
    assert client_as("head").get(f"{PLANS}/{body['id']}").status_code == 404
    assert client_as("head").get(f"{PLANS}/{body['id']}/preview").status_code == 404
    assert client_as("station").get(f"{PLANS}/{body['id']}").status_code == 200  # a station learns what binds it


def test_suggestions_are_for_whom_they_fit(client_as: Callable[[str], Any]) -> None:
    def codes(persona: str) -> set[str]:
        return {one["code"] for one in client_as(persona).get("/api/v1/plan-presets").json["presets"]}

    assert codes("officer") == {"police_regular", "self_regular", "self_industry_yearly"}
    assert codes("planner") == {"department_half_yearly"}
    assert codes("head") == {"unit_monthly"}


def test_each_suggestion_is_a_plan_that_can_be_written(client_as: Callable[[str], Any]) -> None:
    for persona in ("officer", "planner", "head"):
        client = client_as(persona)
        for preset in client.get("/api/v1/plan-presets").json["presets"]:
            content = {name: value for name, value in preset.items() if name != "code"}
            answer = client.post(PLANS, json=plan_body(**content, selection=selection(), ends_on=day_after(800)))
            assert answer.status_code == 201, answer.json
