"""A unit asks, an officer answers, the time between is measured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from server.alerts.help.models import HelpAnswer, HelpRequest
from server.alerts.help.rules import percentile
from server.alerts.levels.rules import say_day
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.alerts import BOOKINGS, HELP, booking_body, help_body
from tests.factories.notices import texts_of

pytestmark = pytest.mark.usefixtures("connected")


def asked(client: Any, **changes: Any) -> str:
    answer = client.post(HELP, json=help_body(**changes))
    assert answer.status_code == 201, answer.json
    id: str = answer.json["id"]
    return id


def answer(client: Any, request_id: str, **changes: Any) -> Any:
    return client.post(
        f"{HELP}/{request_id}/answers", json={"id": str(new_id()), "text": "按重要部位要求加装", **changes}
    )


def times(client: Any) -> list[dict[str, Any]]:
    day = clock.today()
    query = {"from": (day - timedelta(days=3)).isoformat(), "to": day.isoformat()}
    found: list[dict[str, Any]] = client.get(f"{HELP}/response-times", query_string=query).json["agencies"]
    return found


@pytest.mark.clause("JN-2.3.2b")
def test_a_unit_asks_an_officer_answers_and_both_are_on_record(client_as: Callable[[str], Any]) -> None:
    staff, officer = client_as("staff"), client_as("officer")
    id = asked(staff)
    assert texts_of(officer, kind="help.asked") == ["泉城示范第一中学请求指导：周界报警如何选型"]
    assert texts_of(client_as("station"), kind="help.asked") == texts_of(officer, kind="help.asked")
    given = answer(officer, id)
    assert given.status_code == 201
    seen = staff.get(f"{HELP}/{id}").json
    assert (seen["state"], seen["answers"][0]["text"], seen["answers"][0]["by"]) == (
        "answered",
        "按重要部位要求加装",
        "陈明理",
    )
    assert seen["answers"][0]["agency"] == "济南市公安局历下区分局"
    assert texts_of(staff, kind="help.answered") == ["“周界报警如何选型”已得到答复，请查看并评价。"]
    kinds = {row.kind for row in Event.select().where(Event.subject_id == id)}
    assert kinds == {"help.asked", "help.answered"}


@pytest.mark.clause("LN-30")
def test_the_time_to_the_first_answer_is_measured(client_as: Callable[[str], Any]) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False):
        quick, slow, never = (asked(client_as("staff"), topic=topic) for topic in ("甲", "乙", "丙"))
    with time_machine.travel(start + timedelta(minutes=10), tick=False):
        answer(client_as("officer"), quick)
    with time_machine.travel(start + timedelta(hours=5), tick=False):
        answer(client_as("officer"), slow)
        answer(client_as("officer"), quick, text="补充一句")  # the first answer is what was waited for
        staff = client_as("staff")
        staff.post(f"{HELP}/{quick}/scores", json={"score": 5})
        staff.post(f"{HELP}/{slow}/scores", json={"score": 2, "comment": "太慢"})
        assert staff.get(f"{HELP}/{quick}").json["response_seconds"] == 600
        assert staff.get(f"{HELP}/{never}").json["response_seconds"] is None
        row = times(client_as("officer"))[0]
        assert (row["agency"]["name"], row["asked"], row["unanswered"]) == ("济南市公安局历下区分局", 3, 1)
        assert (row["median_seconds"], row["p90_seconds"], row["longest_seconds"]) == (600, 18000, 18000)
        assert (row["scored"], row["mean_score"]) == (2, 3.5)
        assert times(client_as("stranger")) == []
        assert client_as("staff").get(f"{HELP}/response-times?from=2026-01-01&to=2026-01-02").status_code == 403
        assert client_as("officer").get(f"{HELP}/response-times").status_code == 422


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([], 50, None),
        ([7], 50, 7),
        ([1, 2], 50, 1),
        ([1, 2, 3], 50, 2),
        (list(range(1, 11)), 90, 9),
        ([1, 2, 3], 90, 3),
    ],
    ids=str,
)
def test_a_percentile_is_a_value_that_was_measured(values: list[int], percent: int, expected: int | None) -> None:
    assert percentile(values, percent) == expected


def test_the_unit_says_how_content_it_is_once_and_after_the_answer(client_as: Callable[[str], Any]) -> None:
    staff = client_as("staff")
    id = asked(staff)
    score = lambda **body: staff.post(f"{HELP}/{id}/scores", json={"score": 4, **body})  # noqa: E731
    assert score().json["code"] == "help_not_answered"
    answer(client_as("officer"), id)
    assert (score().status_code, score().json["state"]) == (201, "scored")
    assert score(score=1).json["code"] == "help_already_scored"
    for wrong in (0, 6, "5", None):
        assert score(score=wrong).status_code == 422
    assert client_as("officer").post(f"{HELP}/{id}/scores", json={"score": 5}).status_code == 403


def test_others_neither_see_nor_answer(client_as: Callable[[str], Any]) -> None:
    id = asked(client_as("staff"))
    assert client_as("stranger").get(f"{HELP}/{id}").status_code == 404
    assert answer(client_as("stranger"), id).status_code == 404
    assert answer(client_as("head"), id).status_code == 403
    assert client_as("officer").post(HELP, json=help_body()).status_code == 403


def test_sent_twice_it_is_one(client_as: Callable[[str], Any]) -> None:
    staff, officer, body = client_as("staff"), client_as("officer"), help_body()
    assert staff.post(HELP, json=body).json == staff.post(HELP, json=body).json
    assert staff.post(HELP, json={**body, "topic": "另一个"}).status_code == 409
    key = str(new_id())
    assert answer(officer, body["id"], id=key).json == answer(officer, body["id"], id=key).json
    assert answer(officer, body["id"], id=key, text="另一个").status_code == 409
    assert (HelpRequest.select().count(), HelpAnswer.select().count()) == (1, 1)


@pytest.mark.parametrize("changes", [{"topic": ""}, {"text": " "}, {"id": "x"}, {"more": 1}], ids=str)
def test_what_cannot_be_is_refused(client_as: Callable[[str], Any], changes: dict[str, Any]) -> None:
    assert client_as("staff").post(HELP, json=help_body(**changes)).status_code == 422


def test_requests_are_listed_by_how_they_stand(client_as: Callable[[str], Any]) -> None:
    staff, officer = client_as("staff"), client_as("officer")
    waiting, answered, scored = asked(staff), asked(staff), asked(staff)
    for id in (answered, scored):
        answer(officer, id)
    staff.post(f"{HELP}/{scored}/scores", json={"score": 5})
    found = {
        s: [row["id"] for row in officer.get(f"{HELP}?state={s}").json["items"]]
        for s in ("asked", "answered", "scored")
    }
    assert found == {"asked": [waiting], "answered": [answered], "scored": [scored]}


@pytest.mark.clause("LN-30")
def test_a_recheck_is_booked_confirmed_and_told(client_as: Callable[[str], Any]) -> None:
    staff, officer = client_as("staff"), client_as("officer")
    id = staff.post(BOOKINGS, json=booking_body()).json["id"]
    assert "预约复查" in texts_of(officer, kind="recheck.booked")[0]
    day = (clock.today() + timedelta(days=2)).isoformat()
    reply = officer.post(f"{BOOKINGS}/{id}/replies", json={"confirmed_on": day})
    assert (reply.status_code, reply.json["state"], reply.json["reply"]["confirmed_on"]) == (201, "confirmed", day)
    assert texts_of(staff, kind="recheck.replied") == [f"预约的复查定在{say_day(date.fromisoformat(day))}。"]
    assert officer.post(f"{BOOKINGS}/{id}/replies", json={"confirmed_on": day}).json == reply.json
    changed = officer.post(f"{BOOKINGS}/{id}/replies", json={"text": "没空"})
    assert (changed.status_code, changed.json["code"]) == (409, "booking_already_replied")


def test_a_booking_may_be_declined_with_a_reason_only(client_as: Callable[[str], Any]) -> None:
    id = client_as("staff").post(BOOKINGS, json=booking_body()).json["id"]
    officer = client_as("officer")
    assert officer.post(f"{BOOKINGS}/{id}/replies", json={}).json["code"] == "booking_reply_incomplete"
    past = officer.post(f"{BOOKINGS}/{id}/replies", json={"confirmed_on": "2020-01-01"})
    assert past.json["code"] == "booking_reply_incomplete"
    declined = officer.post(f"{BOOKINGS}/{id}/replies", json={"text": "请改约下周"})
    assert declined.json["state"] == "declined"
    found = {s: len(officer.get(f"{BOOKINGS}?state={s}").json["items"]) for s in ("asked", "confirmed", "declined")}
    assert found == {"asked": 0, "confirmed": 0, "declined": 1}


def test_a_booking_is_the_units_own_and_for_a_day_to_come(client_as: Callable[[str], Any]) -> None:
    staff, body = client_as("staff"), booking_body()
    assert staff.post(BOOKINGS, json={**body, "wished_on": "2020-01-01"}).json["code"] == "wished_day_past"
    assert client_as("officer").post(BOOKINGS, json=body).status_code == 403
    assert staff.post(BOOKINGS, json=body).json == staff.post(BOOKINGS, json=body).json
    assert staff.post(BOOKINGS, json={**body, "note": "改"}).status_code == 409
    assert client_as("stranger").get(f"{BOOKINGS}/{body['id']}").status_code == 404
    assert client_as("stranger").post(f"{BOOKINGS}/{body['id']}/replies", json={"text": "x"}).status_code == 404
    assert client_as("head").post(f"{BOOKINGS}/{body['id']}/replies", json={"text": "x"}).status_code == 403
