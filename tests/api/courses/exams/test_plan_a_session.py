"""Plan, change and end a session, and put people on its list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from courses.exams.models import Candidate, ExamSession
from courses.rotations.models import Enrolment, RotationCycle
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.exams import ExamPhone, Room, blueprint_version, candidate_row, people_of, session_row
from tests.world import World

Clients = Callable[[str], Any]
SESSIONS = "/api/v1/exam-sessions"


@pytest.fixture
def body(world: World) -> dict[str, Any]:
    with database.connection_context():
        version = blueprint_version(world)
    starts_at = clock.now() + timedelta(days=2)
    return {
        "id": str(new_id()),
        "title": "历下区保安员年度考核",
        "blueprint_version_id": str(version.id),
        "place": "三楼会议室",
        "starts_at": clock.to_text(starts_at),
        "start_closes_at": clock.to_text(starts_at + timedelta(minutes=30)),
        "duration_seconds": 3600,
    }


def change(client: Any, id: Any, body: dict[str, Any], etag: str | None = None) -> Any:
    path = f"{SESSIONS}/{id}"
    return client.patch(path, json=body, headers={"If-Match": etag or client.get(path).headers["ETag"]})


def test_an_officer_plans_a_session(client_as: Clients, body: dict[str, Any]) -> None:
    made = client_as("officer").post(SESSIONS, json=body)
    assert made.status_code == 201, made.json
    assert (made.json["state"], made.json["papers_state"], made.json["kind"]) == ("planned", "none", "first")
    assert made.json["blueprint"]["title"] == "保安员年度考核"
    assert [row["id"] for row in client_as("station").get(SESSIONS).json["items"]] == [body["id"]]


def test_the_other_bureau_neither_sees_nor_changes_it(client_as: Clients, body: dict[str, Any]) -> None:
    client_as("officer").post(SESSIONS, json=body)
    stranger = client_as("stranger")
    assert stranger.get(f"{SESSIONS}/{body['id']}").status_code == 404
    assert stranger.get(SESSIONS).json["items"] == []
    assert change(stranger, body["id"], {"title": "改名"}, '"x"').status_code == 404
    assert stranger.post(f"{SESSIONS}/{body['id']}/closings", json={"state": "cancelled"}).status_code == 404


def test_a_station_sees_its_branchs_session_and_does_not_change_it(client_as: Clients, body: dict[str, Any]) -> None:
    client_as("officer").post(SESSIONS, json=body)
    assert client_as("station").post(SESSIONS, json=body).status_code == 403


def test_a_session_without_length_of_its_window_is_refused(client_as: Clients, body: dict[str, Any]) -> None:
    refused = client_as("officer").post(SESSIONS, json={**body, "start_closes_at": body["starts_at"]})
    assert (refused.status_code, refused.json["code"]) == (422, "exam_times_invalid")


def test_an_unknown_blueprint_or_cycle_is_refused(client_as: Clients, body: dict[str, Any]) -> None:
    officer = client_as("officer")
    for field, code in (("blueprint_version_id", "blueprint_unknown"), ("cycle_id", "cycle_unknown")):
        refused = officer.post(SESSIONS, json={**body, field: str(new_id())})
        assert (refused.status_code, refused.json["code"]) == (422, code)


def test_a_plan_sent_twice_is_one_and_with_other_content_refused(client_as: Clients, body: dict[str, Any]) -> None:
    officer = client_as("officer")
    for _ in range(2):
        assert officer.post(SESSIONS, json=body).status_code == 201
    assert officer.post(SESSIONS, json={**body, "place": "别处"}).json["code"] == "resubmission_conflict"
    with database.connection_context():
        assert Event.select().where(Event.kind == "exam_session.planned").count() == 1


def test_a_change_is_based_on_what_was_seen(client_as: Clients, body: dict[str, Any]) -> None:
    officer = client_as("officer")
    etag = officer.post(SESSIONS, json=body).headers["ETag"]
    assert officer.patch(f"{SESSIONS}/{body['id']}", json={"title": "甲"}).status_code == 428
    assert change(officer, body["id"], {"title": "甲"}, etag).json["title"] == "甲"
    assert change(officer, body["id"], {"title": "乙"}, etag).status_code == 412


def test_once_somebody_has_started_nothing_is_changed_or_cancelled(
    phone: ExamPhone, room: Room, client_as: Clients
) -> None:
    officer = client_as("officer")
    later = clock.to_text(clock.now() + timedelta(hours=1))
    assert change(officer, room.session.id, {"start_closes_at": later}).json["code"] == "exam_started"
    path = f"{SESSIONS}/{room.session.id}/closings"
    assert officer.post(path, json={"state": "cancelled"}).json["code"] == "exam_started"
    running = officer.post(path, json={"state": "closed"}).json
    assert (running["code"], running["running"]) == ("exam_running", 1)
    phone.submit()
    for _ in range(2):
        assert officer.post(path, json={"state": "closed"}).json["state"] == "closed"
    assert officer.post(path, json={"state": "cancelled"}).json["code"] == "exam_ended"


def test_people_within_reach_are_put_on_the_list_once(client_as: Clients, world: World, body: dict[str, Any]) -> None:
    officer = client_as("officer")
    officer.post(SESSIONS, json=body)
    path = f"{SESSIONS}/{body['id']}/candidates"
    people = people_of(world, ["guard", "other_guard", "guard"])
    assert officer.post(path, json={"person_ids": people}).json == {"added": 2}
    assert officer.post(path, json={"person_ids": people}).json == {"added": 0}
    listed = officer.get(path).json["items"]
    assert [(one["standing"], one["unit"]["id"]) for one in listed] == [
        ("invited", str(world.units["school_first"]))
    ] * 2


def test_nobody_out_of_reach_is_put_on_a_list(client_as: Clients, world: World, body: dict[str, Any]) -> None:
    officer = client_as("officer")
    officer.post(SESSIONS, json=body)
    path = f"{SESSIONS}/{body['id']}/candidates"
    refused = officer.post(path, json={"person_ids": people_of(world, ["guard", "stranger"])})
    assert refused.status_code == 404
    assert client_as("stranger").post(path, json={"person_ids": people_of(world, ["guard"])}).status_code == 404
    assert officer.get(path).json["items"] == []


def test_a_cycles_people_who_still_owe_the_exam_come_by_one_act(
    client_as: Clients, world: World, body: dict[str, Any]
) -> None:
    moment = clock.now()
    with database.connection_context():
        cycle = RotationCycle.create(
            id=new_id(), year=2026, audience="guard", tier="branch", title="2026 年度轮训",
            agency_id=world.agencies["lixia"], required_seconds=0, exam_required=True, course_ids=[], remind_days=[],
            opens_on=moment.date(), ends_on=moment.date(), bases=[], created_at=moment,
        )  # fmt: skip
        for persona, passed in (("guard", None), ("other_guard", moment)):
            Enrolment.create(
                id=new_id(), cycle_id=cycle.id, person_id=world.people[persona].person_id, year=2026, audience="guard",
                unit_id=world.units["school_first"], exam_passed_at=passed, created_at=moment,
            )  # fmt: skip
    officer = client_as("officer")
    officer.post(SESSIONS, json={**body, "cycle_id": str(cycle.id)})
    path = f"{SESSIONS}/{body['id']}/candidates"
    assert officer.post(path, json={"from_cycle": True}).json == {"added": 1}
    assert [row["person"]["id"] for row in officer.get(path).json["items"]] == people_of(world, ["guard"])


def test_extra_time_needs_a_reason_and_reaches_who_is_sitting(phone: ExamPhone, client_as: Clients) -> None:
    officer, path = client_as("officer"), f"/api/v1/exam-candidates/{phone.candidate_id}"
    etag = officer.get(path).headers["ETag"]
    refused = officer.patch(path, json={"extra_seconds": 600}, headers={"If-Match": etag})
    assert (refused.status_code, refused.json["code"]) == (422, "exam_reason_missing")
    more = {"extra_seconds": 600, "extra_reason": "考试系统故障"}
    assert officer.patch(path, json=more, headers={"If-Match": etag}).status_code == 200
    assert phone.save().json["remaining_ms"] > 3_600_000
    assert officer.patch(path, json={"extra_seconds": 1200}, headers={"If-Match": etag}).status_code == 412
    etag = officer.get(path).headers["ETag"]
    assert (
        officer.patch(path, json={"state": "deferred", "excused_reason": "病假"}, headers={"If-Match": etag}).json[
            "code"
        ]
        == "candidate_has_started"
    )
    assert client_as("stranger").patch(path, json=more, headers={"If-Match": etag}).status_code == 404


def test_who_was_absent_or_deferred_comes_to_the_makeup(world: World, client_as: Clients) -> None:
    moment = clock.now()
    with database.connection_context():
        over = session_row(
            world, starts_at=moment - timedelta(hours=5), start_closes_at=moment - timedelta(hours=4), state="closed"
        )
        for persona, state in (("guard", "invited"), ("other_guard", "deferred"), ("key_post", "removed")):
            candidate_row(over, world.people[persona].person_id, world.units["school_first"], state=state)
    officer, path = client_as("officer"), f"{SESSIONS}/{over.id}/makeups"
    assert [one["standing"] for one in officer.get(f"{SESSIONS}/{over.id}/candidates").json["items"]] == [
        "absent",
        "deferred",
        "removed",
    ]
    body = {
        "id": str(new_id()),
        "kind": "makeup",
        "who": ["absent", "deferred"],
        "starts_at": clock.to_text(moment + timedelta(days=7)),
        "start_closes_at": clock.to_text(moment + timedelta(days=7, hours=1)),
    }
    for _ in range(2):
        made = officer.post(path, json=body)
        assert made.status_code == 201, made.json
    assert (made.json["kind"], made.json["earlier_id"], made.json["counts"]["candidates"]) == (
        "makeup",
        str(over.id),
        2,
    )
    assert officer.post(path, json={**body, "id": str(new_id()), "who": ["failed"]}).json["code"] == "nobody_to_repeat"
    assert client_as("stranger").post(path, json={**body, "id": str(new_id())}).status_code == 404
    assert officer.post(path, json={**body, "who": ["nobody"]}).status_code == 422
    with database.connection_context():
        assert ExamSession.select().count() == 2
        assert Candidate.select().where(Candidate.session_id == body["id"]).count() == 2
