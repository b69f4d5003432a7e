"""An attempt with its texts; and answers that came too late count when two persons say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from courses.exams.models import Attempt, ExamSession, LateAcceptance, Response, ResponseLog
from courses.markings.models import OpenAnswer, OpenMark, Result
from courses.markings.services import mark_late, mark_submitted
from courses.papers.models import Paper
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.accounts import make_one_human
from tests.factories.markings import row_of, session_of, short, single, sit
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
As = Callable[[str], Any]


def came_late(attempt: Attempt, slot: int, value: Any, seq: int = 9) -> None:
    row_of(
        ResponseLog,
        id=new_id(),
        attempt_id=attempt.id,
        slot=slot,
        seq=seq,
        value=value,
        recorded_at=clock.now() - timedelta(minutes=5),
        received_at=clock.now(),
        by="submit",
        verdict="late",
    )


@pytest.fixture
def late(world: World) -> Attempt:
    """Of 2000: 1000 in time and failed; with the late answer to slot 3 it would be 1500 and passed."""
    sat = session_of(world, [single(right) for right in "abcd"])
    attempt = sit(sat, world.persons["guard_school"], ["a", "b", "d", None])
    mark_submitted(SYSTEM, attempt.id)
    came_late(attempt, 3, "c")
    return attempt


def body(**changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "reason": "考场断网，监考人员当场记录", **changes}


def ask(client: Any, attempt: Attempt, **changes: Any) -> Any:
    return client.post(f"/api/v1/exam-attempts/{attempt.id}/late-acceptances", json=body(**changes))


def decide(client: Any, id: str, accepted: bool = True, note: str = "") -> Any:
    return client.post(f"/api/v1/late-acceptances/{id}/decisions", json={"accepted": accepted, "note": note})


def sheet(client: Any, attempt: Attempt) -> Any:
    return client.get(f"/api/v1/exam-attempts/{attempt.id}/sheet")


def live(attempt: Attempt) -> Result:
    return Result.get((Result.attempt_id == attempt.id) & (Result.live == True))  # noqa: E712


def test_the_sheet_shows_texts_in_the_order_the_candidate_saw(late: Attempt, client_as: As) -> None:
    paper = Paper.get_by_id(late.paper_id)
    paper.slots[0]["options"] = ["d", "c", "b", "a"]
    paper.save()
    found = sheet(client_as("officer"), late).json
    first, third, fourth = found["slots"][0], found["slots"][2], found["slots"][3]
    assert first["options"] == ["d", "c", "b", "a"]
    assert first["content"]["options"][0]["text"] == "选项A"
    assert (first["value"], first["keys"], first["points_x100"]) == ("a", [{"right": ["a"]}], 500)
    assert (third["value"], third["points_x100"], third["late"]["value"], third["late"]["seq"]) == ("d", 0, "c", 9)
    assert (fourth["is_answered"], fourth["value"], fourth["late"]) == (False, None, None)
    assert (found["late_waiting"], found["may_change"], found["shows_keys"]) == (1, True, True)


def test_who_only_watches_sees_no_right_answers_and_nobody_a_running_attempt(late: Attempt, client_as: As) -> None:
    found = sheet(client_as("inspector"), late).json
    assert [slot["keys"] for slot in found["slots"]] == [[], [], [], []]
    assert [slot["points_x100"] for slot in found["slots"]] == [None] * 4
    assert (found["shows_keys"], found["may_change"]) == (False, False)
    assert sheet(client_as("stranger"), late).status_code == 404
    assert sheet(client_as("guard"), late).status_code == 403
    Attempt.update(state="running").where(Attempt.id == late.id).execute()
    assert sheet(client_as("officer"), late).json["slots"] == []


def test_two_persons_make_late_answers_count_as_another_revision(
    late: Attempt, client_as: As, run_jobs: Callable[[], int]
) -> None:
    asked = ask(client_as("officer"), late)
    assert (asked.status_code, asked.json["slots"], asked.json["state"], asked.json["is_mine"]) == (
        201, [3], "proposed", True,
    )  # fmt: skip
    assert live(late).points_x100 == 1000, "nothing counts before the second person"
    done = decide(client_as("second_officer"), asked.json["id"])
    assert (done.status_code, done.json["state"], done.json["decided_by_name"] != "") == (201, "accepted", True)
    run_jobs()
    result = live(late)
    assert (result.points_x100, result.passed, result.revision) == (1500, True, 2)
    assert Result.select().where(Result.attempt_id == late.id).count() == 2, "the first result stays"
    assert ResponseLog.get(ResponseLog.attempt_id == late.id).verdict == "late", "the log says when it came"
    found = sheet(client_as("officer"), late).json
    assert (found["late_waiting"], found["slots"][2]["value"], found["slots"][2]["late"]) == (0, "c", None)
    assert found["acceptances"][0]["reason"] == "考场断网，监考人员当场记录"
    kinds = {row.kind for row in Event.select()}
    assert {"late_answers.proposed", "late_answers.accepted", "result.superseded"} <= kinds


def test_refused_they_stay_late(late: Attempt, client_as: As, run_jobs: Callable[[], int]) -> None:
    asked = ask(client_as("officer"), late).json
    refused = decide(client_as("second_officer"), asked["id"], accepted=False, note="没有断网记录")
    assert (refused.json["state"], refused.json["note"]) == ("rejected", "没有断网记录")
    run_jobs()
    assert live(late).revision == 1
    assert Response.get((Response.attempt_id == late.id) & (Response.slot == 3)).value == "d"
    assert ask(client_as("officer"), late).status_code == 201, "it may be asked for again"


def test_who_asked_may_take_it_back_but_not_confirm_it(late: Attempt, client_as: As) -> None:
    officer = client_as("officer")
    asked = ask(officer, late).json
    assert decide(officer, asked["id"]).json["code"] == "late_acceptance_own"
    assert decide(officer, asked["id"], accepted=False).json["state"] == "rejected"


def test_nobody_acts_on_the_own_attempt(late: Attempt, client_as: As, world: World) -> None:
    person = world.people["officer"].person_id
    Attempt.update(person_id=person).where(Attempt.id == late.id).execute()
    assert ask(client_as("officer"), late).json["code"] == "late_acceptance_own"
    asked = ask(client_as("second_officer"), late).json
    assert decide(client_as("officer"), asked["id"]).json["code"] == "late_acceptance_own"


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("guard", 403), ("inspector", 403)])
def test_strangers_and_others_may_not(late: Attempt, client_as: As, persona: str, status: int) -> None:
    assert ask(client_as(persona), late).status_code == status
    asked = ask(client_as("officer"), late).json
    assert decide(client_as(persona), asked["id"]).status_code == status


def test_a_reason_is_needed(late: Attempt, client_as: As) -> None:
    answer = ask(client_as("officer"), late, reason="　")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")


def test_without_late_answers_or_while_it_runs_there_is_nothing_to_accept(
    late: Attempt, client_as: As, world: World
) -> None:
    came = ResponseLog.get(ResponseLog.attempt_id == late.id)
    ResponseLog.update(seq=1).where(ResponseLog.id == came.id).execute()  # no newer than what counts
    assert ask(client_as("officer"), late).json["code"] == "no_late_answers"
    ResponseLog.update(seq=9).where(ResponseLog.id == came.id).execute()
    Attempt.update(state="running").where(Attempt.id == late.id).execute()
    assert ask(client_as("officer"), late).json["code"] == "no_late_answers"


def test_sent_twice_it_is_one(late: Attempt, client_as: As, run_jobs: Callable[[], int]) -> None:
    officer, wanted = client_as("officer"), body()
    first, second = ask(officer, late, **wanted), ask(officer, late, **wanted)
    assert (first.json["id"], second.status_code) == (second.json["id"], 201)
    assert ask(officer, late, **{**wanted, "reason": "另一个理由"}).status_code == 409
    assert ask(officer, late).json["code"] == "late_acceptance_open"
    other = client_as("second_officer")
    assert [decide(other, first.json["id"]).status_code for _ in range(2)] == [201, 201]
    assert decide(client_as("third_officer"), first.json["id"]).json["code"] == "late_acceptance_settled"
    run_jobs()
    mark_late(SYSTEM, UUID(first.json["id"]))
    assert live(late).revision == 2
    assert LateAcceptance.select().count() == 1


def test_what_people_had_marked_is_marked_anew_once(world: World, client_as: As, run_jobs: Callable[[], int]) -> None:
    sat = session_of(world, [short()])
    attempt = sit(sat, world.persons["guard_school"], ["不知道"])
    mark_submitted(SYSTEM, attempt.id)
    give_both(client_as, 0)
    run_jobs()
    assert live(attempt).points_x100 == 0
    came_late(attempt, 1, "立即报警，保护现场")
    asked = ask(client_as("officer"), attempt).json
    decide(client_as("second_officer"), asked["id"])
    run_jobs()
    assert live(attempt).points_x100 == 0, "the earlier result stands until people have marked"
    assert sorted((row.turn, row.state) for row in OpenAnswer.select()) == [(1, "moot"), (2, "waiting")]
    give_both(client_as, 1000)
    run_jobs()
    assert (live(attempt).points_x100, live(attempt).revision) == (1000, 2)
    mark_late(SYSTEM, UUID(asked["id"]))
    assert OpenAnswer.select().where(OpenAnswer.turn == 2).get().state == "done", "run again it sets nothing aside"
    assert OpenMark.select().count() == 4, "no mark is lost"


def give_both(client_as: As, points: int) -> None:
    answer = OpenAnswer.get(OpenAnswer.state == "waiting")
    for persona in ("second_officer", "third_officer"):
        wanted = {"id": str(new_id()), "points_x100": points, "ticked": [], "note": ""}
        given = client_as(persona).post(f"/api/v1/open-answers/{answer.id}/marks", json=wanted)
        assert given.status_code == 201, given.json


def test_a_session_of_another_bureau_is_not_theirs_to_change(late: Attempt, client_as: As, world: World) -> None:
    """A station sees its branch's exam, and does not change it."""
    ExamSession.update(agency_id=world.agencies["city"]).where(ExamSession.id == late.session_id).execute()
    assert ask(client_as("officer"), late).status_code == 404


def test_the_newest_of_several_late_answers_counts(late: Attempt, client_as: As, run_jobs: Callable[[], int]) -> None:
    came_late(late, 3, "a", seq=12)
    came_late(late, 3, "b", seq=12)
    asked = ask(client_as("officer"), late).json
    came_late(late, 4, "d", seq=13)
    decide(client_as("second_officer"), asked["id"])
    run_jobs()
    rows = {row.slot: (row.seq, row.value) for row in Response.select().where(Response.attempt_id == late.id)}
    assert rows[3] == (12, "a"), "of two under one number the first to arrive stands"
    assert 4 not in rows, "what came after it was asked for is another wish"


def test_a_second_account_of_who_asked_does_not_confirm(late: Attempt, client_as: As, world: World) -> None:
    asked = ask(client_as("officer"), late)
    assert asked.status_code == 201, asked.json
    id = LateAcceptance.get(LateAcceptance.attempt_id == late.id).id
    make_one_human(world, "officer", "second_officer")
    second = client_as("second_officer")
    refused = decide(second, id)
    assert (refused.status_code, refused.json["code"]) == (422, "late_acceptance_own")
    assert decide(client_as("third_officer"), id).status_code == 201
