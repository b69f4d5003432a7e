"""Tasks due, done and late by month and agency; inspections by kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from checklists.tasks.models import Task, TaskEnding
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from tests.factories.records import Sender, failed_check
from tests.world import World

TASKS, INSPECTIONS = "/api/v1/figures/tasks", "/api/v1/figures/inspections"
COUNTS = ("due", "done_in_time", "done_late", "overdue", "open", "cancelled")


def lay_down(unit_id: Any, due: int, state: str | None = None, ended: int = 0) -> None:
    """A task due so many days from today, perhaps ended so many days from today."""
    today = clock.today()
    now = clock.now()
    with database.connection_context(), database.atomic():
        task = Task.create(
            id=new_id(), kind="periodic", unit_id=unit_id, due_on=today + timedelta(days=due), note="",
            created_at=now, changed_at=now,
        )  # fmt: skip
        if state:
            at = now + timedelta(days=ended)
            TaskEnding.create(id=new_id(), task_id=task.id, state=state, reason="", at=at)


@pytest.fixture
def quiet(app: Any) -> None:
    """Without the demo's own tasks."""
    with database.connection_context(), database.atomic():
        TaskEnding.delete().execute()
        Task.delete().execute()


def month(client: Any, which: str) -> dict[str, Any]:
    answer = client.get(f"{TASKS}?from_month={which}&to_month={which}").json
    (row,) = answer["months"]
    return dict(row)


@pytest.mark.usefixtures("quiet")
@time_machine.travel("2026-11-15T04:00:00+00:00", tick=False)
def test_tasks_are_due_done_late_or_open(client_as: Callable[[str], Any], world: World) -> None:
    school = world.units["school_first"]
    lay_down(school, 1, "done", 0)
    lay_down(school, 0, "done", 0)  # on the last day is in time
    lay_down(school, -3, "done", -2)
    lay_down(school, -1)
    lay_down(school, 0)  # the last day is not over
    lay_down(school, 5, "cancelled", 0)
    lay_down(school, 40)
    row = month(client_as("officer"), "2026-11")
    assert [row[name] for name in COUNTS] == [5, 2, 1, 1, 1, 1]
    assert (row["done_percent"], row["in_time_percent"]) == (60.0, 40.0)
    assert (row["due_from"], row["due_to"]) == ("2026-11-01", "2026-11-30")
    assert month(client_as("officer"), "2026-12")["due"] == 1
    assert month(client_as("officer"), "2026-10")["done_percent"] is None
    assert month(client_as("stranger"), "2026-11")["due"] == 0


@pytest.mark.usefixtures("quiet")
@time_machine.travel("2026-11-15T15:30:00+00:00", tick=False)  # 23:30 in Beijing
def test_done_after_midnight_in_beijing_is_late(client_as: Callable[[str], Any], world: World) -> None:
    lay_down(world.units["school_first"], 0, "done", 0)
    with time_machine.travel("2026-11-15T16:30:00+00:00", tick=False):
        lay_down(world.units["school_first"], -1, "done", 0)
    row = month(client_as("officer"), "2026-11")
    assert (row["done_in_time"], row["done_late"]) == (1, 1)


@pytest.mark.usefixtures("quiet")
@time_machine.travel("2026-11-15T04:00:00+00:00", tick=False)
def test_each_agency_below_has_its_row(client_as: Callable[[str], Any], world: World) -> None:
    lay_down(world.units["school_first"], -1)
    rows = {row["agency_id"]: row for row in client_as("city").get(TASKS).json["agencies"]}
    assert rows[str(world.agencies["lixia"])]["overdue"] == 1
    assert rows[str(world.agencies["licheng"])]["due"] == 0


@time_machine.travel("2026-11-15T04:00:00+00:00", tick=False)
def test_without_months_it_is_the_last_six(client_as: Callable[[str], Any]) -> None:
    months = [row["month"] for row in client_as("officer").get(TASKS).json["months"]]
    assert months == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]


def test_inspections_are_counted_by_month_and_kind(sender: Sender, client_as: Callable[[str], Any]) -> None:
    failed_check(sender, "SCH-13", "SCH-06")
    shown = client_as("officer").get(INSPECTIONS).json
    this_month = clock.today().strftime("%Y-%m")
    assert shown["kinds"] == [{"month": this_month, "kind": "periodic", "inspections": 1, "hazards": 2}]
    assert shown["months"][-1] == this_month
    assert client_as("stranger").get(INSPECTIONS).json["kinds"] == []


@pytest.mark.parametrize(
    "query", ["from_month=2026-13", "to_month=x", "from_month=2026-05&to_month=2026-04", "from_month=2020-01"]
)
@pytest.mark.parametrize("path", [TASKS, INSPECTIONS])
def test_months_that_are_none_are_refused(client_as: Callable[[str], Any], path: str, query: str) -> None:
    answer = client_as("officer").get(f"{path}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] in {"from_month", "to_month"}


@pytest.mark.parametrize("path", [TASKS, INSPECTIONS, "/api/v1/figures/map?bbox=116,36,118,37&zoom=9"])
@pytest.mark.parametrize("persona", ["head", "system_admin"])
def test_units_and_administrators_have_none(client_as: Callable[[str], Any], path: str, persona: str) -> None:
    assert client_as(persona).get(path).status_code == 403
