"""Two sides review; somebody else decides; papers and history follow."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from reports.ratings.models import RatingDecision, RatingReview, UnitRating
from server.alerts.notices.models import Notice
from server.core.ids import new_id
from tests.factories.accounts import make_one_human
from tests.factories.alerts import CASES, case_body
from tests.factories.ratings import (
    APPLICATIONS,
    HELD,
    ROUNDS,
    Rounds,
    decision_body,
    review_body,
    scores,
    veto_body,
)
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
Sign = Callable[[str], Any]


@pytest.mark.clause("LN-15")
@pytest.mark.clause("JN-2.3.2d")
def test_one_reviewer_only_cannot_lead_to_a_decision(client_as: Sign, rounds: Rounds) -> None:
    application, leader = rounds.apply(), client_as("leader")
    address = rounds.at(application, "decisions")
    for persona in ("", "officer", "city"):  # none, one, and two of the same side
        if persona:
            rounds.review(application, persona)
        answer = leader.post(address, json=decision_body())
        assert (answer.status_code, answer.json["code"]) == (422, "rating_one_reviewer"), persona
    rounds.review(application, "planner")
    assert leader.post(address, json=decision_body()).status_code == 201


@pytest.mark.clause("LN-15")
@pytest.mark.clause("JN-2.3.2d")
def test_a_grade_comes_with_a_signed_decision_a_certificate_and_a_plaque(
    client_as: Sign, rounds: Rounds, run_jobs: Callable[[], int]
) -> None:
    decided = rounds.graded()
    assert (decided["state"], decided["decision"]["direction"], decided["decision"]["grade_name"]) == (
        "decided", "first", "平安示范单位",
    )  # fmt: skip
    run_jobs()
    paper = client_as("head").get(f"{APPLICATIONS}/{decided['id']}").json["decision"]["document"]
    assert (paper["state"], paper["kind"]) == ("signed", "rating_decision")
    [held] = rounds.history("head")["items"]
    assert (held["name"], held["rank"], held["to_on"]) == ("平安示范单位", 2, None)
    assert held["certificate"]["state"] == "signed"
    assert held["plaque_number"].startswith("济公历平安")
    pdf = client_as("head").get(held["certificate"]["pdf_url"])
    assert pdf.data.startswith(b"%PDF")
    assert Notice.select().where((Notice.kind == "rating.decided") & (Notice.to_kind == "unit")).count() == 1


def test_each_side_scores_with_reasons_and_the_rows_behind(client_as: Sign, rounds: Rounds, world: World) -> None:
    application = rounds.apply()
    officer, address = client_as("officer"), rounds.at(application, "reviews")
    case = officer.post(CASES, json=case_body(world)).json
    other = officer.post(CASES, json=case_body(world, unit_id=str(world.units["school_primary"]))).json
    figures = officer.get(rounds.at(application, "figures")).json
    [cases] = [figure for figure in figures["items"] if figure["code"] == "cases"]
    assert (cases["value"], cases["rows"][0]["id"]) == (1, case["id"])
    body = review_body(scores=scores(rows=[{"kind": "case", "id": case["id"]}]))
    made = officer.post(address, json=body)
    assert (made.status_code, made.json["reviews"][0]["points_x100"], made.json["reviews"][0]["side"]) == (
        201, 9200, "police",
    )  # fmt: skip
    assert made.json["reviews"][0]["scores"][0]["rows"] == [{"kind": "case", "id": case["id"]}]
    assert officer.post(address, json=body).json == made.json
    assert officer.post(address, json={**body, "opinion": "别的"}).status_code == 409
    elsewhere = review_body(scores=scores(rows=[{"kind": "case", "id": other["id"]}]))
    answer = officer.post(address, json=elsewhere)
    assert (answer.json["code"], answer.json["errors"][0]["field"]) == ("rating_row_elsewhere", "scores.0.rows.0")
    unreasoned = officer.post(address, json=review_body(scores=scores(reason=" ")))
    assert unreasoned.json["errors"][0]["field"] == "scores.0.reason"
    assert RatingReview.select().count() == 1


def test_only_the_police_and_the_competent_department_review(client_as: Sign, rounds: Rounds) -> None:
    application = rounds.apply()
    address = rounds.at(application, "reviews")
    for persona, status in (("stranger", 404), ("head", 403), ("leader", 403), ("department", 403), ("inspector", 403)):
        assert client_as(persona).post(address, json=review_body()).status_code == status, persona
    assert client_as("planner").post(address, json=review_body()).json["reviews"][0]["side"] == "department"
    assert client_as("head").get(rounds.at(application, "figures")).status_code == 403


def test_a_later_review_of_an_agency_takes_the_earliers_place(client_as: Sign, rounds: Rounds) -> None:
    application = rounds.apply()
    rounds.review(application, scores=scores(5000, 3000))
    again = rounds.review(application, "second_officer")
    assert [review["points_x100"] for review in again["reviews"]] == [9200]
    assert RatingReview.select().count() == 2  # the earlier one stays to be read


def test_the_unit_reads_the_reviews_once_it_is_decided(client_as: Sign, rounds: Rounds) -> None:
    application = rounds.reviewed()
    head = client_as("head")
    before = head.get(f"{APPLICATIONS}/{application['id']}").json
    assert (before["reviews"], before["points_x100"]) == ([], None)
    rounds.decide(application)
    after = head.get(f"{APPLICATIONS}/{application['id']}").json
    assert (len(after["reviews"]), after["points_x100"]) == (2, 9200)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"grade": "gold"}, "grade", "rating_grade_unknown"),
        ({"reason": " "}, "reason", "invalid"),
        ({"password": ""}, "password", "invalid"),
    ],
    ids=str,
)
def test_a_decision_names_a_grade_and_a_reason(
    client_as: Sign, rounds: Rounds, changes: dict[str, Any], field: str, code: str
) -> None:
    application = rounds.reviewed()
    answer = client_as("leader").post(rounds.at(application, "decisions"), json=decision_body(**changes))
    assert (answer.status_code, answer.json["code"], answer.json["errors"][0]["field"]) == (422, code, field)


def test_no_grade_above_what_the_points_carry(client_as: Sign, rounds: Rounds) -> None:
    application, leader = rounds.reviewed(5000, 3200), client_as("leader")
    address = rounds.at(application, "decisions")
    answer = leader.post(address, json=decision_body("model"))
    assert (answer.status_code, answer.json["code"]) == (422, "rating_above_points")
    assert rounds.decide(application, "standard")["decision"]["grade"] == "standard"


def test_who_stays_below_the_pass_line_gets_none(client_as: Sign, rounds: Rounds) -> None:
    application = rounds.reviewed(4500, 3400)
    refused = client_as("leader").post(rounds.at(application, "decisions"), json=decision_body("standard"))
    assert refused.json["code"] == "rating_above_points"
    decided = rounds.decide(application, "")
    assert (decided["decision"]["direction"], decided["decision"]["grade_name"]) == ("refused", "无等级")
    assert rounds.history()["items"] == []


def test_who_decides_is_of_the_rounds_agency_or_above_and_did_not_review(client_as: Sign, rounds: Rounds) -> None:
    application = rounds.reviewed()
    address = rounds.at(application, "decisions")
    assert client_as("officer").post(address, json=decision_body()).status_code == 403
    assert client_as("other_leader").post(address, json=decision_body()).status_code == 404
    assert client_as("leader").post(address, json=decision_body(password="falsch")).status_code == 422
    assert client_as("city_leader").post(address, json=decision_body()).status_code == 201


def test_decided_twice_at_once_it_is_decided_once(client_as: Sign, rounds: Rounds) -> None:
    application, leader, body = rounds.reviewed(), client_as("leader"), decision_body()
    address = rounds.at(application, "decisions")
    first = leader.post(address, json=body)
    assert leader.post(address, json=body).json == first.json
    assert leader.post(address, json={**body, "reason": "别的"}).status_code == 409
    other = client_as("city_leader").post(address, json=decision_body("standard"))
    assert (other.status_code, other.json["code"]) == (422, "rating_application_not_open")
    late = client_as("officer").post(rounds.at(application, "reviews"), json=review_body())
    assert late.json["code"] == "rating_application_not_open"
    assert (RatingDecision.select().count(), UnitRating.select().count()) == (1, 1)


def test_a_veto_keeps_a_unit_from_a_grade(client_as: Sign, rounds: Rounds, world: World) -> None:
    application = rounds.reviewed()
    rounds.veto()
    answer = client_as("leader").post(rounds.at(application, "decisions"), json=decision_body())
    assert (answer.status_code, answer.json["code"]) == (422, "rating_veto_in_force")
    assert client_as("officer").post("/api/v1/rating-vetoes", json=veto_body(world, "unheard_of")).status_code == 422
    assert rounds.decide(application, "")["state"] == "decided"


@pytest.mark.clause("LN-15")
@pytest.mark.clause("JN-2.3.2d")
def test_the_list_is_public_once_the_round_is(client_as: Sign, rounds: Rounds, anonymous: Any) -> None:
    rounds.graded()
    assert anonymous.get("/api/v1/public/ratings").json["items"] == []
    address = f"{ROUNDS}/{rounds.round_id}/publications"
    assert client_as("officer").post(address).status_code == 403
    assert client_as("other_leader").post(address).status_code == 403
    assert client_as("leader").post(f"{ROUNDS}/{new_id()}/publications").status_code == 404
    published = client_as("leader").post(address)
    assert (published.status_code, published.json["published_by"] != "") == (201, True)
    assert client_as("leader").post(address).json == published.json
    [row] = anonymous.get("/api/v1/public/ratings").json["items"]
    assert row.keys() == {"unit_name", "name", "from_on", "plaque_number"}
    assert (row["unit_name"], row["name"]) == ("泉城示范第一中学", "平安示范单位")


def test_who_asks_for_the_public_list_without_end_waits(anonymous: Any) -> None:
    answers = {anonymous.get("/api/v1/public/ratings").status_code for _ in range(140)}
    assert answers == {200, 429}


def test_the_list_of_grades_is_a_worksheet_as_well(client_as: Sign, rounds: Rounds) -> None:
    rounds.graded()
    assert [row["unit"]["name"] for row in client_as("officer").get(HELD).json["items"]] == ["泉城示范第一中学"]
    assert client_as("stranger").get(HELD).json["items"] == []
    book = client_as("officer").get(f"{HELD}/workbook")
    with zipfile.ZipFile(BytesIO(book.data)) as content:
        sheet = content.read("xl/worksheets/sheet1.xml").decode()
    assert "泉城示范第一中学" in sheet
    assert "济公历平安" in sheet
    empty = client_as("stranger").get(f"{HELD}/workbook")
    with zipfile.ZipFile(BytesIO(empty.data)) as content:
        assert "泉城示范第一中学" not in content.read("xl/worksheets/sheet1.xml").decode()
    assert client_as("guard").get(f"{HELD}/workbook").status_code == 403


def test_a_second_account_of_a_reviewer_does_not_decide(client_as: Sign, rounds: Rounds, world: World) -> None:
    application = rounds.reviewed()
    make_one_human(world, "officer", "city_leader")
    answer = client_as("city_leader").post(rounds.at(application, "decisions"), json=decision_body())
    assert (answer.status_code, answer.json["code"]) == (422, "rating_decided_by_reviewer")
