"""An officer raises the level of prevention for some units and some days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from server.alerts.levels.models import SecurityLevel
from server.alerts.levels.queries.levels import levels_on
from server.core import clock
from server.core.events import Event
from tests.factories.alerts import LEVELS, level_body, raised, scope_of
from tests.factories.notices import texts_of
from tests.factories.units import unit_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def refused(client: Any, body: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(LEVELS, json=body)
    return answer.status_code, answer.json["code"]


def under(world: World, day: date | None = None) -> set[str]:
    names = {id: key for key, id in world.units.items()}
    return {names[id] for id in levels_on(list(names), day or clock.today()) if id in names}


def test_a_level_says_why_for_whom_until_when_and_what_it_asks(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    body = level_body()
    level = officer.post(LEVELS, json=body).json
    assert {name: level[name] for name in body if name != "password"} == {
        name: value for name, value in body.items() if name != "password"
    }
    assert (level["state"], level["agency"]["name"]) == ("in_force", "济南市公安局历下区分局")
    assert level["units"] == len(under(world)) >= 1
    assert officer.get(f"{LEVELS}/{level['id']}").json == level
    assert officer.get(LEVELS).json["items"] == [level]
    assert Event.select().where(Event.kind == "security_level.raised").count() == 1


def test_units_in_scope_are_under_it_on_its_days_and_on_no_other(client_as: Callable[[str], Any], world: World) -> None:
    level, today = raised(client_as("officer")), clock.today()
    school = world.units["school_first"]
    found = levels_on([school, world.units["school_first"]], today)[school]
    assert found.id == UUID(level["id"])
    assert (found.level, found.check_interval_days, found.zero_report) == (2, 1, True)
    assert found.extra_template_codes == ("SCH",)
    for day, expected in ((-1, False), (0, True), (6, True), (7, False)):
        assert (school in levels_on([school], today + timedelta(days=day))) is expected


def test_two_levels_ask_the_stricter_of_each(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    raised(officer, level=3, check_interval_days=1, zero_report_by=None, extra_template_codes=["SCH"])
    high = raised(officer, level=1, check_interval_days=7, extra_template_codes=["BNK"])
    found = levels_on([world.units["school_first"]], clock.today())[world.units["school_first"]]
    assert (str(found.id), found.level, found.check_interval_days) == (high["id"], 1, 1)
    assert (found.zero_report, set(found.extra_template_codes)) == (True, {"SCH", "BNK"})


@pytest.mark.parametrize(
    ("scope", "chosen"),
    [
        ({"industries": ["school", "bank"]}, lambda unit: unit["industry"] in ("school", "bank")),
        ({"industries": [], "kinds": ["enterprise"]}, lambda unit: unit["kind"] == "enterprise"),
        ({"industries": [], "area_codes": ["370100"]}, lambda unit: unit["area_code"].startswith("3701")),
        ({"industries": [], "key_levels": [0, 1]}, lambda unit: (unit["key_unit_level"] or 0) in (0, 1)),
        (
            {"industries": ["school"], "key_levels": [2]},
            lambda unit: unit["industry"] == "school" and unit["key_unit_level"] == 2,
        ),
        ({"industries": [], "whole": True}, lambda unit: True),
    ],
    ids=["industries", "kinds", "areas", "key levels", "all criteria together", "the whole reach"],
)
def test_a_scope_means_those_who_meet_every_criterion(
    client_as: Callable[[str], Any], world: World, scope: dict[str, Any], chosen: Callable[[dict[str, Any]], bool]
) -> None:
    officer = client_as("officer")
    reached = {row["id"]: row for row in officer.get("/api/v1/units?limit=200").json["items"]}
    expected = {id for id, unit in reached.items() if chosen(unit)}
    preview = officer.post(f"{LEVELS}/previews", json=scope_of(**scope)).json["units"]
    if not expected:
        pytest.fail("the demo has no such unit")
    raised(officer, scope=scope_of(**scope))
    assert {str(world.units[key]) for key in under(world)} == expected
    assert preview == len(expected)


def test_listed_units_come_beside_the_criteria(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    bank = next(row for row in officer.get("/api/v1/units?limit=200").json["items"] if row["industry"] == "bank")
    raised(officer, scope=scope_of(industries=[], unit_ids=[bank["id"]]))
    assert [str(world.units[key]) for key in under(world)] == [bank["id"]]


@pytest.mark.clause("JN-3.3")
@pytest.mark.parametrize("kind", ["major_event", "sensitive_case", "government_warning"])
def test_there_are_three_kinds_of_reason(client_as: Callable[[str], Any], kind: str) -> None:
    assert raised(client_as("officer"), reason_kind=kind)["reason_kind"] == kind


def test_units_and_agencies_below_are_told_once(
    client_as: Callable[[str], Any], run_jobs: Callable[[], int], world: World
) -> None:
    level = raised(client_as("officer"))
    run_jobs()
    for persona in ("head", "staff", "station"):
        told = [text for text in texts_of(client_as(persona)) if level["title"] in text]
        assert len(told) == 1
        assert "二级" in told[0]
        assert "每天自查一次" in told[0]
    from server.alerts.levels.services.issuing import tell_of_level

    tell_of_level(UUID(level["id"]), ended=False)
    assert len([text for text in texts_of(client_as("head")) if level["title"] in text]) == 1
    assert texts_of(client_as("stranger")) == []


def test_a_unit_that_comes_later_is_taken_in(
    client_as: Callable[[str], Any], world: World, run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    raised(officer, scope=scope_of(industries=["bank"]))
    body = unit_body(world)
    assert officer.post("/api/v1/units", json=body).status_code == 201
    from server.alerts.levels.services.issuing import take_in_newcomers

    assert UUID(body["id"]) not in levels_on([UUID(body["id"])], clock.today())
    assert (take_in_newcomers(), take_in_newcomers()) == (1, 0)
    assert UUID(body["id"]) in levels_on([UUID(body["id"])], clock.today())


@pytest.mark.parametrize("persona", ["inspector", "department", "head", "staff", "system_admin"])
def test_others_may_not_raise(client_as: Callable[[str], Any], persona: str) -> None:
    assert refused(client_as(persona), level_body()) == (403, "forbidden")


def test_the_password_is_asked_for_again(client_as: Callable[[str], Any]) -> None:
    assert refused(client_as("officer"), level_body(password="wrong-password")) == (422, "password_refused")
    assert SecurityLevel.select().count() == 0


def test_a_unit_out_of_reach_cannot_be_listed(client_as: Callable[[str], Any], world: World) -> None:
    foreign = level_body(scope=scope_of(industries=[], unit_ids=[str(world.units["school_first"])]))
    assert refused(client_as("stranger"), foreign) == (404, "not_found")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scope": scope_of(industries=[])}, "level_scope_not_stated"),
        ({"scope": scope_of(industries=["defence"])}, "level_scope_empty"),
        ({"from_on": "2020-01-01"}, "level_window_impossible"),
        ({"to_on": "2020-01-01"}, "level_window_impossible"),
        ({"to_on": "2099-01-01"}, "level_window_impossible"),
        ({"level": 4}, "invalid"),
        ({"reason_kind": "because"}, "invalid"),
        ({"reason": "  "}, "invalid"),
        ({"zero_report_by": "24:00"}, "invalid"),
        ({"check_interval_days": 0}, "invalid"),
        ({"extra_template_codes": ["x' or 1"]}, "invalid"),
        ({"scope": scope_of(kinds=["robot"])}, "invalid"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(client_as: Callable[[str], Any], changes: dict[str, Any], code: str) -> None:
    assert refused(client_as("officer"), level_body(**changes)) == (422, code)
    assert SecurityLevel.select().count() == 0


def test_sent_twice_it_is_raised_once(client_as: Callable[[str], Any]) -> None:
    officer, body = client_as("officer"), level_body()
    assert officer.post(LEVELS, json=body).json == officer.post(LEVELS, json=body).json
    assert SecurityLevel.select().count() == 1
    assert refused(officer, {**body, "title": "另一个"}) == (409, "resubmission_conflict")


def test_who_has_to_do_with_a_level_sees_it(client_as: Callable[[str], Any]) -> None:
    id = raised(client_as("officer"))["id"]
    seen = {name for name in ("city", "station", "inspector", "department", "head", "staff", "stranger", "commerce")
            if client_as(name).get(f"{LEVELS}/{id}").status_code == 200}  # fmt: skip
    assert seen == {"city", "station", "inspector", "department", "head", "staff"}
    assert client_as("stranger").get(LEVELS).json["items"] == []
