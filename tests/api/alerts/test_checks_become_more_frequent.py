"""While a level is in force its units are checked by its interval; after it by their plan's again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
import time_machine
from apscheduler.triggers.cron import CronTrigger

from checklists.plans.jobs import SCHEDULES
from server.core import clock
from server.core.database import database
from server.core.engine import ask_for_latest
from server.core.jobs import run_due_jobs
from tests.factories.alerts import LEVELS, level_body, scope_of, unit_id_of
from tests.factories.plans import plan_body
from tests.world import PASSWORD, World

DAILY = CronTrigger.from_crontab(SCHEDULES[0].cron, timezone=clock.BEIJING)


@contextmanager
def on(day: int) -> Iterator[None]:
    """Nine in the morning of a day of March, after the night's jobs."""
    moment = datetime(2026, 3, day, 9, tzinfo=clock.BEIJING)
    with time_machine.travel(moment, tick=False):
        with database.connection_context():
            ask_for_latest("plans.daily", DAILY)
            run_due_jobs()
        yield


def due_days(client: Any, unit_id: str) -> list[str]:
    """Days by which the unit is to be checked, as the bureau's list of tasks shows them."""
    query = {"unit_id": unit_id, "limit": 200}
    rows = client.get("/api/v1/tasks", query_string=query).json["items"]
    return sorted(row["due_on"] for row in rows if row["unit_id"] == unit_id and row["due_on"].startswith("2026-03"))


@pytest.mark.clause("JN-3.3")
@pytest.mark.parametrize("how", ["ended early", "ran out"])
def test_the_check_period_becomes_daily_and_returns_after_the_end(
    client_as: Callable[[str], Any], world: World, run_jobs: Callable[[], int], how: str
) -> None:
    school, other = unit_id_of(world), unit_id_of(world, "school_primary")
    with on(2):
        assert client_as("officer").post("/api/v1/plans", json=plan_body()).status_code == 201
    with on(10):
        body = level_body(
            from_on="2026-03-10",
            to_on="2026-03-13" if how == "ran out" else "2026-03-31",
            scope=scope_of(industries=[], unit_ids=[school]),
        )
        assert client_as("officer").post(LEVELS, json=body).status_code == 201
        run_jobs()
    for day in (11, 12, 13):
        with on(day):
            assert due_days(client_as("officer"), school)[-1] == f"2026-03-{day}"
    with on(14):
        if how == "ended early":
            ending = {"reason": "结束", "password": PASSWORD}
            assert client_as("officer").post(f"{LEVELS}/{body['id']}/endings", json=ending).status_code == 201
    for day in (15, 16, 17):
        with on(day):
            daily = due_days(client_as("officer"), school)
    last = 13 if how == "ran out" else 14  # made in the night before it was ended
    assert daily == [f"2026-03-{day}" for day in range(10, last + 1)]
    with on(18):
        assert due_days(client_as("officer"), other) == []
