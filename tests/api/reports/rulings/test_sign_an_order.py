"""An officer decides: the order takes its number, its hazards are ordered, and a job makes the signed paper."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from checklists.hazards.models import Hazard
from reports.documents.models import Document
from reports.rulings import jobs
from reports.rulings.models import OrderSigning
from server.core import clock
from server.core.database import database
from server.core.events import Event, verify_chain
from server.core.ids import new_id
from tests.factories.orders import ORDERS, draft, officer_of, revision_of, sign
from tests.factories.phone import jpeg, make_record, upload_all
from tests.factories.records import FailedCheck, Sender, failed_check, with_failures
from tests.world import PASSWORD, World


@pytest.fixture
def check(sender: Sender) -> FailedCheck:
    return failed_check(sender, "SCH-02", "SCH-13", photos=(jpeg(1),))


def answer_of(response: Any) -> tuple[int, str]:
    return response.status_code, response.json["code"]


@pytest.mark.clause("JN-2.2.6a")
def test_a_signed_order_has_its_number_at_once_and_its_paper_soon(
    check: FailedCheck, client_as: Callable[[str], Any], run_jobs: Callable[[], int], connected: None
) -> None:
    officer = client_as("officer")
    order = draft(officer, check)
    answer = sign(officer, order["id"])
    assert (answer.status_code, answer.json["state"]) == (202, "signing")
    assert "2026" in answer.json["number"]
    assert answer.json["signed_by"] == "陈明理"
    assert [hazard["state"] for hazard in answer.json["hazards"]] == ["ordered", "ordered"]
    run_jobs()
    issued = officer.get(f"{ORDERS}/{order['id']}").json
    assert (issued["state"], issued["document"]["state"]) == ("issued", "signed")
    assert [one["role"] for one in issued["document"]["signatures"]] == ["officer", "authority"]
    paper = officer.get(issued["document"]["pdf_url"])
    assert (paper.status_code, paper.data[:5]) == (200, b"%PDF-")
    verdict = client_as("officer").get(f"/api/v1/verifications/by-hash/{issued['document']['sha256']}").json["verdict"]
    assert verdict == "valid"
    assert verify_chain().ok


@pytest.mark.clause("JN-2.2.6a")
def test_the_life_of_a_hazard_is_visible_to_bureau_and_unit(
    check: FailedCheck, client_as: Callable[[str], Any]
) -> None:
    officer = client_as("officer")
    order = sign(officer, draft(officer, check)["id"]).json
    for persona in ("officer", "head"):
        hazard = client_as(persona).get(f"/api/v1/hazards/{check.hazard_ids[0]}").json
        assert (hazard["state"], hazard["order_id"]) == ("ordered", order["id"])
        steps = [(step["event"], step["by"], step["detail"]) for step in hazard["history"]]
        assert steps == [("found", "林守义", ""), ("ordered", "陈明理", order["number"])]
    assert len(officer.get("/api/v1/hazards?state=ordered").json["items"]) == 2


@pytest.mark.parametrize(
    ("persona", "code"), [("inspector", 403), ("department", 403), ("head", 403), ("stranger", 404)]
)
def test_only_an_officer_in_reach_signs(
    check: FailedCheck, client_as: Callable[[str], Any], persona: str, code: int
) -> None:
    order = draft(client_as("officer"), check)
    assert sign(client_as(persona), order["id"]).status_code == code
    assert client_as("officer").get(f"{ORDERS}/{order['id']}").json["state"] == "draft"


def test_an_unknown_order_is_not_found(client_as: Callable[[str], Any]) -> None:
    assert sign(client_as("officer"), new_id()).status_code == 404


def test_the_password_is_asked_for_again(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    order = draft(officer, check)
    missing = officer.post(f"{ORDERS}/{order['id']}/signatures", json={})
    assert (missing.status_code, missing.json["errors"][0]["field"]) == (422, "password")
    assert answer_of(sign(officer, order["id"], "Wrong-password-1")) == (422, "password_refused")
    assert officer.get(f"{ORDERS}/{order['id']}").json["state"] == "draft"


def test_five_wrong_passwords_lock_the_signer_for_a_while(check: FailedCheck, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    order = draft(officer, check)
    for _ in range(5):
        assert answer_of(sign(officer, order["id"], "Wrong-password-1")) == (422, "password_refused")
    assert sign(officer, order["id"]).json["code"] == "account_locked"
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert sign(client_as("officer"), order["id"]).status_code == 202


def test_signed_twice_it_is_signed_once(check: FailedCheck, client_as: Callable[[str], Any], connected: None) -> None:
    officer = client_as("officer")
    order = draft(officer, check)
    first, second = sign(officer, order["id"]), sign(officer, order["id"])
    assert (first.status_code, first.json) == (second.status_code, second.json)
    assert Document.select().where(Document.subject_id == order["id"]).count() == 1
    assert Event.select().where((Event.kind == "order.signed") & (Event.subject_id == order["id"])).count() == 1


def test_signed_by_eight_at_once_it_has_one_number(
    check: FailedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    order = draft(client_as("officer"), check)
    answers = at_once(lambda client: sign(client, order["id"]), [client_as("officer") for _ in range(8)])
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.data for answer in answers}) == 1
    assert OrderSigning.select().where(OrderSigning.order_id == order["id"]).count() == 1


def test_numbers_have_no_gap_though_eight_sign_at_once_and_one_fails(
    sender: Sender, app: Flask, client_as: Callable[[str], Any], world: World, connected: None
) -> None:
    """Eight orders, two of them upon the same hazard; two signers of one bureau, in two lanes."""
    items = ("SCH-02", "SCH-04", "SCH-05", "SCH-06", "SCH-08", "SCH-09", "SCH-13")
    check = failed_check(sender, *items, photos=(jpeg(2),))
    hazards = [*check.hazard_ids, check.hazard_ids[0]]
    officer = client_as("officer")
    orders = [draft(officer, check, hazard_ids=[hazard]) for hazard in hazards]
    second = officer_of(app, world.agencies["lixia"], world.persons["inspector_zhou"])
    signers = []
    for number, order in enumerate(orders):
        client = client_as("officer")
        client.token = second if number % 2 else client.token
        signers.append((client, order["id"]))
    answers = at_once(lambda signer: sign(*signer), signers)
    assert sorted(answer.status_code for answer in answers) == [202] * 7 + [422]
    assert [answer.json["code"] for answer in answers if answer.status_code == 422] == ["hazard_not_open"]
    rows = Document.select().where(Document.kind == "rectification_order").order_by(Document.serial)
    assert [(row.serial, row.agency_id) for row in rows] == [(n, world.agencies["lixia"]) for n in range(1, 8)]
    numbers = {answer.json["number"] for answer in answers if answer.status_code == 202}
    assert numbers == {row.number for row in rows}
    assert verify_chain().ok


def at_once(act: Callable[[Any], Any], subjects: list[Any]) -> list[Any]:
    gate, answers = threading.Barrier(len(subjects)), [None] * len(subjects)

    def go(number: int) -> None:
        gate.wait()
        answers[number] = act(subjects[number])

    threads = [threading.Thread(target=go, args=(number,)) for number in range(len(subjects))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_nothing_is_decided_while_photos_are_on_their_way(sender: Sender, client_as: Callable[[str], Any]) -> None:
    inspector, visit, photos = sender.inspector(), sender.visit(), [jpeg(3)]
    record = with_failures(make_record(inspector.phone, visit, photos), visit, inspector.phone, "SCH-02")
    check = FailedCheck(inspector, visit, record, inspector.hand_in(record).json, ())
    officer = client_as("officer")
    order = draft(officer, check)
    assert answer_of(sign(officer, order["id"])) == (422, "inspection_awaits_media")
    upload_all(inspector.client, record, photos)
    assert sign(officer, order["id"]).status_code == 202


def test_a_hazard_that_another_order_took_meanwhile_stops_the_signature_and_takes_no_number(
    check: FailedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    officer = client_as("officer")
    one, other = draft(officer, check), draft(officer, check, hazard_ids=check.hazard_ids[:1])
    assert sign(officer, other["id"]).status_code == 202
    assert answer_of(sign(officer, one["id"])) == (422, "hazard_not_open")
    assert officer.get(f"{ORDERS}/{one['id']}").json["state"] == "draft"
    assert [row.serial for row in Document.select().where(Document.kind == "rectification_order")] == [1]
    assert {row.state for row in Hazard.select().where(Hazard.id == check.hazard_ids[1])} == {"found"}


def test_an_officer_whose_certificate_lapsed_cannot_sign(
    check: FailedCheck, app: Flask, world: World, client_as: Callable[[str], Any], anonymous: Any
) -> None:
    order = draft(client_as("officer"), check)
    anonymous.token = officer_of(app, world.agencies["lixia"], world.persons["inspector_expired"])
    assert answer_of(sign(anonymous, order["id"])) == (422, "signer_unqualified")


def test_a_departments_officer_cannot_sign(
    check: FailedCheck, app: Flask, world: World, client_as: Callable[[str], Any], anonymous: Any
) -> None:
    order = draft(client_as("officer"), check)
    anonymous.token = officer_of(app, world.agencies["education"], world.persons["inspector_education_2"])
    assert answer_of(sign(anonymous, order["id"])) == (422, "not_police")


def test_the_order_is_one_of_the_signers_bureau(
    check: FailedCheck, client_as: Callable[[str], Any], world: World
) -> None:
    """Drafted by the station's inspector, decided at the city: number, seal and name are the city's."""
    order = draft(client_as("station"), check)
    assert order["agency"]["id"] == str(world.agencies["lixia_pearl"])
    signed = sign(client_as("city"), order["id"]).json
    assert (
        signed["agency"] == signed["document"]["agency"] == {"id": str(world.agencies["city"]), "name": "济南市公安局"}
    )


@pytest.mark.clause("JN-end-a")
def test_a_basis_that_lapsed_between_decision_and_signature_carries_no_order(
    sender: Sender, client_as: Callable[[str], Any]
) -> None:
    with time_machine.travel("2026-07-31T08:00:00Z", tick=False):
        check = failed_check(sender, "SCH-13")
        order = draft(client_as("officer"), check, basis_id="jinan-2021-15", article="二（三）4")
    with time_machine.travel("2026-08-01T08:00:00Z", tick=False):
        signed = sign(client_as("officer"), order["id"])
    assert (signed.status_code, signed.json["code"], signed.json["day"]) == (422, "basis_not_in_force", "2026-08-01")
    with time_machine.travel("2026-07-31T15:59:00Z", tick=False):  # its last day, until midnight in Beijing
        assert sign(client_as("officer"), order["id"]).status_code == 202


def test_what_is_revised_at_the_same_moment_is_either_signed_as_seen_or_not_at_all(
    check: FailedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    officer, other = client_as("officer"), client_as("officer")
    order = draft(officer, check)
    tag = officer.get(f"{ORDERS}/{order['id']}").headers["ETag"]
    body = revision_of(order, measures="改过的措施")

    def act(what: str) -> Any:
        if what == "sign":
            return sign(officer, order["id"])
        return other.put(f"{ORDERS}/{order['id']}", json=body, headers={"If-Match": tag})

    signed, revised = at_once(act, ["sign", "revise"])
    now = officer.get(f"{ORDERS}/{order['id']}").json
    if signed.status_code == 202 and revised.status_code == 200:
        assert now["measures"] == signed.json["measures"] == "改过的措施"
    elif signed.status_code == 202:
        assert (revised.status_code, now["measures"]) in ((412, order["measures"]), (422, order["measures"]))
    else:
        assert (signed.status_code, revised.status_code, now["state"]) == (412, 200, "draft")


def test_a_job_that_was_cut_short_finishes_the_paper_when_it_runs_again(
    check: FailedCheck, client_as: Callable[[str], Any], run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: Any) -> None:
        raise RuntimeError("the worker was killed")

    officer = client_as("officer")
    order = sign(officer, draft(officer, check)["id"]).json
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "complete_document", cut)
        run_jobs()
    assert officer.get(f"{ORDERS}/{order['id']}").json["state"] == "signing"
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        run_jobs()
        issued = client_as("officer").get(f"{ORDERS}/{order['id']}").json
    assert (issued["state"], issued["number"]) == ("issued", order["number"])
    with database.connection_context():
        assert Document.select().where(Document.subject_id == order["id"]).count() == 1


def test_the_password_goes_no_further_than_the_door(
    check: FailedCheck, client_as: Callable[[str], Any], connected: None
) -> None:
    officer = client_as("officer")
    answer = sign(officer, draft(officer, check)["id"])
    assert PASSWORD not in answer.text
    assert not [event for event in Event.select() if PASSWORD in str(event.details)]
