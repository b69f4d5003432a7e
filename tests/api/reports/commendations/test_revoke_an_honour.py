"""An honour is taken back: whoever checks its certificate reads that it was revoked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.events import Event
from server.core.ids import new_id
from tests.factories.commendations import JINAN, Course, text_of
from tests.factories.hazards import refusal

Json = dict[str, Any]


def honour_of(course: Course, kind: str) -> Json:
    """Those of one moment stand in any order."""
    [one] = [row for row in course.honours() if row["kind"] == kind]
    return one


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


@pytest.mark.clause("JN-3.5a")
def test_a_numbered_decision_says_why_and_on_what_and_the_certificate_names_it(
    decided: Course, run_jobs: Callable[[], int], anonymous: Any
) -> None:
    run_jobs()
    unit = honour_of(decided, "unit")
    token = unit["paper"]["verify_url"].rsplit("/", 1)[-1]
    assert anonymous.get(f"/api/v1/verifications/{token}").json["document"]["revoked_by"] is None
    decided.revoke(unit)
    run_jobs()
    paper = honour_of(decided, "unit")["revocation"]["paper"]
    assert (paper["kind"], paper["state"], paper["unit_id"]) == ("honour_revocation", "signed", unit["unit_id"])
    assert [one["role"] for one in paper["signatures"]] == ["officer", "authority"]
    words = text_of(decided.client_as("leader"), paper)
    for text in (paper["number"], unit["name"], unit["title"], unit["paper"]["number"], "弄虚作假", "第十七条"):
        assert "".join(text.split()) in words
    shown = anonymous.get(f"/api/v1/verifications/{token}").json
    assert shown["document"]["revoked_by"] == paper["number"]
    assert any(paper["number"] in reason for reason in shown["reasons"])
    assert paper["number"] in anonymous.get(f"/verify/{token}").get_data(as_text=True)
    own = anonymous.get(f"/api/v1/verifications/{paper['verify_url'].rsplit('/', 1)[-1]}").json
    assert own["verdict"] == "valid"


def test_the_unit_is_told_reads_it_and_it_waits_to_be_served(decided: Course, run_jobs: Callable[[], int]) -> None:
    unit = honour_of(decided, "unit")
    decided.revoke(unit)
    run_jobs()
    head, officer = decided.client_as("head"), decided.client_as("officer")
    told = head.get(f"/api/v1/notices?subject_id={unit['id']}").json["items"]
    assert "honour_revoked" in {row["kind"] for row in told}
    [mine] = [
        row for row in head.get(f"/api/v1/units/{unit['unit_id']}/honours").json["honours"] if row["id"] == unit["id"]
    ]
    paper = mine["revocation"]["paper"]
    assert head.get(paper["pdf_url"]).data.startswith(b"%PDF")
    due = officer.get(f"/api/v1/due-deliveries?unit_id={unit['unit_id']}").json["items"]
    assert paper["number"] in {row["document"]["number"] for row in due}


def test_a_person_reads_the_own_decision_and_the_unit_does_not(decided: Course, run_jobs: Callable[[], int]) -> None:
    run_jobs()
    person = honour_of(decided, "person")
    guard, head = decided.client_as("guard"), decided.client_as("head")
    address = f"/api/v1/my/honours/{person['id']}/revocation"
    assert guard.get(address).status_code == 404
    decided.revoke(person)
    run_jobs()
    assert guard.get(address).data.startswith(b"%PDF")
    assert head.get(address).status_code == 404
    assert "honour_revoked" in {
        row["kind"] for row in guard.get(f"/api/v1/notices?subject_id={person['id']}").json["items"]
    }
    paper = honour_of(decided, "person")["revocation"]["paper"]
    assert paper["unit_id"] is None
    assert head.get(paper["pdf_url"]).status_code == 404


def test_a_basis_of_its_own_may_be_named_and_must_hold(decided: Course, run_jobs: Callable[[], int]) -> None:
    unit = honour_of(decided, "unit")
    lapsed = decided.revoke(unit, bases=[JINAN])
    assert (lapsed.status_code, lapsed.json["errors"][0]["field"]) == (422, "bases")
    assert honour_of(decided, "unit")["state"] == "given"
    own = {"basis": "state-council-421", "article": "第二十一条"}
    assert decided.revoke(unit, bases=[own]).status_code == 201
    run_jobs()
    paper = honour_of(decided, "unit")["revocation"]["paper"]
    assert "第二十一条" in text_of(decided.client_as("leader"), paper)
    assert refusal(decided.revoke(unit)) == (409, "honour_already_revoked")


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
