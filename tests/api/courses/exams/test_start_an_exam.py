"""The start: the key leaves then and not a moment before, however the times are moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from courses.exams.models import Attempt, Candidate, ExamSession
from courses.exams.queries.entries import key_of_paper
from courses.papers.models import Paper
from server.core import clock
from server.core.database import database
from server.core.events import Event
from tests.factories.exams import SECRET_STEM, ExamPhone, Room, given, open_paper, room_for
from tests.world import World

Clients = Callable[[str], Any]


@pytest.fixture
def tomorrow(world: World) -> Room:
    """A session that starts in an hour."""
    with database.connection_context():
        now = clock.now()
        return room_for(world, starts_at=now + timedelta(hours=1), start_closes_at=now + timedelta(hours=2))


def says_nothing(answer: Any, room: Room) -> bool:
    """No key and nothing of a question in the bytes of an answer and its headers."""
    with database.connection_context():
        key = key_of_paper(room.paper.id)
    text = answer.get_data() + str(answer.headers).encode()
    escaped = SECRET_STEM.encode("unicode_escape")
    return key.encode() not in text and SECRET_STEM.encode() not in text and escaped not in text


def test_before_the_start_no_answer_holds_key_or_question(tomorrow: Room, client_as: Clients) -> None:
    phone, officer = ExamPhone(client_as("guard"), tomorrow.candidate.id), client_as("officer")
    answers = [phone.check_in(), phone.check_in(), phone.start(), phone.client.get("/api/v1/my/exams")]
    answers += [
        officer.get(f"/api/v1{path}")
        for path in (
            "/exam-sessions",
            f"/exam-sessions/{tomorrow.session.id}",
            f"/exam-sessions/{tomorrow.session.id}/candidates",
            f"/exam-candidates/{tomorrow.candidate.id}",
        )
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 409, 200, 200, 200, 200, 200]
    assert all(says_nothing(answer, tomorrow) for answer in answers)
    early = answers[2].json
    assert (early["code"], 3590 <= early["seconds_until"] <= 3600) == ("exam_not_begun", True)


def test_a_start_moved_back_during_the_countdown_releases_nothing(tomorrow: Room, client_as: Clients) -> None:
    phone = ExamPhone(client_as("guard"), tomorrow.candidate.id)
    phone.check_in()
    path = f"/api/v1/exam-sessions/{tomorrow.session.id}"
    moved = tomorrow.session.starts_at + timedelta(minutes=30)
    first = tomorrow.session.starts_at
    with time_machine.travel(first - timedelta(seconds=5), tick=False):
        officer = client_as("officer")  # a sign-in lasts a quarter of an hour
        etag = officer.get(path).headers["ETag"]
        body = {"starts_at": clock.to_text(moved)}
        changed = officer.patch(path, json=body, headers={"If-Match": etag})
        assert changed.status_code == 200, changed.json
    with time_machine.travel(first + timedelta(seconds=1), tick=False):
        early = phone.start()
        assert (early.status_code, early.json["code"]) == (409, "exam_not_begun")
        assert says_nothing(early, tomorrow)
    with time_machine.travel(moved, tick=False):
        assert phone.start().status_code == 200


def test_a_start_moved_forward_counts_from_then_on(tomorrow: Room, client_as: Clients) -> None:
    phone, officer = ExamPhone(client_as("guard"), tomorrow.candidate.id), client_as("officer")
    phone.check_in()
    path = f"/api/v1/exam-sessions/{tomorrow.session.id}"
    body = {"starts_at": clock.to_text(clock.now() - timedelta(seconds=1))}
    etag = officer.get(path).headers["ETag"]
    assert officer.patch(path, json=body, headers={"If-Match": etag}).status_code == 200
    assert phone.start().status_code == 200


def test_a_start_sent_again_finds_the_same_attempt_key_and_deadline(room: Room, client_as: Clients) -> None:
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    checked_in = phone.check_in().json
    first = phone.start().json
    phone.save(given(2, 5, "b"))
    again = phone.start().json
    for name in ("attempt_id", "key", "started_at", "deadline_at"):
        assert again[name] == first[name]
    assert (again["last_seqs"], again["answers"]) == ({"2": 5}, [{"slot": 2, "seq": 5, "value": "b"}])
    assert open_paper(checked_in["paper"], again["key"])["paper_id"] == checked_in["paper"]["id"]
    with database.connection_context():
        assert Attempt.select().count() == 1
        assert Event.select().where(Event.kind == "attempt.started").count() == 1


def test_who_starts_late_has_the_whole_time(room: Room, client_as: Clients) -> None:
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    phone.check_in()
    with time_machine.travel(room.session.start_closes_at, tick=False):
        started = phone.start().json
    assert started["remaining_ms"] == 3_600_000


def test_unless_the_session_ends_for_all_at_once(world: World, client_as: Clients) -> None:
    with database.connection_context():
        room = room_for(world, fixed_end=True)
    started = ExamPhone(client_as("guard"), room.candidate.id).begin().start().json
    assert 2_990_000 <= started["remaining_ms"] <= 3_000_000, "ten minutes are gone"


def test_after_the_window_nobody_starts_any_more(room: Room, client_as: Clients) -> None:
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    phone.check_in()
    with time_machine.travel(room.session.start_closes_at + timedelta(seconds=1), tick=False):
        late = phone.start()
        assert (late.status_code, late.json["code"]) == (409, "exam_start_closed")
        phone.client = client_as("guard")
        assert phone.check_in().json["code"] == "exam_start_closed"
        assert says_nothing(late, room)


@pytest.mark.parametrize("state", ["cancelled", "closed"])
def test_an_ended_session_releases_nothing(room: Room, client_as: Clients, state: str) -> None:
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    phone.check_in()
    with database.connection_context():
        ExamSession.update(state=state).execute()
    ended = phone.start()
    assert (ended.status_code, ended.json["code"]) == (409, "exam_ended")
    assert says_nothing(ended, room)


def test_who_was_deferred_after_check_in_does_not_start(room: Room, client_as: Clients) -> None:
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    phone.check_in()
    with database.connection_context():
        Candidate.update(state="deferred").execute()
    assert phone.start().json["code"] == "candidate_not_invited"
    assert phone.check_in().json["code"] == "candidate_not_invited"


def test_without_a_paper_check_in_asks_to_wait(room: Room, client_as: Clients) -> None:
    with database.connection_context():
        Paper.delete().execute()
    waiting = ExamPhone(client_as("guard"), room.candidate.id).check_in()
    assert (waiting.status_code, waiting.json["code"]) == (409, "papers_missing")


def test_a_second_try_needs_a_new_check_in_and_has_a_paper_of_its_own(world: World, client_as: Clients) -> None:
    with database.connection_context():
        room = room_for(world, most_tries=2)
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    first_paper = phone.check_in().json["paper"]["id"]
    first = phone.start().json["attempt_id"]
    phone.submit(given(1, 1))
    assert phone.start().json["state"] == "submitted", "the old token finds the old try"
    again = phone.check_in().json
    assert (again["try_no"], again["paper"]["id"] != first_paper) == (2, True)
    assert phone.start().json["attempt_id"] != first
    phone.submit()
    assert phone.check_in().json["code"] == "no_tries_left"


def test_extra_time_lengthens_the_deadline(room: Room, client_as: Clients) -> None:
    with database.connection_context():
        Candidate.update(extra_seconds=900).execute()
    started = ExamPhone(client_as("guard"), room.candidate.id).begin().start().json
    assert 4_490_000 < started["remaining_ms"] <= 4_500_000
