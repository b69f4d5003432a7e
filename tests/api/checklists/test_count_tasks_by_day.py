"""A calendar shows for each day how many tasks are due, and which days are worked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tests.world import World

DAYS = "/api/v1/task-days"


def days(client: Any, query: str = "") -> dict[str, dict[str, Any]]:
    answer = client.get(f"{DAYS}?first=2026-12-01&last=2026-12-31{query}")
    assert answer.status_code == 200, answer.json
    return {row["day"]: row for row in answer.json["days"]}


def test_tasks_are_counted_on_the_day_they_are_due(client_as: Callable[[str], Any], world: World) -> None:
    with time_machine.travel(datetime(2026, 12, 5, 4, tzinfo=UTC)):
        officer = client_as("officer")
        assert officer.post(f"/api/v1/tasks/{world.tasks[1]}/cancellations", json={"reason": "停业"}).status_code == 201
        found = days(officer)
        assert len(found) == 31
        assert {day: (row["open"], row["late"]) for day, row in found.items() if row["open"]} == {
            "2026-12-04": (1, 1), "2026-12-09": (1, 0), "2026-12-18": (1, 0), "2026-12-22": (1, 0), "2026-12-25": (1, 0),
        }  # fmt: skip
        assert (found["2026-12-05"]["is_working"], found["2026-12-07"]["is_working"]) == (False, True)


def test_only_what_is_within_reach_is_counted(client_as: Callable[[str], Any]) -> None:
    def total(persona: str, query: str = "") -> int:
        return sum(row["open"] for row in days(client_as(persona), query).values())

    assert (total("officer"), total("city"), total("department"), total("head")) == (6, 8, 4, 0)
    assert total("city", "&kind=special") == 2


def test_the_next_years_holidays_are_told_to_be_unknown(client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").get(f"{DAYS}?first=2026-12-28&last=2027-01-31").json
    assert answer["unloaded_years"] == [2027]


@pytest.mark.parametrize(
    "query", ["first=2026-12-01", "first=2026-12-01&last=2026-11-01", "first=2020-01-01&last=2026-01-01"]
)
def test_a_span_that_is_none_is_refused(client_as: Callable[[str], Any], query: str) -> None:
    answer = client_as("officer").get(f"{DAYS}?{query}")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "last")


def test_administrators_see_no_tasks(client_as: Callable[[str], Any]) -> None:
    assert client_as("system_admin").get(f"{DAYS}?first=2026-12-01&last=2026-12-31").status_code == 403
