"""A unit assesses a risk; a stated rule makes the level; the authorities take it in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from server.alerts.risks.models import RiskAssessment, RiskForwarding
from server.alerts.risks.services import remind_of_overdue
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.alerts import RISKS, RULES, risk_body, rule_body
from tests.factories.notices import texts_of

pytestmark = pytest.mark.usefixtures("connected")


def assessed(client: Any, **changes: Any) -> dict[str, Any]:
    answer = client.post(RISKS, json=risk_body(**changes))
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


def forward(client: Any, assessment_id: str, to_kind: str = "police", **changes: Any) -> Any:
    return client.post(
        f"{RISKS}/{assessment_id}/forwardings", json={"id": str(new_id()), "to_kind": to_kind, **changes}
    )


@pytest.mark.clause("JN-2.2.4b")
@pytest.mark.parametrize(
    ("marks", "score", "level"),
    [
        ((1, 1, 1), 1, "low"),
        ((1, 1, 5), 5, "low"),
        ((2, 2, 2), 8, "general"),
        ((5, 5, 1), 25, "general"),
        ((3, 3, 3), 27, "larger"),
        ((4, 4, 3), 48, "larger"),
        ((5, 4, 3), 60, "major"),
        ((5, 5, 5), 125, "major"),
    ],
    ids=str,
)
def test_the_level_follows_from_the_stated_rule(
    client_as: Callable[[str], Any], marks: tuple[int, int, int], score: int, level: str
) -> None:
    found = assessed(
        client_as("staff"), **dict(zip(("likelihood", "consequence", "controllability"), marks, strict=True))
    )
    assert (found["score"], found["level"]) == (score, level)
    assert "可能性 × 后果 × 可控性" in found["rule"]["text"]
    assert found["rule"]["basis"]


@pytest.mark.clause("JN-2.2.4b")
def test_what_is_sent_shows_when_it_was_received(client_as: Callable[[str], Any]) -> None:
    staff, officer = client_as("staff"), client_as("officer")
    id = assessed(staff)["id"]
    assert officer.get(f"{RISKS}/{id}").status_code == 404  # not sent yet: the unit's own business
    sent = forward(staff, id)
    assert sent.status_code == 201
    assert sent.json["forwardings"][0]["agency"]["name"] == "济南市公安局历下区分局"
    assert sent.json["forwardings"][0]["received_at"] is None
    assert "请签收" in texts_of(officer, kind="risk.forwarded")[0]
    taken = officer.post(f"{RISKS}/{id}/receipts")
    assert taken.status_code == 201
    receipt = staff.get(f"{RISKS}/{id}").json["forwardings"][0]
    assert (receipt["received_at"] is not None, receipt["received_by"]) == (True, "陈明理")
    assert texts_of(staff, kind="risk.received") == ["报送的风险评估“校门口上放学时段拥堵”已签收。"]


def test_the_department_above_may_get_it_too_and_the_commerce_department_sees_nothing(
    client_as: Callable[[str], Any],
) -> None:
    staff = client_as("staff")
    id = assessed(staff)["id"]
    assert forward(staff, id, "department").json["forwardings"][0]["agency"]["name"] == "济南市教育局"
    assert client_as("department").post(f"{RISKS}/{id}/receipts").status_code == 201
    assert client_as("commerce").get(f"{RISKS}/{id}").status_code == 404
    assert client_as("officer").get(f"{RISKS}/{id}").status_code == 404
    assert client_as("stranger").post(f"{RISKS}/{id}/receipts").status_code == 404


def test_received_twice_it_was_received_the_first_time(client_as: Callable[[str], Any]) -> None:
    staff, officer = client_as("staff"), client_as("officer")
    id = assessed(staff)["id"]
    forward(staff, id)
    assert officer.post(f"{RISKS}/{id}/receipts").json == officer.post(f"{RISKS}/{id}/receipts").json
    assert Event.select().where(Event.kind == "risk.received").count() == 1
    assert client_as("inspector").post(f"{RISKS}/{id}/receipts").status_code == 403


def test_sent_on_twice_it_is_sent_once(client_as: Callable[[str], Any]) -> None:
    staff = client_as("staff")
    id, key = assessed(staff)["id"], str(new_id())
    assert forward(staff, id, id=key).json == forward(staff, id, id=key).json
    assert RiskForwarding.select().count() == 1
    again = forward(staff, id)
    assert (again.status_code, again.json["code"]) == (409, "already_forwarded")
    assert forward(staff, id, "president").status_code == 422


def test_assessed_twice_it_is_one(client_as: Callable[[str], Any]) -> None:
    staff, body = client_as("staff"), risk_body()
    assert staff.post(RISKS, json=body).json == staff.post(RISKS, json=body).json
    assert RiskAssessment.select().count() == 1
    conflict = staff.post(RISKS, json={**body, "likelihood": 5})
    assert (conflict.status_code, conflict.json["code"]) == (409, "resubmission_conflict")


def test_a_later_one_takes_the_place_of_the_one_before(client_as: Callable[[str], Any]) -> None:
    staff = client_as("staff")
    assessed(staff)
    later = assessed(staff)["id"]
    assert [row["id"] for row in staff.get(f"{RISKS}?latest=true").json["items"]] == [later]
    assert len(staff.get(RISKS).json["items"]) == 2


@pytest.mark.parametrize(("days", "reminded"), [(30, False), (31, True)])
def test_past_the_next_date_unit_and_police_are_reminded_once(
    client_as: Callable[[str], Any], days: int, reminded: bool
) -> None:
    staff = client_as("staff")
    id = assessed(staff)["id"]
    forward(staff, id)
    with time_machine.travel(clock.now() + timedelta(days=days)):
        remind_of_overdue()
        remind_of_overdue()
        for persona in ("staff", "officer"):
            assert len(texts_of(client_as(persona), kind="risk.overdue")) == int(reminded)
        assert [row["is_overdue"] for row in client_as("staff").get(RISKS).json["items"]] == [reminded]
        assert len(client_as("staff").get(f"{RISKS}?overdue=true").json["items"]) == int(reminded)


def test_who_assessed_anew_is_not_reminded_of_the_old_one(client_as: Callable[[str], Any]) -> None:
    staff = client_as("staff")
    assessed(staff)
    with time_machine.travel(clock.now() + timedelta(days=20)):
        assessed(client_as("staff"))
    with time_machine.travel(clock.now() + timedelta(days=40)):
        assert remind_of_overdue() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"likelihood": 0}, "invalid"),
        ({"consequence": 6}, "invalid"),
        ({"controllability": 2.5}, "invalid"),
        ({"measures": " "}, "invalid"),
        ({"assessed_on": "2099-01-01", "next_on": "2099-02-01"}, "risk_day_impossible"),
        ({"next_on": "2020-01-01"}, "risk_day_impossible"),
        ({"assessed_on": "2019-12-31"}, "risk_rule_missing"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(client_as: Callable[[str], Any], changes: dict[str, Any], code: str) -> None:
    answer = client_as("staff").post(RISKS, json=risk_body(**changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_agencies_do_not_assess_for_units(client_as: Callable[[str], Any]) -> None:
    for persona in ("officer", "inspector", "department", "system_admin"):
        assert client_as(persona).post(RISKS, json=risk_body()).status_code == 403


def test_a_new_rule_holds_from_its_day_and_leaves_the_past_alone(client_as: Callable[[str], Any]) -> None:
    old = assessed(client_as("staff"), likelihood=3, consequence=3, controllability=3)
    body = rule_body(from_on=(clock.today() + timedelta(days=3)).isoformat())
    assert client_as("system_admin").post(RULES, json=body).status_code == 201
    for days, level in ((2, "larger"), (3, "major")):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            staff = client_as("staff")
            assert assessed(staff, likelihood=3, consequence=3, controllability=3)["level"] == level
            assert staff.get(f"{RISKS}/{old['id']}").json["level"] == "larger"
            assert "可能性 ×" in staff.get(f"{RISKS}/{old['id']}").json["rule"]["text"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from_on": "2020-01-01"}, "risk_rule_not_later"),
        ({"least": {"low": 1, "general": 8, "larger": 8, "major": 60}}, "risk_rule_unordered"),
        ({"least": {"low": 2, "general": 8, "larger": 27, "major": 60}}, "risk_rule_unordered"),
        ({"least": {"low": 1, "general": 8}}, "invalid"),
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_is_refused(client_as: Callable[[str], Any], changes: dict[str, Any], code: str) -> None:
    answer = client_as("system_admin").post(RULES, json=rule_body(**changes))
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_the_rule_is_there_for_all_to_read_and_for_the_administrator_to_state(client_as: Callable[[str], Any]) -> None:
    assert "重大风险" in client_as("staff").get(RULES).json["rules"][0]["text"]
    for persona in ("officer", "staff", "audit_admin"):
        assert client_as(persona).post(RULES, json=rule_body()).status_code == 403
    admin, body = client_as("system_admin"), rule_body()
    assert admin.post(RULES, json=body).json == admin.post(RULES, json=body).json
