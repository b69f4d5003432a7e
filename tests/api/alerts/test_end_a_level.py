"""A level is ended before its last day, and what it shortened is long again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from server.alerts.levels.queries.levels import levels_on
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.alerts import LEVELS, raised
from tests.factories.notices import texts_of
from tests.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("connected")
ENDING = {"reason": "活动提前结束", "password": PASSWORD}


def end(client: Any, id: str, **changes: Any) -> Any:
    return client.post(f"{LEVELS}/{id}/endings", json={**ENDING, **changes})


def test_from_then_on_the_units_are_under_it_no_more(
    client_as: Callable[[str], Any], world: World, run_jobs: Callable[[], int]
) -> None:
    officer, school = client_as("officer"), world.units["school_first"]
    level = raised(officer)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        ended = end(client_as("officer"), level["id"])
        assert (ended.status_code, ended.json["state"]) == (201, "ended")
        assert (ended.json["ending"]["reason"], ended.json["ending"]["by"]) == ("活动提前结束", "陈明理")
        assert levels_on([school], clock.today()) == {}
        assert school in levels_on([school], clock.today() - timedelta(days=1))
        run_jobs()
    assert [text for text in texts_of(client_as("head")) if "已解除" in text]
    assert Event.select().where(Event.kind == "security_level.ended").count() == 1


def test_those_above_may_end_it_and_those_below_may_not(client_as: Callable[[str], Any], world: World) -> None:
    of_the_city, of_the_branch = raised(client_as("city")), raised(client_as("officer"))
    answer = end(client_as("officer"), of_the_city["id"])
    assert (answer.status_code, answer.json["code"]) == (403, "level_of_another_agency")
    assert end(client_as("city"), of_the_branch["id"]).status_code == 201


def test_strangers_do_not_find_it_and_others_may_not(client_as: Callable[[str], Any]) -> None:
    id = raised(client_as("officer"))["id"]
    assert end(client_as("stranger"), id).status_code == 404
    assert end(client_as("officer"), str(new_id())).status_code == 404
    assert end(client_as("inspector"), id).status_code == 403


def test_it_needs_the_password_and_a_reason(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    id = raised(officer)["id"]
    assert end(officer, id, password="wrong-password").json["code"] == "password_refused"
    assert end(officer, id, reason=" ").status_code == 422
    assert officer.get(f"{LEVELS}/{id}").json["state"] == "in_force"


def test_ended_twice_it_is_ended_once_and_for_one_reason(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    id = raised(officer)["id"]
    assert end(officer, id).json == end(officer, id).json
    answer = end(officer, id, reason="另一个理由")
    assert (answer.status_code, answer.json["code"]) == (409, "level_already_ended")


def test_a_level_that_ran_out_cannot_be_ended(client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    id = raised(officer)["id"]
    with time_machine.travel(clock.now() + timedelta(days=7)):
        later = client_as("officer")
        assert end(later, id).json["code"] == "level_already_ended"
        assert later.get(f"{LEVELS}/{id}").json["state"] == "ended"


@pytest.mark.parametrize(
    ("days", "state"), [(0, "planned"), (2, "planned"), (3, "in_force"), (5, "in_force"), (6, "ended")]
)
def test_a_level_comes_and_goes_with_its_days(client_as: Callable[[str], Any], days: int, state: str) -> None:
    officer, today = client_as("officer"), clock.today()
    window = {name: (today + timedelta(days=day)).isoformat() for name, day in (("from_on", 3), ("to_on", 5))}
    id = raised(officer, **window)["id"]
    with time_machine.travel(clock.now() + timedelta(days=days)):
        officer = client_as("officer")
        assert officer.get(f"{LEVELS}/{id}").json["state"] == state
        found = {
            one: [row["id"] for row in officer.get(f"{LEVELS}?state={one}").json["items"]]
            for one in ("planned", "in_force", "ended")
        }
        assert found == {one: [id] if one == state else [] for one in found}
