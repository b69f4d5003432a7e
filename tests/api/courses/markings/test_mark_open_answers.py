"""Two people mark an open answer without seeing each other's mark; a third decides where they differ much."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from courses.exams.models import Attempt
from courses.markings.models import OpenAnswer, OpenMark, Result
from courses.markings.queries import live_results
from courses.markings.rules.open_marks import MarkDraft
from courses.markings.services import mark_submitted
from courses.markings.services.open_marks import give_mark
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from tests.factories.accounts import make_one_human
from tests.factories.markings import case, session_of, short, single, sit
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def waiting(world: World) -> tuple[Attempt, OpenAnswer]:
    """A guard's attempt with one open answer worth 10 points."""
    attempt = sit(session_of(world, [single("a"), short()]), world.persons["guard_school"], ["a", "马上报警，不动它"])
    mark_submitted(SYSTEM, attempt.id)
    return attempt, OpenAnswer.get(OpenAnswer.attempt_id == attempt.id)


def body(points: int, **changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "points_x100": points, "ticked": [0], "note": "", **changes}


def url(answer: OpenAnswer) -> str:
    return f"/api/v1/open-answers/{answer.id}/marks"


def next_url(session_id: UUID) -> str:
    return f"/api/v1/exam-sessions/{session_id}/next-open-answer"


@pytest.mark.clause("LN-3b")
def test_two_marks_near_each_other_count_with_their_mean(
    waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    attempt, answer = waiting
    first = client_as("officer").post(url(answer), json=body(600))
    assert first.status_code == 201, first.json
    assert first.json["role"] == "first"
    run_jobs()
    assert live_results([attempt.id]) == {}
    assert client_as("second_officer").post(url(answer), json=body(701)).json["role"] == "second"
    run_jobs()
    result = live_results([attempt.id])[attempt.id]
    assert (result.points_x100, result.slots[1][4:]) == (500 + 651, [651, "person"])


def test_marks_that_differ_much_go_to_a_third_person(
    waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    attempt, answer = waiting
    client_as("officer").post(url(answer), json=body(200))
    client_as("second_officer").post(url(answer), json=body(401))
    run_jobs()
    assert OpenAnswer.get_by_id(answer.id).state == "disputed"
    assert live_results([attempt.id]) == {}
    for persona in ("officer", "second_officer"):
        assert client_as(persona).get(next_url(answer.session_id)).json == {"left": 0, "answer": None}
        assert client_as(persona).post(url(answer), json=body(300)).status_code == 409
    third = client_as("third_officer")
    assert third.get(next_url(answer.session_id)).json["answer"]["role"] == "adjudicator"
    assert third.post(url(answer), json=body(400)).json["role"] == "adjudicator"
    run_jobs()
    assert live_results([attempt.id])[attempt.id].points_x100 == 900


def test_a_difference_of_just_the_threshold_needs_no_third_person(
    waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any]
) -> None:
    answer = waiting[1]
    client_as("officer").post(url(answer), json=body(200))
    client_as("second_officer").post(url(answer), json=body(400))
    assert OpenAnswer.get_by_id(answer.id).state == "done"


def test_a_marker_sees_neither_the_name_nor_the_other_mark(
    waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any], world: World
) -> None:
    attempt, answer = waiting
    client_as("officer").post(url(answer), json=body(200, note="没有提到保护现场"))
    shown = client_as("second_officer").get(next_url(answer.session_id))
    assert shown.json["answer"]["value"] == "马上报警，不动它"
    assert shown.json["answer"]["points"][0] == {"text": "立即报警", "share": 3}
    for secret in (str(attempt.id), str(attempt.person_id), "没有提到", "200"):
        assert secret not in shown.text
    queues = client_as("second_officer").get("/api/v1/marking-queues").json
    assert [(row["waiting"], row["disputed"]) for row in queues] == [(1, 0)]
    assert client_as("officer").get("/api/v1/marking-queues").json == []


def test_a_part_of_a_case_is_shown_with_its_setting(world: World, client_as: Callable[[str], Any]) -> None:
    attempt = sit(session_of(world, [case()]), world.persons["guard_school"], [{"p1": False, "p2": "无权搜身"}])
    mark_submitted(SYSTEM, attempt.id)
    shown = client_as("officer").get(next_url(attempt.session_id)).json["answer"]
    assert (shown["setting"], shown["stem"], shown["value"]) == ("访客拒绝登记。", "说明理由。", "无权搜身")
    assert shown["worth_x100"] == 500


def test_nobody_marks_the_own_answer(world: World, client_as: Callable[[str], Any]) -> None:
    attempt = sit(session_of(world, [short()]), world.people["officer"].person_id, ["报警"])
    mark_submitted(SYSTEM, attempt.id)
    answer = OpenAnswer.get()
    assert client_as("officer").get(next_url(attempt.session_id)).json["left"] == 0
    assert client_as("officer").post(url(answer), json=body(1000)).status_code == 404
    assert client_as("second_officer").post(url(answer), json=body(1000)).status_code == 201


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("guard", 403), ("inspector", 403)])
def test_strangers_and_those_who_may_not_mark_change_nothing(
    persona: str, status: int, waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any]
) -> None:
    client = client_as(persona)
    assert client.post(url(waiting[1]), json=body(100)).status_code == status
    assert client.get(next_url(waiting[1].session_id)).status_code == status
    assert OpenMark.select().count() == 0


@pytest.mark.parametrize("wrong", [{"points_x100": -1}, {"points_x100": "5"}, {"ticked": ["a"]}, {"note": "长" * 401}])
def test_a_malformed_mark_is_refused(
    wrong: dict[str, Any], waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any]
) -> None:
    assert client_as("officer").post(url(waiting[1]), json=body(100) | wrong).status_code == 422
    assert OpenMark.select().count() == 0


def test_no_mark_is_above_the_worth(waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any]) -> None:
    refused = client_as("officer").post(url(waiting[1]), json=body(1001))
    assert (refused.status_code, refused.json["code"]) == (422, "mark_above_worth")


def test_a_mark_sent_twice_is_one_and_another_under_its_id_is_refused(
    waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any]
) -> None:
    sent = body(600)
    officer = client_as("officer")
    assert officer.post(url(waiting[1]), json=sent).json == officer.post(url(waiting[1]), json=sent).json
    assert officer.post(url(waiting[1]), json={**sent, "points_x100": 700}).status_code == 409
    assert officer.post(url(waiting[1]), json=body(600)).json["code"] == "answer_already_marked"
    assert OpenMark.select().count() == 1


def test_markers_at_once_get_different_roles(waiting: tuple[Attempt, OpenAnswer], world: World) -> None:
    answer = waiting[1]
    failures: list[BaseException] = []

    def mark(persona: str) -> None:
        who = world.people[persona]
        actor = Actor(who.account_id, who.person_id, persona, ("officer",), world.agencies["lixia"])
        try:
            with database.connection_context():
                give_mark(actor, answer.id, MarkDraft(new_id(), 500))
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=mark, args=(persona,)) for persona in ("officer", "second_officer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert {mark.role for mark in OpenMark.select()} == {"first", "second"}
    assert OpenAnswer.get_by_id(answer.id).state == "done"


def test_the_result_of_two_open_answers_comes_once(
    world: World, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    attempt = sit(session_of(world, [short(), short()]), world.persons["guard_school"], ["甲", "乙"])
    mark_submitted(SYSTEM, attempt.id)
    for persona in ("officer", "second_officer"):
        for answer in OpenAnswer.select():
            client_as(persona).post(url(answer), json=body(500))
    run_jobs()
    assert Result.select().count() == 1


def test_one_person_does_not_mark_twice_by_another_account(
    waiting: tuple[Attempt, OpenAnswer], client_as: Callable[[str], Any], world: World
) -> None:
    assert client_as("officer").post(url(waiting[1]), json=body(600)).status_code == 201
    make_one_human(world, "officer", "second_officer")
    second = client_as("second_officer")
    assert second.get(next_url(waiting[1].session_id)).json == {"left": 0, "answer": None}
    assert second.post(url(waiting[1]), json=body(600)).json["code"] == "answer_already_marked"
