"""A draft is changed over the version that was read; what was signed never is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from reports.rulings.models import Order
from server.core import clock
from server.core.events import Event
from server.core.ids import new_id
from tests.factories.orders import ORDERS, draft, order_body, revision_of, sign
from tests.factories.phone import jpeg
from tests.factories.records import FailedCheck, Sender, failed_check


@pytest.fixture
def check(sender: Sender) -> FailedCheck:
    return failed_check(sender, "SCH-02", "SCH-13", photos=(jpeg(1),))


def put(client: Any, order: dict[str, Any], etag: str | None, **changes: Any) -> Any:
    headers = {"If-Match": etag} if etag else {}
    return client.put(f"{ORDERS}/{order['id']}", json=revision_of(order, **changes), headers=headers)


def etag_of(client: Any, order: dict[str, Any]) -> str:
    return str(client.get(f"{ORDERS}/{order['id']}").headers["ETag"])


def test_a_revision_is_kept_with_a_new_tag_and_an_event(
    check: FailedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    officer = client_as("officer")
    order = draft(officer, check)
    tag = etag_of(officer, order)
    answer = put(officer, order, tag, deadline_days=30, hazard_ids=check.hazard_ids[::-1], measures="另行")
    assert answer.status_code == 200
    assert (answer.json["deadline_days"], answer.json["measures"]) == (30, "另行")
    assert answer.json["deadline_on"] == (clock.today() + timedelta(days=30)).isoformat()
    assert [hazard["id"] for hazard in answer.json["hazards"]] == check.hazard_ids[::-1]
    assert answer.json["version"] == order["version"] + 1
    assert answer.headers["ETag"] != tag
    assert officer.get(f"{ORDERS}/{order['id']}").json == answer.json
    assert Event.select().where((Event.kind == "order.revised") & (Event.subject_id == order["id"])).count() == 1


def test_who_did_not_say_what_they_read_is_asked_to(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    answer = put(officer, draft(officer, check), None)
    assert (answer.status_code, answer.json["code"]) == (428, "precondition_missing")


def test_who_read_an_older_version_does_not_overwrite_the_newer(
    check: FailedCheck, client_as: Callable[[str], Any]
) -> None:
    officer, inspector = client_as("officer"), client_as("inspector")
    order = draft(officer, check)
    tag = etag_of(officer, order)
    assert put(inspector, order, tag, measures="先改的").status_code == 200
    answer = put(officer, order, tag, measures="后改的")
    assert (answer.status_code, answer.json["code"]) == (412, "stale")
    assert officer.get(f"{ORDERS}/{order['id']}").json["measures"] == "先改的"


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("department", 403), ("head", 403)])
def test_out_of_reach_it_is_not_there(
    check: FailedCheck, client_as: Callable[[str], Any], persona: str, status: int
) -> None:
    officer = client_as("officer")
    order = draft(officer, check)
    assert put(client_as(persona), order, etag_of(officer, order)).status_code == status


def test_an_unknown_order_is_not_found(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    order = {**draft(client_as("officer"), check), "id": str(new_id())}
    assert put(client_as("officer"), order, '"x"').status_code == 404


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"deadline_days": 0}, "invalid", "deadline_days"),
        ({"measures": ""}, "invalid", "measures"),
        ({"basis_id": "jinan-2021-15"}, "basis_not_in_force", "basis_id"),
        ({"decided_on": "2026-01-01"}, "decided_on_impossible", "decided_on"),
        ({"hazard_ids": ["0196f000-0000-7000-8000-000000000000"]}, "hazard_elsewhere", "hazard_ids"),
    ],
)
def test_a_revision_is_held_to_the_rules_of_a_draft(
    check: FailedCheck, client_as: Callable[[str], Any], change: dict[str, Any], code: str, field: str
) -> None:
    officer = client_as("officer")
    order = draft(officer, check)
    answer = put(officer, order, etag_of(officer, order), **change)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["errors"][0]["field"] == field
    assert officer.get(f"{ORDERS}/{order['id']}").json == order


def test_a_signed_order_is_not_revised(check: FailedCheck, client_as: Callable[[str], Any], connected: None) -> None:
    officer = client_as("officer")
    order = draft(officer, check)
    seen = etag_of(officer, order)
    assert sign(officer, order["id"]).status_code == 202
    kept = Order.get_by_id(order["id"]).__data__
    stale = put(officer, order, seen, measures="签发后改")
    assert (stale.status_code, stale.json["code"]) == (412, "stale")
    answer = put(officer, order, etag_of(officer, order), measures="签发后改")
    assert (answer.status_code, answer.json["code"]) == (422, "order_not_draft")
    assert Order.get_by_id(order["id"]).__data__ == kept


def test_the_first_draft_sent_again_after_a_revision_is_the_revised_order(
    check: FailedCheck, client_as: Callable[[str], Any]
) -> None:
    officer, body = client_as("officer"), order_body(check)
    order = officer.post(ORDERS, json=body).json
    revised = put(officer, order, etag_of(officer, order), measures="改过").json
    answer = officer.post(ORDERS, json=body)
    assert (answer.status_code, answer.json) == (201, revised)
