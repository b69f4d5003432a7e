"""The public notice: everybody may see who is to be commended, and has time to object."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.commendations import CONTACT, JINAN, UNIT_HONOUR, Course, noon_of, open_course
from tests.factories.hazards import refusal
from tests.world import PASSWORD, World


def test_its_days_are_working_days_and_the_first_is_not_counted(
    world: World, client_as: Callable[[str], Any], connected: None
) -> None:
    with noon_of(date(2026, 9, 28)):  # a Monday before the National Day's holidays, 1 to 7 October
        course = open_course(world, client_as)
        course.review(course.nominate(unit="school_first"))
        answer = course.start_notice()
    assert (answer.status_code, answer.json["state"]) == (201, "noticed")
    notice = answer.json["notice"]
    assert (notice["started_on"], notice["working_days"], notice["ends_on"]) == ("2026-09-28", 5, "2026-10-10")
    assert (notice["is_certain"], notice["contact"]) == (True, CONTACT)
    assert re.fullmatch(
        r"济公历（治示）〔\d{4}〕1号", notice["document"]["number"]
    )  # a red-head paper: no 第, no zeros
    assert Event.select().where(Event.kind == "commendation.noticed").count() == 1


def test_the_number_of_days_is_data_in_force_from_a_day(world: World, client_as: Callable[[str], Any]) -> None:
    leader, address = client_as("leader"), "/api/v1/commendation-terms"
    body = {
        "id": str(new_id()),
        "code": "notice_working_days",
        "value": 7,
        "basis": "市局表彰办法",
        "from_on": "2026-11-01",
    }
    answer = leader.post(address, json=body)
    assert answer.status_code == 201
    assert leader.post(address, json=body).json == answer.json
    held = {row["code"]: row["value"] for row in answer.json["terms"] if row["in_force"]}
    assert held["notice_working_days"] == 7
    for start, days in ((date(2026, 10, 30), 5), (date(2026, 11, 2), 7)):
        with noon_of(start):
            course = open_course(world, client_as)
            course.review(course.nominate(unit="school_first"))
            assert course.start_notice().json["notice"]["working_days"] == days


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"value": 0}, "value"), ({"value": "5"}, "value"), ({"code": "days"}, "code"), ({"basis": ""}, "basis")],
)
def test_a_term_without_sense_is_refused(client_as: Callable[[str], Any], changes: dict[str, Any], field: str) -> None:
    body = {"id": str(new_id()), "code": "notice_working_days", "value": 7, "basis": "办法", "from_on": "2026-11-01"}
    answer = client_as("leader").post("/api/v1/commendation-terms", json={**body, **changes})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert client_as("officer").post("/api/v1/commendation-terms", json=body).status_code == 403
    assert client_as("head").get("/api/v1/commendation-terms").status_code == 200


def test_everything_must_be_reviewed_first(course: Course) -> None:
    course.nominate(unit="school_first")
    assert refusal(course.start_notice()) == (422, "nominations_unreviewed")


def test_no_more_than_the_quota(world: World, client_as: Callable[[str], Any]) -> None:
    course = open_course(world, client_as, honours=[{**UNIT_HONOUR, "quota": 1}])
    for unit in ("school_first", "bank"):
        course.review(course.nominate(unit=unit))
    assert refusal(course.start_notice()) == (422, "quota_exceeded")


@pytest.mark.parametrize(("moment", "status"), [("2026-07-31T15:59:59Z", 201), ("2026-07-31T16:00:00Z", 422)])
def test_a_basis_that_lapsed_since_the_round_was_opened_carries_no_notice(
    world: World, client_as: Callable[[str], Any], moment: str, status: int
) -> None:
    with time_machine.travel("2026-07-30T04:00:00Z", tick=False):
        course = open_course(world, client_as, bases=[JINAN])
        course.review(course.nominate(unit="school_first"))
    with time_machine.travel(moment, tick=False):
        answer = course.start_notice()
    assert answer.status_code == status
    assert status == 201 or answer.json["code"] == "no_basis_in_force"


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("city", 403), ("inspector", 403), ("head", 403)])
def test_others_cannot_begin_it(course: Course, persona: str, status: int) -> None:
    course.review(course.nominate(unit="school_first"))
    assert course.start_notice(persona).status_code == status


def test_a_way_to_object_must_be_named(course: Course) -> None:
    course.review(course.nominate(unit="school_first"))
    answer = course.start_notice(contact=" ")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "contact")


def test_begun_twice_it_begins_once(noticed: Course, connected: None) -> None:
    assert noticed.start_notice().json["notice"] == noticed.read()["notice"]
    assert Event.select().where(Event.kind == "commendation.noticed").count() == 1
    assert refusal(noticed.start_notice("second_officer")) == (409, "commendation_noticed")


def test_the_page_needs_no_account_and_tells_of_persons_name_unit_and_deeds_only(
    world: World, client_as: Callable[[str], Any], anonymous: Any
) -> None:
    course = open_course(world, client_as)
    deeds = "抓获盗窃嫌疑人，联系电话13912345678，证件110101199003070012。<script>alert(1)</script>"
    course.review(course.nominate(person="guard_school", deeds=deeds))
    page = f"/commendations/{course.round['id']}"
    assert anonymous.get(page).status_code == 404
    course.start_notice()
    answer = anonymous.get(page)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert all(word in text for word in ("赵卫东", "泉城示范第一中学", "抓获盗窃嫌疑人", CONTACT, "公示中"))
    assert "13912345678" not in text
    assert "110101199003070012" not in text
    assert "<script" not in text
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert anonymous.get("/commendations/page.css").status_code == 200


def test_a_rejected_nomination_never_reaches_the_page(course: Course, anonymous: Any) -> None:
    course.review(course.nominate(unit="school_first"))
    course.review(course.nominate(unit="bank"), approved=False, opinion="不合格")
    course.start_notice()
    text = anonymous.get(f"/commendations/{course.round['id']}").get_data(as_text=True)
    assert "泉城示范第一中学" in text
    assert "泉城示范银行" not in text


def test_a_withdrawn_round_shows_no_names_any_more(noticed: Course, anonymous: Any) -> None:
    assert noticed.withdraw().json["state"] == "withdrawn"
    text = anonymous.get(f"/commendations/{noticed.round['id']}").get_data(as_text=True)
    assert "本次表彰已撤回" in text
    assert "赵卫东" not in text


def test_the_page_is_rate_limited(noticed: Course, anonymous: Any) -> None:
    page = f"/commendations/{noticed.round['id']}"
    assert 429 in {anonymous.get(page).status_code for _ in range(250)}  # however a minute falls between


def test_whoever_asks_for_a_round_without_notice_or_for_none_reads_the_same(course: Course, anonymous: Any) -> None:
    first, second = (anonymous.get(f"/commendations/{id}") for id in (course.round["id"], new_id()))
    assert (first.status_code, first.data) == (404, second.data)


def test_the_day_after_its_last_day_it_is_over(noticed: Course, anonymous: Any) -> None:
    ends_on = date.fromisoformat(noticed.read()["notice"]["ends_on"])
    page = f"/commendations/{noticed.round['id']}"
    with noon_of(ends_on):
        assert "公示中" in anonymous.get(page).get_data(as_text=True)
        assert refusal(noticed.decide(password=PASSWORD)) == (422, "notice_running")
    with noon_of(ends_on + timedelta(days=1)):
        assert "公示期已满" in anonymous.get(page).get_data(as_text=True)
        assert noticed.read()["notice"]["is_over"] is True
