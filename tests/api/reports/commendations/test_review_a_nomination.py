"""Somebody who did not nominate approves or rejects, with an opinion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.commendations import Course, review_body
from tests.factories.hazards import refusal


def test_a_review_stands_with_opinion_and_name(course: Course, connected: None) -> None:
    nomination = course.nominate(unit="school_first")
    answer = course.review(nomination)
    assert (answer.status_code, answer.json["state"]) == (201, "approved")
    assert answer.json["review"]["opinion"] == "事迹属实，同意推荐。"
    assert answer.json["review"]["by_name"] == "方复核"
    assert course.read()["waiting"] == 0
    assert Event.select().where((Event.kind == "nomination.reviewed") & (Event.subject_id == nomination["id"])).count()


def test_a_rejection_gives_its_reason_and_the_unit_is_out(course: Course) -> None:
    answer = course.review(course.nominate(unit="school_first"), approved=False, opinion="本年度发生盗窃案件。")
    assert (answer.json["state"], answer.json["review"]["opinion"]) == ("rejected", "本年度发生盗窃案件。")
    assert refusal(course.start_notice()) == (422, "nobody_to_honour")


def test_who_nominated_does_not_review(course: Course) -> None:
    assert refusal(course.review(course.nominate(unit="school_first"), "officer")) == (422, "own_nomination")


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("inspector", 403), ("leader", 403), ("head", 403)])
def test_others_cannot_review(course: Course, persona: str, status: int) -> None:
    assert course.review(course.nominate(unit="school_first"), persona).status_code == status


@pytest.mark.parametrize(("changes", "field"), [({"opinion": " "}, "opinion"), ({"approved": "perhaps"}, "approved")])
def test_what_is_malformed_is_named(course: Course, changes: dict[str, Any], field: str) -> None:
    answer = course.review(course.nominate(unit="school_first"), **changes)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_sent_twice_it_is_one_review_and_another_is_refused(course: Course, connected: None) -> None:
    nomination = course.nominate(unit="school_first")
    assert course.review(nomination).json == course.review(nomination).json
    assert Event.select().where(Event.kind == "nomination.reviewed").count() == 1
    assert refusal(course.review(nomination, approved=False)) == (409, "nomination_reviewed")
    assert refusal(course.review(nomination, "third_officer")) == (409, "nomination_reviewed")


def test_a_withdrawn_nomination_and_one_of_a_noticed_round_are_not_reviewed(
    noticed: Course, course: Course, client_as: Callable[[str], Any]
) -> None:
    nomination = course.nominate(unit="school_first")
    client_as("officer").post(f"/api/v1/nominations/{nomination['id']}/withdrawals", json={"reason": "材料不全"})
    assert refusal(course.review(nomination)) == (422, "nomination_not_open")
    told = client_as("officer").get(f"{noticed.address}/nominations").json["items"][0]
    assert refusal(noticed.review(told, "third_officer")) == (422, "commendation_round_closed")


def test_an_unknown_nomination_is_not_found(client_as: Callable[[str], Any]) -> None:
    address = f"/api/v1/nominations/{new_id()}/reviews"
    assert client_as("officer").post(address, json=review_body()).status_code == 404


def test_only_the_agency_that_nominated_takes_a_nomination_back(
    course: Course, client_as: Callable[[str], Any]
) -> None:
    address = f"/api/v1/nominations/{course.nominate(unit='bank')['id']}/withdrawals"
    assert client_as("city").post(address, json={"reason": "不合适"}).status_code == 403
    assert client_as("stranger").post(address, json={"reason": "不合适"}).status_code == 404
    blank = client_as("officer").post(address, json={"reason": ""})
    assert (blank.status_code, blank.json["errors"][0]["field"]) == (422, "reason")
    first = client_as("officer").post(address, json={"reason": "材料不全"})
    assert first.json == client_as("officer").post(address, json={"reason": "材料不全"}).json
