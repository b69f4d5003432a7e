"""Results as staff see them, and as whoever sat the exam sees the own ones."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from courses.exams.models import Attempt, ExamSession
from courses.markings.services import mark_submitted
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.units.people.models import Person
from tests.factories.markings import Sat, session_of, single, sit, someone
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")

ITEMS = [single("a"), single("b"), single("c", section="skill"), single("d", section="skill")]


@pytest.fixture
def sat(world: World) -> Sat:
    """The guard passes with three of four, the other guard fails with one."""
    sat = session_of(world, ITEMS)
    sit(sat, world.persons["guard_school"], ["a", "b", "c", "a"])
    sit(sat, world.persons["guard_school_2"], ["a", "a", "a", "a"])
    for attempt in sat.attempts:
        mark_submitted(SYSTEM, attempt.id)
    return sat


def url(sat: Sat, rest: str = "results") -> str:
    return f"/api/v1/exam-sessions/{sat.session.id}/{rest}"


def test_the_bureau_lists_results_page_by_page(sat: Sat, client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    first = officer.get(url(sat) + "?limit=1").json
    assert [row["person"]["id"] for row in first["items"]] == [str(world.persons["guard_school_2"])]
    second = officer.get(url(sat), query_string={"limit": 1, "after": first["next"]}).json
    assert (second["items"][0]["points_x100"], second["items"][0]["passed"], second["next"]) == (1500, True, None)
    assert second["items"][0]["sections"] == {"law": [1000, 1000], "skill": [500, 1000]}
    assert [row["passed"] for row in officer.get(url(sat) + "?passed=false").json["items"]] == [False]
    assert officer.get(url(sat) + "?after=x").status_code == 422


def test_the_list_asks_no_more_for_more(
    sat: Sat, world: World, client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, seen = client_as("officer"), []
    for number in range(8):
        mark_submitted(SYSTEM, sit(sat, someone(world, number), ["a", "b", "c", "d"]).id)
    real = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda sql, *rest, **more: seen.append(sql) or real(sql, *rest, **more)
    )
    officer.get(url(sat) + "?limit=1")
    few = len(seen)
    seen.clear()
    assert len(officer.get(url(sat) + "?limit=50").json["items"]) == 10
    assert len(seen) <= few <= 12


def test_one_result_tells_slot_by_slot(sat: Sat, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    listed = officer.get(url(sat) + "?passed=true").json["items"][0]
    shown = officer.get(f"/api/v1/exam-results/{listed['id']}").json
    assert [(row["value"], row["points_x100"]) for row in shown["slots"]] == [
        ("a", 500),
        ("b", 500),
        ("c", 500),
        ("a", 0),
    ]
    assert shown["slots"][3]["keys"] == [{"right": ["d"]}]
    assert [row["revision"] for row in shown["revisions"]] == [1]


def test_sessions_that_were_sat_are_listed_with_their_counts(sat: Sat, world: World, client_as: Any) -> None:
    session_of(world)  # nobody sat it
    shown = client_as("officer").get("/api/v1/result-sessions").json["items"]
    assert [(row["id"], row["marked"], row["passed"], row["open_answers"]) for row in shown] == [
        (str(sat.session.id), 2, 1, 0)
    ]
    assert client_as("stranger").get("/api/v1/result-sessions").json["items"] == []
    assert client_as("guard").get("/api/v1/result-sessions").status_code == 403


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("guard", 403), ("head", 403)])
def test_strangers_see_no_results(persona: str, status: int, sat: Sat, client_as: Callable[[str], Any]) -> None:
    listed = client_as("officer").get(url(sat)).json["items"][0]
    client = client_as(persona)
    for path in (
        url(sat),
        url(sat, "result-summary"),
        url(sat, "results.xlsx"),
        f"/api/v1/exam-results/{listed['id']}",
    ):
        assert client.get(path).status_code == status


def test_the_city_sees_the_results_of_a_branch(sat: Sat, client_as: Callable[[str], Any]) -> None:
    assert len(client_as("city").get(url(sat)).json["items"]) == 2


def test_a_session_sums_up(sat: Sat, client_as: Callable[[str], Any]) -> None:
    shown = client_as("officer").get(url(sat, "result-summary")).json
    assert (shown["submitted"], shown["marked"], shown["passed"], shown["open_answers"]) == (2, 2, 1, 0)
    assert shown["mean_percent"] == 50.0
    assert shown["bars"] == [0, 0, 1, 0, 0, 0, 0, 1, 0, 0]


def test_names_in_the_workbook_are_never_formulas(sat: Sat, world: World, client_as: Callable[[str], Any]) -> None:
    Person.update(name="=HYPERLINK(1)").where(Person.id == world.persons["guard_school"]).execute()
    answer = client_as("officer").get(url(sat, "results.xlsx"))
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0][:6] == ("姓名", "单位", "次数", "得分", "总分", "百分比")
    named = {row[0]: row for row in rows[1:]}
    assert named["'=HYPERLINK(1)"][2:6] == (1, 15, 20, 75)
    assert named["'=HYPERLINK(1)"][10] == "合格"


def test_one_sees_the_own_results_and_nobody_elses(sat: Sat, client_as: Callable[[str], Any]) -> None:
    guard = client_as("guard")
    mine = guard.get("/api/v1/my/results").json
    assert [(row["attempt_id"], row["passed"]) for row in mine] == [(str(sat.attempts[0].id), True)]
    assert guard.get(f"/api/v1/my/results/{sat.attempts[1].id}").status_code == 404
    assert guard.get(f"/api/v1/my/results/{new_id()}").status_code == 404
    assert client_as("system_admin").get("/api/v1/my/results").status_code == 403
    assert client_as("head").get("/api/v1/my/results").json == []


def test_right_answers_are_shown_only_once_the_session_is_closed(sat: Sat, client_as: Callable[[str], Any]) -> None:
    guard, path = client_as("guard"), f"/api/v1/my/results/{sat.attempts[0].id}"
    shown = guard.get(path).json
    assert (shown["can_review"], shown["slots"][3]["keys"], shown["slots"][3]["explanation"]) == (
        True,
        [{"right": ["d"]}],
        "见条例。",
    )
    ExamSession.update(state="planned").where(ExamSession.id == sat.session.id).execute()
    answer = guard.get(path)
    assert (answer.json["can_review"], answer.json["slots"], answer.json["points_x100"]) == (False, [], 1500)
    assert "right" not in answer.text


def test_an_attempt_that_is_still_marked_has_no_result_to_show(world: World, client_as: Callable[[str], Any]) -> None:
    attempt: Attempt = sit(session_of(world), world.persons["guard_school"], ["a", "b", "c", "d"])
    assert client_as("guard").get(f"/api/v1/my/results/{attempt.id}").status_code == 404
