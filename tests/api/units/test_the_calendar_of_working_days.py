"""Working days: what the State Council arranges for a year, corrected by the administrator, with a warning where unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from server.core.permissions import SYSTEM
from server.units.calendar import queries
from server.units.calendar.services import seed_calendar

YEARS = "/api/v1/calendar-years"
DAYS = "/api/v1/calendar-days"

pytestmark = pytest.mark.usefixtures("world")


def arrangement(**changes: Any) -> dict[str, Any]:
    days = [
        {"day": "2027-01-01", "is_working": False, "name": "元旦"},
        {"day": "2027-01-03", "is_working": True, "name": "元旦调休上班"},
    ]
    return {"days": days, "source": "国务院办公厅通知（示范录入）", **changes}


@pytest.mark.usefixtures("connected")
def test_a_holiday_is_not_worked_and_the_sunday_instead_is() -> None:
    assert not queries.is_working_day(date(2026, 10, 1))  # Thursday
    assert queries.is_working_day(date(2026, 10, 10))  # Saturday, worked instead
    assert not queries.is_working_day(date(2026, 11, 22))  # Sunday
    assert queries.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert queries.next_working_day(date(2026, 10, 8)) == date(2026, 10, 8)


@pytest.mark.usefixtures("connected")
def test_working_days_are_counted_without_the_first() -> None:
    assert queries.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert queries.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert queries.add_working_days(date(2026, 10, 3), 0) == date(2026, 10, 8)
    assert queries.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 1)  # 2027 unknown: a Friday like others


def test_a_year_that_is_not_loaded_is_told(client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    with time_machine.travel(datetime(2026, 11, 1, 15, 59, tzinfo=UTC)):  # 1 November in Beijing: 60 days to the 31st
        assert client.get(YEARS).json["unloaded_years"] == []
    with time_machine.travel(datetime(2026, 11, 1, 16, 0, tzinfo=UTC)):
        assert client.get(YEARS).json["unloaded_years"] == [2027]
    span = client.get(f"{DAYS}?first=2026-12-31&last=2027-01-02").json
    assert span["unloaded_years"] == [2027]
    assert [(day["day"], day["is_working"], day["is_certain"]) for day in span["days"]] == [
        ("2026-12-31", True, True), ("2027-01-01", True, False), ("2027-01-02", False, False),
    ]  # fmt: skip


def test_the_administrator_enters_a_year_and_the_warning_goes(client_as: Callable[[str], Any]) -> None:
    admin = client_as("system_admin")
    answer = admin.put(f"{YEARS}/2027", json=arrangement())
    assert answer.status_code == 200, answer.json
    assert (answer.json["is_loaded"], len(answer.json["days"])) == (True, 2)
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC)):
        assert client_as("officer").get(YEARS).json["unloaded_years"] == []
    assert client_as("officer").get(f"{DAYS}?first=2027-01-01&last=2027-01-01").json["days"][0]["name"] == "元旦"


@pytest.mark.usefixtures("connected")
def test_a_correction_stays_when_the_seed_comes_again(client_as: Callable[[str], Any]) -> None:
    admin = client_as("system_admin")
    read = admin.get(f"{YEARS}/2026")
    days = [day for day in read.json["days"] if day["day"] != "2026-10-10"]
    answer = admin.put(
        f"{YEARS}/2026", json={"days": days, "source": "更正"}, headers={"If-Match": read.headers["ETag"]}
    )
    assert answer.status_code == 200
    assert seed_calendar(SYSTEM) == 0
    assert not queries.is_working_day(date(2026, 10, 10))


@pytest.mark.parametrize("persona", ["officer", "head", "department"])
def test_others_read_and_do_not_write(client_as: Callable[[str], Any], persona: str) -> None:
    client = client_as(persona)
    assert client.get(f"{YEARS}/2026").status_code == 200
    assert client.put(f"{YEARS}/2027", json=arrangement()).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"days": [{"day": "2026-12-31", "is_working": False, "name": ""}]}, "days.0.day", "day_outside_year"),
        ({"days": arrangement()["days"][:1] * 2}, "days.1.day", "day_outside_year"),
        ({"days": []}, "days", "no_exceptions"),
        ({"days": [{"day": "2027-02-30", "is_working": False, "name": ""}]}, "days.0.day", "invalid"),
        ({"source": ""}, "source", "invalid"),
    ],
)
def test_an_impossible_arrangement_is_refused_by_field(
    client_as: Callable[[str], Any], changes: dict[str, Any], field: str, code: str
) -> None:
    answer = client_as("system_admin").put(f"{YEARS}/2027", json=arrangement(**changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field
    assert code in {answer.json["code"], answer.json["errors"][0]["code"]}


def test_the_same_arrangement_twice_is_one_and_an_unseen_version_is_not_overwritten(
    client_as: Callable[[str], Any],
) -> None:
    admin = client_as("system_admin")
    first = admin.put(f"{YEARS}/2027", json=arrangement())
    tag = {"If-Match": first.headers["ETag"]}
    assert admin.put(f"{YEARS}/2027", json=arrangement(), headers=tag).json == first.json
    assert admin.put(f"{YEARS}/2027", json=arrangement(source="别处")).status_code == 428
    assert admin.put(f"{YEARS}/2027", json=arrangement(source="别处"), headers=tag).status_code == 200
    assert admin.put(f"{YEARS}/2027", json=arrangement(source="再改"), headers=tag).status_code == 412


@pytest.mark.parametrize("path", [f"{YEARS}/1999", f"{YEARS}/2200"])
def test_a_year_nobody_plans_for_is_not_there(client_as: Callable[[str], Any], path: str) -> None:
    assert client_as("officer").get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["first=2026-02-01&last=2026-01-01", "first=2026-01-01&last=2027-12-31", "first=2026-01-01"]
)
def test_a_span_that_is_none_is_refused(client_as: Callable[[str], Any], query: str) -> None:
    answer = client_as("officer").get(f"{DAYS}?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "last"
