"""A plan's tasks are made once for each unit and period: after every stop, never twice, and none left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from checklists.plans.services import making
from checklists.tasks.models import Task, TaskOfficer
from server.core.database import database
from server.core.ids import new_id
from server.core.jobs import run_due_jobs
from tests.factories.alerts import level_body
from tests.factories.plan_runs import PLANS, SCHOOLS, TASKS, made, night, on, written
from tests.factories.plans import every, plan_body, selection, self_check_body, windows
from tests.world import World


def test_each_period_brings_one_task_a_unit(client_as: Callable[[str], Any]) -> None:
    plan = written(client_as("officer"), plan_body(**SCHOOLS))
    assert made(plan) == {date(2026, 3, 2): 2}
    for day in ("2026-03-03", "2026-03-31", "2026-04-01"):
        night(day)
    assert made(plan) == {date(2026, 3, 2): 2}
    night("2026-04-02")
    assert made(plan) == {date(2026, 3, 2): 2, date(2026, 4, 2): 2}


def test_the_due_day_is_the_periods_last_or_the_next_working_day(client_as: Callable[[str], Any]) -> None:
    def due(**changes: Any) -> set[date]:
        body = plan_body(**{"starts_on": "2026-09-04", "schedule": every(1), **changes})
        plan = written(client_as("officer"), body, "2026-09-04")
        with database.connection_context():
            return {row.due_on for row in Task.select().where(Task.origin_id == plan)}

    assert due() == {date(2026, 10, 3)}
    assert due(working_days_only=True) == {date(2026, 10, 8)}  # the National Day holiday ends on the 7th
    assert due(working_days_only=True, schedule=every(37, "days")) == {date(2026, 10, 10)}  # a Saturday, worked


def test_runs_missed_while_everything_was_off_are_made_up_once(client_as: Callable[[str], Any]) -> None:
    plan = written(client_as("officer"), plan_body(**SCHOOLS))
    night("2026-03-20")
    night("2026-05-04")  # off since: the period from 2 April passed, the one from 2 May has begun
    assert made(plan) == {date(2026, 3, 2): 2, date(2026, 4, 2): 2, date(2026, 5, 2): 2}
    with database.connection_context():
        late = Task.select().where((Task.origin_id == plan) & (Task.period_on == date(2026, 4, 2)))
        assert {row.due_on for row in late} == {date(2026, 5, 6)}  # told on a holiday, due on the next working day
    night("2026-05-04")
    night("2026-05-05")
    assert sum(made(plan).values()) == 6


def test_what_passed_before_a_unit_was_there_is_not_asked_of_it(client_as: Callable[[str], Any], world: World) -> None:
    plan = written(client_as("officer"), plan_body(**SCHOOLS))
    night("2026-04-20")
    with on("2026-04-21T10:00"):
        officer = client_as("officer")
        unit = officer.get(f"/api/v1/units/{world.units['bank']}")
        change = {name: unit.json[name] for name in _revision_fields(officer)} | {"industry": "school"}
        answer = officer.put(
            f"/api/v1/units/{world.units['bank']}", json=change, headers={"If-Match": unit.headers["ETag"]}
        )
        assert answer.status_code == 200, answer.json
    night("2026-04-22")
    assert made(plan) == {date(2026, 3, 2): 2, date(2026, 4, 2): 3}


def _revision_fields(_client: Any) -> tuple[str, ...]:
    return (
        "name", "uscc", "kind", "industry", "area_code", "address", "lat", "lon", "managed_by_id", "guided_by_id",
        "station_id", "department_id", "key_unit_level", "counter_terror_target", "facts",
    )  # fmt: skip


def test_a_night_without_a_new_period_looks_at_changed_units_only_and_mondays_at_all(
    client_as: Callable[[str], Any], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real = making.matching_units

    def noted(*arguments: Any) -> Any:
        found = real(*arguments)
        seen.append(len(found[0]))
        return found

    body = self_check_body(starts_on="2027-03-02", schedule=every(3, level_1=1))  # after the units were registered
    with on("2027-03-02T10:00"):
        city = client_as("city")
    plan = written(city, body, "2027-03-02")
    night("2027-03-03")
    monkeypatch.setattr(making, "matching_units", noted)
    night("2027-03-04")  # nothing begins, nothing changed
    night("2027-03-08")  # a Monday
    night("2027-04-02")  # units of level 1 have a new month
    assert seen == [0, 14, 4]
    assert made(plan) == {date(2027, 3, 2): 14, date(2027, 4, 2): 4}


def test_a_window_comes_every_year_and_may_run_over_the_new_year(client_as: Callable[[str], Any]) -> None:
    body = plan_body(starts_on="2026-03-02", schedule=windows(("03-01", "03-31"), ("12-20", "01-10")))
    plan = written(client_as("officer"), body)
    for day in ("2026-04-01", "2026-12-19", "2026-12-20", "2027-01-10", "2027-01-11", "2027-03-01"):
        night(day)
    assert made(plan) == {date(2026, 3, 2): 2, date(2026, 12, 20): 2, date(2027, 3, 1): 2}


def test_a_plan_stops_after_its_last_day(client_as: Callable[[str], Any]) -> None:
    plan = written(client_as("officer"), plan_body(**SCHOOLS, ends_on="2026-04-02"))
    for day in ("2026-04-02", "2026-05-02"):
        night(day)
    assert made(plan) == {date(2026, 3, 2): 2, date(2026, 4, 2): 2}
    with database.connection_context():
        last = Task.select().where((Task.origin_id == plan) & (Task.period_on == date(2026, 4, 2)))
        assert {row.due_on for row in last} == {date(2026, 4, 2)}


@pytest.mark.clause("LN-aims-3b")
def test_key_units_are_checked_more_often_by_their_level_and_come_first(
    client_as: Callable[[str], Any], world: World
) -> None:
    """Half-yearly as a rule, level 1 each month, level 2 each quarter; spread, the higher levels are due earlier."""
    body = plan_body(
        selection=selection(), starts_on="2026-03-02", schedule=every(6, level_1=1, level_2=3), spread=True
    )
    plan = written(client_as("city"), body)
    for day in ("2026-04-02", "2026-05-02", "2026-06-02", "2026-07-02", "2026-08-02"):
        night(day)
    tasks = client_as("city").get(f"{TASKS}?origin_id={plan}&limit=200").json["items"]
    units = {
        unit["id"]: unit["key_unit_level"] for unit in client_as("city").get("/api/v1/units?limit=200").json["items"]
    }
    times = Counter(task["unit_id"] for task in tasks)
    assert {(units[id], count) for id, count in times.items()} == {(1, 6), (2, 2), (3, 1), (None, 1)}
    latest = {1: timedelta(days=8), 2: timedelta(days=46), 3: timedelta(days=138), None: timedelta(days=184)}
    begun = {"2026-03-02": date(2026, 3, 2)}
    for task in tasks:
        if task["created_at"].startswith("2026-03-02"):
            assert date.fromisoformat(task["due_on"]) - begun["2026-03-02"] < latest[units[task["unit_id"]]]


def test_officers_of_the_station_share_the_work_and_without_two_the_task_waits(
    client_as: Callable[[str], Any], world: World
) -> None:
    officer, ids = client_as("officer"), [str(world.persons["inspector_pearl"])]
    with on("2026-03-01T10:00"):
        for number in (1, 2, 3):
            person = {
                "id": str(new_id()), "name": f"示范民警{number}", "post": "民警", "phone": None,
                "certificate_no": f"示珠00{number}", "certificate_valid_to": "2028-12-31",
                "agency_id": str(world.agencies["lixia_pearl"]), "unit_id": None,
            }  # fmt: skip
            assert officer.post("/api/v1/people", json=person).status_code == 201
            ids.append(person["id"])
    plan = written(officer, plan_body(selection=selection(key_levels=[0, 1, 2]), starts_on="2026-03-02"))
    with database.connection_context():
        own = TaskOfficer.select().where(TaskOfficer.person_id.in_(ids))
        todo = Counter(str(row.person_id) for row in own)  # with what one of them had before
    listed = officer.get(f"{TASKS}?origin_id={plan}&limit=200").json["items"]
    mine = {world.units[key] for key in ("school_first", "hospital", "water", "group")}
    assert {len(task["officers"]) for task in listed if UUID(task["unit_id"]) in mine} == {2}
    assert set(todo) == set(ids)
    assert max(todo.values()) - min(todo.values()) <= 1
    waiting = officer.get(f"{TASKS}?origin_id={plan}&unassigned=true").json["items"]
    assert {task["unit_name"] for task in waiting} == {task["unit_name"] for task in listed if not task["officers"]}
    assert waiting


def test_a_planned_task_reaches_the_phones_of_those_sent(
    client_as: Callable[[str], Any], world: World, run_jobs: Callable[[], int]
) -> None:
    ids = [str(world.persons["inspector_lin"]), str(world.persons["inspector_zhou"])]
    inspector = client_as("inspector")
    cursor = inspector.get("/api/v1/mobile/pull").json["cursor"]
    body = plan_body(assignment="named", officer_ids=ids)
    assert client_as("officer").post(PLANS, json=body).status_code == 201
    run_jobs()
    pulled = inspector.get(f"/api/v1/mobile/pull?cursor={cursor}").json["tasks"]
    assert {task["origin_id"] for task in pulled if task["origin"] == "plan"} == {body["id"]}
    assert len([task for task in pulled if task["origin"] == "plan"]) == 2
    assert not [
        task for task in client_as("station").get("/api/v1/mobile/pull").json["tasks"] if task["origin"] == "plan"
    ]


def test_paused_it_makes_nothing_and_what_passed_meanwhile_is_not_made_up(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    plan = written(officer, plan_body(**SCHOOLS))

    def move(state: str, day: str) -> Any:
        with on(f"{day}T10:00"):
            answer = officer.post(f"{PLANS}/{plan}/states", json={"id": str(new_id()), "state": state, "reason": "试"})
            with database.connection_context():
                run_due_jobs()
            return answer

    assert move("paused", "2026-03-30").status_code == 201
    night("2026-04-10")
    assert move("running", "2026-05-10").status_code == 201
    assert made(plan) == {date(2026, 3, 2): 2, date(2026, 5, 2): 2}
    assert move("ended", "2026-05-20").status_code == 201
    night("2026-06-10")
    assert sum(made(plan).values()) == 4


def test_while_a_level_is_raised_its_units_are_checked_by_its_interval(
    client_as: Callable[[str], Any], world: World
) -> None:
    """The plan's half-year becomes every day for the units under the level, and is a half-year again after it."""
    officer = client_as("officer")
    plan = written(officer, plan_body(starts_on="2026-03-02"))
    with on("2026-03-10T10:00"):
        body = level_body(
            from_on="2026-03-10", to_on="2026-03-12", check_interval_days=1,
            scope={"unit_ids": [str(world.units["school_first"])]},
        )  # fmt: skip
        answer = officer.post("/api/v1/security-levels", json=body)
        assert answer.status_code == 201, answer.json
        with database.connection_context():
            run_due_jobs()
    for day in ("2026-03-11", "2026-03-12", "2026-03-13", "2026-03-14"):
        night(day)
    with database.connection_context():
        raised = list(Task.select().where(Task.origin == "level").order_by(Task.due_on))
    assert [row.due_on for row in raised] == [date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 12)]
    assert {(row.unit_id, str(row.origin_id)) for row in raised} == {(world.units["school_first"], body["id"])}
    assert made(plan) == {date(2026, 3, 2): 2}
