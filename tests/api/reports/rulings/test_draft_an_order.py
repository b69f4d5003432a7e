"""An order is drafted upon the hazards of an inspection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from reports.rulings.models import Order, OrderHazard
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from server.units.registry.models import Unit
from tests.factories.orders import ORDERS, draft, officer_of, order_body, sign
from tests.factories.phone import jpeg, make_record
from tests.factories.records import FailedCheck, Sender, failed_check, with_failures
from tests.world import World


@pytest.fixture
def check(sender: Sender) -> FailedCheck:
    return failed_check(sender, "SCH-02", "SCH-13", photos=(jpeg(1),))


def refused(client: Any, body: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(ORDERS, json=body)
    return answer.status_code, answer.json["code"]


def test_a_draft_says_what_until_when_and_on_what_ground(
    check: FailedCheck, client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    body = order_body(check)
    answer = client_as("officer").post(ORDERS, json=body)
    assert answer.status_code == 201
    order = answer.json
    assert (order["state"], order["number"], order["document"], order["signed_by"]) == ("draft", None, None, None)
    assert order["unit"]["name"] == "泉城示范第一中学"
    assert order["agency"]["id"] == str(world.agencies["lixia"])
    assert [hazard["id"] for hazard in order["hazards"]] == body["hazard_ids"]
    assert {hazard["state"] for hazard in order["hazards"]} == {"found"}
    assert order["deadline_on"] == (clock.today() + timedelta(days=15)).isoformat()
    assert order["basis"] == {"id": "state-council-421", "title": "企业事业单位内部治安保卫条例", "article": "第十六条"}
    assert client_as("officer").get(f"{ORDERS}/{body['id']}").json == order
    assert Event.select().where((Event.kind == "order.drafted") & (Event.subject_id == body["id"])).count() == 1


def test_an_inspector_may_draft_upon_some_of_the_hazards(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    order = draft(client_as("inspector"), check, hazard_ids=check.hazard_ids[1:])
    assert [hazard["id"] for hazard in order["hazards"]] == check.hazard_ids[1:]


@pytest.mark.parametrize("persona", ["department", "head", "staff", "system_admin"])
def test_others_may_not_draft(check: FailedCheck, client_as: Callable[[str], Any], persona: str) -> None:
    assert refused(client_as(persona), order_body(check)) == (403, "forbidden")


def test_an_inspection_of_the_other_branch_is_not_found(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    assert refused(client_as("stranger"), order_body(check)) == (404, "not_found")
    assert refused(client_as("officer"), order_body(check, inspection_id=str(new_id()))) == (404, "not_found")


def test_a_department_orders_nothing_under_the_regulation(
    check: FailedCheck, app: Flask, world: World, anonymous: Any
) -> None:
    anonymous.token = officer_of(app, world.agencies["education"], world.persons["inspector_education_2"])
    assert refused(anonymous, order_body(check)) == (422, "not_police")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deadline_days": 0}, "deadline_days"),
        ({"deadline_days": 366}, "deadline_days"),
        ({"deadline_days": "15"}, "deadline_days"),
        ({"hazard_ids": []}, "hazard_ids"),
        ({"measures": " "}, "measures"),
        ({"violated": ""}, "violated"),
        ({"article": ""}, "article"),
        ({"basis_id": "x\u0000"}, "basis_id"),
        ({"decided_on": "today"}, "decided_on"),
        ({"number": "1"}, "number"),
    ],
)
def test_a_malformed_draft_names_the_field(
    check: FailedCheck, client_as: Callable[[str], Any], change: dict[str, Any], field: str
) -> None:
    answer = client_as("officer").post(ORDERS, json=order_body(check, **change))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["field"] == field


def test_a_basis_that_nobody_knows_is_not_found(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    assert refused(client_as("officer"), order_body(check, basis_id="nobody-knows")) == (404, "not_found")


@pytest.mark.clause("JN-end-a")
def test_a_basis_carries_an_order_to_its_last_day_and_no_longer(
    sender: Sender, client_as: Callable[[str], Any], connected: None
) -> None:
    """Jinan's document ran out with 2026-07-31; the same inspection, the same words, one day later."""
    with time_machine.travel("2026-07-31T08:00:00Z", tick=False):
        check = failed_check(sender, "SCH-13")
        officer = client_as("officer")
        last_day = draft(officer, check, basis_id="jinan-2021-15", article="二（三）4", hazard_ids=check.hazard_ids)
        assert last_day["decided_on"] == "2026-07-31"
    for instant in (
        "2026-07-31T15:59:59Z",
        "2026-07-31T16:00:00Z",
    ):  # the last second of the day in Beijing, and the next
        with time_machine.travel(instant, tick=False):
            body = order_body(check, basis_id="jinan-2021-15", article="二（三）4")
            answer = client_as("officer").post(ORDERS, json=body)
            if body["decided_on"] == "2026-07-31":
                assert answer.status_code == 201
            else:
                assert (answer.status_code, answer.json["code"]) == (422, "basis_not_in_force")
                assert answer.json["basis_status"] == "lapsed"
                assert answer.json["errors"][0]["field"] == "basis_id"
                assert Order.get_or_none(Order.id == body["id"]) is None
                assert draft(client_as("officer"), check)["basis"]["id"] == "state-council-421"


@pytest.mark.clause("LN-end")
@pytest.mark.parametrize(("day", "status"), [("2021-11-30", 422), ("2021-12-01", 201)])
def test_a_basis_carries_no_order_before_its_first_day(
    sender: Sender, world: World, client_as: Callable[[str], Any], connected: None, day: str, status: int
) -> None:
    Unit.update(area_code="210102").where(Unit.id == world.units["school_first"]).execute()  # as if it lay in Liaoning
    with time_machine.travel(f"{day}T04:00:00Z", tick=False):
        check = failed_check(sender, "SCH-13")
        body = order_body(check, basis_id="liaoning-2021", article="四21")
        answer = client_as("officer").post(ORDERS, json=body)
    assert answer.status_code == status
    if status == 422:
        assert (answer.json["code"], answer.json["basis_status"]) == ("basis_not_in_force", "not_yet")


def test_a_basis_of_another_province_carries_no_order(
    check: FailedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    body = order_body(check, basis_id="liaoning-2021", article="四21")
    answer = client_as("officer").post(ORDERS, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "basis_of_another_area")
    assert answer.json["errors"][0]["field"] == "basis_id"
    assert Order.get_or_none(Order.id == body["id"]) is None


@pytest.mark.clause("JN-end-a")
def test_a_decision_dated_back_to_a_lapsed_basis_is_refused(sender: Sender, client_as: Callable[[str], Any]) -> None:
    with time_machine.travel("2026-07-31T08:00:00Z", tick=False):
        check = failed_check(sender, "SCH-13")
    with time_machine.travel("2026-08-01T08:00:00Z", tick=False):
        body = order_body(check, basis_id="jinan-2021-15", article="二（三）4", decided_on="2026-07-31")
        answer = client_as("officer").post(ORDERS, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "basis_not_in_force")
    assert (answer.json["basis_status"], answer.json["day"]) == ("lapsed", "2026-08-01")


def test_the_day_of_the_decision_lies_between_the_check_and_today(
    check: FailedCheck, client_as: Callable[[str], Any]
) -> None:
    officer, today = client_as("officer"), clock.today()
    for day in (today - timedelta(days=1), today + timedelta(days=1), date(1, 1, 1), date(9999, 12, 31)):
        body = order_body(check, decided_on=day.isoformat())
        assert refused(officer, body) == (422, "decided_on_impossible")


def test_a_self_check_carries_no_order(sender: Sender, client_as: Callable[[str], Any]) -> None:
    head, visit = sender.inspector("head"), sender.visit(officers=["inspector_lin"], kind="self")
    record = make_record(head.phone, visit, officers=[], recorder_person_id=None)
    receipt = head.hand_in_whole(with_failures(record, visit, head.phone, "SCH-13"))
    check = FailedCheck(head, visit, record, receipt, ())
    assert refused(client_as("officer"), order_body(check)) == (422, "self_check_carries_no_order")


def without_unit_signature(record: dict[str, Any]) -> None:
    record["signatures"] = [one for one in record["signatures"] if one["role"] == "officer"]


def by_one_officer(record: dict[str, Any]) -> None:
    record["officers"] = record["officers"][:1]


def certificates_not_shown(record: dict[str, Any]) -> None:
    record["officers"][0]["certificate_shown"] = False


def officer_did_not_sign(record: dict[str, Any]) -> None:
    del record["signatures"][0]


@pytest.mark.parametrize(
    ("spoil", "flag"),
    [
        (without_unit_signature, "unit_signature_missing"),
        (by_one_officer, "officers_too_few"),
        (certificates_not_shown, "certificate_not_shown"),
        (officer_did_not_sign, "officer_signature_missing"),
    ],
)
def test_an_inspection_whose_procedure_is_broken_carries_no_order(
    sender: Sender, client_as: Callable[[str], Any], spoil: Callable[[dict[str, Any]], None], flag: str
) -> None:
    inspector, visit = sender.inspector(), sender.visit()
    record = with_failures(make_record(inspector.phone, visit), visit, inspector.phone, "SCH-13")
    spoil(record)
    check = FailedCheck(inspector, visit, record, inspector.hand_in_whole(record), ())
    answer = client_as("officer").post(ORDERS, json=order_body(check))
    assert (answer.status_code, answer.json["code"], answer.json["flags"]) == (422, "inspection_unfit", [flag])


def test_hazards_of_another_inspection_are_refused(
    check: FailedCheck, sender: Sender, client_as: Callable[[str], Any]
) -> None:
    other = failed_check(sender, "SCH-06")
    body = order_body(check, hazard_ids=[*check.hazard_ids, *other.hazard_ids])
    answer = client_as("officer").post(ORDERS, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "hazard_elsewhere")
    assert answer.json["hazard_ids"] == other.hazard_ids


def test_a_hazard_that_was_ordered_is_not_ordered_again(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    assert sign(officer, draft(officer, check, hazard_ids=check.hazard_ids[:1])["id"]).status_code == 202
    assert refused(officer, order_body(check)) == (422, "hazard_not_open")
    assert draft(officer, check, hazard_ids=check.hazard_ids[1:])["state"] == "draft"


def test_a_draft_may_wait_for_photos(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector, visit = sender.inspector(), sender.visit()
    record = with_failures(make_record(inspector.phone, visit), visit, inspector.phone, "SCH-13")
    check = FailedCheck(inspector, visit, record, inspector.hand_in(record).json, ())
    order = draft(client_as("officer"), check)
    answer = client_as("officer").get(f"{ORDERS}/{order['id']}/preview")
    assert (answer.status_code, answer.json["code"]) == (422, "inspection_awaits_media")


def test_sent_twice_it_is_drafted_once(check: FailedCheck, client_as: Callable[[str], Any], connected: None) -> None:
    officer, body = client_as("officer"), order_body(check)
    first, second = officer.post(ORDERS, json=body), officer.post(ORDERS, json=body)
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert OrderHazard.select().where(OrderHazard.order_id == body["id"]).count() == 2
    assert Event.select().where((Event.kind == "order.drafted") & (Event.subject_id == body["id"])).count() == 1


def test_a_hazard_named_twice_is_listed_once(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    order = draft(client_as("officer"), check, hazard_ids=check.hazard_ids[:1] * 2)
    assert [hazard["id"] for hazard in order["hazards"]] == check.hazard_ids[:1]


@pytest.mark.parametrize(
    "change", [{"deadline_days": 20}, {"measures": "别的措施"}, {"article": "第十九条"}, {"violated": "第九条"}]
)
def test_other_content_under_a_known_id_is_a_conflict_and_the_first_stays(
    check: FailedCheck, client_as: Callable[[str], Any], change: dict[str, Any]
) -> None:
    officer, body = client_as("officer"), order_body(check)
    first = officer.post(ORDERS, json=body).json
    assert refused(officer, {**body, **change}) == (409, "resubmission_conflict")
    assert refused(client_as("inspector"), body) == (409, "resubmission_conflict")
    assert officer.get(f"{ORDERS}/{body['id']}").json == first
