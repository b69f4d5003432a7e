"""An honour is taken back: whoever checks its certificate reads that it was revoked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.commendations import Course
from tests.factories.hazards import refusal

Json = dict[str, Any]


@pytest.mark.clause("JN-3.5a")
def test_verifying_says_valid_before_and_revoked_after(
    decided: Course, run_jobs: Callable[[], int], anonymous: Any, connected: None
) -> None:
    run_jobs()
    unit, person = decided.honours()
    token = unit["paper"]["verify_url"].rsplit("/", 1)[-1]
    assert anonymous.get(f"/api/v1/verifications/{token}").json["verdict"] == "valid"
    answer = decided.revoke(unit)
    assert (answer.status_code, answer.json["state"]) == (201, "revoked")
    assert answer.json["revocation"]["reason"] == "弄虚作假"
    assert anonymous.get(f"/api/v1/verifications/{token}").json["verdict"] == "revoked"
    page = anonymous.get(f"/commendations/{decided.round['id']}").get_data(as_text=True)
    assert page.count("已撤销") == 1
    assert decided.read()["certificates"]["revoked"] == 1
    assert decided.honours()[1]["paper"]["state"] == person["paper"]["state"] == "signed"
    assert Event.select().where((Event.kind == "honour.revoked") & (Event.subject_id == unit["id"])).count() == 1


def test_one_revoked_before_its_certificate_was_made_never_gets_a_valid_one(
    decided: Course, run_jobs: Callable[[], int]
) -> None:
    unit = decided.honours()[0]
    assert decided.revoke(unit).status_code == 201
    run_jobs()
    made = decided.honours()[0]
    assert made["state"] == "revoked"
    assert made["paper"] is None or made["paper"]["state"] == "revoked"


@pytest.mark.parametrize(
    ("persona", "status"), [("officer", 403), ("other_leader", 404), ("city_leader", 403), ("head", 403)]
)
def test_others_cannot_revoke(decided: Course, persona: str, status: int) -> None:
    assert decided.revoke(decided.honours()[0], persona).status_code == status
    assert decided.honours()[0]["state"] == "given"


def test_a_reason_and_the_password_are_asked_for(decided: Course) -> None:
    honour = decided.honours()[0]
    answer = decided.revoke(honour, reason=" ")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")
    assert refusal(decided.revoke(honour, password="Wrong-password-1")) == (422, "password_refused")
    assert decided.revoke({"id": new_id()}).status_code == 404


def test_sent_twice_it_is_revoked_once(decided: Course, run_jobs: Callable[[], int], connected: None) -> None:
    run_jobs()
    honour = decided.honours()[0]
    assert decided.revoke(honour).json == decided.revoke(honour).json
    assert Event.select().where(Event.kind == "honour.revoked").count() == 1
    assert refusal(decided.revoke(honour, reason="别的理由")) == (409, "honour_already_revoked")
