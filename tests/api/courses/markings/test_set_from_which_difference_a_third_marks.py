"""The difference above which a third person marks is a dated row that administrators set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from courses.markings.models import MarkingTerm, OpenAnswer
from courses.markings.queries.terms import most_difference_on
from courses.markings.services import mark_submitted, seed_marking_terms
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.markings import session_of, short, sit
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
TERMS = "/api/v1/marking-terms"
As = Callable[[str], Any]


def body(days: int = 0, **changes: Any) -> dict[str, Any]:
    day = (clock.today() + timedelta(days=days)).isoformat()
    return {
        "id": str(new_id()), "most_difference_percent": 50, "basis": "市局阅卷办法", "from_on": day, **changes,
    }  # fmt: skip


def marked(world: World, client_as: As, first: int, second: int) -> str:
    sat = session_of(world, [short()])
    mark_submitted(SYSTEM, sit(sat, world.persons["guard_school"], ["报警"]).id)
    answer = OpenAnswer.get(OpenAnswer.session_id == sat.session.id)
    for persona, points in (("officer", first), ("second_officer", second)):
        wanted = {"id": str(new_id()), "points_x100": points, "ticked": [], "note": ""}
        client_as(persona).post(f"/api/v1/open-answers/{answer.id}/marks", json=wanted)
    return str(OpenAnswer.get_by_id(answer.id).state)


def test_marks_follow_the_term_of_the_day(world: World, client_as: As) -> None:
    assert marked(world, client_as, 1000, 600) == "disputed", "20 % to begin with"
    answer = client_as("system_admin").post(TERMS, json=body())
    assert answer.status_code == 201, answer.json
    assert [(row["most_difference_percent"], row["in_force"]) for row in answer.json["terms"]] == [
        (50, True), (20, False),
    ]  # fmt: skip
    assert marked(world, client_as, 1000, 600) == "done"
    assert marked(world, client_as, 1000, 400) == "disputed"


def test_a_term_holds_from_its_day_on_and_not_the_day_before(client_as: As) -> None:
    client_as("system_admin").post(TERMS, json=body(days=10))
    day = clock.today() + timedelta(days=10)
    assert (most_difference_on(day - timedelta(days=1)), most_difference_on(day)) == (20, 50)
    rows = client_as("officer").get(TERMS).json["terms"]
    assert [row["in_force"] for row in rows] == [False, True]
    with time_machine.travel(clock.now() + timedelta(days=10)):
        assert [row["in_force"] for row in client_as("officer").get(TERMS).json["terms"]] == [True, False]


@pytest.mark.parametrize("persona", ["officer", "guard", "head"])
def test_only_administrators_set_it(client_as: As, persona: str) -> None:
    assert client_as(persona).post(TERMS, json=body()).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"most_difference_percent": 101}, "most_difference_percent"),
        ({"basis": " "}, "basis"),
        ({"from_on": "x"}, "from_on"),
    ],
    ids=str,
)
def test_what_cannot_be_is_named(client_as: As, changes: dict[str, Any], field: str) -> None:
    answer = client_as("system_admin").post(TERMS, json=body(**changes))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_the_past_stays_as_it_was(client_as: As) -> None:
    answer = client_as("system_admin").post(TERMS, json=body(days=-1))
    assert (answer.json["code"], answer.json["errors"][0]["field"]) == ("marking_term_past", "from_on")


def test_sent_twice_it_counts_once_and_the_seed_does_not_come_again(client_as: As) -> None:
    admin, wanted = client_as("system_admin"), body()
    assert [admin.post(TERMS, json=wanted).status_code for _ in range(2)] == [201, 201]
    assert admin.post(TERMS, json={**wanted, "most_difference_percent": 10}).status_code == 409
    seed_marking_terms(SYSTEM)
    assert MarkingTerm.select().count() == 2
    assert Event.select().where(Event.kind == "marking_term.set").count() == 1
