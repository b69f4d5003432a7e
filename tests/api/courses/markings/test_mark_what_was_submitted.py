"""An attempt that was submitted is marked by a job, once; the rotation hears of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from courses.markings.models import OpenAnswer, Result
from courses.markings.queries import best_result, live_results
from courses.markings.services import mark_submitted
from courses.rotations.models import Enrolment, RotationCycle
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from server.core.jobs import JobRow
from server.core.permissions import SYSTEM
from tests.factories.markings import case, row_of, session_of, short, single, sit, submit
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def given() -> int:
    return Event.select().where(Event.kind == "result.given").count()


@pytest.mark.clause("LN-3b")
def test_an_attempt_is_marked_by_its_key(world: World, run_jobs: Callable[[], int]) -> None:
    sat = session_of(world, [single("a"), single("b"), single("c", section="skill"), single("d", worth_x100=1000)])
    attempt = sit(sat, world.persons["guard_school"], ["a", "b", "a", None], turn=2)
    submit(attempt)
    run_jobs()
    result = live_results([attempt.id])[attempt.id]
    assert (result.points_x100, result.worth_x100, result.passed, result.revision) == (1000, 2500, False, 1)
    assert result.sections == {"law": [1000, 2000], "skill": [0, 500]}
    assert [row[4] for row in result.slots] == [0, 0, 500, 500]  # as the paper was turned
    event = Event.get(Event.kind == "result.given")
    assert event.details["passed"] is False
    assert event.details["session_id"] == str(sat.session.id)


@pytest.mark.clause("LN-3b")
def test_a_mandatory_section_fails_who_would_pass(world: World) -> None:
    items = [single("a"), single("a"), single("a", section="skill")]
    for floor, passed in ((60, False), (0, True)):
        sat = session_of(world, items, marking={"sections": {"skill": floor}})
        attempt = sit(sat, world.persons["guard_school"], ["a", "a", "b"])
        result = mark_submitted(SYSTEM, attempt.id)
        assert result is not None
        assert result.passed is passed


def test_marked_twice_is_marked_once(world: World, run_jobs: Callable[[], int]) -> None:
    attempt = sit(session_of(world), world.persons["guard_school"], ["a", "b", "c", "d"])
    submit(attempt)
    submit(attempt)
    run_jobs()
    mark_submitted(SYSTEM, attempt.id)
    assert Result.select().where(Result.attempt_id == attempt.id).count() == 1
    assert given() == 1


def test_marked_by_many_at_once_is_marked_once(world: World) -> None:
    attempt = sit(session_of(world), world.persons["guard_school"], ["a", "b", "c", "d"])
    failures: list[BaseException] = []

    def mark() -> None:
        try:
            with database.connection_context():
                mark_submitted(SYSTEM, attempt.id)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=mark) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Result.select().where(Result.attempt_id == attempt.id).count() == 1
    assert given() == 1


def test_a_killed_marking_leaves_nothing_half_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = sit(session_of(world), world.persons["guard_school"], ["a", "b", "c", "d"])

    def cut(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("courses.markings.services.results.record_events", cut)
        with pytest.raises(KeyboardInterrupt):
            mark_submitted(SYSTEM, attempt.id)
    assert Result.select().count() == 0
    assert mark_submitted(SYSTEM, attempt.id) is not None


def test_a_running_attempt_and_one_that_is_not_there_get_no_result(world: World) -> None:
    attempt = sit(session_of(world), world.persons["guard_school"], ["a", "b", "c", "d"])
    type(attempt).update(state="running").where(type(attempt).id == attempt.id).execute()
    assert mark_submitted(SYSTEM, attempt.id) is None
    assert mark_submitted(SYSTEM, new_id()) is None
    assert Result.select().count() == 0


def test_answers_of_a_wrong_shape_are_worth_nothing(world: World, run_jobs: Callable[[], int]) -> None:
    attempt = sit(session_of(world), world.persons["guard_school"], [{"a": 1}, ["a"], 7, "d"])
    submit(attempt)
    run_jobs()
    assert live_results([attempt.id])[attempt.id].points_x100 == 500
    assert JobRow.select().where(JobRow.state != "done").count() == 0


def test_open_answers_wait_for_people_and_no_result_is_given(world: World, run_jobs: Callable[[], int]) -> None:
    sat = session_of(world, [single("a"), short(), case()])
    attempt = sit(sat, world.persons["guard_school"], ["a", "报警", {"p1": False, "p2": "无权"}])
    submit(attempt)
    submit(attempt)
    run_jobs()
    waiting = [(row.slot, row.part, row.worth_x100) for row in OpenAnswer.select().order_by(OpenAnswer.slot)]
    assert waiting == [(2, "", 1000), (3, "p2", 500)]
    assert live_results([attempt.id]) == {}
    assert Event.select().where(Event.kind == "attempt.awaits_marks").count() == 1


def test_an_open_question_without_an_answer_waits_for_nobody(world: World) -> None:
    sat = session_of(world, [single("a"), short()])
    result = mark_submitted(SYSTEM, sit(sat, world.persons["guard_school"], ["a", "  "]).id)
    assert result is not None
    assert (result.points_x100, result.worth_x100) == (500, 1500)


@pytest.mark.clause("JN-3.4a")
def test_a_pass_counts_for_the_cycle_of_the_session(world: World) -> None:
    cycle = cycle_of(world)
    enrolment = enrolled(world, cycle)
    sat = session_of(world, cycle_id=cycle.id)
    failed = sit(sat, world.persons["guard_school"], ["a", None, None, None])
    passed = sit(sat, world.persons["guard_school"], ["a", "b", "c", None], try_no=2)
    mark_submitted(SYSTEM, failed.id)
    assert Enrolment.get_by_id(enrolment.id).exam_passed_at is None
    mark_submitted(SYSTEM, passed.id)
    assert Enrolment.get_by_id(enrolment.id).exam_attempt_id == passed.id
    best = best_result(world.persons["guard_school"], cycle_id=cycle.id)
    assert best is not None
    assert best.attempt_id == passed.id
    assert best_result(world.persons["guard_school_2"], session_id=sat.session.id) is None


def cycle_of(world: World) -> RotationCycle:
    today = clock.today()
    return row_of(
        RotationCycle,
        id=new_id(),
        year=today.year,
        audience="guard",
        tier="branch",
        title="年度轮训",
        agency_id=world.agencies["lixia"],
        required_seconds=0,
        exam_required=True,
        course_ids=[],
        remind_days=[],
        opens_on=today,
        ends_on=today,
        bases=[],
        created_at=clock.now(),
    )


def enrolled(world: World, cycle: RotationCycle) -> Enrolment:
    return row_of(
        Enrolment,
        id=new_id(),
        cycle_id=cycle.id,
        person_id=world.persons["guard_school"],
        year=cycle.year,
        audience="guard",
        unit_id=world.units["school_first"],
        created_at=clock.now(),
    )
