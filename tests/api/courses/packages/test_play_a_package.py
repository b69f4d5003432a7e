"""A learner opens a package; what it says is kept as a claim, the time is the server's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from courses.packages.models import PackageRegistration
from courses.rotations.models import HourCredit
from server.core.database import database
from tests.factories.packages import SCORM12, SCORM2004, bring, lesson_with, pack
from tests.world import World

Clients = Callable[[str], Any]
START = datetime(2026, 11, 23, 2, tzinfo=UTC)


@dataclass
class Lessons:
    """One lesson a standard, offered by the branch to all below it."""

    old: str
    new: str


@pytest.fixture
def lessons(client_as: Clients, world: World) -> Lessons:
    packages = [bring(client_as("officer"), pack(made)).json["id"] for made in (SCORM12, SCORM2004)]
    with database.connection_context():
        made = [str(lesson_with(id, world.agencies["lixia"]).id) for id in packages]
    return Lessons(*made)


def launch(client: Any, lesson: str, part: int = 0) -> Any:
    return client.post(f"/api/v1/my/packages/{lesson}/launches", json={"part": part})


def tell(client: Any, lesson: str, elements: dict[str, str], visible_ms: int = 0, part: int = 0) -> Any:
    body = {"part": part, "elements": elements, "visible_ms": visible_ms}
    return client.post(f"/api/v1/my/packages/{lesson}/commits", json=body)


def test_a_package_is_opened_and_tells_how_far_its_learner_is(client_as: Clients, lessons: Lessons) -> None:
    guard = client_as("guard")
    opened = launch(guard, lessons.old)
    assert opened.status_code == 200, opened.json
    assert (opened.json["status"], opened.json["seconds"]) == ("", 0)
    assert opened.json["launch"]["address"].startswith("/packages/")
    told = tell(guard, lessons.old, {"cmi.core.lesson_status": "incomplete", "cmi.suspend_data": "page=2"})
    assert told.json["status"] == "incomplete"
    told = tell(guard, lessons.old, {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "85"})
    assert (told.json["status"], told.json["score_x100"]) == ("passed", 8500)  # the manifest asks for 60 of 100
    assert told.json["finished_at"] is not None
    assert guard.get(f"/api/v1/my/packages/{lessons.old}").json == told.json
    shown = {
        row["id"]: row["progress"]
        for course in guard.get("/api/v1/my/courses").json["courses"]
        for row in course["lessons"]
    }
    assert shown[lessons.old]["finished_at"] == told.json["finished_at"]
    runtime = guard.get(launch(guard, lessons.old).json["launch"]["address"].partition("/files/")[0] + "/runtime.js")
    assert b"page=2" in runtime.data


def test_told_twice_it_is_the_same(client_as: Clients, lessons: Lessons) -> None:
    guard = client_as("guard")
    launch(guard, lessons.old)
    said = {"cmi.core.lesson_status": "failed", "cmi.core.score.raw": "20"}
    assert tell(guard, lessons.old, said).json == tell(guard, lessons.old, said).json
    assert launch(guard, lessons.old).status_code == 200
    with database.connection_context():
        assert PackageRegistration.select().count() == 1


def test_done_once_stays_done_whatever_is_told_later(client_as: Clients, lessons: Lessons) -> None:
    guard = client_as("guard")
    launch(guard, lessons.old)
    tell(guard, lessons.old, {"cmi.core.lesson_status": "passed"})
    later = tell(guard, lessons.old, {"cmi.core.lesson_status": "incomplete"}).json
    assert later["status"] == "incomplete"
    assert later["finished_at"] is not None


def test_a_package_of_two_parts_is_done_when_both_are(client_as: Clients, lessons: Lessons) -> None:
    guard = client_as("guard")
    assert len(launch(guard, lessons.new, 1).json["parts"]) == 2
    said = {"cmi.completion_status": "completed", "cmi.success_status": "passed", "cmi.score.scaled": "0.9"}
    assert tell(guard, lessons.new, said).json["status"] == "incomplete"
    done = tell(guard, lessons.new, {"cmi.exit": ""}, part=1).json  # an asset: opened is done
    assert (done["status"], done["score_x100"]) == ("passed", 9000)


@pytest.mark.clause("JN-3.4a")
def test_hours_are_the_seconds_the_server_saw_pass_and_no_more(client_as: Clients, lessons: Lessons) -> None:
    with time_machine.travel(START, tick=False) as clock:
        guard = client_as("guard")
        launch(guard, lessons.old)
        clock.shift(timedelta(seconds=30))
        assert tell(guard, lessons.old, {}, visible_ms=3_600_000).json["seconds"] == 30
        assert tell(guard, lessons.old, {}, visible_ms=3_600_000).json["seconds"] == 30  # sent again
        clock.shift(timedelta(seconds=30))
        assert tell(guard, lessons.old, {}, visible_ms=10_000).json["seconds"] == 40
        clock.shift(timedelta(hours=8))  # the phone slept
        guard = client_as("guard")
        assert tell(guard, lessons.old, {}, visible_ms=3_600_000).json["seconds"] == 130
        for _ in range(10):
            guard = client_as("guard")
            clock.shift(timedelta(seconds=90))
            told = tell(guard, lessons.old, {}, visible_ms=90_000).json
    assert (told["seconds"], told["worth_seconds"]) == (1030, 600)
    with database.connection_context():
        credit = HourCredit.get()
        assert (credit.kind, credit.seconds) == ("package", 600)


def test_a_new_year_is_a_new_row_with_hours_of_its_own(client_as: Clients, lessons: Lessons) -> None:
    for start in (START, START + timedelta(days=60)):
        with time_machine.travel(start, tick=False) as clock:
            guard = client_as("guard")
            assert launch(guard, lessons.old).json["seconds"] == 0
            clock.shift(timedelta(seconds=20))
            tell(guard, lessons.old, {}, visible_ms=20_000)
    with database.connection_context():
        assert sorted((row.year, row.seconds) for row in HourCredit.select()) == [(2026, 20), (2027, 20)]


def test_a_stranger_s_lesson_looks_as_if_it_were_not_there(client_as: Clients, world: World) -> None:
    package = bring(client_as("stranger"), pack(SCORM12)).json["id"]
    with database.connection_context():
        lesson = str(lesson_with(package, world.agencies["licheng"]).id)
    guard = client_as("guard")
    assert launch(guard, lesson).status_code == 404
    assert tell(guard, lesson, {}).status_code == 404
    assert guard.get(f"/api/v1/my/packages/{lesson}").status_code == 404


def test_what_was_never_opened_is_told_nothing_and_another_s_progress_stays_theirs(
    client_as: Clients, lessons: Lessons
) -> None:
    launch(client_as("guard"), lessons.old)
    tell(client_as("guard"), lessons.old, {"cmi.core.lesson_status": "passed"})
    other = client_as("other_guard")
    assert tell(other, lessons.old, {}).status_code == 404
    assert other.get(f"/api/v1/my/packages/{lessons.old}").status_code == 404
    assert launch(other, lessons.old).json["status"] == ""


def test_what_is_malformed_or_too_large_is_refused(client_as: Clients, lessons: Lessons) -> None:
    guard = client_as("guard")
    launch(guard, lessons.old)
    assert tell(guard, lessons.old, {"cmi.suspend_data": 7}).status_code == 422  # type: ignore[dict-item]
    assert tell(guard, lessons.old, {}, visible_ms=-1).status_code == 422
    assert tell(guard, lessons.old, {"cmi.suspend_data": "x" * 70_000}).json["code"] == "claim_too_large"
    assert launch(guard, lessons.old, 7).status_code == 404
    assert tell(guard, lessons.old, {}, part=7).status_code == 404
    many = {f"cmi.interactions.{number}.id": "x" for number in range(4001)}
    assert tell(guard, lessons.old, many).json["code"] == "claim_too_large"
    told = tell(guard, lessons.old, {"__proto__": "x", "cmi..": "x", "secret": "x"})
    assert told.status_code == 200
    with database.connection_context():
        assert PackageRegistration.get().state["parts"]["0"]["elements"] == {}


def test_a_preview_keeps_nothing(client_as: Clients, lessons: Lessons) -> None:
    officer = client_as("officer")
    package = officer.get("/api/v1/course-packages").json["items"][0]["id"]
    shown = officer.post(f"/api/v1/course-packages/{package}/previews", json={})
    assert shown.status_code == 200
    assert officer.get(shown.json["address"]).status_code == 200
    assert officer.post(f"/api/v1/course-packages/{package}/previews", json={"part": 9}).status_code == 404
    assert client_as("stranger").post(f"/api/v1/course-packages/{package}/previews", json={}).status_code == 404
    with database.connection_context():
        assert PackageRegistration.select().count() == 0
