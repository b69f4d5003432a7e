"""A unit contests a decision or a downgrade; somebody else than who decided answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from reports.ratings.models import RatingAppeal
from reports.ratings.services import apply_due_downgrades
from server.core import clock
from server.core.clock import BEIJING
from server.core.ids import new_id
from tests.factories.accounts import make_one_human
from tests.factories.ratings import APPEALS, APPLICATIONS, Rounds, appeal_body
from tests.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("connected")
Sign = Callable[[str], Any]
UPHELD = {"outcome": "upheld", "grade": "model", "reason": "核对台账，扣分有误", "password": PASSWORD}
REJECTED = {"outcome": "rejected", "grade": "", "reason": "理由不成立", "password": PASSWORD}


def appealed(rounds: Rounds, about: str, about_id: str) -> dict[str, Any]:
    answer = rounds.sign("head").post(APPEALS, json=appeal_body(about, about_id))
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.mark.clause("LN-15")
def test_an_appeal_is_answered_by_somebody_else_and_puts_the_grade_right(
    client_as: Sign, rounds: Rounds, run_jobs: Callable[[], int]
) -> None:
    decision = rounds.decide(rounds.reviewed(5000, 3200), "standard")["decision"]
    run_jobs()
    appeal = appealed(rounds, "decision", decision["id"])
    address = f"{APPEALS}/{appeal['id']}/decisions"
    own = client_as("leader").post(address, json=UPHELD)
    assert (own.status_code, own.json["code"]) == (422, "rating_same_decider")
    assert client_as("officer").post(address, json=UPHELD).status_code == 403
    assert client_as("other_leader").post(address, json=UPHELD).status_code == 404
    assert client_as("city_leader").post(address, json={**UPHELD, "reason": ""}).status_code == 422
    unknown = client_as("city_leader").post(address, json={**UPHELD, "grade": "gold"})
    assert unknown.json["code"] == "rating_grade_unknown"
    done = client_as("city_leader").post(address, json=UPHELD)
    assert (done.status_code, done.json["state"], done.json["grade"]) == (201, "upheld", "model")
    assert client_as("city_leader").post(address, json=UPHELD).json == done.json
    assert client_as("city_leader").post(address, json=REJECTED).json["code"] == "rating_appeal_decided"
    run_jobs()
    assert [row["origin"] for row in rounds.history("head")["items"]] == ["decision", "appeal"]
    assert rounds.history("head")["items"][-1]["certificate"]["state"] == "signed"
    [outline] = client_as("head").get(APPLICATIONS).json["items"]
    paper = client_as("head").get(f"{APPLICATIONS}/{outline['id']}").json["decision"]["document"]
    assert paper["state"] == "revoked"


def test_a_rejected_appeal_leaves_all_as_it_is(client_as: Sign, rounds: Rounds, run_jobs: Callable[[], int]) -> None:
    decision = rounds.graded("standard")["decision"]
    appeal = appealed(rounds, "decision", decision["id"])
    client_as("city_leader").post(f"{APPEALS}/{appeal['id']}/decisions", json=REJECTED)
    run_jobs()
    [held] = rounds.history("head")["items"]
    assert (held["name"], held["certificate"]["state"]) == ("平安单位", "signed")
    [row] = client_as("head").get(f"{APPEALS}?state=rejected").json["items"]
    assert row["reason"] == REJECTED["reason"]


@pytest.mark.clause("LN-15")
def test_an_upheld_appeal_against_a_downgrade_gives_the_grade_back(client_as: Sign, rounds: Rounds) -> None:
    rounds.graded()
    downgrade = rounds.veto()["downgrade"]
    with time_machine.travel(datetime.combine(clock.today() + timedelta(days=1), time(9), BEIJING)):
        apply_due_downgrades()
        appeal = appealed(rounds, "downgrade", downgrade["id"])
        assert appeal["about_text"].startswith("平安示范单位 → 平安单位")
        done = client_as("leader").post(f"{APPEALS}/{appeal['id']}/decisions", json=UPHELD)
        assert (done.status_code, done.json["state"]) == (201, "upheld")
        assert [row["name"] for row in rounds.history()["items"]] == ["平安示范单位", "平安单位", "平安示范单位"]
        assert rounds.history()["veto"] is None


def test_it_is_in_time_on_the_last_day_and_not_after(client_as: Sign, rounds: Rounds) -> None:
    decision = rounds.graded()["decision"]
    last = date.fromisoformat(decision["appeal_until_on"])
    for days, status in ((1, 422), (0, 201)):
        with time_machine.travel(datetime.combine(last + timedelta(days=days), time(23, 30), BEIJING)):
            answer = client_as("head").post(APPEALS, json=appeal_body("decision", decision["id"]))
            assert answer.status_code == status, answer.json
            assert status == 201 or answer.json["code"] == "rating_appeal_too_late"


def test_only_the_unit_itself_appeals_and_once(client_as: Sign, rounds: Rounds, world: World) -> None:
    decision = rounds.graded()["decision"]
    body = appeal_body("decision", decision["id"])
    assert client_as("fuel_head").post(APPEALS, json=body).status_code == 404
    for persona in ("officer", "leader", "staff"):
        assert client_as(persona).post(APPEALS, json=body).status_code == 403
    head = client_as("head")
    assert head.post(APPEALS, json={**body, "about": "fate"}).json["errors"][0]["field"] == "about"
    assert head.post(APPEALS, json=appeal_body("downgrade", decision["id"])).status_code == 404
    made = head.post(APPEALS, json=body)
    assert head.post(APPEALS, json=body).json == made.json
    assert head.post(APPEALS, json={**body, "statement": "别的"}).status_code == 409
    again = head.post(APPEALS, json={**body, "id": str(new_id())})
    assert (again.status_code, again.json["code"]) == (409, "rating_already_appealed")
    assert client_as("stranger").get(APPEALS).json["items"] == []
    assert RatingAppeal.select().count() == 1


def test_a_second_account_of_who_decided_does_not_answer_the_appeal(
    client_as: Sign, rounds: Rounds, world: World, run_jobs: Callable[[], int]
) -> None:
    decision = rounds.decide(rounds.reviewed(5000, 3200), "standard")["decision"]
    run_jobs()
    appeal = appealed(rounds, "decision", decision["id"])
    make_one_human(world, "leader", "city_leader")
    own = client_as("city_leader").post(f"{APPEALS}/{appeal['id']}/decisions", json=UPHELD)
    assert (own.status_code, own.json["code"]) == (422, "rating_same_decider")


def test_an_answer_is_signed_with_the_password(client_as: Sign, rounds: Rounds, run_jobs: Callable[[], int]) -> None:
    decision = rounds.decide(rounds.reviewed(5000, 3200), "standard")["decision"]
    run_jobs()
    address = f"{APPEALS}/{appealed(rounds, 'decision', decision['id'])['id']}/decisions"
    wrong = client_as("city_leader").post(address, json={**REJECTED, "password": "falsch"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "password_refused")
    bare = client_as("city_leader").post(address, json={**REJECTED, "password": ""})
    assert (bare.status_code, bare.json["errors"][0]["field"]) == (422, "password")
    [row] = client_as("head").get(APPEALS).json["items"]
    assert row["state"] == "open"
