"""The exam room: answers from one device and from two, in any order, twice, late, and under another's token."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from courses.exams.models import Attempt, Response, ResponseLog
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.exams import ExamPhone, Room, given, open_paper, room_for, verdicts
from tests.world import World

Clients = Callable[[str], Any]


def counted(attempt_id: str) -> dict[int, Any]:
    with database.connection_context():
        return {row.slot: row.value for row in Response.select().where(Response.attempt_id == attempt_id)}


def logged(attempt_id: str) -> list[tuple[int, int, str]]:
    with database.connection_context():
        rows = ResponseLog.select().where(ResponseLog.attempt_id == attempt_id).order_by(ResponseLog.id)
        return [(row.slot, row.seq, row.verdict) for row in rows]


def attempt_of(phone: ExamPhone) -> Attempt:
    with database.connection_context():
        return Attempt.get_by_id(phone.attempt_id)


def at(phone: ExamPhone, **after_deadline: int) -> Any:
    """The clock stopped so long after the attempt's deadline."""
    return time_machine.travel(attempt_of(phone).deadline_at + timedelta(**after_deadline), tick=False)


def test_a_candidate_starts_answers_and_hands_in(room: Room, client_as: Clients) -> None:
    phone = ExamPhone(client_as("guard"), room.candidate.id)
    checked_in = phone.check_in()
    assert checked_in.status_code == 201, checked_in.json
    started = phone.start()
    assert started.status_code == 200, started.json
    assert len(open_paper(checked_in.json["paper"], started.json["key"])["slots"]) == 4
    assert 0 < started.json["remaining_ms"] <= 3_600_000
    saved = phone.save(given(1, 1, "a"), given(2, 2, ["a", "b"]))
    assert saved.status_code == 200, saved.json
    assert verdicts(saved) == ["counted", "counted"]
    done = phone.submit(given(1, 1, "a"), given(2, 2, ["a", "b"]), given(3, 3, "c"))
    assert (done.status_code, done.json["state"]) == (200, "submitted")
    assert verdicts(done) == ["repeated", "repeated", "counted"]
    assert counted(phone.attempt_id) == {1: "a", 2: ["a", "b"], 3: "c"}
    with database.connection_context():
        event = Event.get(Event.kind == "attempt.submitted")
        assert str(event.subject_id) == phone.attempt_id
        assert event.details == {
            "session_id": str(room.session.id),
            "person_id": str(room.candidate.person_id),
            "candidate_id": str(room.candidate.id),
        }


def test_answers_in_any_order_and_twice_come_to_the_same(phone: ExamPhone) -> None:
    answers = [given(slot, seq, f"{slot}-{seq}") for slot in range(1, 5) for seq in range(1, 6)]
    for seed in range(5):
        random.Random(seed).shuffle(answers)  # noqa: S311
        assert phone.save(*answers[:13]).status_code == 200
        assert phone.save(*answers[7:]).status_code == 200
    assert counted(phone.attempt_id) == {slot: f"{slot}-5" for slot in range(1, 5)}
    assert len(logged(phone.attempt_id)) == 20, "each answer once, however often it came"


def test_an_older_answer_never_overwrites_a_newer_one_and_stays_in_the_log(phone: ExamPhone) -> None:
    assert verdicts(phone.save(given(1, 7, "new"))) == ["counted"]
    assert verdicts(phone.save(given(1, 3, "old"))) == ["older"]
    assert verdicts(phone.save(given(1, 3, "old"))) == ["older"]
    assert counted(phone.attempt_id) == {1: "new"}
    assert logged(phone.attempt_id) == [(1, 7, "counted"), (1, 3, "older")]


def test_two_devices_under_one_number_keep_the_first_and_flag_the_other(phone: ExamPhone) -> None:
    assert verdicts(phone.save(given(1, 1, "a"))) == ["counted"]
    assert verdicts(phone.save(given(1, 1, "b"))) == ["other"]
    assert verdicts(phone.save(given(1, 1, "b"))) == ["other"]
    assert counted(phone.attempt_id) == {1: "a"}
    assert logged(phone.attempt_id) == [(1, 1, "counted"), (1, 1, "other")]
    assert attempt_of(phone).flags == ["other"]


def test_yes_and_one_are_different_answers(phone: ExamPhone) -> None:
    assert verdicts(phone.save(given(1, 1, True), given(1, 1, 1))) == ["counted", "other"]
    assert counted(phone.attempt_id)[1] is True


def test_an_answer_may_be_taken_back(phone: ExamPhone) -> None:
    phone.save(given(1, 1, "a"))
    assert verdicts(phone.save(given(1, 2, None))) == ["counted"]
    assert counted(phone.attempt_id) == {1: None}


def test_saving_nothing_tells_the_time_and_that_somebody_is_there(phone: ExamPhone) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        answer = phone.save()
        assert (answer.status_code, answer.json["acks"]) == (200, [])
        assert answer.json["remaining_ms"] <= 3_300_000
        assert attempt_of(phone).seen_at == clock.now()


def test_within_the_grace_an_answer_counts_whatever_the_phones_clock_says(phone: ExamPhone) -> None:
    with at(phone, seconds=20):
        answer = phone.save(given(1, 1, "a", clock.now() + timedelta(hours=2)))
        assert verdicts(answer) == ["counted"]
        assert (answer.json["remaining_ms"], answer.json["state"]) == (0, "running")
    assert attempt_of(phone).flags == []


def test_what_was_answered_offline_in_time_counts_and_is_flagged_for_a_person(phone: ExamPhone) -> None:
    given_at = attempt_of(phone).deadline_at - timedelta(minutes=3)
    with at(phone, minutes=40):
        assert verdicts(phone.submit(given(1, 1, "a", given_at))) == ["counted"]
    assert counted(phone.attempt_id) == {1: "a"}
    assert (attempt_of(phone).flags, attempt_of(phone).ended_by) == (["offline_late"], "candidate")


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_claim_of_a_clock_two_hours_off_does_not_count_after_the_deadline_and_is_kept(
    phone: ExamPhone, hours: int
) -> None:
    """Two hours slow it lies before the start, two hours fast after the end: neither says anything."""
    given_at = attempt_of(phone).deadline_at - timedelta(minutes=3) + timedelta(hours=hours)
    with at(phone, minutes=40):
        assert verdicts(phone.save(given(1, 1, "a", given_at))) == ["late"]
    assert counted(phone.attempt_id) == {}
    assert logged(phone.attempt_id) == [(1, 1, "late")]
    assert (attempt_of(phone).flags, attempt_of(phone).late_count) == (["late"], 1)


def test_an_answer_given_after_the_deadline_is_kept_as_late(phone: ExamPhone) -> None:
    with at(phone, minutes=5):
        assert verdicts(phone.save(given(1, 1, "a", clock.now()), given(2, 1, "b"))) == ["late", "late"]
        assert verdicts(phone.save(given(1, 1, "a", clock.now()))) == ["late"]
    assert attempt_of(phone).late_count == 2
    assert logged(phone.attempt_id) == [(1, 1, "late"), (2, 1, "late")]


def test_an_answer_after_the_upload_window_ends_the_attempt_and_is_kept_as_late(phone: ExamPhone) -> None:
    phone.save(given(1, 1, "a"))
    given_at = attempt_of(phone).started_at + timedelta(minutes=1)
    with at(phone, hours=3):
        answer = phone.submit(given(1, 1, "a"), given(2, 1, "b", given_at))
        assert (verdicts(answer), answer.json["state"]) == (["repeated", "late"], "submitted")
    assert (counted(phone.attempt_id), attempt_of(phone).ended_by) == ({1: "a"}, "deadline")


def test_what_comes_after_the_submission_is_late_and_a_second_submission_changes_nothing(phone: ExamPhone) -> None:
    first = phone.submit(given(1, 1, "a"))
    second = phone.submit(given(1, 1, "a"), given(1, 2, "b"))
    assert verdicts(second) == ["repeated", "late"]
    assert second.json["submitted_at"] == first.json["submitted_at"]
    assert counted(phone.attempt_id) == {1: "a"}
    with database.connection_context():
        assert Event.select().where(Event.kind == "attempt.submitted").count() == 1


def test_somebody_elses_attempt_is_not_there(phone: ExamPhone, world: World, client_as: Clients) -> None:
    with database.connection_context():
        other_room = room_for(world, "other_guard")
    other = ExamPhone(client_as("other_guard"), other_room.candidate.id, "another-phone").begin()
    other.attempt_id = phone.attempt_id
    for answer in (other.save(given(1, 1, "x")), other.submit(given(1, 1, "x"))):
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert other.tell({"id": str(new_id()), "kind": "left", "seconds": 3}).status_code == 404
    assert counted(phone.attempt_id) == {}


def test_an_attempts_token_opens_nothing_but_the_attempt_and_a_sign_in_does_not_open_it(
    phone: ExamPhone, client_as: Clients
) -> None:
    headers = {"Authorization": f"Bearer {phone.token}"}
    assert phone.client.get("/api/v1/me", headers=headers).status_code == 401
    assert phone.client.get("/api/v1/my/exams", headers=headers).status_code == 401
    phone.token = phone.client.token
    assert phone.save(given(1, 1)).status_code == 401
    assert phone.start().status_code == 401


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"slot": -1, "seq": 1, "value": "a"}, "answers.0.slot"),
        ({"slot": True, "seq": 1, "value": "a"}, "answers.0.slot"),
        ({"slot": 1, "seq": 0, "value": "a"}, "answers.0.seq"),
        ({"slot": 1, "seq": 1, "value": 2**60}, "answers.0.value"),
        ({"slot": 1, "seq": 1, "value": "长" * 20_000}, "answers.0.value"),
        ({"slot": 1, "seq": 1, "value": "a\x00"}, "answers.0.value"),
        ({"slot": 1, "seq": 1, "value": "a", "recorded_at": "yesterday"}, "answers.0.recorded_at"),
        ({"slot": 1, "seq": 1, "value": "a", "recorded_at": "2026-11-01T10:00:00"}, "answers.0.recorded_at"),
        ({"slot": 1, "seq": 1, "value": "a", "grade": 5}, "answers.0.grade"),
        ({"slot": 1, "seq": 1}, "answers.0"),
        ("a", "answers.0"),
    ],
)
def test_a_malformed_answer_is_refused_with_its_field(phone: ExamPhone, answer: Any, field: str) -> None:
    refused = phone.save(answer)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json["errors"]] == [field]


def test_half_of_a_character_is_refused(phone: ExamPhone) -> None:
    body = '{"attempt_id": "%s", "answers": [{"slot": 1, "seq": 1, "value": "\\ud800"}]}' % phone.attempt_id  # noqa: UP031
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"}
    assert phone.client.post("/api/v1/exam-answers", data=body, headers=headers).status_code == 422


def test_what_happens_beside_the_answers_is_kept_once_and_fails_nobody(phone: ExamPhone, client_as: Clients) -> None:
    event = {"id": str(new_id()), "kind": "left", "seconds": 12, "recorded_at": clock.to_text(clock.now()), "note": ""}
    for _ in range(2):
        assert phone.tell(event).json == {"kept": 1}
    course = client_as("officer").get(f"/api/v1/exam-attempts/{phone.attempt_id}").json
    assert [(one["kind"], one["seconds"]) for one in course["proctoring"]] == [("left", 12)]
    assert (course["events"], course["away_seconds"], course["state"]) == (1, 12, "running")


def test_a_snapshot_must_have_arrived_and_is_shown_to_invigilators_only(phone: ExamPhone, client_as: Clients) -> None:
    import hashlib

    from tests.factories.phone import jpeg

    content = jpeg(3)
    name = hashlib.sha256(content).hexdigest()
    event = {"id": str(new_id()), "kind": "snapshot", "sha256": name}
    missing = phone.tell(event)
    assert (missing.status_code, missing.json["code"]) == (422, "exam_picture_missing")
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Type": "image/jpeg"}
    brought = phone.client.put(f"/api/v1/exam-pictures/{name}", data=content, headers=headers)
    assert brought.status_code == 200, brought.json
    assert phone.tell(event).status_code == 200
    picture = client_as("officer").get(f"/api/v1/exam-events/{event['id']}/picture")
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
    assert client_as("stranger").get(f"/api/v1/exam-events/{event['id']}/picture").status_code == 404
    assert client_as("guard").get(f"/api/v1/exam-events/{event['id']}/picture").status_code == 403
