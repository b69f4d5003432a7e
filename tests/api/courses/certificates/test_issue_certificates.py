"""Whoever completes the annual rotation gets a certificate, once; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from courses.certificates.models import Badge, Certificate
from courses.rotations.models import Enrolment
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.certificates import completed, rotation
from tests.factories.rotations import cycle, enrolment_of, learn
from tests.factories.trainees import trainee
from tests.world import World

CERTIFICATES = "/api/v1/certificates"
pytestmark = pytest.mark.usefixtures("connected")


def body(enrolment: Enrolment) -> dict[str, str]:
    return {"id": str(new_id()), "enrolment_id": str(enrolment.id)}


@pytest.mark.clause("LN-19b")
def test_completing_a_rotation_brings_a_certificate_by_itself(
    world: World, run_jobs: Callable[[], int], client_as: Callable[[str], Any]
) -> None:
    completed(world)
    run_jobs()
    row = Certificate.get()
    assert (row.person_id, row.seconds, row.year, row.valid_to.isoformat()) == (
        world.people["guard"].person_id, 7200, 2026, "2026-12-31",
    )  # fmt: skip
    assert row.holder_place == "泉城示范第一中学"
    (mine,) = client_as("guard").get("/api/v1/my/certificates").json["certificates"]
    assert mine["paper"]["state"] == "signed"
    assert "训字〔2026〕第0001号" in mine["paper"]["number"]
    assert "非职业技能证书" in mine["sentence"]
    assert "不代替《保安员证》" in mine["sentence"]
    assert mine["code"].startswith("<svg")
    assert client_as("guard").get(f"/api/v1/my/certificates/{mine['id']}/file").data[:5] == b"%PDF-"


def test_jobs_run_twice_certify_once(
    world: World, run_jobs: Callable[[], int], client_as: Callable[[str], Any]
) -> None:
    enrolment = completed(world)
    run_jobs()
    officer = client_as("officer")
    answers = [officer.post(CERTIFICATES, json=body(enrolment)) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {201}
    assert (Certificate.select().count(), Badge.select().count()) == (1, 1)
    assert Event.select().where(Event.kind == "certificate.issued").count() == 1


def test_an_officer_issues_one_and_sends_it_twice(world: World, client_as: Callable[[str], Any]) -> None:
    enrolment, officer = completed(world), client_as("officer")
    sent = body(enrolment)
    first, again = officer.post(CERTIFICATES, json=sent), officer.post(CERTIFICATES, json=sent)
    assert first.status_code == 201, first.json
    assert first.json == again.json
    assert first.json["id"] == sent["id"]
    other = officer.post(CERTIFICATES, json={**sent, "enrolment_id": str(new_id())})
    assert other.status_code == 404


def test_an_id_serves_one_person_only(world: World, client_as: Callable[[str], Any]) -> None:
    enrolment, officer = completed(world), client_as("officer")
    sent = body(enrolment)
    officer.post(CERTIFICATES, json=sent)
    learn(world.people["other_guard"].person_id, 7200)
    other = Enrolment.get(Enrolment.person_id == world.people["other_guard"].person_id)
    answer = officer.post(CERTIFICATES, json={**sent, "enrolment_id": str(other.id)})
    assert (answer.status_code, answer.json["code"]) == (409, "resubmission_conflict")


def test_who_has_not_finished_gets_none(world: World, client_as: Callable[[str], Any]) -> None:
    made = rotation(world)
    enrolment = enrolment_of(made, world.people["guard"].person_id)
    answer = client_as("officer").post(CERTIFICATES, json=body(enrolment))
    assert (answer.status_code, answer.json["code"]) == (422, "certificate_not_earned")


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("inspector", 403), ("head", 403), ("guard", 403)])
def test_others_issue_none(world: World, client_as: Callable[[str], Any], persona: str, status: int) -> None:
    answer = client_as(persona).post(CERTIFICATES, json=body(completed(world)))
    assert answer.status_code == status


def test_a_malformed_wish_names_its_field(client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").post(CERTIFICATES, json={"id": "x", "enrolment_id": str(new_id())})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "id")


def test_a_units_own_rotation_waits_for_an_agency(
    world: World, run_jobs: Callable[[], int], client_as: Callable[[str], Any]
) -> None:
    enrolment = completed(world, agency_id=None, unit_id=world.units["school_first"])
    run_jobs()
    assert not Certificate.select().exists()
    answer = client_as("officer").post(CERTIFICATES, json=body(enrolment))
    assert (answer.status_code, answer.json["issuer_name"]) == (201, "济南市公安局历下区分局")


def test_a_whole_cycle_is_certified_and_counted(
    world: World, run_jobs: Callable[[], int], client_as: Callable[[str], Any]
) -> None:
    people = [trainee(world.units["school_first"]).person_id for _ in range(3)]
    made = cycle(agency_id=None, unit_id=world.units["school_first"])
    for person_id in people[:2]:
        learn(person_id, 7200)
    run_jobs()
    officer = client_as("officer")
    (shown,) = officer.get("/api/v1/certificate-cycles").json["cycles"]
    assert (shown["completed"], shown["issued"], shown["missing"]) == (2, 0, 2)
    address = f"/api/v1/certificate-cycles/{made.id}/batches"
    assert client_as("stranger").post(address).status_code == 404
    assert client_as("head").post(address).status_code == 403
    assert [officer.post(address).status_code for _ in range(2)] == [202, 202]
    run_jobs()
    (shown,) = officer.get("/api/v1/certificate-cycles").json["cycles"]
    assert (shown["completed"], shown["issued"], shown["missing"]) == (2, 2, 0)
    rows = officer.get(CERTIFICATES, query_string={"cycle_id": str(made.id), "state": "live"}).json["items"]
    assert {row["paper"]["state"] for row in rows} == {"signed"}
    assert client_as("stranger").get(CERTIFICATES).json["items"] == []


def test_somebody_elses_certificate_is_not_found(
    world: World, run_jobs: Callable[[], int], client_as: Callable[[str], Any]
) -> None:
    completed(world)
    run_jobs()
    id, other = Certificate.get().id, client_as("other_guard")
    assert other.get("/api/v1/my/certificates").json["certificates"] == []
    assert other.get(f"/api/v1/my/certificates/{id}/file").status_code == 404
    assert other.get(f"/api/v1/my/certificates/{id}/badge").status_code == 404
    assert client_as("stranger").get(f"{CERTIFICATES}/{id}").status_code == 404
    assert client_as("officer").get(f"{CERTIFICATES}/{id}").status_code == 200
