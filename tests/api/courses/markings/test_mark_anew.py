"""A regrade is tried without a trace, approved by two others, and applied to every result."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from courses.exams.models import ExamSession, Response
from courses.markings.models import OpenAnswer, Regrade, RegradeApproval, Result
from courses.markings.queries import live_results
from courses.markings.queries import regrades as reading
from courses.markings.rules.regrading import Decision
from courses.markings.services import apply_some, decide_regrade, mark_submitted
from courses.rotations.models import Enrolment
from server.core import clock
from server.core.database import database
from server.core.errors import Conflict
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from tests.api.courses.markings.test_mark_what_was_submitted import cycle_of, enrolled
from tests.factories.markings import Sat, session_of, short, single, sit, someone
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

ITEMS = [single("a"), single("b"), single("c"), single("d")]


@pytest.fixture
def sat(world: World) -> Sat:
    """Of 2000: the guard has 1500, the other guard 1000 and would pass (60 %) with one more."""
    sat = session_of(world, ITEMS)
    sit(sat, world.persons["guard_school"], ["a", "b", "c", "a"])
    sit(sat, world.persons["guard_school_2"], ["a", "b", "d", "b"], turn=1)
    for attempt in sat.attempts:
        mark_submitted(SYSTEM, attempt.id)
    return sat


def url(sat: Sat, rest: str) -> str:
    return f"/api/v1/exam-sessions/{sat.session.id}/{rest}"


def wish(sat: Sat, place: int, mode: str, key: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"version_id": str(sat.versions[place].id), "mode": mode, "key": key}


def propose(client: Any, sat: Sat, wanted: dict[str, Any], **changes: Any) -> Any:
    fingerprint = client.post(url(sat, "regrade-trials"), json=wanted).json.get("fingerprint", "0" * 64)
    body = {"id": str(new_id()), "reason": "答案有误", "fingerprint": fingerprint, **wanted, **changes}
    return client.post(url(sat, "regrades"), json=body)


def decide(client: Any, regrade: dict[str, Any], approved: bool = True, **changes: Any) -> Any:
    body = {"id": str(new_id()), "approved": approved, "note": "", **changes}
    return client.post(f"/api/v1/regrades/{regrade['id']}/decisions", json=body)


def points(sat: Sat) -> list[int]:
    found = live_results([attempt.id for attempt in sat.attempts])
    return [found[attempt.id].points_x100 for attempt in sat.attempts]


def carried_out(sat: Sat, wanted: dict[str, Any], client_as: Callable[[str], Any], run_jobs: Callable[[], int]) -> Any:
    proposed = propose(client_as("officer"), sat, wanted)
    assert proposed.status_code == 201, proposed.json
    for persona in ("second_officer", "third_officer"):
        answer = decide(client_as(persona), proposed.json)
        assert answer.status_code == 201, answer.json
    run_jobs()
    return client_as("officer").get(f"/api/v1/regrades/{proposed.json['id']}").json


def test_a_trial_tells_who_flips_and_writes_nothing(sat: Sat, client_as: Callable[[str], Any], world: World) -> None:
    rows = Result.select().count(), Event.select().count()
    shown = client_as("officer").post(url(sat, "regrade-trials"), json=wish(sat, 2, "also", {"right": ["d"]}))
    assert shown.status_code == 200, shown.json
    foreseen = shown.json["foreseen"]
    counts = {name: foreseen[name] for name in ("results", "changed", "raised", "lowered", "to_pass", "to_fail")}
    assert counts == {"results": 2, "changed": 1, "raised": 1, "lowered": 0, "to_pass": 1, "to_fail": 0}
    assert foreseen["flips"][0]["person"]["id"] == str(world.persons["guard_school_2"])
    assert foreseen["flips"][0]["after"] == {"points_x100": 1500, "worth_x100": 2000, "passed": True}
    assert (Result.select().count(), Event.select().count()) == rows


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


def test_the_proposer_does_not_approve_and_nobody_twice(sat: Sat, client_as: Callable[[str], Any]) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    assert (regrade["may_decide"], regrade["state"]) == (False, "proposed")
    own = decide(client_as("officer"), regrade)
    assert (own.status_code, own.json["code"]) == (422, "regrade_own")
    second = client_as("second_officer")
    assert second.get(f"/api/v1/regrades/{regrade['id']}").json["may_decide"] is True
    assert decide(second, regrade).json["state"] == "proposed"
    again = decide(second, regrade)
    assert (again.status_code, again.json["code"]) == (409, "regrade_approved_before")
    assert decide(client_as("third_officer"), regrade).json["state"] == "approved"
    assert decide(client_as("city"), regrade).json["code"] == "regrade_settled"


def test_one_refusal_ends_it_and_the_proposer_may_take_it_back(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    for persona in ("second_officer", "officer"):
        regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
        assert decide(client_as(persona), regrade, approved=False).json["state"] == "rejected"
        assert decide(client_as("third_officer"), regrade).json["code"] == "regrade_settled"
    run_jobs()
    assert points(sat) == [1500, 1000]


def test_what_was_foreseen_of_other_results_may_not_be_approved(sat: Sat, client_as: Any, world: World) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    assert decide(client_as("second_officer"), regrade).status_code == 201
    mark_submitted(SYSTEM, sit(sat, someone(world, 3), ["a", "b", "c", "d"]).id)
    late = decide(client_as("third_officer"), regrade)
    assert (late.status_code, late.json["code"]) == (409, "regrade_stale")
    assert Regrade.get_by_id(regrade["id"]).state == "proposed"
    outdated = propose(client_as("officer"), sat, wish(sat, 0, "full_credit"), fingerprint="0" * 64)
    assert (outdated.status_code, outdated.json["code"]) == (409, "regrade_stale")


def test_two_regrades_of_a_session_never_run_at_once(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    one, other = (propose(client_as("officer"), sat, wish(sat, place, "void")).json for place in (0, 1))
    for persona in ("second_officer", "third_officer"):
        decide(client_as(persona), one)
    refused = decide(client_as("second_officer"), other)
    assert (refused.status_code, refused.json["code"]) == (409, "regrade_running")
    run_jobs()
    assert decide(client_as("second_officer"), other).json["code"] == "regrade_stale"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mode": "new_key"}, "regrade_key_unfit"),
        ({"mode": "new_key", "key": {"right": ["z"]}}, "invalid"),
        ({"mode": "also", "key": {"blanks": []}}, "invalid"),
        ({"mode": "void", "key": {"right": ["a"]}}, "invalid"),
        ({"version_id": str(new_id())}, "version_not_in_session"),
        ({"mode": "guess"}, "invalid"),
    ],
)
def test_a_wish_that_does_not_fit_is_refused(change: dict[str, Any], code: str, sat: Sat, client_as: Any) -> None:
    refused = client_as("officer").post(url(sat, "regrade-trials"), json=wish(sat, 0, "void") | change)
    assert refused.status_code == 422, refused.json
    assert code in {refused.json["code"], *(one["code"] for one in refused.json["errors"])} | {"invalid"}
    assert propose(client_as("officer"), sat, wish(sat, 0, "void") | change).status_code == 422
    assert Regrade.select().count() == 0


def test_open_questions_are_given_in_full_or_voided_and_nothing_else(world: World, client_as: Any) -> None:
    sat = session_of(world, [single(), short()])
    mark_submitted(SYSTEM, sit(sat, world.persons["guard_school"], ["a", None]).id)
    key = {"points": [{"text": "报警", "share": 1}]}
    refused = client_as("officer").post(url(sat, "regrade-trials"), json=wish(sat, 1, "new_key", key))
    assert refused.json["code"] == "regrade_mode_unfit"


def test_a_paper_is_never_voided_to_nothing(world: World, client_as: Any) -> None:
    sat = session_of(world, [single()])
    mark_submitted(SYSTEM, sit(sat, world.persons["guard_school"], ["a"]).id)
    refused = client_as("officer").post(url(sat, "regrade-trials"), json=wish(sat, 0, "void"))
    assert (refused.status_code, refused.json["code"]) == (422, "regrade_leaves_nothing")


def test_a_session_that_is_not_closed_is_not_marked_anew(sat: Sat, client_as: Any) -> None:
    ExamSession.update(state="planned").where(ExamSession.id == sat.session.id).execute()
    refused = client_as("officer").post(url(sat, "regrade-trials"), json=wish(sat, 0, "void"))
    assert (refused.status_code, refused.json["code"]) == (409, "exam_session_open")


def test_strangers_find_no_regrade(sat: Sat, client_as: Callable[[str], Any]) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    for persona, status in (("stranger", 404), ("guard", 403), ("inspector", 403)):
        client = client_as(persona)
        assert client.get(f"/api/v1/regrades/{regrade['id']}").status_code == status
        assert client.get(url(sat, "regrades")).status_code == status
        assert decide(client, regrade).status_code == status
        assert propose(client, sat, wish(sat, 0, "void")).status_code == status
    assert RegradeApproval.select().count() == 0


def test_a_proposal_and_an_approval_sent_twice_are_one(sat: Sat, client_as: Callable[[str], Any]) -> None:
    id = str(new_id())
    first = propose(client_as("officer"), sat, wish(sat, 0, "full_credit"), id=id)
    again = propose(client_as("officer"), sat, wish(sat, 0, "full_credit"), id=id)
    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    assert propose(client_as("officer"), sat, wish(sat, 0, "void"), id=id).status_code == 409
    said = str(new_id())
    for _ in range(2):
        assert decide(client_as("second_officer"), first.json, id=said).status_code == 201
    assert decide(client_as("second_officer"), first.json, id=said, approved=False).status_code == 409
    assert RegradeApproval.select().count() == 1
    assert len(client_as("officer").get(url(sat, "regrades")).json) == 1


def test_approvers_at_once_start_it_once(sat: Sat, client_as: Any, run_jobs: Any, world: World) -> None:
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    refused: list[Conflict] = []
    failures: list[BaseException] = []

    def approve(number: int) -> None:
        actor = Actor(new_id(), new_id(), f"审批人{number}", ("officer",), world.agencies["lixia"])
        try:
            with database.connection_context():
                decide_regrade(actor, reading.UUID(regrade["id"]), Decision(new_id(), True))
        except Conflict as error:
            refused.append(error)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=approve, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ({error.code for error in refused}, len(refused)) == ({"regrade_settled"}, 3)
    assert RegradeApproval.select().count() == 2
    assert Event.select().where(Event.kind == "regrade.approved").count() == 1
    run_jobs()
    assert Regrade.get_by_id(regrade["id"]).state == "applied"


def test_a_killed_batch_is_done_again_and_nothing_twice(
    world: World, client_as: Any, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH", 3)
    sat = session_of(world, ITEMS)
    for number in range(8):
        mark_submitted(SYSTEM, sit(sat, someone(world, number), ["b", "b", "c", None], turn=number).id)
    regrade = propose(client_as("officer"), sat, wish(sat, 0, "full_credit")).json
    id = reading.UUID(regrade["id"])
    moment = clock.now()
    Regrade.update(state="approved", approved_at=moment).where(Regrade.id == id).execute()
    last = apply_some(SYSTEM, id, None)
    assert Result.select().where(Result.regrade_id == id).count() == 3
    real, calls = Result.create, []

    def cut(**row: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**row)

    with monkeypatch.context() as patch:
        patch.setattr(Result, "create", cut)
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
