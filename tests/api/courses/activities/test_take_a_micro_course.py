"""All staff take a micro-course by its link: counted, never named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from courses.activities.models import MicroAnswer, MicroCourse
from server.core import clock
from server.core.database import database
from tests.factories.activities import micro_body
from tests.world import World

Clients = Callable[[str], Any]
RIGHT = {"q1": "a", "q2": ["a", "c"], "q3": False}
PHONE, OTHER_PHONE = "a" * 32, "b" * 32


def give(client: Any, world: World, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/units/{world.units['school_first']}/micro-courses", json=body)


@pytest.fixture
def course(client_as: Clients, world: World) -> Any:
    answer = give(client_as("head"), world, micro_body())
    assert answer.status_code == 201, answer.json
    return answer.json


def answer(anonymous: Any, course: Any, answers: Any, device: Any = PHONE) -> Any:
    return anonymous.post(f"{course['path']}/answers", json={"device": device, "answers": answers})


@pytest.mark.clause("JN-2.2.4c")
def test_staff_without_accounts_are_counted_with_how_many_passed(
    anonymous: Any, client_as: Clients, world: World, course: Any
) -> None:
    assert answer(anonymous, course, RIGHT).json == {"percent": 100, "passed": True, "wrong": []}
    told = answer(anonymous, course, {"q1": "b", "q3": False}, OTHER_PHONE).json
    assert told == {"percent": 33, "passed": False, "wrong": ["q1", "q2"]}
    shown = client_as("officer").get(f"/api/v1/micro-courses/{course['id']}").json
    assert (shown["participants"], shown["passed"]) == (2, 1)
    file = client_as("officer").get(f"/api/v1/units/{world.units['school_first']}/training-year").json
    assert (file["micro_participants"], file["micro_passed"]) == (2, 1)
    assert file["micro_courses"] == [{"id": course["id"], "title": course["title"], "participants": 2, "passed": 1}]


def test_a_device_counts_once_at_its_best(anonymous: Any, client_as: Clients, course: Any) -> None:
    for given in ({"q1": "b"}, RIGHT, {}):
        assert answer(anonymous, course, given).status_code == 200
    shown = client_as("head").get("/api/v1/micro-courses").json["items"][0]
    assert (shown["participants"], shown["passed"]) == (1, 1)
    with database.connection_context():
        row = MicroAnswer.get()
        assert (row.tries, row.best_percent, row.passed) == (3, 100, True)
        assert PHONE not in row.device_hash


def test_the_page_shows_texts_and_questions_and_never_what_is_right(anonymous: Any, course: Any) -> None:
    page = anonymous.get(course["path"])
    assert page.status_code == 200
    assert "不要靠近" in page.text
    assert "可以上前盘问" in page.text
    content = anonymous.get(f"{course['path']}/course.json")
    assert set(content.json["questions"][0]) == {"id", "type", "stem", "options"}
    assert "right" not in content.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    for name in ("page.css", "page.js"):
        assert anonymous.get(f"/micro/{name}").status_code == 200


def test_before_after_and_withdrawn_look_as_if_there_were_nothing(
    anonymous: Any, client_as: Clients, world: World, course: Any
) -> None:
    head, today = client_as("head"), clock.today()
    early = micro_body(
        opens_on=(today + timedelta(days=1)).isoformat(), closes_on=(today + timedelta(days=2)).isoformat()
    )
    late = micro_body(
        opens_on=(today - timedelta(days=9)).isoformat(), closes_on=(today - timedelta(days=1)).isoformat()
    )
    closed = [give(head, world, body).json for body in (early, late)]
    assert [row["state"] for row in closed] == ["waiting", "closed"]
    path = f"/api/v1/micro-courses/{course['id']}/withdrawals"
    for _ in range(2):
        gone = head.post(path, json={"reason": "题目有误"})
        assert (gone.status_code, gone.json["state"]) == (201, "withdrawn")
    assert head.post(path, json={"reason": "别的"}).status_code == 409
    for row in (*closed, course, {"path": "/micro/nothing"}):
        assert anonymous.get(row["path"]).status_code == 404
        assert anonymous.get(f"{row['path']}/course.json").status_code == 404
        assert answer(anonymous, row, RIGHT).json["code"] == "micro_course_closed"


@pytest.mark.parametrize(
    "body", [None, [], {"device": PHONE}, {"device": "x", "answers": {}}, {"device": 7, "answers": {}}]
)
def test_an_answer_without_sense_is_refused(anonymous: Any, course: Any, body: Any) -> None:
    assert anonymous.post(f"{course['path']}/answers", json=body).status_code == 422


@pytest.mark.parametrize(
    "given", [{"q1": ["a"], "q2": "a", "q3": "false"}, {"q9": 1}, {"q1": {"a": 1}, "q2": [1], "q3": 0}]
)
def test_an_answer_of_a_wrong_shape_is_wrong_and_no_error(anonymous: Any, course: Any, given: Any) -> None:
    assert answer(anonymous, course, given).json["percent"] == 0


def test_given_twice_it_is_one_course(client_as: Clients, world: World) -> None:
    head, body = client_as("head"), micro_body()
    assert give(head, world, body).json == give(head, world, body).json
    assert give(head, world, {**body, "title": "别的"}).status_code == 409
    with database.connection_context():
        assert MicroCourse.select().count() == 1


def test_strangers_neither_give_nor_see(client_as: Clients, world: World, course: Any) -> None:
    assert give(client_as("fuel_head"), world, micro_body()).status_code == 404
    for stranger in (client_as("fuel_head"), client_as("stranger")):
        assert stranger.get(f"/api/v1/micro-courses/{course['id']}").status_code == 404
        assert stranger.get(f"/api/v1/micro-courses/{course['id']}/link").status_code == 404
        assert stranger.get("/api/v1/micro-courses").json["items"] == []
    link = client_as("staff").get(f"/api/v1/micro-courses/{course['id']}/link").json
    assert link["address"] == f"https://shouwang.example{course['path']}"
    assert link["qr"].startswith("data:image/svg+xml")


OPTIONS = [{"id": "a", "text": "是"}, {"id": "b", "text": "否"}]


@pytest.mark.parametrize(
    "question",
    [
        {"type": "single", "options": OPTIONS, "right": ["a", "b"]},
        {"type": "multiple", "options": OPTIONS, "right": ["a"]},
        {"type": "single", "options": OPTIONS, "right": ["z"]},
        {"type": "single", "options": OPTIONS[:1], "right": ["a"]},
        {"type": "single", "options": [*OPTIONS, {"id": "c", "text": "是"}], "right": ["a"]},
        {"type": "true_false", "options": OPTIONS, "right": True},
        {"type": "single", "options": OPTIONS, "right": True},
    ],
)
def test_a_question_nobody_could_answer_is_refused(client_as: Clients, world: World, question: dict[str, Any]) -> None:
    answer = give(client_as("head"), world, micro_body(questions=[{"id": "q1", "stem": "问", **question}]))
    assert (answer.status_code, answer.json["code"]) == (422, "question_unclear")
    assert answer.json["errors"][0]["field"] == "questions.0"


def test_a_course_that_ends_before_it_begins_is_refused(client_as: Clients, world: World) -> None:
    answer = give(client_as("head"), world, micro_body(closes_on="2020-01-01"))
    assert answer.json["code"] == "window_reversed"
    for changes in ({"questions": []}, {"pages": []}, {"pass_percent": 101}):
        assert give(client_as("head"), world, micro_body(**changes)).status_code == 422
