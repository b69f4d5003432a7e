"""A round of commendation is opened on a basis that holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.commendations import JINAN, REGULATION, ROUNDS, UNIT_HONOUR, Course, round_body
from tests.factories.hazards import refusal


def test_a_round_says_what_it_gives_and_on_which_basis(client_as: Callable[[str], Any], connected: None) -> None:
    body = round_body()
    answer = client_as("officer").post(ROUNDS, json=body)
    assert (answer.status_code, answer.json["state"]) == (201, "open")
    assert answer.json["agency"]["name"] == "济南市公安局历下区分局"
    assert answer.json["bases"] == [{**REGULATION, "title": "企业事业单位内部治安保卫条例", "status": "in_force"}]
    assert [(honour["title"], honour["nominated"]) for honour in answer.json["honours"]] == [
        ("内部治安保卫工作先进单位", 0),
        ("内部治安保卫工作先进个人", 0),
    ]
    assert client_as("officer").get(f"{ROUNDS}/{body['id']}").json == answer.json
    assert Event.select().where((Event.kind == "commendation.opened") & (Event.subject_id == body["id"])).count() == 1


@pytest.mark.parametrize(("persona", "status"), [("inspector", 403), ("head", 403), ("leader", 403), ("guard", 403)])
def test_who_does_not_nominate_opens_no_round(client_as: Callable[[str], Any], persona: str, status: int) -> None:
    assert client_as(persona).post(ROUNDS, json=round_body()).status_code == status


def test_another_branch_does_not_see_it_but_its_own_city_does(course: Course, client_as: Callable[[str], Any]) -> None:
    assert client_as("stranger").get(course.address).status_code == 404
    assert client_as("stranger").get(ROUNDS).json["items"] == []
    assert client_as("city").get(course.address).status_code == 200
    assert client_as("head").get(course.address).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"year": 1999}, "year"),
        ({"level": "world"}, "level"),
        ({"honours": []}, "honours"),
        ({"honours": [{**UNIT_HONOUR, "quota": 0}]}, "honours.0.quota"),
        ({"honours": [UNIT_HONOUR, UNIT_HONOUR]}, "honours"),
        ({"bases": []}, "bases"),
        ({"partner_ids": ["x"]}, "partner_ids.0"),
        ({"id": "x"}, "id"),
    ],
)
def test_what_is_malformed_is_named(client_as: Callable[[str], Any], changes: dict[str, Any], field: str) -> None:
    answer = client_as("officer").post(ROUNDS, json=round_body(**changes))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_a_partner_nobody_knows_is_named(client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").post(ROUNDS, json=round_body(partner_ids=[str(new_id())]))
    assert refusal(answer) == (422, "partner_unknown")
    assert answer.json["errors"][0]["field"] == "partner_ids.0"


@pytest.mark.clause("LN-19c")
@pytest.mark.parametrize(
    ("moment", "status"),
    [("2026-07-31T15:59:59Z", 201), ("2026-07-31T16:00:00Z", 422)],  # midnight in Beijing
)
def test_a_round_resting_on_the_jinan_opinion_alone_is_opened_until_its_last_day(
    client_as: Callable[[str], Any], moment: str, status: int
) -> None:
    with time_machine.travel(moment, tick=False):
        answer = client_as("officer").post(ROUNDS, json=round_body(bases=[JINAN]))
    assert answer.status_code == status
    if status == 422:
        assert answer.json["code"] == "no_basis_in_force"
        assert answer.json["errors"][0]["field"] == "bases"


@pytest.mark.parametrize(("moment", "status"), [("2021-07-31T15:59:59Z", 422), ("2021-07-31T16:00:00Z", 201)])
def test_nor_is_it_before_its_first_day(client_as: Callable[[str], Any], moment: str, status: int) -> None:
    with time_machine.travel(moment, tick=False):
        answer = client_as("officer").post(ROUNDS, json=round_body(bases=[JINAN], year=2021))
    assert answer.status_code == status


def test_a_lapsed_basis_beside_one_in_force_is_shown_as_lapsed(client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").post(ROUNDS, json=round_body(bases=[JINAN, REGULATION]))
    assert answer.status_code == 201
    assert [basis["status"] for basis in answer.json["bases"]] == ["lapsed", "in_force"]


@pytest.mark.parametrize("code", ["liaoning-2021", "no-such-basis"])
def test_a_basis_of_another_area_carries_nothing(client_as: Callable[[str], Any], code: str) -> None:
    answer = client_as("officer").post(ROUNDS, json=round_body(bases=[REGULATION, {"basis": code, "article": "十九"}]))
    assert refusal(answer) == (422, "commendation_basis_elsewhere")
    assert answer.json["errors"][0]["field"] == "bases.1.basis"


def test_sent_twice_it_is_opened_once_and_with_other_content_refused(
    client_as: Callable[[str], Any], connected: None
) -> None:
    body, officer = round_body(), client_as("officer")
    assert officer.post(ROUNDS, json=body).json == officer.post(ROUNDS, json=body).json
    assert Event.select().where(Event.kind == "commendation.opened").count() == 1
    assert refusal(officer.post(ROUNDS, json={**body, "title": "另一个"})) == (409, "resubmission_conflict")


def test_an_open_round_is_changed_over_the_version_that_was_read(
    course: Course, client_as: Callable[[str], Any]
) -> None:
    officer = client_as("officer")
    etag = officer.get(course.address).headers["ETag"]
    change = {name: value for name, value in round_body(title="改过的名称").items() if name != "id"}
    assert officer.put(course.address, json=change).status_code == 428
    answer = officer.put(course.address, json=change, headers={"If-Match": etag})
    assert (answer.status_code, answer.json["title"], answer.json["version"]) == (200, "改过的名称", 2)
    assert officer.put(course.address, json=change, headers={"If-Match": etag}).status_code == 412
    assert client_as("stranger").put(course.address, json=change, headers={"If-Match": etag}).status_code == 404
    assert (
        client_as("city").put(course.address, json=change, headers={"If-Match": answer.headers["ETag"]}).status_code
        == 403
    )


def test_an_honour_that_is_nominated_for_cannot_be_taken_out(course: Course, client_as: Callable[[str], Any]) -> None:
    course.nominate(person="guard_school")
    officer = client_as("officer")
    change = {name: value for name, value in round_body(honours=[UNIT_HONOUR]).items() if name != "id"}
    answer = officer.put(course.address, json=change, headers={"If-Match": officer.get(course.address).headers["ETag"]})
    assert refusal(answer) == (422, "honour_unknown")


def test_rounds_are_found_by_state_and_year(course: Course, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    year = date.fromisoformat(course.round["created_at"][:10]).year
    for query, count in ((f"state=open&year={year}", 1), ("state=decided", 0), ("year=2020", 0)):
        assert len(officer.get(f"{ROUNDS}?{query}").json["items"]) == count
