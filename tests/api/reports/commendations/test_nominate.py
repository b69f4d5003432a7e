"""Units and persons are nominated, by hand or from their figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from server.units.people.models import Person
from tests.factories.commendations import Course, nomination_body, open_course
from tests.factories.hazards import refusal
from tests.world import World


def test_a_nomination_names_the_subject_as_on_the_day_with_its_figures(course: Course, connected: None) -> None:
    made = course.nominate(unit="school_first")
    assert (made["state"], made["name"], made["kind"]) == ("proposed", "泉城示范第一中学", "unit")
    assert made["honour"]["title"] == "内部治安保卫工作先进单位"
    assert {figure["code"] for figure in made["figures"]} >= {"cases", "overdue", "drills", "trained"}
    assert made["undrawn_characters"] == []
    person = course.nominate(person="guard_school")
    assert (person["name"], person["place"]) == ("赵卫东", "泉城示范第一中学")
    assert [row["nominated"] for row in course.read()["honours"]] == [1, 1]
    assert Event.select().where((Event.kind == "nomination.made") & (Event.subject_id == made["id"])).count() == 1


def test_characters_of_a_name_that_no_font_draws_are_told(course: Course, world: World, connected: None) -> None:
    Person.update(name="赵\ue000东").where(Person.id == world.persons["guard_school"]).execute()
    assert course.nominate(person="guard_school")["undrawn_characters"] == ["\ue000"]


@pytest.mark.parametrize(
    ("persona", "status"), [("stranger", 404), ("inspector", 403), ("head", 403), ("leader", 403), ("planner", 404)]
)
def test_others_cannot_nominate(
    course: Course, world: World, client_as: Callable[[str], Any], persona: str, status: int
) -> None:
    answer = client_as(persona).post(f"{course.address}/nominations", json=nomination_body(world, "school_first"))
    assert answer.status_code == status


def test_a_department_that_takes_part_nominates_its_own_units_only(
    world: World, client_as: Callable[[str], Any]
) -> None:
    course = open_course(world, client_as, partner_ids=[str(world.agencies["education"])])
    planner = client_as("planner")
    assert planner.post(f"{course.address}/nominations", json=nomination_body(world, "school_first")).status_code == 201
    assert planner.post(f"{course.address}/nominations", json=nomination_body(world, "bank")).status_code == 404


def test_a_branch_nominates_for_the_city_and_sees_its_own_nominations_only(
    world: World, client_as: Callable[[str], Any]
) -> None:
    course = open_course(world, client_as, "city")
    for persona, unit in (("officer", "school_first"), ("stranger", "fuel")):
        body = nomination_body(world, unit)
        assert client_as(persona).post(f"{course.address}/nominations", json=body).status_code == 201
    seen = {
        persona: {row["name"] for row in client_as(persona).get(f"{course.address}/nominations").json["items"]}
        for persona in ("officer", "stranger", "city")
    }
    assert seen == {
        "officer": {"泉城示范第一中学"},
        "stranger": {"明湖示范加油站有限公司"},
        "city": {"泉城示范第一中学", "明湖示范加油站有限公司"},
    }
    assert refusal(course.review(course.nominate(unit="bank"), "second_officer")) == (
        403,
        "commendation_of_another_agency",
    )


def test_a_unit_or_a_person_out_of_reach_is_not_found(
    course: Course, world: World, client_as: Callable[[str], Any]
) -> None:
    officer = client_as("officer")
    for body in (nomination_body(world, "fuel"), nomination_body(world, person="keypost_fuel")):
        assert officer.post(f"{course.address}/nominations", json=body).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deeds": " "}, "deeds"),
        ({"source": "rumour"}, "source"),
        ({"unit_id": None}, "unit_id"),
        ({"unit_id": "x"}, "unit_id"),
        ({"id": "x"}, "id"),
    ],
)
def test_what_is_malformed_is_named(
    course: Course, world: World, client_as: Callable[[str], Any], changes: dict[str, Any], field: str
) -> None:
    body = nomination_body(world, "school_first", **changes)
    answer = client_as("officer").post(f"{course.address}/nominations", json=body)
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])


@pytest.mark.parametrize("code", ["person", "none"])
def test_an_honour_of_another_kind_or_none_is_refused(
    course: Course, world: World, client_as: Callable[[str], Any], code: str
) -> None:
    body = nomination_body(world, "school_first", honour_code=code)
    answer = client_as("officer").post(f"{course.address}/nominations", json=body)
    assert refusal(answer) == (422, "honour_unknown")
    assert answer.json["errors"][0]["field"] == "honour_code"


def test_the_same_unit_is_nominated_once_for_an_honour_until_it_is_out(
    course: Course, world: World, client_as: Callable[[str], Any]
) -> None:
    made = course.nominate(unit="school_first")
    again = client_as("second_officer").post(
        f"{course.address}/nominations", json=nomination_body(world, "school_first")
    )
    assert refusal(again) == (409, "already_nominated")
    answer = client_as("officer").post(f"/api/v1/nominations/{made['id']}/withdrawals", json={"reason": "材料不全"})
    assert (answer.status_code, answer.json["state"]) == (201, "withdrawn")
    assert course.nominate(unit="school_first")["state"] == "proposed"


def test_sent_twice_it_is_one_nomination_and_with_other_content_refused(
    course: Course, world: World, client_as: Callable[[str], Any], connected: None
) -> None:
    body, officer = nomination_body(world, "school_first"), client_as("officer")
    first = officer.post(f"{course.address}/nominations", json=body)
    assert first.json == officer.post(f"{course.address}/nominations", json=body).json
    assert Event.select().where(Event.kind == "nomination.made").count() == 1
    other = officer.post(f"{course.address}/nominations", json={**body, "deeds": "别的事迹"})
    assert refusal(other) == (409, "resubmission_conflict")


def test_none_is_made_after_the_notice_began_or_the_round_was_withdrawn(
    noticed: Course, course: Course, world: World, client_as: Callable[[str], Any]
) -> None:
    course.withdraw()
    for address, code in ((noticed.address, "commendation_round_closed"), (course.address, "commendation_withdrawn")):
        answer = client_as("officer").post(f"{address}/nominations", json=nomination_body(world, "bank"))
        assert refusal(answer) == (422, code)


def test_an_unknown_round_is_not_found(world: World, client_as: Callable[[str], Any]) -> None:
    address = f"/api/v1/commendation-rounds/{new_id()}/nominations"
    assert client_as("officer").post(address, json=nomination_body(world, "bank")).status_code == 404
