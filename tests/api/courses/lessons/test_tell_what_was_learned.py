"""Reports of watching: added up on the server, whatever a phone claims; hours follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from courses.lessons.models import CourseOpening, LessonProgress
from courses.rotations.models import HourCredit
from server.core import clock
from server.core.events import Event
from tests.factories.items import entered
from tests.factories.lessons import (
    API,
    COURSES,
    film_course,
    film_lesson,
    lesson_of,
    published,
    report,
    tell,
    under_audience,
    written,
)
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

ClientAs = Callable[[str], Any]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def at() -> Iterator[Any]:
    """A clock to be moved by hand."""
    with time_machine.travel(clock.now().replace(microsecond=0), tick=False) as moved:
        yield moved


@pytest.fixture
def lesson(client_as: ClientAs, world: World, at: Any) -> dict[str, Any]:
    """A minute's film in a course that the guard has opened."""
    under_audience(world, "guard", "guard")
    course, lesson = film_course(client_as("officer"), 60)
    assert client_as("guard").post(f"{API}/my/courses/{course['id']}/openings").status_code == 200
    return lesson


def seconds() -> int:
    return sum(row.seconds for row in HourCredit.select())


def test_opening_twice_stays_the_first_time(client_as: ClientAs, lesson: dict[str, Any], at: Any) -> None:
    first = CourseOpening.get().opened_at
    at.shift(MINUTE)
    answer = client_as("guard").post(f"{API}/my/courses/{lesson['course_id']}/openings")
    assert datetime.fromisoformat(answer.json["opened_at"]) == first
    assert Event.select().where(Event.kind == "course.opened").count() == 1


@pytest.mark.clause("JN-3.4a")
def test_watching_a_film_earns_its_length_once(client_as: ClientAs, lesson: dict[str, Any], at: Any) -> None:
    guard = client_as("guard")
    at.shift(30)
    told = report(lesson, [[0, 30_000]], clock.now())
    for _ in range(3):
        answer = tell(guard, told)
        assert answer.json["verdicts"] == [{"id": told["id"], "verdict": "kept"}]
        assert [(row["seconds"], row["position_ms"], row["finished_at"]) for row in answer.json["lessons"]] == [
            (30, 30_000, None)
        ]
    at.shift(40)
    done = tell(guard, report(lesson, [[25_000, 60_000]], clock.now())).json["lessons"][0]
    assert (done["seconds"], done["spans"]) == (60, [[0, 60_000]])
    assert done["finished_at"]
    at.shift(600)
    tell(guard, report(lesson, [[0, 60_000]], clock.now()))
    credits = [(row.kind, row.seconds, row.year) for row in HourCredit.select()]
    assert credits == [("watched", 60, clock.today().year)]
    shown = guard.get(f"{API}/my/courses/{lesson['course_id']}").json["lessons"][0]["progress"]
    assert (shown["seconds"], shown["spans"]) == (60, [[0, 60_000]])
    events = [row.details for row in Event.select().where(Event.kind == "learning.recorded").order_by(Event.position)]
    assert events == [
        {"begun": [lesson["id"]], "finished": []},
        {"begun": [], "finished": [lesson["id"]]},
    ]


def test_a_phone_that_says_finished_at_once_earns_the_time_that_passed(
    client_as: ClientAs, lesson: dict[str, Any], at: Any
) -> None:
    at.shift(10)
    now = clock.now()
    claimed = report(lesson, [[0, 60_000]], now, started_at=(now - timedelta(hours=3)).isoformat())
    row = tell(client_as("guard"), claimed).json["lessons"][0]
    assert (row["seconds"], row["finished_at"]) == (10, None)


def test_more_reports_in_the_same_time_earn_no_more(client_as: ClientAs, lesson: dict[str, Any], at: Any) -> None:
    at.shift(20)
    reports = [report(lesson, [[number * 10_000, number * 10_000 + 10_000]], clock.now()) for number in range(6)]
    assert tell(client_as("guard"), *reports).json["lessons"][0]["seconds"] == 10


def test_two_films_at_the_same_time_are_one(client_as: ClientAs, world: World, at: Any) -> None:
    under_audience(world, "guard", "guard")
    officer, course = client_as("officer"), written(client_as("officer"))
    first, second = film_lesson(officer, course), film_lesson(officer, course)
    published(officer, course)
    client_as("guard").post(f"{API}/my/courses/{course['id']}/openings")
    at.shift(60)
    tell(client_as("guard"), *(report(row, [[0, 60_000]], clock.now()) for row in (first, second)))
    assert seconds() == 60


def test_faster_than_allowed_earns_what_is_allowed(client_as: ClientAs, world: World, at: Any) -> None:
    under_audience(world, "guard", "guard")
    officer, course = client_as("officer"), written(client_as("officer"))
    lessons = [film_lesson(officer, course), film_lesson(officer, course, details={"speed_x100": 150})]
    published(officer, course)
    client_as("guard").post(f"{API}/my/courses/{course['id']}/openings")
    for lesson, earned in zip(lessons, (20, 30), strict=True):
        at.shift(20)
        start = (clock.now() - timedelta(seconds=20)).isoformat()
        told = report(lesson, [[0, 40_000]], clock.now(), started_at=start)
        assert tell(client_as("guard"), told).json["lessons"][0]["seconds"] == earned


def test_what_was_learned_without_a_line_counts_later_and_is_marked(
    client_as: ClientAs, lesson: dict[str, Any], at: Any
) -> None:
    at.shift(timedelta(hours=1))
    watched_until = clock.now()
    at.shift(timedelta(hours=20))
    answer = tell(client_as("guard"), report(lesson, [[0, 60_000]], watched_until))
    assert answer.json["verdicts"][0]["verdict"] == "late"
    assert (answer.json["lessons"][0]["seconds"], answer.json["lessons"][0]["late_ms"]) == (60, 60_000)


def test_a_phone_two_hours_off_earns_the_same(client_as: ClientAs, lesson: dict[str, Any], at: Any) -> None:
    for hours in (2, -2):
        at.shift(60)
        its_now = clock.now() + timedelta(hours=hours)
        tell(client_as("guard"), report(lesson, [[0, 60_000]], its_now), sent_at=its_now)
        assert seconds() == 60


def test_absurd_claims_earn_nothing_and_harm_no_honest_one(
    client_as: ClientAs, lesson: dict[str, Any], at: Any
) -> None:
    at.shift(60)
    now = clock.now()
    absurd = [
        report(lesson, [[-5_000_000, -1]], now),
        report(lesson, [[50_000, 10_000]], now, position_ms=2**52),
        report(lesson, [[60_000, 2**50]], now),
        report(lesson, [[0, 60_000]], now + timedelta(days=9)),
        report(lesson, [[0, 60_000]], now - timedelta(days=9)),
        {**report(lesson, [[0, 60_000]], now), "lesson_id": lesson["course_id"]},
    ]
    answer = tell(client_as("guard"), *absurd)
    assert [row["verdict"] for row in answer.json["verdicts"]][-1] == "unknown"
    assert seconds() <= 60
    honest = report(lesson, [[0, 60_000]], now)
    assert tell(client_as("guard"), honest).json["lessons"][0]["seconds"] == 60
    for broken in ({"spans": [[1, 2, 3]]}, {"spans": [[0.5, 2]]}, {"started_at": "0001-01-01T00:00:00Z"}):
        assert tell(client_as("guard"), {**honest, **broken}).status_code == 422
    assert tell(client_as("guard"), {"id": "x"}).status_code == 422


def test_nobody_learns_in_a_course_of_others(client_as: ClientAs, lesson: dict[str, Any], at: Any) -> None:
    at.shift(60)
    for persona in ("other_guard", "stranger", "key_post"):
        told = tell(client_as(persona), report(lesson, [[0, 60_000]], clock.now()))
        assert (told.json["verdicts"][0]["verdict"], told.json["lessons"]) == ("unknown", [])
    assert client_as("audit_admin").post(f"{API}/my/learned", json={}).status_code == 403
    assert LessonProgress.select().count() == 0


def test_a_report_that_overtakes_the_opening_opens_and_earns_from_then_on(
    client_as: ClientAs, world: World, at: Any
) -> None:
    under_audience(world, "guard", "guard")
    _, lesson = film_course(client_as("officer"), 60)
    at.shift(60)
    row = tell(client_as("guard"), report(lesson, [[0, 60_000]], clock.now())).json["lessons"][0]
    assert (row["seconds"], row["spans"]) == (0, [[0, 60_000]])
    at.shift(60)
    assert tell(client_as("guard"), report(lesson, [[0, 60_000]], clock.now())).json["lessons"][0]["seconds"] == 60


def test_hours_of_a_withdrawn_course_still_arrive(client_as: ClientAs, lesson: dict[str, Any], at: Any) -> None:
    at.shift(60)
    until = clock.now()
    client_as("officer").post(f"{COURSES}/{lesson['course_id']}/withdrawals")
    at.shift(600)
    assert tell(client_as("guard"), report(lesson, [[0, 60_000]], until)).json["lessons"][0]["seconds"] == 60


def test_a_text_earns_the_time_on_its_page_up_to_its_worth(client_as: ClientAs, world: World, at: Any) -> None:
    under_audience(world, "guard", "guard")
    officer, course = client_as("officer"), written(client_as("officer"))
    text, quiz = (
        lesson_of(officer, course, seconds=120),
        lesson_of(officer, course, kind="quiz", seconds=60, details={"item_ids": [entered(officer)["id"]]}),
    )
    published(officer, course)
    client_as("guard").post(f"{API}/my/courses/{course['id']}/openings")
    earned = []
    for _ in range(3):
        at.shift(50)
        start = (clock.now() - timedelta(seconds=50)).isoformat()
        told = report(text, [], clock.now(), started_at=start)
        earned.append(tell(client_as("guard"), told).json["lessons"][0]["seconds"])
    assert earned == [50, 100, 120]
    assert tell(client_as("guard"), report(quiz, [], clock.now())).json["verdicts"][0]["verdict"] == "untimed"


def test_a_late_report_moves_nobody_back(client_as: ClientAs, lesson: dict[str, Any], at: Any) -> None:
    at.shift(60)
    early = clock.now()
    at.shift(timedelta(hours=1))
    tell(client_as("guard"), report(lesson, [[30_000, 50_000]], clock.now()))
    row = tell(client_as("guard"), report(lesson, [[0, 20_000]], early)).json["lessons"][0]
    assert (row["position_ms"], row["spans"]) == (50_000, [[0, 20_000], [30_000, 50_000]])


def test_a_new_year_is_a_new_row(client_as: ClientAs, lesson: dict[str, Any], at: Any) -> None:
    at.shift(60)
    tell(client_as("guard"), report(lesson, [[0, 60_000]], clock.now()))
    at.move_to(datetime.fromisoformat(f"{clock.today().year + 1}-01-10T08:00:00+08:00"))
    tell(client_as("guard"), report(lesson, [[0, 60_000]], clock.now()))
    assert [row.seconds for row in HourCredit.select().order_by(HourCredit.year)] == [60, 60]


def test_a_film_that_somebody_learned_from_is_not_exchanged(
    client_as: ClientAs, lesson: dict[str, Any], at: Any
) -> None:
    at.shift(60)
    tell(client_as("guard"), report(lesson, [[0, 60_000]], clock.now()))
    officer = client_as("officer")
    officer.post(f"{COURSES}/{lesson['course_id']}/withdrawals")
    assert officer.delete(f"{API}/lessons/{lesson['id']}").json["code"] == "lesson_learned"
    content = {"title": "改", "kind": "text", "text": "x", "seconds": 5}
    tag = {"If-Match": f'"{lesson["id"]}.{lesson["version"]}"'}
    assert officer.put(f"{API}/lessons/{lesson['id']}", json=content, headers=tag).json["code"] == "lesson_learned"
