"""An approved regrade is applied to every result, batch by batch, and to those marked later."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from courses.exams.models import Response
from courses.markings.models import OpenAnswer, Regrade, Result
from courses.markings.queries import anew, live_results
from courses.markings.services import apply_some, mark_submitted
from courses.rotations.models import Enrolment
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.api.courses.markings.test_mark_what_was_submitted import cycle_of, enrolled
from tests.factories.markings import Sat, session_of, short, single, sit, someone
from tests.factories.regrades import ITEMS, carried_out, points, propose, wish
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.mark.parametrize(
    ("place", "mode", "key", "expected", "worth"),
    [
        (2, "also", {"right": ["d"]}, [1500, 1500], 2000),
        (2, "new_key", {"right": ["d"]}, [1000, 1500], 2000),
        (3, "full_credit", None, [2000, 1500], 2000),
        (3, "void", None, [1500, 1000], 1500),
    ],
)
def test_each_mode_changes_results_as_it_says(
    place: int, mode: str, key: Any, expected: list[int], worth: int, sat: Sat, client_as: Any, run_jobs: Any
) -> None:
    answers = [row.value for row in Response.select().order_by(Response.id)]
    shown = carried_out(sat, wish(sat, place, mode, key), client_as, run_jobs)
    assert (shown["state"], points(sat)) == ("applied", expected)
    assert {row.worth_x100 for row in live_results([one.id for one in sat.attempts]).values()} == {worth}
    assert [row.value for row in Response.select().order_by(Response.id)] == answers


def test_earlier_results_stay_and_events_tell_of_new_ones(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    shown = carried_out(sat, wish(sat, 2, "new_key", {"right": ["d"]}), client_as, run_jobs)
    for attempt in sat.attempts:
        rows = list(Result.select().where(Result.attempt_id == attempt.id).order_by(Result.revision))
        assert [(row.revision, row.live) for row in rows] == [(1, None), (2, True)]
        assert str(rows[1].regrade_id) == shown["id"]
    told = Event.select().where(Event.kind == "result.given").order_by(Event.position)
    assert sorted(event.details["revision"] for event in told) == [1, 1, 2, 2]


def test_an_untouched_result_gets_no_new_revision(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    carried_out(sat, wish(sat, 2, "also", {"right": ["d"]}), client_as, run_jobs)
    assert live_results([sat.attempts[0].id])[sat.attempts[0].id].revision == 1


def test_a_later_attempt_is_marked_by_what_was_ruled(sat: Sat, client_as: Any, run_jobs: Any, world: World) -> None:
    carried_out(sat, wish(sat, 0, "full_credit"), client_as, run_jobs)
    late = sit(sat, someone(world, 1), [None, "b", "c", "d"])
    result = mark_submitted(SYSTEM, late.id)
    assert result is not None
    assert result.points_x100 == 2000


@pytest.mark.clause("JN-3.4a")
def test_the_rotation_follows_both_ways(world: World, client_as: Any, run_jobs: Any) -> None:
    cycle = cycle_of(world)
    enrolment = enrolled(world, cycle)
    sat = session_of(world, ITEMS, cycle_id=cycle.id)
    attempt = sit(sat, world.persons["guard_school"], ["a", "b", "d", None])
    mark_submitted(SYSTEM, attempt.id)
    carried_out(sat, wish(sat, 2, "new_key", {"right": ["d"]}), client_as, run_jobs)
    assert Enrolment.get_by_id(enrolment.id).exam_attempt_id == attempt.id
    carried_out(sat, wish(sat, 2, "new_key", {"right": ["c"]}), client_as, run_jobs)
    assert Enrolment.get_by_id(enrolment.id).exam_passed_at is None
    again = sit(sat, world.persons["guard_school"], ["a", "b", "c", None], try_no=2)
    mark_submitted(SYSTEM, again.id)
    carried_out(sat, wish(sat, 2, "also", {"right": ["d"]}), client_as, run_jobs)
    assert Enrolment.get_by_id(enrolment.id).exam_passed_at is not None


def test_an_answer_that_waited_for_people_waits_no_more(world: World, client_as: Any, run_jobs: Any) -> None:
    sat = session_of(world, [single("a"), short()])
    blank = sit(sat, world.persons["guard_school"], ["a", None])
    waiting = sit(sat, world.persons["guard_school_2"], ["a", "报警"])
    for attempt in (blank, waiting):
        mark_submitted(SYSTEM, attempt.id)
    shown = carried_out(sat, wish(sat, 1, "full_credit"), client_as, run_jobs)
    assert shown["foreseen"]["results"] == 1
    assert points(sat) == [1500, 1500]
    assert OpenAnswer.get().state == "moot"


def test_a_killed_batch_is_done_again_and_nothing_twice(
    world: World, client_as: Any, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anew, "BATCH", 3)
    sat = session_of(world, ITEMS)
    for number in range(8):
        mark_submitted(SYSTEM, sit(sat, someone(world, number), ["b", "b", "c", None], turn=number).id)
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    id = UUID(regrade["id"])
    moment = clock.now()
    Regrade.update(state="approved", approved_at=moment).where(Regrade.id == id).execute()
    last = apply_some(SYSTEM, id, None)
    assert Result.select().where(Result.regrade_id == id).count() == 3

    def cut(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("courses.markings.services.results.record_events", cut)
        with pytest.raises(KeyboardInterrupt):
            apply_some(SYSTEM, id, last)
    assert Result.select().where(Result.regrade_id == id).count() == 3
    assert apply_some(SYSTEM, id, None) is not None  # and the first batch once more
    while last is not None:
        last = apply_some(SYSTEM, id, last)
    assert Result.select().where(Result.regrade_id == id).count() == 8
    assert {row.points_x100 for row in live_results([one.id for one in sat.attempts]).values()} == {1500}
    assert Event.select().where(Event.kind == "regrade.applied").count() == 1
    run_jobs()
    assert Result.select().where(Result.regrade_id == id).count() == 8


def test_a_batch_asks_no_more_queries_for_more_results(
    world: World, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = []
    for many in (2, 12):
        sat = session_of(world, ITEMS, cycle_id=new_id())
        for number in range(many):
            mark_submitted(SYSTEM, sit(sat, someone(world, number), ["b", "b", "c", None]).id)
        regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
        Regrade.update(state="approved", approved_at=clock.now()).where(Regrade.id == UUID(regrade["id"])).execute()
        seen: list[str] = []
        real = database.obj.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(database.obj, "execute_sql", lambda sql, *a, **k: seen.append(sql) or real(sql, *a, **k))  # noqa: B023
            apply_some(SYSTEM, UUID(regrade["id"]), None)
        assert Result.select().where(Result.regrade_id == regrade["id"]).count() == many
        costs.append(len([one for one in seen if '"job"' not in one]))
    assert costs[1] <= costs[0] + 4  # rows go in by tens and ones
