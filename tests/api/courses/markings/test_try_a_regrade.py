"""A trial counts in a job what a regrade would change, and changes no result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from courses.exams.models import ExamSession, Response
from courses.markings.models import RegradeTrial, Result
from courses.markings.queries import anew
from courses.markings.services import carry_on_trial, mark_submitted
from server.core.events import Event
from server.core.ids import new_id
from server.core.jobs import JobRow
from server.core.permissions import SYSTEM
from tests.factories.markings import Sat, session_of, short, single, sit, someone
from tests.factories.regrades import ITEMS, ask, points, propose, tried, url, wish
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


def shown(client: Any, asked: Any) -> Any:
    return client.get(f"/api/v1/regrade-trials/{asked.json['id']}").json


def test_a_trial_is_counted_by_a_job_and_tells_who_flips(sat: Sat, client_as: Any, run_jobs: Any, world: World) -> None:
    officer, results = client_as("officer"), Result.select().count()
    asked = ask(officer, sat, wish(sat, 2, "also", {"right": ["d"]}))
    assert asked.status_code == 202, asked.json
    assert {name: asked.json[name] for name in ("state", "total", "read", "foreseen", "problem")} == {
        "state": "trying",
        "total": 2,
        "read": 0,
        "foreseen": None,
        "problem": None,
    }
    run_jobs()
    trial = shown(officer, asked)
    assert (trial["state"], trial["read"], trial["problem"]) == ("tried", 2, None)
    foreseen = trial["foreseen"]
    counts = {name: foreseen[name] for name in ("results", "changed", "raised", "lowered", "to_pass", "to_fail")}
    assert counts == {"results": 2, "changed": 1, "raised": 1, "lowered": 0, "to_pass": 1, "to_fail": 0}
    assert foreseen["flips"][0]["person"]["id"] == str(world.persons["guard_school_2"])
    assert foreseen["flips"][0]["after"] == {"points_x100": 1500, "worth_x100": 2000, "passed": True}
    assert (Result.select().count(), points(sat)) == (results, [1500, 1000])
    assert [row.kind for row in Event.select().where(Event.subject_id == trial["id"]).order_by(Event.id)] == [
        "regrade_trial.asked",
        "regrade_trial.tried",
    ]


def test_a_trial_sent_twice_is_one_and_another_wish_is_another(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    officer, id = client_as("officer"), str(new_id())
    first = ask(officer, sat, wish(sat, 0, "full_credit"), id=id)
    again = ask(officer, sat, wish(sat, 0, "full_credit"), id=id)
    assert (first.status_code, again.status_code, first.json) == (202, 202, again.json)
    assert ask(officer, sat, wish(sat, 0, "void"), id=id).status_code == 409
    assert JobRow.select().where(JobRow.name == "markings.try").count() == 1
    other = ask(officer, sat, wish(sat, 0, "void"))
    run_jobs()
    assert shown(officer, first)["foreseen"]["changed"] == 0
    assert shown(officer, other)["foreseen"]["changed"] == 2
    assert RegradeTrial.select().count() == 2


def test_a_killed_trial_goes_on_after_its_last_batch_and_counts_nothing_twice(
    world: World, client_as: Any, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anew, "BATCH", 3)
    sat = session_of(world, ITEMS)
    for number in range(8):
        mark_submitted(SYSTEM, sit(sat, someone(world, number), ["b", "b", "c", None], turn=number).id)
    officer = client_as("officer")
    asked = ask(officer, sat, wish(sat, 0, "full_credit"))
    id = UUID(asked.json["id"])
    assert carry_on_trial(SYSTEM, id) is not None
    assert (shown(officer, asked)["state"], shown(officer, asked)["read"]) == ("trying", 3)

    def cut(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    for place in ("save_versioned", "foresee", "live_batch"):
        with monkeypatch.context() as patch:
            patch.setattr(f"courses.markings.services.trials.{place}", cut)
            with pytest.raises(KeyboardInterrupt):
                carry_on_trial(SYSTEM, id)
        assert shown(officer, asked)["read"] == 3
    run_jobs()
    trial = shown(officer, asked)
    assert (trial["state"], trial["read"], trial["total"]) == ("tried", 8, 8)
    assert (trial["foreseen"]["results"], trial["foreseen"]["changed"]) == (8, 8)
    assert carry_on_trial(SYSTEM, id) is None
    assert Event.select().where(Event.kind == "regrade_trial.tried").count() == 1


def test_of_two_workers_at_one_trial_one_counts(
    sat: Sat, client_as: Any, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anew, "BATCH", 1)
    officer = client_as("officer")
    asked = ask(officer, sat, wish(sat, 0, "void"))
    id = UUID(asked.json["id"])
    real = anew.foresee

    def slow(*given: Any) -> None:
        monkeypatch.setattr("courses.markings.services.trials.foresee", real)
        carry_on_trial(SYSTEM, id)  # the twin is faster
        real(*given)

    monkeypatch.setattr("courses.markings.services.trials.foresee", slow)
    assert carry_on_trial(SYSTEM, id) is not None
    assert shown(officer, asked)["read"] == 1
    run_jobs()
    assert shown(officer, asked)["foreseen"]["results"] == 2


def test_a_long_trial_goes_on_in_the_next_job(
    sat: Sat, client_as: Any, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anew, "BATCH", 1)
    monkeypatch.setattr("courses.markings.jobs.TURN_SECONDS", 0.0)
    asked = ask(client_as("officer"), sat, wish(sat, 0, "void"))
    run_jobs()
    assert shown(client_as("officer"), asked)["state"] == "tried"
    assert JobRow.select().where((JobRow.name == "markings.try") & (JobRow.state == "done")).count() == 3


def test_a_trial_over_results_that_changed_meanwhile_fails(
    sat: Sat, client_as: Any, run_jobs: Any, world: World
) -> None:
    asked = ask(client_as("officer"), sat, wish(sat, 0, "void"))
    mark_submitted(SYSTEM, sit(sat, someone(world, 3), ["a", "b", "c", "d"]).id)
    run_jobs()
    trial = shown(client_as("officer"), asked)
    assert (trial["state"], trial["problem"]["code"], trial["foreseen"]) == ("failed", "regrade_stale", None)


def test_a_trial_that_cannot_be_counted_keeps_nobody_waiting(
    sat: Sat, client_as: Any, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(client_as("officer"), sat, wish(sat, 0, "void"))

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("courses.markings.services.trials.foresee", broken)
    run_jobs()
    trial = shown(client_as("officer"), asked)
    assert (trial["state"], trial["problem"]["code"]) == ("failed", "regrade_trial_broken")


def test_an_item_that_no_paper_has_changes_nothing(sat: Sat, client_as: Any, run_jobs: Any, world: World) -> None:
    other = session_of(world, [single("b")])
    asked = ask(client_as("officer"), sat, wish(other, 0, "void"))
    run_jobs()
    assert shown(client_as("officer"), asked)["problem"]["code"] == "version_not_in_session"


def test_a_paper_is_never_voided_to_nothing(world: World, client_as: Any, run_jobs: Any) -> None:
    sat = session_of(world, [single()])
    mark_submitted(SYSTEM, sit(sat, world.persons["guard_school"], ["a"]).id)
    asked = ask(client_as("officer"), sat, wish(sat, 0, "void"))
    run_jobs()
    trial = shown(client_as("officer"), asked)
    assert (trial["state"], trial["problem"]["code"]) == ("failed", "regrade_leaves_nothing")
    refused = propose(client_as("officer"), sat, {}, trial_id=trial["id"])
    assert (refused.status_code, refused.json["code"]) == (422, "regrade_trial_unfinished")


def test_strangers_try_nothing_and_see_no_trial(sat: Sat, client_as: Any) -> None:
    asked = ask(client_as("officer"), sat, wish(sat, 0, "void"))
    for persona, status in (("stranger", 404), ("guard", 403), ("inspector", 403)):
        client = client_as(persona)
        assert ask(client, sat, wish(sat, 0, "void")).status_code == status
        assert client.get(f"/api/v1/regrade-trials/{asked.json['id']}").status_code == status
    assert RegradeTrial.select().count() == 1


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
    refused = ask(client_as("officer"), sat, wish(sat, 0, "void") | change)
    assert refused.status_code == 422, refused.json
    assert code in {refused.json["code"], *(one["code"] for one in refused.json["errors"])} | {"invalid"}
    assert RegradeTrial.select().count() == 0


def test_open_questions_are_given_in_full_or_voided_and_nothing_else(world: World, client_as: Any) -> None:
    sat = session_of(world, [single(), short()])
    mark_submitted(SYSTEM, sit(sat, world.persons["guard_school"], ["a", None]).id)
    key = {"points": [{"text": "报警", "share": 1}]}
    refused = ask(client_as("officer"), sat, wish(sat, 1, "new_key", key))
    assert refused.json["code"] == "regrade_mode_unfit"


def test_a_session_that_is_not_closed_is_not_marked_anew(sat: Sat, client_as: Any) -> None:
    ExamSession.update(state="planned").where(ExamSession.id == sat.session.id).execute()
    refused = ask(client_as("officer"), sat, wish(sat, 0, "void"))
    assert (refused.status_code, refused.json["code"]) == (409, "exam_session_open")


def test_a_closed_page_finds_its_trials_again(sat: Sat, client_as: Any) -> None:
    officer = client_as("officer")
    assert officer.get(url(sat, "regrade-trials")).json == []
    wanted = wish(sat, 2, "new_key", {"right": ["d"]})
    first = tried(officer, sat, wanted)
    waiting = ask(officer, sat, wish(sat, 3, "void")).json["id"]
    found = client_as("second_officer").get(url(sat, "regrade-trials")).json
    assert [(row["id"], row["state"]) for row in found] == [(waiting, "trying"), (first, "tried")]
    assert (found[1]["is_stale"], found[1]["is_proposed"], found[1]["version"]["id"]) == (
        False, False, str(sat.versions[2].id),
    )  # fmt: skip
    assert propose(officer, sat, wanted, trial_id=first).status_code == 201
    found = officer.get(url(sat, "regrade-trials")).json
    assert [row["is_proposed"] for row in found] == [False, True]
    Response.update(value="d").where((Response.attempt_id == sat.attempts[0].id) & (Response.slot == 4)).execute()
    mark_submitted(SYSTEM, sat.attempts[0].id)
    assert all(row["is_stale"] for row in officer.get(url(sat, "regrade-trials")).json), "another result since"
    assert client_as("stranger").get(url(sat, "regrade-trials")).status_code == 404
    assert client_as("guard").get(url(sat, "regrade-trials")).status_code == 403
