"""Candidates from figures: each figure opens into the rows that were counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from checklists.duties.models import DrillReport
from checklists.hazards.models import Hazard
from server.alerts.cases.models import SecurityCase
from server.core import clock
from server.core.ids import new_id
from tests.factories.commendations import Course
from tests.factories.rotations import cycle, learn
from tests.factories.trainees import trainee
from tests.world import World

Json = dict[str, Any]


def _drills(world: World, unit: str, count: int) -> None:
    for _ in range(count):
        DrillReport.create(
            id=new_id(), drill_id=new_id(), unit_id=world.units[unit], held_on=clock.today(), place="操场",
            people_count=30, evaluation="有序", lacking=[], reported_at=clock.now(), draft_hash="",
        )  # fmt: skip


def _candidates(course: Course, query: str, persona: str = "officer") -> dict[str, Json]:
    items = course.client_as(persona).get(f"{course.address}/candidates?{query}").json["items"]
    return {row["name"]: {**row, **{one["code"]: one["value"] for one in row["figures"]}} for row in items}


def test_units_that_meet_the_criteria_are_proposed(course: Course, world: World, connected: None) -> None:
    before = _candidates(course, "kind=unit&everyone=true")["泉城示范第一中学"]["drills"]
    for unit in ("school_first", "bank", "museum"):
        _drills(world, unit, 2)
    SecurityCase.create(
        id=new_id(), unit_id=world.units["bank"], kind="theft", happened_at=clock.now(), summary="失窃",
        source_no="A370102", by_name="陈明理", recorded_at=clock.now(),
    )  # fmt: skip
    Hazard.create(
        id=new_id(), unit_id=world.units["museum"], title="监控失效", note="", grade="general", bases=[], photos=[],
        found_on=clock.today(), state="overdue", overdue_on=clock.today(), changed_at=clock.now(), source="station",
    )  # fmt: skip
    assert set(_candidates(course, "kind=unit")) == {"泉城示范第一中学"}
    everyone = _candidates(course, "kind=unit&everyone=true")
    assert everyone["泉城示范银行股份有限公司历下支行"]["cases"] == 1
    assert everyone["泉城示范博物馆"]["overdue"] == 1
    assert everyone["泉城示范第一中学"]["drills"] == before + 2
    assert "明湖示范加油站有限公司" not in everyone


def test_a_figure_opens_into_its_rows(
    course: Course, world: World, client_as: Callable[[str], Any], connected: None
) -> None:
    _drills(world, "school_first", 2)
    address = f"{course.address}/candidates/{world.units['school_first']}/rows"
    rows = client_as("officer").get(f"{address}?kind=unit&figure=drills").json["items"]
    assert [(row["type"], row["label"]) for row in rows[:2]] == [("drill_report", "操场")] * 2
    kept = course.nominate(unit="school_first", source="figures")["figures"]
    figure = next(figure for figure in kept if figure["code"] == "drills")
    assert (figure["value"], set(figure["rows"])) == (len(rows), {row["id"] for row in rows})
    assert _candidates(course, "kind=unit")["泉城示范第一中学"]["nominated_for"] == ["unit"]
    other = f"{course.address}/candidates/{world.units['fuel']}/rows?kind=unit&figure=drills"
    assert client_as("officer").get(other).status_code == 404
    assert client_as("officer").get(f"{address}?kind=unit&figure=hours").status_code == 404
    assert client_as("officer").get(f"{address}?kind=unit&figure=gossip").status_code == 422


def test_last_year_does_not_count(course: Course, world: World, connected: None) -> None:
    _drills(world, "school_first", 2)
    DrillReport.update(held_on=clock.today() - timedelta(days=366)).execute()
    assert _candidates(course, "kind=unit") == {}


def test_people_who_completed_the_rotation_are_proposed_with_their_hours(
    course: Course, world: World, client_as: Callable[[str], Any], connected: None
) -> None:
    done, _ = (trainee(world.units["school_first"], name=name) for name in ("甲勤学", "乙未学"))
    cycle(agency_id=world.agencies["lixia"])
    learn(done.person_id, 7200)
    found = _candidates(course, "kind=person")
    assert set(found) == {"甲勤学"}
    assert (found["甲勤学"]["hours"], found["甲勤学"]["trained"], found["甲勤学"]["place"]) == (
        2,
        1,
        "泉城示范第一中学",
    )
    assert "乙未学" in _candidates(course, "kind=person&everyone=true")
    address = f"{course.address}/candidates/{done.person_id}/rows?kind=person&figure=hours"
    assert len(client_as("officer").get(address).json["items"]) == 1
    far = f"{course.address}/candidates/{world.persons['keypost_fuel']}/rows?kind=person&figure=hours"
    assert client_as("officer").get(far).status_code == 404


def test_pages_follow_each_other(course: Course, client_as: Callable[[str], Any]) -> None:
    officer, seen, after = client_as("officer"), [], ""
    while after is not None:
        query = f"kind=unit&everyone=true&limit=4{f'&after={after}' if after else ''}"
        page = officer.get(f"{course.address}/candidates?{query}").json
        seen += [row["subject_id"] for row in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) >= 9


def test_strangers_and_those_who_do_not_nominate_see_none(course: Course, client_as: Callable[[str], Any]) -> None:
    for persona, status in (("stranger", 404), ("inspector", 403), ("head", 403)):
        assert client_as(persona).get(f"{course.address}/candidates?kind=unit").status_code == status
    answer = client_as("officer").get(f"{course.address}/candidates?kind=planet")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "kind")
