"""A unit applies with its own score; or two sides propose it together; or its grade is reviewed yearly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from reports.ratings.models import RatingApplication, RatingRound
from server.alerts.notices.models import Notice
from server.core import clock
from server.core.clock import BEIJING
from server.core.ids import new_id
from tests.factories.files import delivered_pdf
from tests.factories.ratings import APPLICATIONS, JOINT, ROUNDS, SCHEMES, Rounds, application_body, round_body, scores
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
Sign = Callable[[str], Any]


def test_a_round_is_opened_by_who_manages(client_as: Sign, rounds: Rounds) -> None:
    made = rounds.open()
    assert (made["is_open"], made["body_name"], made["agency"]["name"]) == (
        True, "平安历下建设领导小组", "济南市公安局历下区分局",
    )  # fmt: skip
    body = round_body(rounds.scheme_id)
    officer = client_as("officer")
    assert officer.post(ROUNDS, json=body).json == officer.post(ROUNDS, json=body).json
    assert officer.post(ROUNDS, json={**body, "title": "别的"}).status_code == 409
    assert client_as("leader").post(ROUNDS, json=round_body(rounds.scheme_id)).status_code == 403
    assert officer.post(ROUNDS, json=round_body(str(new_id()))).status_code == 404
    late = officer.post(ROUNDS, json=round_body(rounds.scheme_id, closes_on="2020-01-01"))
    assert (late.json["code"], late.json["errors"][0]["field"]) == ("rating_round_unsound", "closes_on")
    assert RatingRound.select().count() == 2
    assert client_as("head").get(ROUNDS).json["items"]  # who may apply sees where
    assert officer.get(f"{ROUNDS}/{made['id']}").json == made


def test_a_scheme_is_used_within_its_days(client_as: Sign, rounds: Rounds) -> None:
    rounds.open()
    before = round_body(rounds.scheme_id, year=2025, opens_on="2025-12-31")
    answer = client_as("officer").post(ROUNDS, json=before)
    assert (answer.status_code, answer.json["code"]) == (422, "rating_scheme_not_in_force")
    first_day = round_body(rounds.scheme_id, opens_on="2026-01-01")
    assert client_as("officer").post(ROUNDS, json=first_day).status_code == 201


@pytest.mark.clause("LN-15")
def test_a_unit_applies_with_its_own_score_and_files(client_as: Sign, rounds: Rounds) -> None:
    rounds.open()
    head = client_as("head")
    body = application_body(rounds.round_id, files=[delivered_pdf(head, "自评报告", "report")])
    made = head.post(APPLICATIONS, json=body)
    assert made.status_code == 201, made.json
    assert (made.json["state"], made.json["origin"], made.json["self_x100"]) == ("submitted", "unit", 9200)
    assert made.json["files"][0]["name"] == "自评报告.pdf"
    assert head.post(APPLICATIONS, json=body).json == made.json
    assert head.post(APPLICATIONS, json={**body, "statement": "别的"}).status_code == 409
    again = head.post(APPLICATIONS, json=application_body(rounds.round_id))
    assert (again.status_code, again.json["code"]) == (409, "rating_already_applied")
    told = {row.to_id for row in Notice.select().where(Notice.kind == "rating.applied")}
    assert told == {rounds.world.agencies["lixia"], rounds.world.agencies["education"]}
    assert RatingApplication.select().count() == 1


def test_others_neither_apply_nor_see(client_as: Sign, rounds: Rounds) -> None:
    made = rounds.apply()
    for persona in ("officer", "leader", "staff", "planner"):
        assert client_as(persona).post(APPLICATIONS, json=application_body(rounds.round_id)).status_code == 403
    for persona in ("stranger", "fuel_head", "commerce"):
        assert client_as(persona).get(f"{APPLICATIONS}/{made['id']}").status_code == 404
        assert client_as(persona).get(APPLICATIONS).json["items"] == []
    assert client_as("guard").get(APPLICATIONS).status_code == 403
    assert len(client_as("planner").get(f"{APPLICATIONS}?state=submitted").json["items"]) == 1


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"grade": "gold"}, "grade", "rating_grade_unknown"),
        ({"grade": ""}, "grade", "invalid"),
        ({"scores": scores()[:1]}, "scores", "rating_criterion_unknown"),
        ({"scores": scores(duties=6001)}, "scores.0", "rating_criterion_unknown"),
        ({"scores": scores()[:1] * 2}, "scores", "rating_criterion_unknown"),
        ({"scores": scores(duties=-1)}, "scores.0.points_x100", "invalid"),
        ({"statement": " "}, "statement", "invalid"),
    ],
    ids=str,
)
def test_what_does_not_answer_the_scheme_is_refused(
    client_as: Sign, rounds: Rounds, change: dict[str, Any], field: str, code: str
) -> None:
    rounds.open()
    answer = client_as("head").post(APPLICATIONS, json=application_body(rounds.round_id, **change))
    assert (answer.status_code, answer.json["code"], answer.json["errors"][0]["field"]) == (422, code, field)


def test_a_round_takes_applications_on_both_its_end_days_and_no_others(client_as: Sign, rounds: Rounds) -> None:
    rounds.open(opens_on="2026-12-01", closes_on="2026-12-20")
    for day, status in (("2026-11-30", 422), ("2026-12-01", 201), ("2026-12-20", 201), ("2026-12-21", 422)):
        with time_machine.travel(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=BEIJING)):
            head = client_as("head")
            body = application_body(rounds.round_id)
            answer = head.post(APPLICATIONS, json=body)
            assert answer.status_code == status, (day, answer.json)
            if status == 201:
                assert head.post(f"{APPLICATIONS}/{body['id']}/withdrawals").json["state"] == "withdrawn"
            else:
                assert answer.json["code"] == "rating_round_closed"


def test_an_application_is_taken_back_before_it_is_decided(client_as: Sign, rounds: Rounds) -> None:
    made = rounds.apply()
    address = rounds.at(made, "withdrawals")
    assert client_as("fuel_head").post(address).status_code == 404
    assert client_as("officer").post(address).status_code == 403
    assert client_as("head").post(address).json == client_as("head").post(address).json
    again = rounds.apply()  # the place in the round is free again
    rounds.decide(_reviewed(rounds, again))
    answer = client_as("head").post(rounds.at(again, "withdrawals"))
    assert (answer.status_code, answer.json["code"]) == (422, "rating_application_not_open")


def _reviewed(rounds: Rounds, application: dict[str, Any]) -> dict[str, Any]:
    for persona in ("officer", "planner"):
        rounds.review(application, persona)
    return application


@pytest.mark.clause("LN-15")
def test_two_sides_propose_a_unit_together(client_as: Sign, rounds: Rounds, world: World) -> None:
    rounds.open()
    officer, planner = client_as("officer"), client_as("planner")
    body = {
        key: value for key, value in application_body(rounds.round_id).items() if key != "scores"
    } | {"unit_id": str(world.units["school_first"])}  # fmt: skip
    made = officer.post(JOINT, json=body)
    assert (made.status_code, made.json["state"], made.json["origin"]) == (201, "proposed", "joint")
    early = officer.post(
        rounds.at(made.json, "reviews"), json={"id": str(new_id()), "scores": scores(), "opinion": "好"}
    )
    assert (early.status_code, early.json["code"]) == (422, "rating_application_not_open")
    own = client_as("city").post(rounds.at(made.json, "endorsements"))
    assert (own.status_code, own.json["code"]) == (422, "rating_endorsed_by_oneself")
    assert client_as("stranger").post(rounds.at(made.json, "endorsements")).status_code == 404
    assert client_as("leader").post(rounds.at(made.json, "endorsements")).status_code == 403
    endorsed = planner.post(rounds.at(made.json, "endorsements"))
    assert (endorsed.status_code, endorsed.json["state"]) == (201, "submitted")
    assert endorsed.json["proposed_by"] == "济南市公安局历下区分局"
    assert endorsed.json["endorsed_by"] == "济南市教育局"
    assert planner.post(rounds.at(made.json, "endorsements")).json == endorsed.json
    assert officer.post(JOINT, json=body).json == endorsed.json
    assert officer.post(JOINT, json={**body, "id": str(new_id())}).json["code"] == "rating_already_applied"
    assert client_as("stranger").post(JOINT, json={**body, "id": str(new_id())}).status_code == 404
    assert client_as("head").post(JOINT, json=body).status_code == 403
    assert officer.post(JOINT, json={**body, "unit_id": "x"}).json["errors"][0]["field"] == "unit_id"


@pytest.mark.clause("LN-15")
def test_the_next_years_round_reviews_the_grades_that_stand(
    client_as: Sign, rounds: Rounds, run_jobs: Callable[[], int]
) -> None:
    rounds.graded()
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(days=365), tick=False):
        rounds.open()
        run_jobs()
        [yearly] = client_as("officer").get(f"{APPLICATIONS}?round_id={rounds.round_id}").json["items"]
        assert (yearly["origin"], yearly["state"], yearly["grade"]) == ("yearly", "submitted", "model")
        assert Notice.select().where(Notice.kind == "rating.yearly").count() == 1
        _reviewed_low = rounds.review(yearly, "officer", scores=scores(5000, 3200))
        rounds.review(_reviewed_low, "planner", scores=scores(5000, 3200))
        down = rounds.decide(yearly, "standard", reason="年度复核得分下降")
        assert (down["decision"]["direction"], down["decision"]["before"]) == ("down", "平安示范单位")
        assert [row["name"] for row in rounds.history()["items"]] == ["平安示范单位", "平安单位"]


def test_another_bureaus_scheme_may_be_read_by_all(client_as: Sign, rounds: Rounds) -> None:
    rounds.open()
    assert client_as("stranger").get(f"{SCHEMES}/{rounds.scheme_id}").status_code == 200
