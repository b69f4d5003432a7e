"""Terms, thresholds, discretion and articles are dated data: a later row goes before, from its day to its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from reports.penalties.queries import terms_on
from reports.penalties.services import seed_penalty_terms
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.penalties import CASES, acted, filing
from tests.factories.records import Json
from tests.world import World

TERMS = "/api/v1/penalty-terms"
ClientAs = Callable[[str], Any]


def term(**changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "code": "decision",
        "value": {"days": 60, "kind": "calendar"},
        "basis": "中华人民共和国行政处罚法",
        "article": "第六十条",
        "verified": False,
        "from_on": clock.today().isoformat(),
        "to_on": (clock.today() + timedelta(days=9)).isoformat(),
        **changes,
    }


def test_a_term_holds_from_its_first_day_to_its_last(client_as: ClientAs, world: World) -> None:
    today = clock.today()
    made = client_as("system_admin").post(TERMS, json=term())
    assert (made.status_code, made.json["in_force"]) == (201, True)

    def due_after(days: int) -> int:
        with time_machine.travel(clock.start_of(today + timedelta(days=days)) + timedelta(hours=9), tick=False):
            case = acted(client_as("officer").post(CASES, json=filing(world)))
            return (clock.today().fromisoformat(case["decision_due_on"]) - clock.today()).days

    assert 60 <= due_after(0) < 75
    assert 60 <= due_after(9) < 75
    assert due_after(10) >= 90


def test_the_articles_words_are_data_too(client_as: ClientAs, world: World) -> None:
    words = term(
        code="article.case_officers_too_few", value="执法人员应当为两人以上", article="第四十二条第一款", to_on=None
    )
    assert client_as("system_admin").post(TERMS, json=words).status_code == 201
    one = filing(world, officer_ids=[str(world.persons["officer_chen"])])
    answer = client_as("officer").post(CASES, json=one)
    assert "第四十二条第一款：执法人员应当为两人以上" in answer.json["detail"]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("decision", {"days": 0, "kind": "calendar"}),
        ("decision", {"days": 5, "kind": "lunar"}),
        ("decision", 90),
        ("hearing_threshold", {"unit_fen": 1}),
        ("discretion", [{"offence": "x"}]),
        ("offence.regulation_19", {"title": "x"}),
        ("article.case_ended", ""),
        ("reminder_days", [-1]),
        ("no_such_code", 1),
    ],
)
def test_a_value_that_its_code_cannot_have_is_refused(client_as: ClientAs, code: str, value: Any) -> None:
    answer = client_as("system_admin").post(TERMS, json=term(code=code, value=value))
    assert (answer.status_code, answer.json["code"]) == (422, "penalty_term_invalid")
    assert answer.json["errors"][0]["field"] == "value"


def test_a_window_turned_round_is_refused(client_as: ClientAs) -> None:
    answer = client_as("system_admin").post(TERMS, json=term(to_on="2020-01-01"))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "to_on")


@pytest.mark.parametrize("persona", ["officer", "leader", "head", "security_admin"])
def test_only_the_system_administrator_sets_terms(client_as: ClientAs, persona: str) -> None:
    assert client_as(persona).post(TERMS, json=term()).status_code == 403


def test_everybody_who_sees_bases_sees_them_by_page(client_as: ClientAs, connected: None) -> None:
    first = client_as("head").get(f"{TERMS}?limit=40").json
    rest = client_as("head").get(f"{TERMS}?limit=100&after={first['next']}").json
    codes = [row["code"] for row in (*first["items"], *rest["items"])]
    assert len(set(codes)) == len(codes) == len(terms_on().values) + len(terms_on().articles)
    assert rest["next"] is None
    assert all(row["basis"] for row in first["items"])


def test_seeded_twice_they_are_there_once_and_a_setting_sent_twice_is_one(client_as: ClientAs, connected: None) -> None:
    assert seed_penalty_terms(SYSTEM) == 0
    admin, body = client_as("system_admin"), term()
    first, second = admin.post(TERMS, json=body), admin.post(TERMS, json=body)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    other = admin.post(TERMS, json={**body, "article": "第六十一条"})
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
