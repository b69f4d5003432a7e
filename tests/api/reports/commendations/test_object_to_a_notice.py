"""Objections are recorded and answered before anyone decides; one upheld takes the nomination out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.alerts.notices.models import Notice
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.commendations import Course, objection_body
from tests.factories.hazards import refusal


def _nominations(course: Course) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = course.client_as("officer").get(f"{course.address}/nominations").json["items"]
    return found


def test_an_objection_is_recorded_and_answered(noticed: Course, connected: None) -> None:
    unit = _nominations(noticed)[0]
    answer = noticed.object(nomination_id=unit["id"])
    assert answer.status_code == 201
    (told,) = answer.json["objections"]
    assert (told["from_name"], told["nomination"]["name"], told["answer"]) == ("匿名", "泉城示范第一中学", None)
    assert noticed.read()["objections"] == {"total": 1, "open": 1}
    (told,) = noticed.answer(told["id"]).json["objections"]
    assert (told["answer"]["upheld"], told["answer"]["by_name"]) == (False, "方复核")
    assert noticed.read()["objections"] == {"total": 1, "open": 0}
    for kind in ("objection.recorded", "objection.answered"):
        assert Event.select().where(Event.kind == kind).count() == 1


def test_one_upheld_takes_the_nomination_out_and_tells_who_made_it(
    noticed: Course, anonymous: Any, connected: None
) -> None:
    unit = _nominations(noticed)[0]
    (told,) = noticed.object(nomination_id=unit["id"]).json["objections"]
    noticed.answer(told["id"], upheld=True, text="经核实，上半年确有隐患逾期。")
    assert _nominations(noticed)[0]["state"] == "dropped"
    page = anonymous.get(f"/commendations/{noticed.round['id']}").get_data(as_text=True)
    assert "全年未发生" in page  # the guard's deeds are still there
    assert "先进单位" not in page
    assert Notice.select().where(Notice.kind == "nomination_dropped").count() == 1


def test_who_nominated_does_not_answer(noticed: Course) -> None:
    (told,) = noticed.object(nomination_id=_nominations(noticed)[0]["id"]).json["objections"]
    assert refusal(noticed.answer(told["id"], "officer")) == (422, "own_nomination")


def test_an_objection_against_nobody_can_be_answered_but_not_upheld(noticed: Course) -> None:
    (told,) = noticed.object().json["objections"]
    assert refusal(noticed.answer(told["id"], upheld=True)) == (422, "nomination_not_open")
    assert noticed.answer(told["id"]).status_code == 201


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("inspector", 403), ("leader", 403), ("city", 403)])
def test_others_cannot_record_or_answer(noticed: Course, persona: str, status: int) -> None:
    assert noticed.object(persona).status_code == status
    (told,) = noticed.object().json["objections"]
    assert noticed.answer(told["id"], persona).status_code == status
    assert noticed.client_as("stranger").get(f"{noticed.address}/objections").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"from_name": ""}, "from_name"),
        ({"received_on": "tomorrow"}, "received_on"),
        ({"received_on": (clock.today() + timedelta(days=1)).isoformat()}, "received_on"),
        ({"received_on": (clock.today() - timedelta(days=1)).isoformat()}, "received_on"),
    ],
)
def test_what_is_malformed_is_named(noticed: Course, changes: dict[str, Any], field: str) -> None:
    answer = noticed.object(**changes)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_a_nomination_of_another_round_is_not_found(noticed: Course, course: Course) -> None:
    assert noticed.object(nomination_id=course.nominate(unit="bank")["id"]).status_code == 404


def test_none_is_taken_before_the_notice_or_after_the_withdrawal(noticed: Course, course: Course) -> None:
    assert refusal(course.object()) == (422, "commendation_round_closed")
    noticed.withdraw()
    assert refusal(noticed.object()) == (422, "commendation_withdrawn")


def test_sent_twice_both_are_one(noticed: Course, client_as: Callable[[str], Any], connected: None) -> None:
    body, officer = objection_body(), client_as("officer")
    first = officer.post(f"{noticed.address}/objections", json=body)
    assert first.json == officer.post(f"{noticed.address}/objections", json=body).json
    other = officer.post(f"{noticed.address}/objections", json={**body, "text": "别的"})
    assert refusal(other) == (409, "resubmission_conflict")
    id = body["id"]
    assert noticed.answer(id).json == noticed.answer(id).json
    assert refusal(noticed.answer(id, text="另一种答复")) == (409, "objection_answered")
    assert Event.select().where(Event.kind == "objection.answered").count() == 1


def test_an_unknown_objection_is_not_found(noticed: Course) -> None:
    assert noticed.answer(str(new_id())).status_code == 404


def test_who_objected_is_known_to_those_who_run_the_round_only(noticed: Course) -> None:
    assert noticed.object(from_name="张三").status_code == 201
    for persona in ("officer", "leader", "city"):
        assert noticed.client_as(persona).get(f"{noticed.address}/objections").status_code == 200, persona
    assert noticed.client_as("station").get(noticed.address).status_code == 200
    for persona in ("station", "stranger", "head"):
        for path in ("objections", "preview"):
            answer = noticed.client_as(persona).get(f"{noticed.address}/{path}")
            assert answer.status_code in (403, 404), (persona, path)
