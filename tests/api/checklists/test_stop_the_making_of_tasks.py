"""Killed, cut short, twice at once or under a clock that jumps: a plan's tasks are still made once each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from checklists.plans.models import PlanRun
from checklists.plans.services import making
from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.jobs import run_due_jobs
from tests.factories.plan_runs import PLANS, SCHOOLS, made, night, on, written
from tests.factories.plans import plan_body, self_check_body


def test_a_clock_that_jumps_ahead_and_back_makes_nothing_twice_and_misses_nothing(
    client_as: Callable[[str], Any],
) -> None:
    plan = written(client_as("officer"), plan_body(**SCHOOLS))
    night("2029-07-10")  # three years ahead: the present period and the one just over, not forty of them
    jumped = {date(2029, 6, 2): 2, date(2029, 7, 2): 2}
    assert made(plan) == {date(2026, 3, 2): 2, **jumped}
    for day in ("2026-03-03", "2026-04-02", "2026-04-02", "2026-05-02"):
        with on(f"{day}T09:00"), database.connection_context():
            making.ask_for_runs(f"{day} set right {new_id()}")
            run_due_jobs()
    assert made(plan) == {date(2026, 3, 2): 2, date(2026, 4, 2): 2, date(2026, 5, 2): 2, **jumped}


@pytest.mark.parametrize("killed_at", [1, 2, 3])
def test_killed_between_batches_it_goes_on_without_doubles(
    client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    monkeypatch.setattr(making, "BATCH", 4)
    real, count = making.make_batch, 0

    def dying(*arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count == killed_at:
            raise SystemExit("killed")
        return real(*arguments)

    body = self_check_body(starts_on="2026-03-02")
    with on("2026-03-02T10:00"), monkeypatch.context() as patch:
        assert client_as("officer").post(PLANS, json=body).status_code == 201
        patch.setattr(making, "make_batch", dying)
        with database.connection_context(), pytest.raises(SystemExit):
            run_due_jobs()
    before = sum(made(UUID(body["id"])).values())
    with on("2026-03-02T10:05"), database.connection_context():  # the dead worker's lease has run out
        run_due_jobs()
        matching = client_as("officer").get("/api/v1/units?limit=200").json["items"]
    assert before < len(matching)
    assert made(UUID(body["id"])) == {date(2026, 3, 2): len(matching)}
    with database.connection_context():
        run = PlanRun.get(PlanRun.plan_id == body["id"])
        assert (run.made, run.matched, run.ended_at is not None) == (len(matching), len(matching), True)


def test_killed_inside_a_batch_nothing_of_it_stays(
    client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = plan_body(**SCHOOLS)
    with on("2026-03-02T10:00"), monkeypatch.context() as patch:
        client_as("officer").post(PLANS, json=body)
        patch.setattr(making, "record_event", lambda *_, **__: (_ for _ in ()).throw(SystemExit("killed")))
        with database.connection_context(), pytest.raises(SystemExit):
            run_due_jobs()
    assert made(UUID(body["id"])) == {}
    with on("2026-03-02T10:05"), database.connection_context():
        run_due_jobs()
    assert made(UUID(body["id"])) == {date(2026, 3, 2): 2}


def test_two_workers_at_one_plan_make_each_task_once(
    client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "BATCH", 2)
    body = self_check_body()
    assert client_as("city").post(PLANS, json=body).status_code == 201
    problems: list[BaseException] = []

    def work(demand: str) -> None:
        try:
            with database.connection_context():
                making.run_plan(UUID(body["id"]), demand)
        except BaseException as problem:  # noqa: BLE001 - told to the test
            problems.append(problem)

    workers = [threading.Thread(target=work, args=(demand,)) for demand in ("same", "same", "other")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert problems == []
    assert made(UUID(body["id"])) == {clock.today(): 14}


def test_a_long_run_asks_for_its_own_continuation(
    client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], int]
) -> None:
    monkeypatch.setattr(making, "BATCH", 2)
    monkeypatch.setattr(making.run_plan, "__defaults__", (2,))
    body = self_check_body()
    client_as("city").post(PLANS, json=body)
    assert run_jobs() >= 4  # begin, and four runs of two batches
    assert made(UUID(body["id"])) == {clock.today(): 14}
