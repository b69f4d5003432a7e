"""Points that people give: with a reason, by who may, kept when the rest is reckoned anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.backends import Backend
from tests.factories.assessments import (
    RUNS,
    approve,
    indicator,
    item_of,
    published,
    reckoned,
    result_of,
)
from tests.factories.records import Json
from tests.factories.supervisions import PDF, delivered
from tests.world import World

As = Callable[[str], Any]


MANUAL = [
    indicator("system", "manual", "", 1000, weight_percent=50),
    indicator("cases", "deduction", "cases", 1000, each_x100=200),
]


@pytest.fixture
def by_hand(client_as: As, world: World, run_jobs: Callable[[], int], backend: Backend) -> Json:
    """A run with an indicator that people mark."""
    officer = client_as("officer")
    return backend.keep(
        "a run marked by hand", lambda: reckoned(officer, published(officer, world, indicators=MANUAL), run_jobs)
    )


def mark(client: Any, run: Json, key: Any, **changes: Any) -> Any:
    body = {
        "id": str(new_id()),
        "subject_key": str(key),
        "code": "system",
        "points_x100": 900,
        "reason": "制度齐全，缺一项演练记录",
        **changes,
    }
    return client.post(f"{RUNS}/{run['id']}/marks", json=body)


def test_points_by_hand_have_a_reason_and_papers_and_count_by_weight(
    by_hand: Json, client_as: As, world: World
) -> None:
    officer, school = client_as("officer"), world.units["school_first"]
    assert (result_of(by_hand, school)["lacking"], result_of(by_hand, school)["full_x100"]) == (1, 1500)
    marked = mark(officer, by_hand, school, files=[delivered(officer)]).json
    item = item_of(marked, school, "system")
    assert (item["points_x100"], item["full_x100"]) == (450, 500)
    assert result_of(marked, school)["points_x100"] == 1450
    assert marked["inputs_hash"] != by_hand["inputs_hash"]
    assert item["mark"]["reason"] == "制度齐全，缺一项演练记录"
    assert officer.get(item["mark"]["files"][0]["url"]).data == PDF
    again = mark(officer, by_hand, school, points_x100=1000, reason="补交了记录").json
    assert item_of(again, school, "system")["points_x100"] == 500


def test_what_nobody_marked_is_not_approved(by_hand: Json, client_as: As, world: World) -> None:
    officer, leader = client_as("officer"), client_as("leader")
    mark(officer, by_hand, world.units["school_first"])
    answer = approve(leader, by_hand)
    assert (answer.status_code, answer.json["code"]) == (422, "assessment_marks_missing")
    mark(officer, by_hand, world.units["bank"])
    assert approve(leader, by_hand).status_code == 202
    assert mark(officer, by_hand, world.units["bank"]).json["code"] == "assessment_frozen"


def test_marks_stay_when_it_is_reckoned_anew(
    by_hand: Json, client_as: As, world: World, run_jobs: Callable[[], int]
) -> None:
    officer, school = client_as("officer"), world.units["school_first"]
    before = mark(officer, by_hand, school).json
    officer.post(f"{RUNS}/{by_hand['id']}/countings")
    run_jobs()
    after = officer.get(f"{RUNS}/{by_hand['id']}").json
    assert result_of(after, school) == result_of(before, school)
    assert after["inputs_hash"] == before["inputs_hash"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"points_x100": 1001}, "points_x100"),
        ({"points_x100": -1}, "points_x100"),
        ({"reason": ""}, "reason"),
        ({"code": "cases"}, "code"),
        ({"subject_key": "370102"}, "subject_key"),
        ({"files": [{"sha256": "0" * 64, "purpose": "report", "name": "x.pdf"}]}, "files.0.sha256"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(by_hand: Json, client_as: As, world: World, change: Json, field: str) -> None:
    answer = mark(client_as("officer"), by_hand, world.units["bank"], **change)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_others_cannot_mark_and_a_mark_sent_twice_is_one(
    by_hand: Json, client_as: As, world: World, connected: None
) -> None:
    bank, id = world.units["bank"], str(new_id())
    assert mark(client_as("stranger"), by_hand, bank).status_code == 404
    assert mark(client_as("leader"), by_hand, bank).status_code == 403
    officer = client_as("officer")
    assert mark(officer, by_hand, bank, id=id).json == mark(officer, by_hand, bank, id=id).json
    assert Event.select().where(Event.kind == "assessment.marked").count() == 1
    assert mark(officer, by_hand, bank, id=id, points_x100=1).status_code == 409
