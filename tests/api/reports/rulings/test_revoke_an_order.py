"""A signed order is taken back: its document is revoked for everybody to see, its hazards are found again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.backends import Backend
from tests.factories.orders import ORDERS, draft, revoke, sign
from tests.factories.records import FailedCheck, Json, Sender, failed_check


@pytest.fixture
def both(
    backend: Backend, sender: Sender, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> tuple[FailedCheck, Json]:
    """An inspection and the order upon it, its paper made."""

    def make() -> tuple[FailedCheck, Json]:
        check, officer = failed_check(sender, "SCH-13"), client_as("officer")
        order = draft(officer, check)
        assert sign(officer, order["id"]).status_code == 202
        run_jobs()
        made: Json = officer.get(f"{ORDERS}/{order['id']}").json
        assert made["state"] == "issued"
        return check, made

    return backend.keep("an issued order", make)


@pytest.fixture
def check(sender: Sender) -> FailedCheck:
    return failed_check(sender, "SCH-13")


@pytest.fixture
def issued(both: tuple[FailedCheck, Json]) -> Json:
    """ORDER, its paper made."""
    return both[1]


def test_a_revoked_order_says_why_and_its_document_is_revoked_for_everybody(
    issued: Json, client_as: Callable[[str], Any], anonymous: Any, connected: None
) -> None:
    answer = revoke(client_as("officer"), issued["id"])
    assert (answer.status_code, answer.json["state"]) == (201, "revoked")
    assert answer.json["revocation"]["reason"] == "责任单位认定有误"
    assert answer.json["number"] == issued["number"]
    assert client_as("officer").get(f"{ORDERS}/{issued['id']}").json == answer.json
    public = anonymous.get(f"/api/v1/verifications/by-hash/{issued['document']['sha256']}").json
    assert public["verdict"] == "revoked"
    assert Event.select().where((Event.kind == "order.revoked") & (Event.subject_id == issued["id"])).count() == 1


@pytest.mark.clause("JN-2.2.6a")
def test_its_hazards_are_found_again_and_may_be_ordered_anew(
    both: tuple[FailedCheck, Json], client_as: Callable[[str], Any]
) -> None:
    (check, issued), officer = both, client_as("officer")
    revoke(officer, issued["id"])
    hazard = officer.get(f"/api/v1/hazards/{check.hazard_ids[0]}").json
    assert (hazard["state"], hazard["order_id"]) == ("found", None)
    assert [step["event"] for step in hazard["history"]] == ["found", "ordered", "order_revoked"]
    assert hazard["history"][-1]["detail"] == "责任单位认定有误"
    anew = sign(officer, draft(officer, check)["id"]).json
    assert anew["hazards"][0]["state"] == "ordered"
    assert anew["number"] != issued["number"]


@pytest.mark.parametrize(("persona", "status"), [("inspector", 403), ("head", 403), ("stranger", 404)])
def test_others_cannot_revoke(issued: Json, client_as: Callable[[str], Any], persona: str, status: int) -> None:
    assert revoke(client_as(persona), issued["id"]).status_code == status
    assert client_as("officer").get(f"{ORDERS}/{issued['id']}").json["state"] == "issued"


def test_an_unknown_order_is_not_found(client_as: Callable[[str], Any]) -> None:
    assert revoke(client_as("officer"), new_id()).status_code == 404


def test_a_reason_and_the_password_are_asked_for(issued: Json, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    answer = revoke(officer, issued["id"], reason=" ")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")
    answer = revoke(officer, issued["id"], password="Wrong-password-1")
    assert (answer.status_code, answer.json["code"]) == (422, "password_refused")


def test_a_draft_cannot_be_revoked(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    answer = revoke(officer, draft(officer, check)["id"])
    assert (answer.status_code, answer.json["code"]) == (422, "order_not_signed")


def test_while_the_paper_is_being_made_it_cannot_be_revoked(
    check: FailedCheck, client_as: Callable[[str], Any]
) -> None:
    officer = client_as("officer")
    order = sign(officer, draft(officer, check)["id"]).json
    answer = revoke(officer, order["id"])
    assert (answer.status_code, answer.json["code"]) == (409, "document_not_signed")
    assert officer.get(f"{ORDERS}/{order['id']}").json == order


def test_sent_twice_it_is_revoked_once(issued: Json, client_as: Callable[[str], Any], connected: None) -> None:
    officer = client_as("officer")
    first, second = revoke(officer, issued["id"]), revoke(officer, issued["id"])
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert Event.select().where((Event.kind == "order.revoked") & (Event.subject_id == issued["id"])).count() == 1


def test_another_reason_afterwards_is_a_conflict_and_the_first_stays(
    issued: Json, client_as: Callable[[str], Any]
) -> None:
    officer = client_as("officer")
    first = revoke(officer, issued["id"]).json
    answer = revoke(officer, issued["id"], reason="别的理由")
    assert (answer.status_code, answer.json["code"]) == (409, "order_already_revoked")
    assert officer.get(f"{ORDERS}/{issued['id']}").json == first


def test_what_was_revoked_is_neither_signed_nor_revised(issued: Json, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    revoke(officer, issued["id"])
    answer = sign(officer, issued["id"])
    assert (answer.status_code, answer.json["code"]) == (422, "order_not_draft")
