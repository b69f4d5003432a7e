"""What a plan will make in the next twelve months is shown before it is written, and is what it then makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from checklists.plans.services.making import ask_for_runs
from checklists.tasks.models import Task
from server.core.database import database
from server.core.jobs import run_due_jobs
from tests.factories.plans import every, plan_body, selection, windows

PLANS, PREVIEWS = "/api/v1/plans", "/api/v1/plan-previews"
START = date(2026, 3, 2)


def at(day: date) -> Any:
    return time_machine.travel(datetime.fromisoformat(f"{day.isoformat()}T09:00+08:00"), tick=False)


def content(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in plan_body(**changes).items() if name != "id"}


def by_month(shown: dict[str, Any]) -> dict[str, int]:
    return {row["month"]: row["tasks"] for row in shown["months"]}


def test_twelve_months_are_shown_with_their_tasks_and_the_first_units(client_as: Callable[[str], Any]) -> None:
    with at(START):
        shown = client_as("officer").post(PREVIEWS, json=content(schedule=every(3))).json
    assert (shown["matching"], shown["total"], shown["problems"]) == (2, 6, [])
    assert next(iter(by_month(shown))) == "2026-03"
    assert list(by_month(shown))[-1] == "2027-02"
    assert {month: n for month, n in by_month(shown).items() if n} == {"2026-06": 2, "2026-09": 2, "2026-12": 2}
    assert [(row["unit_name"], row["key_unit_level"], row["due_on"], row["tasks"]) for row in shown["first"]] == [
        ("泉城示范第一中学", 2, "2026-06-01", 3), ("泉城示范实验小学", 3, "2026-06-01", 3),
    ]  # fmt: skip
    assert len(shown["first"][0]["templates"]) == 2
    assert shown["unloaded_years"] == [2027]


@pytest.mark.parametrize(
    "changes",
    [
        {"schedule": every(6, level_1=1, level_2=3), "spread": True},
        {"schedule": every(3), "working_days_only": True},
        {"schedule": every(2, "weeks", level_1=1), "spread": True, "working_days_only": True},
        {"schedule": windows(("05-01", "06-15"), ("12-20", "01-10")), "spread": True},
    ],
    ids=["by level", "quarter", "fortnight", "windows"],
)
def test_a_year_later_the_tasks_are_those_the_preview_told(
    client_as: Callable[[str], Any], changes: dict[str, Any]
) -> None:
    city, body = client_as("city"), plan_body(selection=selection(), starts_on=START.isoformat(), **changes)
    with at(START), database.connection_context():
        told = city.post(PREVIEWS, json={name: value for name, value in body.items() if name != "id"}).json
        assert city.post(PLANS, json=body).status_code == 201
        run_due_jobs()
    for days in range(0, 365, 7 if "weeks" in str(changes) else 5):  # nights on which nothing ran are made up
        day = START + timedelta(days=days)
        with at(day), database.connection_context():
            ask_for_runs(day.isoformat())
            run_due_jobs()
    with database.connection_context():
        rows = Task.select().where((Task.origin_id == body["id"]) & (Task.due_on <= date(2027, 2, 28)))
        made = Counter(row.due_on.isoformat()[:7] for row in rows)
    assert {month: n for month, n in by_month(told).items() if n} == dict(made)


def test_a_saved_plan_is_previewed_by_whom_it_binds(client_as: Callable[[str], Any]) -> None:
    body = plan_body(schedule=every(3))
    assert client_as("officer").post(PLANS, json=body).status_code == 201
    shown = client_as("station").get(f"{PLANS}/{body['id']}/preview").json
    assert shown["matching"] == 2
    assert client_as("stranger").get(f"{PLANS}/{body['id']}/preview").status_code == 404


def test_a_preview_keeps_nothing(client_as: Callable[[str], Any]) -> None:
    before = client_as("officer").get("/api/v1/tasks?limit=200").json
    assert client_as("officer").post(PREVIEWS, json=content()).status_code == 200
    assert client_as("officer").get(PLANS).json["items"] == []
    assert client_as("officer").get("/api/v1/tasks?limit=200").json == before


@pytest.mark.parametrize("persona", ["inspector", "department", "staff", "audit_admin"])
def test_who_does_not_plan_previews_no_drafts(client_as: Callable[[str], Any], persona: str) -> None:
    assert client_as(persona).post(PREVIEWS, json=content()).status_code == 403


def test_a_malformed_draft_names_the_field(client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").post(PREVIEWS, json=content(grace_days="five"))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "grace_days")
