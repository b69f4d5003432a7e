"""A case of accountability needs a cause, a consequence and evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.accountability.models import AccountabilityCase, AccountablePerson
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.accountability import ACCOUNTABILITY, accountability_body, named, opened
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.mark.clause("JN-3.6a")
def test_a_case_names_the_units_leader_and_who_should_have_supervised(
    client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    people = [named(world), named(world, "inspector_pearl", duty="辖区内保监管", fault="半年未到单位检查。")]
    case = opened(officer, world, people=people)
    assert (case["state"], case["cause"], case["consequence"]) == ("open", "not_carried_out", "disorder")
    assert [(row["side"], row["name"], row["place"]) for row in case["people"]] == [
        ("unit", "孙珺", "泉城示范第一中学"),
        ("supervisor", case["people"][1]["name"], "历下区分局珠泉示范派出所"),
    ]
    assert case["files"][0]["purpose"] == "evidence"
    assert officer.get(f"{ACCOUNTABILITY}/{case['id']}").json == case
    [listed] = officer.get(f"{ACCOUNTABILITY}?state=open").json["items"]
    assert listed["people_count"] == 2
    assert "people" not in listed  # nobody is named in a list
    event = Event.get(Event.kind == "accountability.opened")
    assert event.details == {
        "unit_id": str(world.units["school_first"]), "cause": "not_carried_out", "consequence": "disorder",
    }  # fmt: skip


@pytest.mark.clause("JN-3.6a")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cause": None}, "cause"),
        ({"consequence": None}, "consequence"),
        ({"cause": "bad_luck"}, "cause"),
        ({"files": []}, "files"),
        ({"facts": " "}, "facts"),
        ({"occurred_on": "yesterday"}, "occurred_on"),
    ],
    ids=str,
)
def test_without_cause_consequence_or_evidence_there_is_no_case(
    client_as: Callable[[str], Any], world: World, change: dict[str, Any], field: str
) -> None:
    officer = client_as("officer")
    body = {key: value for key, value in accountability_body(officer, world, **change).items() if value is not None}
    answer = officer.post(ACCOUNTABILITY, json=body)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert AccountabilityCase.select().count() == 0


def test_others_neither_open_nor_see(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    body = accountability_body(officer, world)
    assert client_as("stranger").post(ACCOUNTABILITY, json=body).status_code == 404
    for persona in ("head", "staff", "legal", "system_admin", "inspector"):
        assert client_as(persona).post(ACCOUNTABILITY, json=body).status_code == 403
    case = opened(officer, world)
    assert client_as("stranger").get(f"{ACCOUNTABILITY}/{case['id']}").status_code == 404
    assert client_as("stranger").get(ACCOUNTABILITY).json["items"] == []
    for persona in ("head", "legal", "government", "inspector"):
        assert client_as(persona).get(f"{ACCOUNTABILITY}/{case['id']}").status_code == 403, persona
        assert client_as(persona).get(ACCOUNTABILITY).status_code == 403, persona


def test_only_people_of_the_unit_and_its_supervisors_are_named(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    for person_id in (str(world.persons["head_fuel"]), str(world.persons["officer_licheng"]), str(new_id())):
        people = [named(world), named(world, person_id=person_id)]
        answer = officer.post(ACCOUNTABILITY, json=accountability_body(officer, world, people=people))
        assert (answer.status_code, answer.json["code"]) == (422, "accountable_person_elsewhere")
        assert answer.json["errors"][0]["field"] == "people.1.person_id"
    assert AccountablePerson.select().count() == 0


def test_what_is_still_to_come_has_no_consequence_yet(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    answer = officer.post(ACCOUNTABILITY, json=accountability_body(officer, world, occurred_on="2099-01-01"))
    assert (answer.status_code, answer.json["code"]) == (422, "accountability_in_the_future")


def test_evidence_that_was_not_delivered_is_no_evidence(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    files = [{"sha256": "0" * 64, "purpose": "evidence", "name": "没有.pdf"}]
    answer = officer.post(ACCOUNTABILITY, json=accountability_body(officer, world, files=files))
    assert (answer.status_code, answer.json["code"]) == (422, "file_missing")
    assert AccountabilityCase.select().count() == 0


def test_sent_twice_it_is_one(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    body = accountability_body(officer, world)
    assert officer.post(ACCOUNTABILITY, json=body).json == officer.post(ACCOUNTABILITY, json=body).json
    assert officer.post(ACCOUNTABILITY, json={**body, "cause": "no_attention"}).status_code == 409
    assert (AccountabilityCase.select().count(), AccountablePerson.select().count()) == (1, 1)


def test_somebody_more_is_named_later(client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    case, more = opened(officer, world), named(world, "staff_school", duty="保卫干事", fault="脱岗")
    people = f"{ACCOUNTABILITY}/{case['id']}/people"
    for _ in range(2):
        answer = officer.post(people, json=more)
        assert answer.status_code == 201
        assert [row["name"] for row in answer.json["people"]] == ["孙珺", "马晓安"]
    assert officer.post(people, json={**more, "duty": "别的"}).status_code == 409
    assert officer.post(people, json={**more, "id": str(new_id()), "duty": " "}).status_code == 422
    assert client_as("stranger").post(people, json=named(world)).status_code == 404
    assert client_as("leader").post(people, json=named(world)).status_code == 403
    planner = client_as("planner").post(people, json=named(world, "staff_school"))
    assert (planner.status_code, planner.json["code"]) == (403, "accountability_of_another_agency")
