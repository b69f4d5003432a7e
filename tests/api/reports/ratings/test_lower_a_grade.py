"""A veto lowers the grade on the next day, with notice; withdrawn, it gives the grade back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from reports.ratings.models import RatingDowngrade, RatingVeto, UnitRating
from reports.ratings.services import apply_due_downgrades
from server.alerts.notices.models import Notice
from server.core import clock
from server.core.clock import BEIJING
from tests.factories.accountability import ACCOUNTABILITY, opened
from tests.factories.alerts import CASES, case_body
from tests.factories.ratings import VETOES, Rounds, veto_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
Sign = Callable[[str], Any]


def tomorrow(hour: int = 9) -> time_machine.travel:
    return time_machine.travel(datetime.combine(clock.today() + timedelta(days=1), time(hour), BEIJING))


def names(history: dict[str, Any]) -> list[str]:
    return [row["name"] for row in history["items"]]


@pytest.mark.clause("LN-15")
@pytest.mark.clause("JN-3.6b")
def test_a_veto_opens_a_downgrade_and_lowers_the_grade_on_the_next_day_with_notice(
    client_as: Sign, rounds: Rounds, run_jobs: Callable[[], int]
) -> None:
    rounds.graded()
    run_jobs()
    veto = rounds.veto()
    downgrade = veto["downgrade"]
    assert (downgrade["state"], downgrade["before"], downgrade["after"]) == ("open", "平安示范单位", "平安单位")
    assert downgrade["reason"] == "弄虚作假：上报的演练记录与监控不符"
    assert downgrade["takes_effect_on"] == (clock.today() + timedelta(days=1)).isoformat()
    told = Notice.get(Notice.kind == "rating.downgrade_opened")
    assert (told.to_kind, told.to_id) == ("unit", rounds.world.units["school_first"])
    assert apply_due_downgrades() == 0  # not today
    assert names(rounds.history("head")) == ["平安示范单位"]
    with tomorrow(0):
        assert [apply_due_downgrades(), apply_due_downgrades()] == [1, 0]
        before, after = rounds.history("head")["items"]
        assert (before["to_on"], after["from_on"], after["name"]) == (after["from_on"], after["from_on"], "平安单位")
        assert after["origin"] == "veto"
        assert Notice.select().where(Notice.kind == "rating.downgrade_applied").count() == 1
        run_jobs()
        before, after = rounds.history("head")["items"]
        assert before["certificate"]["state"] == "revoked"
        assert after["certificate"]["state"] == "signed"
        [row] = client_as("officer").get(VETOES).json["items"]
        assert (row["downgrade"]["state"], row["downgrade"]["document"]["state"]) == ("applied", "signed")


@pytest.mark.clause("JN-3.6b")
def test_an_opened_accountability_case_takes_the_grade(
    client_as: Sign, rounds: Rounds, world: World, run_jobs: Callable[[], int]
) -> None:
    rounds.graded()
    case = opened(client_as("officer"), world)
    run_jobs()
    run_jobs()
    [veto] = client_as("officer").get(VETOES).json["items"]
    assert (veto["source_kind"], veto["code"], veto["downgrade"]["after"]) == (
        "accountability", "accountability", "无等级",
    )  # fmt: skip
    with tomorrow():
        assert apply_due_downgrades() == 1
        assert names(rounds.history()) == ["平安示范单位", "无等级"]
        assert client_as("officer").get("/api/v1/unit-ratings").json["items"] == []
        withdrawal = {"text": "认定有误"}
        assert (
            client_as("leader").post(f"{ACCOUNTABILITY}/{case['id']}/withdrawals", json=withdrawal).status_code == 201
        )
        run_jobs()
        assert names(rounds.history()) == ["平安示范单位", "无等级", "平安示范单位"]
        assert rounds.history()["items"][-1]["origin"] == "withdrawal"
        assert rounds.history()["veto"] is None
        run_jobs()
        [veto] = client_as("officer").get(VETOES).json["items"]
        assert (veto["downgrade"]["state"], veto["downgrade"]["document"]["state"]) == ("cancelled", "revoked")


def test_a_grave_case_counts_by_what_the_scheme_says(
    client_as: Sign, rounds: Rounds, world: World, run_jobs: Callable[[], int]
) -> None:
    rounds.graded()
    officer = client_as("officer")
    officer.post(CASES, json=case_body(world, kind="theft"))
    run_jobs()
    assert RatingVeto.select().count() == 0
    officer.post(CASES, json=case_body(world, kind="robbery"))
    run_jobs()
    assert [row.code for row in RatingVeto.select()] == ["grave_case"]


def test_by_hand_it_is_registered_by_who_manages(client_as: Sign, rounds: Rounds, world: World) -> None:
    rounds.graded()
    officer, body = client_as("officer"), veto_body(world)
    assert client_as("stranger").post(VETOES, json=body).status_code == 404
    for persona in ("planner", "head", "inspector", "leader"):
        assert client_as(persona).post(VETOES, json=body).status_code == 403
    for change, field, code in (
        ({"code": "unheard"}, "code", "rating_veto_unknown"),
        ({"occurred_on": "2099-01-01"}, "occurred_on", "rating_veto_in_the_future"),
        ({"reason": " "}, "reason", "invalid"),
    ):
        answer = officer.post(VETOES, json={**body, **change})
        assert (answer.status_code, answer.json["code"], answer.json["errors"][0]["field"]) == (422, code, field)
    made = officer.post(VETOES, json=body)
    assert made.status_code == 201
    assert officer.post(VETOES, json=body).json == made.json
    assert officer.post(VETOES, json={**body, "reason": "别的"}).status_code == 409
    assert (RatingVeto.select().count(), RatingDowngrade.select().count()) == (1, 1)


def test_two_vetoes_of_one_day_take_two_grades(rounds: Rounds) -> None:
    rounds.graded()
    rounds.veto()
    rounds.veto("grave_case")
    with tomorrow():
        assert apply_due_downgrades() == 2
        assert names(rounds.history()) == ["平安示范单位", "平安单位", "无等级"]


def test_withdrawn_on_the_same_day_nothing_is_lowered(client_as: Sign, rounds: Rounds) -> None:
    rounds.graded()
    veto, body = rounds.veto(), {"reason": "核实后不成立"}
    address = f"{VETOES}/{veto['id']}/withdrawals"
    assert client_as("officer").post(address, json=body).status_code == 403
    assert client_as("other_leader").post(address, json=body).status_code == 404
    assert client_as("leader").post(address, json={"reason": ""}).status_code == 422
    done = client_as("leader").post(address, json=body)
    assert (done.status_code, done.json["downgrade"]["state"]) == (201, "cancelled")
    assert client_as("leader").post(address, json=body).json == done.json
    again = client_as("city_leader").post(address, json=body)
    assert (again.status_code, again.json["code"]) == (409, "rating_veto_withdrawn")
    with tomorrow():
        assert apply_due_downgrades() == 0
        assert names(rounds.history()) == ["平安示范单位"]


def test_what_another_veto_still_takes_is_not_given_back(client_as: Sign, rounds: Rounds) -> None:
    rounds.graded()
    first = rounds.veto()
    with tomorrow():
        apply_due_downgrades()
        rounds.veto("grave_case")
        client_as("leader").post(f"{VETOES}/{first['id']}/withdrawals", json={"reason": "不成立"})
        # The other veto, whose day is tomorrow, stands: what comes back is the grade that it leaves.
        assert names(rounds.history()) == ["平安示范单位", "平安单位"]
        assert UnitRating.select().where(UnitRating.live == True).count() == 1  # noqa: E712
