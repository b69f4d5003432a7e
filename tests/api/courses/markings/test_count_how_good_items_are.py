"""Statistics of items are counted by a job once a session is closed, and again when asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from courses.exams.models import ExamSession
from courses.markings.models import ItemStatistic, Result, SessionStatistic
from courses.markings.services import mark_submitted
from server.core.database import database
from server.core.events import Event, record_event
from server.core.permissions import SYSTEM
from tests.factories.markings import Sat, session_of, single, sit, someone
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def sat(world: World) -> Sat:
    """Six people; the last item's key is wrong: the better ones miss it."""
    sat = session_of(world, [single("a"), single("a"), single("a", section="skill"), single("b")])
    rows = ["aaaa", "aaaa", "aaca", "aacb", "acab", "cccb"]
    for number, answers in enumerate(rows):
        mark_submitted(SYSTEM, sit(sat, someone(world, number), list(answers), turn=number).id)
    return sat


def url(sat: Sat, rest: str = "") -> str:
    return f"/api/v1/exam-sessions/{sat.session.id}/item-statistics{rest}"


def test_closing_a_session_counts_its_items(sat: Sat, client_as: Callable[[str], Any], run_jobs: Any) -> None:
    with database.atomic():
        record_event(SYSTEM, "exam_session.closed", subject=sat.session)
    run_jobs()
    shown = client_as("officer").get(url(sat)).json
    assert (shown["attempts"], [form["items"] for form in shown["forms"]]) == (6, [4])
    by_version = {row["version_id"]: row for row in shown["items"]}
    assert by_version[str(sat.versions[0].id)]["facility"] == pytest.approx(5 / 6, abs=1e-4)
    bad = by_version[str(sat.versions[3].id)]
    assert (bad["flags"], bad["difficulty"]) == (["negative"], 0.5)
    assert bad["discrimination_index"] < 0
    assert [row["facility"] for row in shown["items"]] == sorted(row["facility"] for row in shown["items"])


def test_counted_again_when_asked_and_the_same(sat: Sat, client_as: Callable[[str], Any], run_jobs: Any) -> None:
    officer = client_as("officer")
    assert officer.get(url(sat)).json["counted_at"] is None
    for _ in range(2):
        assert officer.post(url(sat)).status_code == 202
        run_jobs()
    assert (ItemStatistic.select().count(), SessionStatistic.select().count()) == (4, 1)
    assert Event.select().where(Event.kind == "statistics.counted").count() == 2


def test_one_item_tells_what_the_best_and_the_worst_picked(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    officer = client_as("officer")
    officer.post(url(sat))
    run_jobs()
    shown = officer.get(url(sat, f"/{sat.versions[3].id}")).json
    picks = {row["option"]: (row["all"], row["top"], row["bottom"]) for row in shown["picks"]}
    assert picks == {"a": (3, 2, 1), "b": (3, 0, 1), "c": (0, 0, 0), "d": (0, 0, 0)}
    assert (shown["keys"], shown["version"]["key"]) == ([{"right": ["b"]}], {"right": ["b"]})
    assert officer.get(url(sat, f"/{sat.session.id}")).status_code == 404


def test_an_open_session_is_not_counted(sat: Sat, client_as: Callable[[str], Any], run_jobs: Any) -> None:
    ExamSession.update(state="planned").where(ExamSession.id == sat.session.id).execute()
    refused = client_as("officer").post(url(sat))
    assert (refused.status_code, refused.json["code"]) == (409, "exam_session_open")
    with database.atomic():
        record_event(SYSTEM, "exam_session.closed", subject=sat.session)
    run_jobs()
    assert ItemStatistic.select().count() == 0


def test_a_session_without_results_has_no_figures(world: World, client_as: Any, run_jobs: Any) -> None:
    empty = session_of(world)
    assert client_as("officer").post(url(empty)).status_code == 202
    run_jobs()
    assert client_as("officer").get(url(empty)).json["items"] == []


def test_superseded_results_do_not_count(sat: Sat, client_as: Any, run_jobs: Any) -> None:
    Result.update(live=None).where(Result.attempt_id == sat.attempts[0].id).execute()
    client_as("officer").post(url(sat))
    run_jobs()
    assert SessionStatistic.get().attempts == 5


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("guard", 403), ("head", 403)])
def test_strangers_see_no_figures(persona: str, status: int, sat: Sat, client_as: Callable[[str], Any]) -> None:
    client = client_as(persona)
    for answer in (client.get(url(sat)), client.post(url(sat)), client.get(url(sat, f"/{sat.versions[0].id}"))):
        assert answer.status_code == status
