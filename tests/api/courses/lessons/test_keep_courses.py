"""Courses: written by a bureau or a unit, seen by whom they are for, published and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from courses.lessons.models import Course, Lesson
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.items import entered
from tests.factories.lessons import (
    API,
    COURSES,
    course_body,
    delivered,
    film,
    film_course,
    film_lesson,
    lesson_body,
    lesson_of,
    published,
    under_audience,
    written,
)
from tests.factories.packages import SCORM12, bring, pack
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

ClientAs = Callable[[str], Any]


def tag(row: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{row["id"]}.{row["version"]}"'}


@pytest.mark.clause("LN-3b")
def test_a_course_of_each_category_is_written_and_sent_twice_it_is_one(client_as: ClientAs) -> None:
    officer = client_as("officer")
    for category in ("law", "business", "skill", "professional"):
        body = course_body(category=category)
        for _ in range(2):
            assert officer.post(COURSES, json=body).status_code == 201
        assert officer.post(COURSES, json={**body, "title": "别的"}).json["code"] == "resubmission_conflict"
        assert [row.kind for row in Event.select().where(Event.subject_id == body["id"])] == ["course.written"]
    found = officer.get(f"{COURSES}?category=skill").json["items"]
    assert [(row["category"], row["state"], row["lesson_count"]) for row in found] == [("skill", "draft", 0)]
    assert Course.select().count() == 4


@pytest.mark.parametrize(
    "changes",
    [{"title": ""}, {"category": "cooking"}, {"audiences": ["everybody"]}, {"kind": "film"}, {"agency_id": "x"}],
    ids=str,
)
def test_a_course_that_makes_no_sense_is_refused(client_as: ClientAs, changes: dict[str, Any]) -> None:
    assert client_as("officer").post(COURSES, json=course_body(**changes)).status_code == 422
    assert Course.select().count() == 0


def test_who_only_learns_or_only_looks_writes_no_course(client_as: ClientAs) -> None:
    for persona in ("guard", "inspector", "audit_admin"):
        assert client_as(persona).post(COURSES, json=course_body()).status_code == 403


def test_a_draft_is_seen_by_its_keepers_and_from_above_and_by_nobody_else(client_as: ClientAs) -> None:
    course = written(client_as("officer"))
    address = f"{COURSES}/{course['id']}"
    assert client_as("officer").get(address).json["is_editable"] is True
    assert client_as("city").get(address).json["is_editable"] is True
    for persona in ("stranger", "head", "planner"):
        assert client_as(persona).get(address).status_code == 404
        assert client_as(persona).get(COURSES).json["items"] == []


def test_a_published_course_from_above_is_seen_but_not_changed(client_as: ClientAs) -> None:
    course = written(client_as("officer"))
    lesson = lesson_of(client_as("officer"), course)
    course, head = published(client_as("officer"), course), client_as("head")
    assert head.get(f"{COURSES}/{course['id']}").json["is_editable"] is False
    answer = head.patch(f"{COURSES}/{course['id']}", json={"title": "改"}, headers=tag(course))
    assert answer.json["code"] == "course_of_others"
    for address, send in (
        (f"{COURSES}/{course['id']}/withdrawals", head.post),
        (f"{COURSES}/{course['id']}/publications", head.post),
        (f"{API}/lessons/{lesson['id']}", head.delete),
    ):
        assert send(address).json["code"] == "course_of_others"
    assert head.post(f"{COURSES}/{course['id']}/lessons", json=lesson_body()).json["code"] == "course_of_others"
    assert client_as("stranger").post(f"{COURSES}/{course['id']}/withdrawals").status_code == 404


def test_a_unit_writes_for_its_own_people_and_its_bureau_sees_what_is_published(
    client_as: ClientAs, world: World
) -> None:
    course = written(client_as("head"), kind="micro", audiences=[])
    lesson_of(client_as("head"), course)
    assert client_as("officer").get(f"{COURSES}/{course['id']}").status_code == 404
    published(client_as("head"), course)
    assert client_as("officer").get(f"{COURSES}/{course['id']}").json["is_editable"] is False
    assert client_as("stranger").get(f"{COURSES}/{course['id']}").status_code == 404
    assert [row["id"] for row in client_as("guard").get(f"{API}/my/courses").json["courses"]] == [course["id"]]
    assert client_as("key_post").get(f"{API}/my/courses").json["courses"] == []


def test_a_learner_sees_published_courses_for_the_own_audiences_only(client_as: ClientAs, world: World) -> None:
    under_audience(world, "guard", "guard")
    under_audience(world, "key_post", "key_post", "fuel")
    course, _ = film_course(client_as("officer"), 3)
    draft = written(client_as("officer"))
    address = f"{API}/my/courses/{course['id']}"
    assert client_as("guard").get(address).json["lessons"][0]["progress"] is None
    for persona in ("key_post", "other_guard"):
        assert client_as(persona).get(address).status_code == 404
        assert client_as(persona).post(f"{address}/openings").status_code == 404
        assert client_as(persona).get(f"{API}/my/courses").json["courses"] == []
    assert client_as("guard").get(f"{API}/my/courses/{draft['id']}").status_code == 404
    client_as("officer").post(f"{COURSES}/{course['id']}/withdrawals")
    assert client_as("guard").get(address).status_code == 404


def test_a_course_is_published_with_lessons_only_and_twice_is_once(client_as: ClientAs) -> None:
    officer, course = client_as("officer"), written(client_as("officer"))
    address = f"{COURSES}/{course['id']}"
    assert officer.post(f"{address}/publications").json["code"] == "course_empty"
    lesson_of(officer, course)
    first, again = published(officer, course), published(officer, course)
    assert (first["state"], first["version"]) == ("published", again["version"])
    assert officer.post(f"{address}/lessons", json=lesson_body()).json["code"] == "course_published"
    for _ in range(2):
        assert officer.post(f"{address}/withdrawals").json["state"] == "withdrawn"
    lesson_of(officer, course)
    kinds = [row.kind for row in Event.select().where(Event.subject_id == course["id"])]
    assert sorted(kinds) == ["course.published", "course.withdrawn", "course.written"]


def test_the_cover_is_changed_over_what_was_seen(client_as: ClientAs) -> None:
    officer, course = client_as("officer"), written(client_as("officer"))
    address = f"{COURSES}/{course['id']}"
    assert officer.patch(address, json={"title": "改"}).status_code == 428
    changed = officer.patch(address, json={"title": "改", "audiences": ["guard", "guard"]}, headers=tag(course))
    assert (changed.json["title"], changed.json["audiences"], changed.json["version"]) == ("改", ["guard"], 2)
    assert officer.patch(address, json={"title": "又改"}, headers=tag(course)).status_code == 412
    assert officer.patch(address, json={"state": "published"}, headers=tag(changed.json)).status_code == 422
    assert client_as("stranger").patch(address, json={"title": "改"}, headers=tag(course)).status_code == 404


def test_a_lesson_sent_twice_is_one_and_stands_last(client_as: ClientAs) -> None:
    officer, course = client_as("officer"), written(client_as("officer"))
    lesson_of(officer, course)
    body = lesson_body(kind="quiz", details={"item_ids": [entered(officer)["id"]]}, seconds=60)
    for _ in range(2):
        answer = officer.post(f"{COURSES}/{course['id']}/lessons", json=body)
        assert (answer.status_code, answer.json["position"]) == (201, 2)
    assert officer.post(f"{COURSES}/{course['id']}/lessons", json={**body, "title": "x"}).status_code == 409
    assert client_as("stranger").post(f"{COURSES}/{course['id']}/lessons", json=lesson_body()).status_code == 404
    assert Lesson.select().count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": ""}, "lesson_incomplete"),
        ({"seconds": 0}, "lesson_incomplete"),
        ({"kind": "video"}, "lesson_incomplete"),
        ({"kind": "package"}, "lesson_incomplete"),
        ({"kind": "quiz"}, "lesson_incomplete"),
        ({"kind": "video", "file_sha256": "0" * 64}, "lesson_file_missing"),
        ({"details": {"speed_x100": 400}}, "invalid"),
        ({"details": {"run": "x"}}, "invalid"),
        ({"kind": "song"}, "invalid"),
    ],
    ids=str,
)
def test_a_lesson_without_what_it_lives_on_is_refused(client_as: ClientAs, changes: Any, code: str) -> None:
    course = written(client_as("officer"))
    answer = client_as("officer").post(f"{COURSES}/{course['id']}/lessons", json=lesson_body(**changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert Lesson.select().count() == 0


def test_a_package_is_one_that_exists_and_that_the_writer_may_use(client_as: ClientAs) -> None:
    officer, course = client_as("officer"), written(client_as("officer"))
    theirs = bring(client_as("stranger"), pack(SCORM12)).json["id"]
    for id in (str(new_id()), theirs):
        body = lesson_body(kind="package", package_id=id)
        answer = officer.post(f"{COURSES}/{course['id']}/lessons", json=body)
        assert (answer.status_code, answer.json["code"]) == (422, "lesson_package_missing")
        assert answer.json["errors"][0]["field"] == "package_id"
    own = bring(officer, pack(SCORM12)).json["id"]
    lesson = lesson_of(officer, course, kind="package", package_id=own)
    address, body = f"{API}/lessons/{lesson['id']}", lesson_body(kind="package", package_id=own, title="新名")
    body.pop("id")
    second = client_as("second_officer").put(address, json=body, headers=tag(lesson))
    assert (second.status_code, second.json["package_id"]) == (200, own)
    answer = officer.put(address, json={**body, "package_id": theirs}, headers=tag(second.json))
    assert (answer.status_code, answer.json["code"]) == (422, "lesson_package_missing")
    assert [row.package_id for row in Lesson.select()] == [UUID(own)]


def test_a_quiz_asks_items_that_exist_and_that_the_writer_sees(client_as: ClientAs) -> None:
    officer, course = client_as("officer"), written(client_as("officer"))
    own, theirs = entered(officer)["id"], entered(client_as("stranger"))["id"]
    for ids in ([str(new_id())], [own, theirs]):
        body = lesson_body(kind="quiz", details={"item_ids": ids}, seconds=60)
        answer = officer.post(f"{COURSES}/{course['id']}/lessons", json=body)
        assert (answer.status_code, answer.json["code"]) == (422, "lesson_items_missing")
    assert lesson_of(officer, course, kind="quiz", details={"item_ids": [own, own]}, seconds=60)["position"] == 1


def test_a_film_counts_as_long_as_it_is_whatever_is_written(client_as: ClientAs) -> None:
    officer = client_as("officer")
    sha256 = delivered(officer, film(5), "video/mp4")
    lesson = lesson_of(officer, written(officer), kind="video", file_sha256=sha256, seconds=3600)
    assert (lesson["seconds"], lesson["media_type"]) == (5, "video/mp4")


def test_bytes_that_somebody_else_brought_are_not_at_hand(client_as: ClientAs) -> None:
    mine = film_lesson(client_as("officer"), written(client_as("officer")), 3)
    course = written(client_as("stranger"))
    body = lesson_body(kind="video", file_sha256=mine["file_sha256"])
    answer = client_as("stranger").post(f"{COURSES}/{course['id']}/lessons", json=body)
    assert answer.json["code"] == "lesson_file_missing"
    body = lesson_body(kind="pdf", file_sha256=mine["file_sha256"])
    answer = client_as("officer").post(f"{COURSES}/{written(client_as('officer'))['id']}/lessons", json=body)
    assert answer.json["code"] == "lesson_file_wrong"


def test_lessons_are_changed_ordered_and_removed_over_what_was_seen(client_as: ClientAs) -> None:
    officer, course = client_as("officer"), written(client_as("officer"))
    first, second, third = (lesson_of(officer, course, title=title) for title in "一二三")
    address, content = f"{API}/lessons/{first['id']}", lesson_body(title="壹")
    del content["id"]
    assert officer.put(address, json=content).status_code == 428
    assert officer.put(address, json=content, headers=tag(first)).json["title"] == "壹"
    assert officer.put(address, json=content, headers=tag(first)).status_code == 412
    assert client_as("stranger").put(address, json=content, headers=tag(first)).status_code == 404
    order = {"lesson_ids": [third["id"], first["id"], second["id"]]}
    changed = officer.put(f"{COURSES}/{course['id']}/lesson-order", json=order, headers=tag(course))
    assert [row["title"] for row in changed.json["lessons"]] == ["三", "壹", "二"]
    short = {"lesson_ids": [third["id"]]}
    answer = officer.put(f"{COURSES}/{course['id']}/lesson-order", json=short, headers=tag(changed.json))
    assert answer.json["code"] == "lessons_not_all"
    assert officer.put(f"{COURSES}/{course['id']}/lesson-order", json=order, headers=tag(course)).status_code == 412
    assert officer.delete(f"{API}/lessons/{second['id']}").status_code == 204
    assert officer.delete(f"{API}/lessons/{second['id']}").status_code == 404
    assert [row["title"] for row in officer.get(f"{COURSES}/{course['id']}").json["lessons"]] == ["三", "壹"]
