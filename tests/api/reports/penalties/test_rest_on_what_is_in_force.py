"""A penalty rests on a provision and a basis that are in force on its day: from their first to their last, to the second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from server.core.clock import BEIJING
from tests.factories.penalties import CASES, filing, refused
from tests.factories.records import Json
from tests.world import World

ClientAs = Callable[[str], Any]
TERMS = "/api/v1/penalty-terms"
#: The city's opinion: in force from 2021-08-01 to 2026-07-31.
LAPSING = "jinan-2021-15"
LASTING = "state-council-421"
FIRST, LAST = date(2026, 6, 10), date(2026, 6, 20)


def offence(client_as: ClientAs, basis: str, from_on: date, to_on: date | None) -> None:
    """A provision ``offence.trial`` like that of the regulation, on this basis, for these days."""
    client = client_as("system_admin")
    rows = client.get(f"{TERMS}?limit=200").json["items"]
    (model,) = [row for row in rows if row["code"] == "offence.regulation_19"]
    body = {
        "id": "01a20000-0000-7000-8000-000000000001",
        "code": "offence.trial",
        "value": {**model["value"], "basis": basis},
        "basis": "试行办法",
        "article": "第一条",
        "verified": False,
        "from_on": from_on.isoformat(),
        "to_on": to_on and to_on.isoformat(),
    }
    answer = client.post(TERMS, json=body)
    assert answer.status_code == 201, answer.json


def file_at(client_as: ClientAs, world: World, moment: datetime) -> Any:
    with time_machine.travel(moment, tick=False):
        body: Json = filing(world, offence="trial", happened_on=moment.date().isoformat())
        return client_as("officer").post(CASES, json=body)


def first_second(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)


def last_second(day: date) -> datetime:
    return first_second(day + timedelta(days=1)) - timedelta(seconds=1)


def test_a_provision_carries_cases_from_its_first_day_to_its_last(client_as: ClientAs, world: World) -> None:
    offence(client_as, LASTING, FIRST, LAST)
    for outside in (last_second(FIRST - timedelta(days=1)), first_second(LAST + timedelta(days=1))):
        refused(file_at(client_as, world, outside), "offence_not_in_force", "第四条", "offence")
    assert file_at(client_as, world, first_second(FIRST)).status_code == 201


def test_on_the_last_second_of_its_last_day_it_still_does(client_as: ClientAs, world: World) -> None:
    offence(client_as, LASTING, FIRST, LAST)
    assert file_at(client_as, world, last_second(LAST)).status_code == 201


@pytest.mark.clause("JN-end-a")
def test_a_basis_that_lapsed_carries_none_though_the_provision_is_still_listed(
    client_as: ClientAs, world: World
) -> None:
    offence(client_as, LAPSING, date(2021, 1, 1), None)
    lapsed = file_at(client_as, world, first_second(date(2026, 8, 1)))
    refused(lapsed, "penalty_basis_lapsed", "第三十八条", "offence")
    assert file_at(client_as, world, last_second(date(2026, 7, 31))).status_code == 201
