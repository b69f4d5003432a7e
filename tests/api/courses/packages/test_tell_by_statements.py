"""A unit of cmi5 tells by statements, under the pass of its launch and with the word that it fetches."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from server.core.database import database
from tests.factories.packages import CMI5, bring, lesson_with, pack
from tests.world import World

Clients = Callable[[str], Any]
VERBS = "http://adlnet.gov/expapi/verbs/"


@dataclass
class Unit:
    """What a unit knows from the address it was started with."""

    guard: Any
    frame: Any
    lesson: str
    base: str
    registration: str
    headers: dict[str, str]

    def tell(self, verb: str, score: float | None = None, **changes: Any) -> Any:
        return self.frame.post(
            f"{self.base}/lrs/statements", json=self.statement(verb, score, **changes), headers=self.headers
        )

    def statement(self, verb: str, score: float | None = None, **changes: Any) -> dict[str, Any]:
        category = [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}]
        context = {"registration": self.registration, "contextActivities": {"category": category}}
        result = {} if score is None else {"result": {"score": {"scaled": score}}}
        made = {"verb": {"id": VERBS + verb}, "object": {"id": "https://example.com/au/1"}, "context": context}
        return made | result | {"timestamp": "2026-11-23T02:00:00Z"} | changes

    def status(self) -> Any:
        return self.guard.get(f"/api/v1/my/packages/{self.lesson}").json


@pytest.fixture
def unit(client_as: Clients, anonymous: Any, world: World) -> Unit:
    package = bring(client_as("officer"), pack(CMI5)).json["id"]
    with database.connection_context():
        lesson = str(lesson_with(package, world.agencies["lixia"]).id)
    guard = client_as("guard")
    address = guard.post(f"/api/v1/my/packages/{lesson}/launches", json={}).json["launch"]["address"]
    given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert anonymous.get(address).status_code == 200
    base = given["endpoint"].removesuffix("/lrs/").removeprefix("http://localhost")
    word = anonymous.post(given["fetch"].removeprefix("http://localhost")).json["auth-token"]
    headers = {"Authorization": f"Basic {word}", "X-Experience-API-Version": "1.0.3"}
    agent = json.loads(given["actor"])
    assert agent["account"]["name"] == given["registration"]
    return Unit(guard, anonymous, lesson, base, given["registration"], headers)


def test_a_unit_that_completes_and_passes_is_done(unit: Unit) -> None:
    assert unit.tell("initialized").status_code == 200
    assert unit.status()["status"] == "incomplete"
    assert len(unit.tell("completed").json) == 1
    assert unit.status()["finished_at"] is None
    assert unit.tell("passed", 0.8).status_code == 200
    assert (unit.status()["status"], unit.status()["score_x100"]) == ("passed", 8000)
    assert unit.status()["finished_at"] is not None
    assert unit.tell("terminated").status_code == 200


def test_statements_sent_twice_or_by_put_are_the_same(unit: Unit) -> None:
    made = [unit.statement("initialized"), unit.statement("completed")]
    for _ in range(2):
        assert unit.frame.post(f"{unit.base}/lrs/statements", json=made, headers=unit.headers).status_code == 200
    path = f"{unit.base}/lrs/statements?statementId=0193c6a2-0000-7000-8000-000000000001"
    assert unit.frame.put(path, json=unit.statement("failed", 0.1), headers=unit.headers).status_code == 204
    assert unit.status()["status"] == "failed"


@pytest.mark.parametrize(
    ("verb", "score", "changes"),
    [
        ("passed", 0.5, {}),  # below the mastery score of the manifest
        ("failed", 0.9, {}),
        ("passed", 3, {}),
        ("initialized", None, {"context": {"registration": "0193c6a2-0000-7000-8000-000000000001"}}),
        ("initialized", None, {"context": None}),
        ("completed", None, {"id": "no uuid"}),
    ],
)
def test_a_statement_that_is_not_as_cmi5_asks_is_refused(
    unit: Unit, verb: str, score: float | None, changes: dict[str, Any]
) -> None:
    unit.tell("initialized")
    answer = unit.tell(verb, score, **changes)
    assert (answer.status_code, answer.json["code"]) == (422, "statement_refused")
    assert unit.status()["status"] == "incomplete"


def test_a_unit_says_first_that_it_has_begun(unit: Unit) -> None:
    assert unit.tell("completed").json["code"] == "statement_refused"
    for body in (b"{", b"\xff", b"[1]", json.dumps([unit.statement("initialized")] * 101).encode()):
        answer = unit.frame.post(f"{unit.base}/lrs/statements", data=body, headers=unit.headers)
        assert answer.status_code == 422
    assert unit.status()["status"] == ""


def test_without_the_word_or_with_another_s_nothing_is_let_in(unit: Unit, client_as: Clients) -> None:
    path = f"{unit.base}/lrs/statements"
    assert unit.frame.post(path, json=unit.statement("initialized")).status_code == 404
    other = client_as("other_guard").post(f"/api/v1/my/packages/{unit.lesson}/launches", json={}).json
    others = parse_qs(urlsplit(other["launch"]["address"]).query)["endpoint"][0].removeprefix("http://localhost")
    assert (
        unit.frame.post(f"{others}statements", json=unit.statement("initialized"), headers=unit.headers).status_code
        == 404
    )
    assert unit.status()["status"] == ""


def test_launch_data_is_told_and_documents_are_kept(unit: Unit) -> None:
    state = f"{unit.base}/lrs/activities/state"
    told = unit.frame.get(f"{state}?stateId=LMS.LaunchData", headers=unit.headers).json
    assert (told["moveOn"], told["masteryScore"], told["launchMode"]) == ("CompletedAndPassed", 0.6, "Normal")
    assert unit.frame.get(f"{state}?stateId=bookmark", headers=unit.headers).status_code == 404
    assert unit.frame.put(f"{state}?stateId=bookmark", data='{"page":3}', headers=unit.headers).status_code == 204
    assert unit.frame.get(f"{state}?stateId=bookmark", headers=unit.headers).json == {"page": 3}
    assert unit.frame.get(state, headers=unit.headers).json == ["bookmark"]
    assert unit.frame.put(f"{state}?stateId=LMS.LaunchData", data="{}", headers=unit.headers).status_code == 422
    assert unit.frame.put(f"{state}?stateId=big", data="x" * 70_000, headers=unit.headers).status_code == 422
    assert unit.frame.delete(f"{state}?stateId=bookmark", headers=unit.headers).status_code == 204
    assert unit.frame.get(state, headers=unit.headers).json == []
    assert unit.frame.get(f"{unit.base}/lrs/agents/profile", headers=unit.headers).status_code == 404
    assert unit.frame.get(f"{unit.base}/lrs/about").json == {"version": ["1.0.3"]}


def test_a_frame_of_its_own_origin_may_ask(unit: Unit) -> None:
    headers = {
        "Origin": "null",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = unit.frame.options(f"{unit.base}/lrs/statements", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
