"""情况汇报: made on its day by the schedule, heard by the government, a task when nobody hears it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
import time_machine

from reports.bulletins.jobs import BRIEFS
from reports.bulletins.jobs import SCHEDULES as CRON
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from server.core.jobs import ask_once
from tests.factories.bulletins import BULLETINS, NOON, SCHEDULES, TASKS, schedule_body
from tests.factories.records import Json
from tests.world import PASSWORD, World

As = Callable[[str], Any]
FIRST = date(2026, 11, 23)
DUE = date(2026, 12, 5)  # five days after November
LATE = date(2026, 12, 16)  # ten days to hear it are over


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(clock.start_of(FIRST) + NOON, tick=False):
        yield


@pytest.fixture
def schedule(client_as: As, world: World) -> Json:
    answer = client_as("city_leader").post(SCHEDULES, json=schedule_body(world))
    assert answer.status_code == 201, answer.json
    made: Json = answer.json
    return made


@pytest.fixture
def morning_of(connected: None, run_jobs: Callable[[], int]) -> Callable[[date], None]:
    """What the clock asks for on a day, run twice."""

    def run(day: date) -> None:
        with time_machine.travel(clock.start_of(day) + NOON, tick=False):
            for _ in range(2):
                ask_once(BRIEFS)
                run_jobs()

    return run


def on(day: date) -> Any:
    return time_machine.travel(clock.start_of(day) + NOON, tick=False)


def briefs(client: Any) -> list[Json]:
    return list(client.get(f"{BULLETINS}?kind=brief").json["items"])


@pytest.mark.clause("JN-2.1a")
def test_the_scheduler_makes_the_brief_on_its_day_as_paper_and_workbook(
    schedule: Json, client_as: As, morning_of: Callable[[date], None], read: Callable[[bytes], str]
) -> None:
    assert [job.cron for job in CRON] == ["10 6 * * *"]
    government = client_as("government")
    morning_of(DUE - timedelta(days=1))
    assert briefs(government) == []
    morning_of(DUE)
    [brief] = briefs(government)
    assert (brief["period"], brief["due_on"], brief["hear_by_on"]) == ("2026年11月", "2026-12-05", "2026-12-15")
    paper = read(government.get(f"{BULLETINS}/{brief['id']}/file").data)
    assert "济南市公安局历下区分局2026年11月" in paper
    assert "济南市人民政府" in paper
    book = openpyxl.load_workbook(io.BytesIO(government.get(f"{BULLETINS}/{brief['id']}/workbook").data))
    assert book.worksheets[0]["B2"].value == brief["number"]
    [told] = government.get(f"/api/v1/notices?subject_id={brief['id']}").json["items"]
    assert (told["kind"], told["due_on"]) == ("brief.issued", "2026-12-15")


@pytest.mark.clause("JN-2.1a")
def test_a_brief_nobody_heard_by_its_day_raises_a_task_for_both(
    schedule: Json, client_as: As, morning_of: Callable[[date], None], connected: None
) -> None:
    morning_of(DUE)
    morning_of(LATE - timedelta(days=1))
    assert client_as("government").get(TASKS).json["items"] == []
    morning_of(LATE)
    for persona in ("government", "city"):
        [task] = client_as(persona).get(TASKS).json["items"]
        assert (task["due_on"], task["title"]) == ("2026-12-15", briefs(client_as("city"))[0]["title"])
        told = client_as(persona).get(f"/api/v1/notices?subject_id={task['bulletin_id']}").json["items"]
        assert "brief.overdue" in {row["kind"] for row in told}
    assert client_as("officer").get(TASKS).json["items"] == []
    assert Event.select().where(Event.kind == "brief.overdue").count() == 1


def hear(client: Any, brief: Json, **changes: Any) -> Any:
    body = {"heard_on": DUE.isoformat(), "leader": "王副市长", "instruction": "盯紧逾期隐患，月底前清零。", **changes}
    return client.post(f"{BULLETINS}/{brief['id']}/hearings", json=body)


@pytest.mark.clause("JN-2.1a")
def test_a_brief_is_heard_with_the_leaders_instruction_and_its_task_is_done(
    schedule: Json, client_as: As, morning_of: Callable[[date], None]
) -> None:
    morning_of(DUE)
    morning_of(LATE)
    government, city = client_as("government"), client_as("city")
    with on(LATE):
        [brief] = briefs(client_as("government"))
        assert (brief["is_overdue"], brief["may"]) == (True, ["hear"])
        heard = hear(client_as("government"), brief, heard_on=LATE.isoformat())
    assert heard.status_code == 201, heard.json
    assert heard.json["hearing"]["instruction"] == "盯紧逾期隐患，月底前清零。"
    assert (heard.json["hearing"]["heard_on"], heard.json["may"]) == ("2026-12-16", [])
    assert government.get(TASKS).json["items"] == city.get(TASKS).json["items"] == []
    assert city.get(f"{BULLETINS}?unheard=true").json["items"] == []
    kinds = {row["kind"] for row in city.get(f"/api/v1/notices?subject_id={brief['id']}").json["items"]}
    assert "brief.heard" in kinds


def test_heard_twice_it_is_heard_once(schedule: Json, client_as: As, morning_of: Callable[[date], None]) -> None:
    morning_of(DUE)
    with on(DUE):
        government = client_as("government")
        [brief] = briefs(government)
        assert hear(government, brief).json == hear(government, brief).json
        answer = hear(government, brief, instruction="另一批示")
    assert (answer.status_code, answer.json["code"]) == (409, "brief_already_heard")


def test_who_may_hear_and_on_which_day(schedule: Json, client_as: As, morning_of: Callable[[date], None]) -> None:
    morning_of(DUE)
    with on(DUE):
        government = client_as("government")
        [brief] = briefs(government)
        assert hear(client_as("city"), brief).status_code == 403
        assert hear(client_as("head"), brief).status_code == 403
        answer = hear(government, brief, heard_on="2026-11-30")
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "heard_on")
        assert hear(government, brief, leader="").json["errors"][0]["field"] == "leader"
        assert hear(government, {"id": str(new_id())}).status_code == 404
    assert client_as("stranger").get(f"{BULLETINS}/{brief['id']}").status_code == 200  # of the city's line
    assert client_as("planner").get(f"{BULLETINS}/{brief['id']}").status_code == 404


def test_a_job_that_ran_late_makes_what_is_missing_and_no_more(
    schedule: Json, client_as: As, morning_of: Callable[[date], None]
) -> None:
    morning_of(date(2027, 2, 20))
    assert [row["period"] for row in reversed(briefs(client_as("city")))] == ["2026年11月", "2026年12月", "2027年1月"]
    assert {row["hear_by_on"] for row in briefs(client_as("city"))} == {
        "2027-03-02"
    }  # ten days from now, not from then


def test_an_ended_schedule_makes_none(schedule: Json, client_as: As, morning_of: Callable[[date], None]) -> None:
    leader, path = client_as("city_leader"), f"{SCHEDULES}/{schedule['id']}/endings"
    assert client_as("city").post(path).status_code == 403
    assert client_as("leader").post(path).status_code == 404
    ended = leader.post(path)
    assert (ended.status_code, ended.json["ended_on"]) == (201, FIRST.isoformat())
    assert leader.post(path).json == ended.json
    morning_of(DUE)
    assert briefs(client_as("city")) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"span": "day"}, "span"),
        ({"due_days": 91}, "due_days"),
        ({"hear_days": 0}, "hear_days"),
        ({"to_agency_id": str(new_id())}, "to_agency_id"),
        ({"scope_id": str(new_id())}, "scope_id"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(client_as: As, world: World, change: Json, field: str) -> None:
    answer = client_as("city_leader").post(SCHEDULES, json=schedule_body(world, **change))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_schedules_are_laid_by_leaders_over_their_own_agencies(client_as: As, world: World, connected: None) -> None:
    body = schedule_body(world)
    assert client_as("city").post(SCHEDULES, json=body).status_code == 403
    answer = client_as("other_leader").post(SCHEDULES, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "brief_schedule_scope")
    leader = client_as("city_leader")
    assert leader.post(SCHEDULES, json=body).json == leader.post(SCHEDULES, json=body).json
    assert leader.post(SCHEDULES, json={**body, "due_days": 6}).status_code == 409
    assert Event.select().where(Event.kind == "brief_schedule.laid").count() == 1
    assert [row["id"] for row in client_as("government").get(SCHEDULES).json["items"]] == [body["id"]]
    assert client_as("stranger").get(SCHEDULES).json["items"] == []


def test_a_brief_that_was_taken_back_is_not_heard(
    schedule: Json, client_as: As, morning_of: Callable[[date], None]
) -> None:
    morning_of(DUE)
    with on(DUE):
        [brief] = briefs(client_as("government"))
        body = {"reason": "口径有误", "password": PASSWORD}
        path = f"{BULLETINS}/{brief['id']}/revocations"
        assert client_as("city_leader").post(path, json=body).status_code == 201
        assert hear(client_as("government"), brief).json["code"] == "bulletin_not_issued"
