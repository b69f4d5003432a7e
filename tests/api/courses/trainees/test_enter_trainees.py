"""Who is trained is entered by their unit or an officer, with an identity number nobody reads without a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from courses.trainees.models import IdentityReveal, Trainee, TraineeIdentity
from courses.trainees.queries import audiences_of, identity_masked, people_of_audience
from courses.trainees.rules import Audience
from server.core.events import Event
from server.core.permissions import SYSTEM
from server.units.people.models import Person
from tests.factories.trainees import identity_number, person_body, trained, trainee, trainee_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
TRAINEES = "/api/v1/trainees"
As = Callable[[str], Any]


def test_a_unit_enters_somebody_new_in_one_act(client_as: As, world: World) -> None:
    body = trainee_body(world.units["school_first"], identity_number=identity_number())
    made = client_as("staff").post(TRAINEES, json=body)
    assert made.status_code == 201, made.json
    assert made.json["person"]["identity_masked"] == f"379{'*' * 11}{body['identity_number'][-4:]}"
    assert made.json["person"]["phone"].startswith("139")
    assert "****" in made.json["person"]["phone"]
    assert (made.json["unit"]["name"], made.json["is_active"]) == ("泉城示范第一中学", True)
    assert [event.kind for event in Event.select().order_by(Event.id.desc()).limit(2)] == [
        "trainee.entered",
        "person.entered",
    ]
    assert audiences_of(Person.get_by_id(body["person"]["id"]).id, date(2026, 11, 1)) == {"guard"}


def test_somebody_known_comes_under_a_second_audience(client_as: As, world: World) -> None:
    body = trainee_body(world.units["school_first"], audience="key_post", person_id=str(world.persons["guard_school"]))
    body.pop("person")
    assert client_as("head").post(TRAINEES, json=body).status_code == 201
    again = client_as("head").post(TRAINEES, json=body)
    assert again.status_code == 201
    assert again.json["id"] == body["id"]
    assert Trainee.select().where(Trainee.person_id == world.persons["guard_school"]).count() == 1


def test_a_stranger_finds_neither_unit_nor_trainee(client_as: As, world: World) -> None:
    body = trainee_body(world.units["school_first"])
    assert client_as("stranger").post(TRAINEES, json=body).status_code == 404
    assert client_as("fuel_head").post(TRAINEES, json=body).status_code == 404
    row = trainee(world.units["school_first"])
    for way in ("", "/endings", "/reveals", "/accounts", "/passwords"):
        asked = client_as("stranger")
        answer = (
            asked.get(f"{TRAINEES}/{row.id}")
            if not way
            else asked.post(
                f"{TRAINEES}/{row.id}{way}",
                json={"to_on": "2026-11-30", "reason": "离职"} if way == "/endings" else {"reason": "核对"},
            )
        )
        assert answer.status_code == 404, way
    assert client_as("guard").get(TRAINEES).status_code == 403


def test_what_is_wrong_is_named(client_as: As, world: World) -> None:
    unit = world.units["school_first"]
    head = client_as("head")
    for body, code in (
        (trainee_body(unit, identity_number="379999198001010010"), "identity_wrong"),
        (trainee_body(unit, identity_number="379999198013010010"), "identity_wrong"),
        (trainee_body(unit, person=None), "person_unclear"),
        (trainee_body(unit, audience="police_internal"), "audience_elsewhere"),
    ):
        answer = head.post(TRAINEES, json=body)
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert head.post(TRAINEES, json=trainee_body(unit, audience="pilot")).status_code == 422
    assert Trainee.select().count() == 0


def test_a_number_belongs_to_one_person_and_an_audience_is_joined_once(client_as: As, world: World) -> None:
    number, head = identity_number(), client_as("head")
    unit = world.units["school_first"]
    first = head.post(TRAINEES, json=trainee_body(unit, identity_number=number)).json
    double = head.post(TRAINEES, json=trainee_body(unit, identity_number=number))
    assert (double.status_code, double.json["code"]) == (409, "identity_known")
    second = trainee_body(unit, person_id=first["person"]["id"], person=None)
    twice = head.post(TRAINEES, json=second)
    assert (twice.status_code, twice.json["code"]) == (409, "trained_already")
    assert (TraineeIdentity.select().count(), Trainee.select().count()) == (1, 1)


def test_numbers_are_sealed_and_a_full_one_costs_a_reason(client_as: As, world: World) -> None:
    number = identity_number()
    row = trainee(world.units["school_first"], identity_number=number)
    assert number not in TraineeIdentity.get_by_id(row.person_id).sealed
    assert number not in str(client_as("officer").get(f"{TRAINEES}/{row.id}").json)
    officer = client_as("officer")
    assert officer.post(f"{TRAINEES}/{row.id}/reveals", json={}).status_code == 422
    shown = officer.post(f"{TRAINEES}/{row.id}/reveals", json={"reason": "考试签到核对本人"})
    assert (shown.status_code, shown.json) == (201, {"identity_number": number})
    kept = IdentityReveal.get()
    assert (kept.reason, kept.person_id) == ("考试签到核对本人", row.person_id)
    event = Event.select().order_by(Event.id.desc()).first()
    assert (event.kind, event.subject_id) == ("identity.revealed", kept.id)
    assert client_as("head").post(f"{TRAINEES}/{row.id}/reveals", json={"reason": "核对"}).status_code == 403


def test_a_guard_who_changed_units_stays_the_same_person(client_as: As, world: World) -> None:
    number = identity_number()
    row = trainee(world.units["school_first"], name="周转岗", identity_number=number)
    client_as("head").post(f"{TRAINEES}/{row.id}/endings", json={"to_on": "2026-03-31", "reason": "离职"})
    body = trainee_body(world.units["fuel"], identity_number=number, from_on="2026-04-01")
    body["person"] = person_body(world.units["fuel"], name="周转岗")
    moved = client_as("fuel_head").post(TRAINEES, json=body)
    assert moved.status_code == 201, moved.json
    assert moved.json["person"]["id"] == str(row.person_id)
    assert Person.get_by_id(row.person_id).unit_id == world.units["fuel"]
    other = trainee_body(world.units["bank"], identity_number=number)
    assert client_as("city").post(TRAINEES, json=other).json["code"] == "identity_known"


@pytest.mark.clause("JN-3.4b")
def test_the_police_are_trained_as_police(client_as: As, world: World) -> None:
    body = trainee_body(world.units["bank"], audience="police_internal", person_id=str(world.persons["officer_chen"]))
    body.pop("person")
    made = client_as("officer").post(TRAINEES, json=body)
    assert (made.status_code, made.json["agency"]["name"], made.json["unit"]) == (201, "济南市公安局历下区分局", None)
    body |= {"id": trainee_body(world.units["bank"])["id"], "audience": "guard"}
    assert client_as("officer").post(TRAINEES, json=body).json["code"] == "audience_elsewhere"
    assert client_as("stranger").get(TRAINEES).json["items"] == []


def test_lists_are_narrowed(client_as: As, world: World) -> None:
    trained(world.persons["guard_school"], Audience.GUARD)
    trained(world.persons["informant_bank"], Audience.INFORMANT)
    trainee(world.units["school_first"], name="魏来者", from_on=date(2027, 1, 1))
    officer = client_as("city")

    def names(query: str) -> set[str]:
        return {row["person"]["name"] for row in officer.get(f"{TRAINEES}?{query}").json["items"]}

    assert len(names("")) == 3
    assert names("active=false") == {"魏来者"}
    assert names("q=魏来") == {"魏来者"}
    assert len(names("audience=informant")) == 1
    assert len(names(f"unit_id={world.units['school_first']}")) == 2
    assert {person.id for person in people_of_audience(SYSTEM, "guard", date(2026, 6, 1))} == {
        world.persons["guard_school"]
    }


def test_a_trainee_changes_and_ends(client_as: As, world: World) -> None:
    row, head = trainee(world.units["school_first"]), client_as("head")
    url = f"{TRAINEES}/{row.id}"
    tag = head.get(url).headers["ETag"]
    assert head.patch(url, json={"post": "队长"}).status_code == 428
    changed = head.patch(url, json={"post": "队长", "identity_number": identity_number()}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json["person"]["post"]) == (200, "队长")
    assert identity_masked(row.person_id)
    assert head.patch(url, json={"post": "门卫"}, headers={"If-Match": tag}).status_code == 412
    assert (
        head.post(f"{url}/endings", json={"to_on": "2025-12-31", "reason": "离职"}).json["code"] == "end_before_start"
    )
    ended = head.post(f"{url}/endings", json={"to_on": "2026-05-31", "reason": "离职"})
    assert (ended.status_code, ended.json["is_active"]) == (201, False)
    assert head.post(f"{url}/endings", json={"to_on": "2026-05-31", "reason": "离职"}).status_code == 201
    assert head.post(f"{url}/endings", json={"to_on": "2026-06-30", "reason": "离职"}).status_code == 409
    assert audiences_of(row.person_id, date(2026, 5, 31)) == {"guard"}
    assert audiences_of(row.person_id, date(2026, 6, 1)) == set()
