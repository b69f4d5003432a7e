"""What the invigilator sees and does: the list, one attempt's course, the rescue file, and the end by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import time_machine

from courses.exams.models import Attempt, ExamSession, Response
from courses.exams.rules.rescue import seal_rescue
from courses.exams.services.answering import end_due_attempts
from courses.exams.services.planning import close_due_sessions
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.permissions import SYSTEM
from tests.factories.exams import ExamPhone, Room, candidate_row, given, room_for, verdicts
from tests.world import World

Clients = Callable[[str], Any]


def test_the_list_shows_where_everybody_stands(phone: ExamPhone, room: Room, world: World, client_as: Clients) -> None:
    with database.connection_context():
        candidate_row(room.session, world.people["other_guard"].person_id, world.units["school_first"])
    phone.save(given(1, 1, "a"), given(2, 1, ""), given(3, 1, None))
    officer, path = client_as("officer"), f"/api/v1/exam-sessions/{room.session.id}/candidates"
    first, second = officer.get(path).json["items"]
    assert (first["standing"], second["standing"]) == ("running", "invited")
    assert (first["attempts"][0]["answered"], first["papers"]) == (1, 1)
    assert 0 < first["attempts"][0]["remaining_ms"] <= 3_600_000
    for standing, count in (("running", 1), ("not_started", 1), ("submitted", 0), ("flagged", 0), ("deferred", 0)):
        assert len(officer.get(f"{path}?standing={standing}").json["items"]) == count, standing
    assert len(officer.get(f"{path}?limit=1").json["items"]) == 1
    assert client_as("stranger").get(path).status_code == 404
    assert client_as("guard").get(path).status_code == 403
    counts = officer.get(f"/api/v1/exam-sessions/{room.session.id}").json["counts"]
    assert counts == {"candidates": 2, "checked_in": 1, "started": 1, "running": 1, "deferred": 0}


def test_the_course_of_an_attempt_tells_all_that_came(phone: ExamPhone, client_as: Clients) -> None:
    phone.save(given(1, 1, "a"), given(1, 2, "b"))
    course = client_as("officer").get(f"/api/v1/exam-attempts/{phone.attempt_id}").json
    assert [(row["slot"], row["seq"], row["value"], row["verdict"]) for row in course["log"]] == [
        (1, 1, "a", "counted"),
        (1, 2, "b", "counted"),
    ]
    assert [row["value"] for row in course["responses"]] == ["b"]
    assert len(course["slots"]) == 4
    assert client_as("stranger").get(f"/api/v1/exam-attempts/{phone.attempt_id}").status_code == 404


def rescue(phone: ExamPhone, *answers: dict[str, Any]) -> dict[str, str]:
    return seal_rescue(list(answers), UUID(phone.attempt_id), phone.key)


def test_a_rescue_file_counts_like_answers_from_offline_and_is_flagged(phone: ExamPhone, client_as: Clients) -> None:
    phone.save(given(1, 1, "a"))
    moment = clock.now()
    file = rescue(phone, given(1, 1, "a", moment), given(2, 1, "b", moment))
    inspector, path = client_as("inspector"), f"/api/v1/exam-attempts/{phone.attempt_id}/rescues"
    taken = inspector.post(path, json=file)
    assert taken.status_code == 201, taken.json
    assert verdicts(taken) == ["repeated", "counted"]
    assert verdicts(inspector.post(path, json=file)) == ["repeated", "repeated"]
    with database.connection_context():
        assert Attempt.get_by_id(phone.attempt_id).flags == ["offline_late", "rescued"]
        assert Event.select().where(Event.kind == "attempt.rescued").count() == 2


def test_a_rescue_file_helps_whom_the_deadline_ended_and_not_who_handed_in(
    phone: ExamPhone, world: World, client_as: Clients
) -> None:
    file = rescue(phone, given(1, 1, "a", clock.now()))
    path = f"/api/v1/exam-attempts/{phone.attempt_id}/rescues"
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        with database.connection_context():
            assert end_due_attempts(SYSTEM) == 1
        taken = client_as("officer").post(path, json=file)
        assert (verdicts(taken), taken.json["state"]) == (["counted"], "submitted")
    with database.connection_context():
        other = ExamPhone(client_as("other_guard"), room_for(world, "other_guard").candidate.id, "other-phone").begin()
    other.submit(given(1, 1, "a"))
    path = f"/api/v1/exam-attempts/{other.attempt_id}/rescues"
    assert verdicts(client_as("officer").post(path, json=rescue(other, given(1, 2, "b", clock.now())))) == ["late"]


def test_a_rescue_file_of_another_key_or_attempt_is_refused(phone: ExamPhone, client_as: Clients) -> None:
    officer, path = client_as("officer"), f"/api/v1/exam-attempts/{phone.attempt_id}/rescues"
    file = rescue(phone, given(1, 1, "a"))
    changed = {**file, "sealed": file["sealed"][:-8] + "AAAAAAA="}
    broken = rescue(phone, {"slot": 1})
    for wrong in (changed, broken, {**file, "attempt_id": str(phone.candidate_id)}, {**file, "sealed": "x" * 20}):
        refused = officer.post(path, json=wrong)
        assert (refused.status_code, refused.json["code"]) == (422, "rescue_unreadable")
    assert client_as("stranger").post(path, json=file).status_code == 404
    assert client_as("guard").post(path, json=file).status_code == 403


def test_the_clock_ends_what_was_not_handed_in_once_the_upload_window_is_over(
    phone: ExamPhone, room: Room, client_as: Clients
) -> None:
    phone.save(given(1, 1, "a"))
    with database.connection_context():
        attempt = Attempt.get_by_id(phone.attempt_id)
        with time_machine.travel(attempt.closes_at, tick=False):
            assert end_due_attempts(SYSTEM) == 0
            assert close_due_sessions(SYSTEM) == 0
        with time_machine.travel(attempt.closes_at + timedelta(seconds=1), tick=False):
            assert end_due_attempts(SYSTEM) == 1
            assert end_due_attempts(SYSTEM) == 0
            assert close_due_sessions(SYSTEM) == 1
            assert close_due_sessions(SYSTEM) == 0
        ended = Attempt.get_by_id(phone.attempt_id)
        assert (ended.state, ended.ended_by) == ("submitted", "deadline")
        assert ExamSession.get_by_id(room.session.id).state == "closed"
        assert [row.value for row in Response.select()] == ["a"]
        assert Event.select().where(Event.kind == "attempt.submitted").count() == 1
