"""A year's rotation from its opening to its end: nobody of the audience falls between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from courses.rotations.models import Enrolment, MissedRotation, RotationCycle
from courses.rotations.rules import ExamOutcome
from courses.rotations.services import keep_up_all, note_exam
from courses.trainees.rules import Audience
from courses.trainees.services import end_trainee
from server.core import clock
from server.core.clock import BEIJING
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.rotations import cycle, cycle_body, enrolment_of, learn
from tests.factories.trainees import trained, trainee
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
CYCLES = "/api/v1/rotation-cycles"
As = Callable[[str], Any]


def standing(of: RotationCycle) -> dict[str, int]:
    rows = Enrolment.select().where(Enrolment.cycle_id == of.id)
    return {state: sum(row.state == state for row in rows) for state in {row.state for row in rows}}


@pytest.mark.clause("JN-3.4a")
def test_opening_a_rotation_enrols_everybody_within_reach(
    client_as: As, world: World, run_jobs: Callable[[], int]
) -> None:
    trained(world.persons["guard_school"], Audience.GUARD)
    trained(world.persons["keypost_fuel"], Audience.GUARD)  # of the other branch
    trained(world.persons["guard_school_2"], Audience.KEY_POST)
    body = cycle_body(agency_id=str(world.agencies["lixia"]))
    made = client_as("officer").post(CYCLES, json=body)
    assert made.status_code == 201, made.json
    assert (made.json["tier"], made.json["is_ours"]) == ("branch", True)
    run_jobs()
    assert [row.person_id for row in Enrolment.select()] == [world.persons["guard_school"]]
    later = trainee(world.units["school_first"])
    run_jobs()
    assert Enrolment.select().where(Enrolment.person_id == later.person_id).count() == 1
    assert client_as("officer").post(CYCLES, json=body).status_code == 201
    assert client_as("officer").post(CYCLES, json={**body, "title": "别的"}).status_code == 409
    assert RotationCycle.select().count() == 1


def test_a_lapsed_basis_shows_as_lapsed_and_the_duty_lives_on_by_another(client_as: As, world: World) -> None:
    body = cycle_body(agency_id=str(world.agencies["lixia"]))
    shown = client_as("officer").post(CYCLES, json=body).json
    assert {row["basis_id"]: row["status"] for row in shown["bases"]} == {
        "jinan-2021-15": "lapsed",
        "state-council-421": "in_force",
    }
    alone = cycle_body(
        agency_id=str(world.agencies["lixia"]), bases=[{"basis": "jinan-2021-15", "article": "三（四）"}]
    )
    refused = client_as("officer").post(CYCLES, json=alone)
    assert (refused.status_code, refused.json["code"]) == (422, "no_basis_in_force")


def test_what_cannot_be_is_refused_by_name(client_as: As, world: World) -> None:
    lixia, school = str(world.agencies["lixia"]), str(world.units["school_first"])
    for who, changes, status, code in (
        ("officer", {"agency_id": lixia, "ends_on": "2027-01-10"}, 422, "window_wrong"),
        ("officer", {"agency_id": lixia, "unit_id": school}, 422, "owner_unclear"),
        ("officer", {"unit_id": school}, 422, "owner_unclear"),
        ("officer", {"agency_id": str(world.agencies["licheng"])}, 404, "not_found"),
        ("head", {"agency_id": lixia}, 404, "not_found"),
        ("head", {"unit_id": str(world.units["fuel"])}, 404, "not_found"),
        ("head", {"unit_id": school, "audience": "police_internal"}, 422, "audience_not_theirs"),
        (
            "planner",
            {"agency_id": str(world.agencies["education"]), "audience": "police_community"},
            422,
            "audience_not_theirs",
        ),
        ("officer", {"agency_id": lixia, "bases": [{"basis": "nowhere", "article": ""}]}, 422, "invalid"),
        ("officer", {"agency_id": lixia, "required_seconds": -1}, 422, "invalid"),
    ):
        answer = client_as(who).post(CYCLES, json=cycle_body(**changes))
        assert (answer.status_code, answer.json["code"]) == (status, code), changes
    assert client_as("inspector").post(CYCLES, json=cycle_body(agency_id=lixia)).status_code == 403
    assert RotationCycle.select().count() == 0


def test_hours_finish_a_rotation_and_an_exam_where_one_is_asked_for(world: World) -> None:
    plain = cycle(agency_id=world.agencies["lixia"])
    person = trained(world.persons["guard_school"], Audience.GUARD).person_id
    examined = cycle(agency_id=world.agencies["city"], exam_required=True)
    keep_up_all()
    source = new_id()
    learn(person, 3600, source_id=source)
    learn(person, 3600, source_id=source)
    assert enrolment_of(plain, person).state == "active"
    learn(person, 7200, source_id=source)
    learn(person, 600, on=date(2025, 12, 31))
    assert (enrolment_of(plain, person).state, enrolment_of(plain, person).seconds) == ("done", 7200)
    assert enrolment_of(examined, person).state == "active"
    attempt = new_id()
    with database.atomic():
        note_exam(SYSTEM, ExamOutcome(examined.id, person, attempt, True, clock.now()))
    assert enrolment_of(examined, person).state == "done"
    with database.atomic():
        note_exam(SYSTEM, ExamOutcome(examined.id, person, attempt, False, clock.now()))
    assert (enrolment_of(examined, person).state, enrolment_of(examined, person).completed_at) == ("active", None)
    told = Event.select().where(Event.kind == "enrolment.completed")
    assert [event.details["cycle_id"] for event in told.order_by(Event.position)] == [str(plain.id), str(examined.id)]


def test_who_goes_leaves_the_count_and_who_returns_finds_their_hours(world: World) -> None:
    of = cycle(agency_id=world.agencies["lixia"])
    going, done = trainee(world.units["school_first"]), trainee(world.units["school_first"])
    keep_up_all()
    learn(going.person_id, 1800)
    learn(done.person_id, 7200)
    for row in (going, done):
        end_trainee(SYSTEM, row, date(2026, 11, 20), "离职")
    keep_up_all()
    assert standing(of) == {"left": 1, "done": 1}
    trained(going.person_id, Audience.GUARD, from_on=date(2026, 11, 22))
    keep_up_all()
    assert standing(of) == {"active": 1, "done": 1}
    assert enrolment_of(of, going.person_id).seconds == 1800


def test_the_excused_are_excused_with_a_reason_until_it_is_withdrawn(client_as: As, world: World) -> None:
    of = cycle(agency_id=world.agencies["lixia"])
    person = trained(world.persons["guard_school"], Audience.GUARD).person_id
    keep_up_all()
    row = enrolment_of(of, person)
    url = f"/api/v1/enrolments/{row.id}"
    officer = client_as("officer")
    assert client_as("stranger").post(f"{url}/excusals", json={"reason": "病假"}).status_code == 404
    assert client_as("head").post(f"{url}/excusals", json={"reason": "病假"}).status_code == 403
    assert officer.post(f"{url}/excusals", json={"reason": ""}).status_code == 422
    assert officer.post(f"{url}/excusal-withdrawals").json["code"] == "not_excused"
    for _ in range(2):
        excused = officer.post(f"{url}/excusals", json={"reason": "产假"})
        assert (excused.status_code, excused.json["state"], excused.json["excused_reason"]) == (201, "excused", "产假")
    assert Event.select().where(Event.kind == "enrolment.excused").count() == 1
    learn(person, 7200)
    assert enrolment_of(of, person).state == "excused"
    back = officer.post(f"{url}/excusal-withdrawals")
    assert (back.status_code, back.json["state"], back.json["seconds"]) == (201, "done", 7200)
    assert officer.post(f"{url}/excusals", json={"reason": "产假"}).json["code"] == "not_excusable"


@pytest.mark.clause("JN-3.4a")
def test_at_the_end_of_the_year_everybody_has_done_it_is_excused_or_is_on_the_list(client_as: As, world: World) -> None:
    of = cycle(agency_id=world.agencies["lixia"], exam_required=True)
    rows = {name: trainee(world.units["school_first"], name=name) for name in ("无", "短", "考", "成", "免", "走")}
    keep_up_all()
    learn(rows["短"].person_id, 600)
    learn(rows["考"].person_id, 7200)
    learn(rows["成"].person_id, 7200)
    with database.atomic():
        note_exam(SYSTEM, ExamOutcome(of.id, rows["成"].person_id, new_id(), True, clock.now()))
    officer = client_as("officer")
    free = enrolment_of(of, rows["免"].person_id)
    officer.post(f"/api/v1/enrolments/{free.id}/excusals", json={"reason": "长期病假"})
    end_trainee(SYSTEM, rows["走"], date(2026, 11, 30), "离职")
    early = officer.post(f"{CYCLES}/{of.id}/closings")
    assert (early.status_code, early.json["code"]) == (422, "cycle_not_over")
    with time_machine.travel(datetime(2026, 12, 31, 20, tzinfo=BEIJING), tick=True):
        late = trainee(world.units["school_first"], name="新", from_on=date(2026, 12, 31))
        officer, stranger = client_as("officer"), client_as("stranger")
        assert stranger.post(f"{CYCLES}/{of.id}/closings").status_code == 404
        assert client_as("head").post(f"{CYCLES}/{of.id}/closings").status_code == 403
        for _ in range(2):
            closed = officer.post(f"{CYCLES}/{of.id}/closings")
            assert closed.status_code == 201
            assert closed.json["closed_counts"] == {"should": 6, "done": 1, "excused": 1, "missing": 4}
        assert closed.json["counts"]["coverage_bp"] == 1666
        missed = officer.get(f"{CYCLES}/{of.id}/missed").json["items"]
        assert {row["person"]["name"]: row["reason"] for row in missed} == {
            "无": "not_started",
            "短": "hours_short",
            "考": "exam_missing",
            "新": "not_started",
        }
        assert client_as("head").get(f"{CYCLES}/{of.id}/missed").json["items"] == missed
        assert (
            officer.post(f"/api/v1/enrolments/{free.id}/excusals", json={"reason": "x"}).json["code"] == "cycle_closed"
        )
        with database.atomic():  # made up for afterwards: noted, and the year stays what it was
            note_exam(SYSTEM, ExamOutcome(of.id, rows["考"].person_id, new_id(), True, clock.now()))
        assert MissedRotation.get(MissedRotation.person_id == rows["考"].person_id).made_up_at
        assert officer.get(f"{CYCLES}/{of.id}").json["counts"]["missing"] == 4
        assert enrolment_of(of, late.person_id).state == "active"
