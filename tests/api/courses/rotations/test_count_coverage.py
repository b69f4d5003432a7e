"""Coverage is done of should, by area, unit and audience, and every figure opens onto its people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from courses.rotations.models import RotationCycle
from courses.rotations.services import close_ended_cycles, keep_up_all, remind_people
from courses.trainees.rules import Audience
from server.alerts.notices.models import Notice
from server.core.clock import BEIJING
from tests.factories.rotations import cycle, cycle_body, enrolment_of, learn
from tests.factories.trainees import trained, trainee
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
CYCLES = "/api/v1/rotation-cycles"
As = Callable[[str], Any]


@pytest.fixture
def run(world: World) -> RotationCycle:
    of = cycle(agency_id=world.agencies["city"])
    done = trained(world.persons["guard_school"], Audience.GUARD)
    trainee(world.units["school_first"])
    trainee(world.units["fuel"])
    keep_up_all()
    learn(done.person_id, 7200)
    return of


@pytest.mark.clause("JN-3.4a")
def test_figures_open_onto_units_and_people(client_as: As, world: World, run: RotationCycle) -> None:
    city = client_as("city")
    areas = {row["name"]: row for row in city.get(f"{CYCLES}/{run.id}/coverage").json["items"]}
    assert (areas["历下区"]["done"], areas["历下区"]["should"], areas["历下区"]["coverage_bp"]) == (1, 2, 5000)
    units = city.get(f"{CYCLES}/{run.id}/coverage?by=unit&area_code=370102").json["items"]
    assert [(row["name"], row["missing"]) for row in units] == [("泉城示范第一中学", 1)]
    rows = city.get(f"{CYCLES}/{run.id}/enrolments?state=active&unit_id={world.units['school_first']}").json["items"]
    assert [row["place"] for row in rows] == ["泉城示范第一中学"]
    assert len(city.get(f"{CYCLES}/{run.id}/enrolments?limit=2").json["items"]) == 2


def test_a_reader_counts_only_what_they_reach(client_as: As, run: RotationCycle) -> None:
    for persona, should in (("city", 3), ("officer", 2), ("head", 2), ("fuel_head", 1)):
        found = client_as(persona).get(f"{CYCLES}?year=2026").json["items"]
        assert [row["counts"]["should"] for row in found] == [should], persona
    assert client_as("department").get(CYCLES).json["items"] == []
    assert client_as("department").get(f"{CYCLES}/{run.id}").status_code == 404


@pytest.mark.clause("LN-19a", "JN-3.4b")
def test_audiences_are_counted_each_and_the_police_apart(client_as: As, world: World, run: RotationCycle) -> None:
    trained(world.persons["officer_chen"], Audience.POLICE_INTERNAL)
    trained(world.persons["keypost_fuel"], Audience.KEY_POST)
    informant = trained(world.persons["informant_bank"], Audience.INFORMANT)
    police = cycle(agency_id=world.agencies["city"], audience=Audience.POLICE_INTERNAL, title="内保民警轮训")
    heard = cycle(agency_id=world.agencies["city"], audience=Audience.INFORMANT)
    cycle(agency_id=world.agencies["lixia"], audience=Audience.GUARD)  # a second one counts nobody twice
    learn(informant.person_id, 7200)
    assert enrolment_of(heard, informant.person_id).state == "done"
    rows = {row["audience"]: row for row in client_as("city").get("/api/v1/training-coverage?year=2026").json["items"]}
    assert (rows["guard"]["should"], rows["guard"]["done"], rows["guard"]["unplanned"]) == (3, 1, 0)
    assert (rows["informant"]["coverage_bp"], rows["informant"]["is_police"]) == (10000, False)
    assert (rows["key_post"]["missing"], rows["key_post"]["unplanned"]) == (1, 1)
    assert (rows["police_internal"]["should"], rows["police_internal"]["is_police"]) == (1, True)
    assert enrolment_of(police, world.persons["officer_chen"]).agency_id == world.agencies["lixia"]
    assert "police_internal" not in {
        row["audience"] for row in client_as("head").get("/api/v1/training-coverage").json["items"]
    }


def test_people_and_units_are_reminded_once_a_stage(client_as: As, run: RotationCycle) -> None:
    with time_machine.travel(datetime(2026, 12, 3, 9, tzinfo=BEIJING), tick=True):  # the night of 1 December was missed
        assert remind_people() == 4  # two people, two units
        assert remind_people() == 0
    texts = [row.text for row in Notice.select().where(Notice.kind == "rotation.due")]
    assert any("还差 2.0 学时" in text for text in texts)
    with time_machine.travel(datetime(2026, 12, 25, 9, tzinfo=BEIJING), tick=True):
        assert remind_people() == 4


def test_a_change_of_what_is_asked_for_counts_everybody_anew(
    client_as: As, world: World, run: RotationCycle, run_jobs: Callable[[], int]
) -> None:
    person = world.persons["guard_school"]
    city, url = client_as("city"), f"{CYCLES}/{run.id}"
    tag = city.get(url).headers["ETag"]
    assert client_as("officer").patch(url, json={"title": "改"}, headers={"If-Match": tag}).status_code == 403
    assert client_as("stranger").get(url).status_code == 200  # a city's rotation is theirs too
    assert city.patch(url, json={"required_seconds": 9000}).status_code == 428
    assert city.patch(url, json={"required_seconds": 9000}, headers={"If-Match": tag}).status_code == 200
    run_jobs()
    assert enrolment_of(run, person).state == "active"
    assert city.patch(url, json={"required_seconds": 60}, headers={"If-Match": tag}).status_code == 412
    assert (
        city.patch(url, json={"ends_on": "2027-01-01"}, headers={"If-Match": city.get(url).headers["ETag"]}).json[
            "code"
        ]
        == "window_wrong"
    )


def test_a_year_that_nobody_closed_closes_by_itself(run: RotationCycle) -> None:
    with time_machine.travel(datetime(2027, 1, 10, 9, tzinfo=BEIJING), tick=True):
        assert close_ended_cycles() == 0
    with time_machine.travel(datetime(2027, 1, 11, 9, tzinfo=BEIJING), tick=True):
        assert close_ended_cycles() == 1
    assert RotationCycle.get_by_id(run.id).closed_counts == {"should": 3, "done": 1, "excused": 0, "missing": 2}


def test_my_training_is_mine(client_as: As, world: World, run: RotationCycle) -> None:
    mine = client_as("guard").get("/api/v1/my/training").json
    assert (mine["audiences"], [row["state"] for row in mine["enrolments"]]) == (["guard"], ["done"])
    assert [(row["kind"], row["seconds"]) for row in mine["years"]] == [("classroom", 7200)]
    assert client_as("other_guard").get("/api/v1/my/training").json["enrolments"] == []
    assert client_as("system_admin").get("/api/v1/my/training").status_code == 403
    file = f"/api/v1/people/{world.persons['guard_school']}/training"
    assert client_as("guard").get(file).status_code == 403
    assert client_as("stranger").get(file).status_code == 404
    assert client_as("head").get(file).json["enrolments"][0]["cycle"]["title"] == "2026年保安员轮训"


def test_a_unit_runs_a_rotation_of_its_own(client_as: As, world: World, run_jobs: Callable[[], int]) -> None:
    row = trainee(world.units["school_first"], from_on=date(2026, 3, 1))
    made = client_as("head").post(CYCLES, json=cycle_body(unit_id=str(world.units["school_first"])))
    assert (made.status_code, made.json["tier"]) == (201, "unit")
    run_jobs()
    mine = enrolment_of(RotationCycle.get_by_id(made.json["id"]), row.person_id)
    assert client_as("head").post(f"/api/v1/enrolments/{mine.id}/excusals", json={"reason": "病假"}).status_code == 201
    assert client_as("fuel_head").get(f"{CYCLES}/{made.json['id']}").status_code == 404
    assert client_as("officer").get(f"{CYCLES}/{made.json['id']}").json["is_ours"] is False
