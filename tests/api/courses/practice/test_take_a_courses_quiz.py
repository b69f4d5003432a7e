"""A quiz among a course's lessons is done when each of its items was answered rightly once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from courses.items.models import ItemVersion
from courses.lessons.models import LessonProgress
from server.core.ids import new_id
from tests.factories.items import entered, revised
from tests.factories.lessons import lesson_of, published, under_audience, written
from tests.factories.practice import answer_to, item, right_value
from tests.world import World

ClientAs = Callable[[str], Any]
URL = "/api/v1/my/practice"
CODES = ["law-001", "law-013"]

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def quiz(client_as: ClientAs, world: World) -> dict[str, Any]:
    """A published course with a quiz, for the school's guard and not for the filling station's."""
    officer = client_as("officer")
    under_audience(world, "guard", "guard")
    course = written(officer, audiences=["guard"])
    items = [str(item(code).id) for code in CODES]
    made = lesson_of(officer, course, kind="quiz", text="", seconds=120, details={"item_ids": items})
    published(officer, course)
    return made


def answered(client: Any, **values: Any) -> Any:
    answers = [answer_to(code.replace("_", "-"), value) for code, value in values.items()]
    return client.post(f"{URL}/answers", json={"answers": answers})


def progress(quiz: dict[str, Any]) -> LessonProgress | None:
    return LessonProgress.get_or_none(LessonProgress.lesson_id == quiz["id"])


def test_its_items_come_in_their_order_without_what_is_right(client_as: ClientAs, quiz: dict[str, Any]) -> None:
    shown = client_as("guard").get(f"{URL}?lesson_id={quiz['id']}").json["items"]
    assert [row["item_id"] for row in shown] == [str(item(code).id) for code in CODES]
    assert {row["solution"] for row in shown} == {None}


def test_it_is_done_with_the_last_right_answer_and_not_before(client_as: ClientAs, quiz: dict[str, Any]) -> None:
    guard = client_as("guard")
    assert answered(guard, law_001=right_value("law-001"), law_013=not right_value("law-013")).status_code == 200
    assert progress(quiz) is None
    assert answered(guard, law_013=right_value("law-013")).status_code == 200
    first = progress(quiz)
    assert first is not None
    assert first.finished_at is not None
    assert answered(guard, law_013=right_value("law-013")).status_code == 200
    again = progress(quiz)
    assert again is not None
    assert again.finished_at == first.finished_at


def test_what_the_items_of_a_quiz_say_is_fixed_as_it_is_written(client_as: ClientAs) -> None:
    """Who revises an item of a quiz makes another version of it: phones may hold the one that was asked."""
    officer = client_as("officer")
    first, second, free = (entered(officer)["id"] for _ in range(3))
    course = written(officer)
    made = lesson_of(officer, course, kind="quiz", text="", seconds=120, details={"item_ids": [first]})
    sent = {name: made[name] for name in ("title", "kind", "text", "seconds")}
    body = {**sent, "details": {"item_ids": [first, second]}}
    path = f"/api/v1/lessons/{made['id']}"
    answer = officer.put(path, json=body, headers={"If-Match": officer.get(path).headers["ETag"]})
    assert answer.status_code == 200, answer.json
    numbers = [revised(officer, id, key={"right": ["b"]}).json["number"] for id in (first, second, free)]
    assert numbers == [2, 2, 1]


def test_an_item_answered_in_practice_never_changes_under_its_answer(client_as: ClientAs, world: World) -> None:
    row = item("law-002")
    assert ItemVersion.get_by_id(row.current_id).used_at is None
    assert answered(client_as("guard"), law_002=right_value("law-002")).status_code == 200
    assert ItemVersion.get_by_id(row.current_id).used_at is not None


def test_a_quiz_of_others_and_a_lesson_that_is_none_are_not_found(client_as: ClientAs, quiz: dict[str, Any]) -> None:
    assert client_as("key_post").get(f"{URL}?lesson_id={quiz['id']}").status_code == 404
    assert client_as("guard").get(f"{URL}?lesson_id={new_id()}").status_code == 404
