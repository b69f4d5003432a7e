"""Check-in: one device at a time; another takes over after a release, or on purpose, which is seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine

from courses.exams.models import Candidate
from server.core.database import database
from server.core.events import Event
from tests.factories.exams import ExamPhone, Room, given
from tests.factories.phone import jpeg

Clients = Callable[[str], Any]


def test_my_exams_are_only_mine(room: Room, client_as: Clients) -> None:
    mine = client_as("guard").get("/api/v1/my/exams").json
    assert [(one["candidate_id"], one["state"], one["tries"]) for one in mine] == [
        (str(room.candidate.id), "invited", 0)
    ]
    assert client_as("other_guard").get("/api/v1/my/exams").json == []
    assert client_as("system_admin").get("/api/v1/my/exams").status_code == 403


def test_somebody_elses_candidacy_is_not_there(room: Room, client_as: Clients) -> None:
    answer = ExamPhone(client_as("other_guard"), room.candidate.id).check_in()
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_checking_in_again_on_the_same_phone_changes_nothing(room: Room, client_as: Clients) -> None:
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    first, again = phone.check_in().json, phone.check_in().json
    assert first["paper"] == again["paper"]
    with database.connection_context():
        assert Event.select().where(Event.kind == "exam_candidate.checked_in").count() == 1
        assert Candidate.get_by_id(room.candidate.id).token_serial == 1


def test_check_in_opens_a_day_before(room: Room, client_as: Clients) -> None:
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    with time_machine.travel(room.session.starts_at - timedelta(hours=25), tick=False):
        phone.client = client_as("guard")
        early = phone.check_in()
        assert (early.status_code, early.json["code"], early.json["seconds_until"]) == (
            409,
            "check_in_too_early",
            3600,
        )
    with time_machine.travel(room.session.starts_at - timedelta(hours=23), tick=False):
        phone.client = client_as("guard")
        assert phone.check_in().status_code == 201


def test_a_second_device_is_refused_until_the_invigilator_frees_the_candidate(
    phone: ExamPhone, client_as: Clients
) -> None:
    phone.save(given(1, 3, "a"))
    second = ExamPhone(client_as("guard"), phone.candidate_id, "a-second-phone")
    assert second.check_in().json["code"] == "other_device"
    freed = client_as("inspector").post(f"/api/v1/exam-candidates/{phone.candidate_id}/device-releases")
    assert freed.status_code == 201, freed.json
    assert phone.save(given(1, 4, "b")).json["code"] == "device_replaced"
    second.begin()
    assert second.attempt_id == phone.attempt_id
    assert second.start().json["answers"] == [{"slot": 1, "seq": 3, "value": "a"}]
    assert second.save(given(1, 4, "c")).status_code == 200
    for answer in (phone.save(given(1, 9)), phone.submit(given(1, 9)), phone.start()):
        assert (answer.status_code, answer.json["code"]) == (409, "device_replaced")
    listed = client_as("officer").get(f"/api/v1/exam-candidates/{phone.candidate_id}").json
    assert (listed["takeovers"], listed["flags"]) == (0, [])


def test_a_takeover_on_purpose_works_and_is_flagged(phone: ExamPhone, client_as: Clients) -> None:
    second = ExamPhone(client_as("guard"), phone.candidate_id, "a-second-phone")
    assert second.check_in(take_over=True).status_code == 201
    assert second.start().json["attempt_id"] == phone.attempt_id
    assert phone.save(given(1, 1)).json["code"] == "device_replaced"
    officer = client_as("officer")
    listed = officer.get(f"/api/v1/exam-candidates/{phone.candidate_id}").json
    assert (listed["takeovers"], listed["flags"]) == (1, ["device_changed"])
    course = officer.get(f"/api/v1/exam-attempts/{phone.attempt_id}").json
    assert [one["kind"] for one in course["proctoring"]] == ["taken_over"]


def test_a_release_twice_is_one_and_a_stranger_frees_nobody(phone: ExamPhone, client_as: Clients) -> None:
    path = f"/api/v1/exam-candidates/{phone.candidate_id}/device-releases"
    assert client_as("stranger").post(path).status_code == 404
    assert client_as("guard").post(path).status_code == 403
    for _ in range(2):
        assert client_as("officer").post(path).status_code == 201
    with database.connection_context():
        assert Event.select().where(Event.kind == "exam_candidate.device_released").count() == 1


def test_a_photo_at_check_in_is_shown_to_people_and_nobody_else(room: Room, client_as: Clients) -> None:
    phone, content = ExamPhone(client_as("guard"), room.candidate.id), jpeg(4)
    name = hashlib.sha256(content).hexdigest()
    assert phone.check_in(photo_sha256=name).json["code"] == "exam_picture_missing"
    put = phone.client.put(f"/api/v1/my/exam-pictures/{name}", data=content, headers={"Content-Type": "image/jpeg"})
    assert put.status_code == 200, put.json
    assert phone.check_in(photo_sha256=name).status_code == 201
    path = f"/api/v1/exam-candidates/{room.candidate.id}/photo"
    assert client_as("officer").get(path).mimetype == "image/jpeg"
    assert client_as("stranger").get(path).status_code == 404
    assert client_as("guard").get(path).status_code == 403


def test_a_missing_photo_is_flagged_and_keeps_nobody_out(room: Room, client_as: Clients) -> None:
    with database.connection_context():
        room.session.camera_checks = True
        room.session.save()
    ExamPhone(client_as("guard"), room.candidate.id).begin()
    listed = client_as("officer").get(f"/api/v1/exam-candidates/{room.candidate.id}").json
    assert listed["flags"] == ["no_photo"]
