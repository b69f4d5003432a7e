"""A signed paper is served, with its proof, and counts as served from a day."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from server.core import clock
from server.core.events import verify_chain
from server.core.ids import new_id
from tests.backends import Backend
from tests.factories.deliveries import DELIVERIES, DUE, consent, delivery_body, serve, signed_order
from tests.factories.files import delivered_photo
from tests.factories.records import Json, Sender
from tests.world import World

Jobs = Callable[[], int]


@pytest.fixture
def order(backend: Backend, sender: Sender, client_as: Callable[[str], Any], run_jobs: Jobs) -> Json:
    return backend.keep("a signed order", lambda: signed_order(sender, client_as("officer"), run_jobs))


def answer_of(response: Any) -> tuple[int, str, list[str]]:
    return response.status_code, response.json["code"], [one["field"] for one in response.json["errors"]]


def test_handed_over_it_is_served_that_day_and_a_receipt_is_signed_by_both_officers(
    order: Json, client_as: Callable[[str], Any], world: World, run_jobs: Jobs, connected: None
) -> None:
    officer = client_as("officer")
    assert [row["document"]["id"] for row in officer.get(DUE).json["items"]] == [order["id"]]
    made = serve(officer, order["id"], delivery_body(officer, world))
    assert made.status_code == 201, made.json
    assert made.json["effective_on"] == clock.today().isoformat()
    assert [one["name"] for one in made.json["officers"]] == ["陈明理", "林守义"]
    run_jobs()
    receipt = officer.get(f"{DELIVERIES}/{made.json['id']}").json["receipt"]
    assert receipt["state"] == "signed"
    assert [one["name"] for one in receipt["signatures"]][:2] == ["陈明理", "林守义"]
    assert officer.get(DUE).json["items"] == []
    assert verify_chain().ok


def test_the_unit_sees_that_it_was_served_and_is_told(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer, head = client_as("officer"), client_as("head")
    serve(officer, order["id"], delivery_body(officer, world))
    assert [row["document"]["number"] for row in head.get(DELIVERIES).json["items"]] == [order["number"]]
    told = [notice["text"] for notice in head.get("/api/v1/notices").json["items"]]
    assert f"文书已送达：{order['number']}" in told


@pytest.mark.parametrize(
    ("changes", "code", "fields"),
    [
        ({"place": "", "receiver": "", "files": []}, "delivery_proof_missing", ["place", "receiver", "files"]),
        ({"way": "left", "refusal": ""}, "delivery_proof_missing", ["refusal", "witness"]),
        ({"way": "post"}, "delivery_proof_missing", ["tracking_no"]),
        ({"way": "electronic"}, "delivery_proof_missing", ["channel", "address"]),
        ({"way": "public_notice"}, "delivery_proof_missing", ["notice_from_on"]),
        ({"way": "entrusted"}, "delivery_proof_missing", ["cause"]),
    ],
)
def test_each_way_has_its_proof(
    changes: dict[str, Any],
    code: str,
    fields: list[str],
    order: Json,
    client_as: Callable[[str], Any],
    world: World,
) -> None:
    officer = client_as("officer")
    refused = serve(officer, order["id"], delivery_body(officer, world, **changes))
    assert answer_of(refused) == (422, code, fields)


def test_one_officer_serves_nothing(order: Json, client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    alone = [str(world.persons["officer_chen"])]
    refused = serve(officer, order["id"], delivery_body(officer, world, officer_ids=alone))
    assert answer_of(refused) == (422, "delivery_officers_too_few", ["officer_ids"])
    expired = [*alone, str(world.persons["inspector_expired"])]
    refused = serve(officer, order["id"], delivery_body(officer, world, officer_ids=expired))
    assert answer_of(refused) == (422, "delivery_officers_too_few", ["officer_ids"])


def test_left_behind_it_needs_a_witness_or_a_recording(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    filmed = [delivered_photo(officer, 5, "recording")]
    body = delivery_body(officer, world, way="left", refusal="负责人拒绝签收", receiver="", files=filmed)
    made = serve(officer, order["id"], body)
    assert made.status_code == 201, made.json


def test_by_wire_only_with_a_standing_consent_for_that_address(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer, unit = client_as("officer"), world.units["school_first"]
    given = consent(officer, unit)
    wired = {"way": "electronic", "channel": "email", "address": given["address"], "files": []}
    elsewhere = serve(officer, order["id"], delivery_body(officer, world, **{**wired, "address": "other@x.example"}))
    assert answer_of(elsewhere) == (422, "delivery_consent_missing", ["address"])
    made = serve(officer, order["id"], delivery_body(officer, world, **wired))
    assert made.status_code == 201, made.json


def test_by_public_notice_it_counts_when_sixty_days_have_run(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    today = clock.today()
    posted = {"way": "public_notice", "notice_from_on": today.isoformat(), "receiver": ""}
    refused = serve(officer, order["id"], delivery_body(officer, world, **posted))
    assert answer_of(refused) == (422, "delivery_notice_without_cause", ["cause"])
    made = serve(officer, order["id"], delivery_body(officer, world, **posted, cause="两次上门均无人，邮件退回"))
    assert made.json["effective_on"] == (today + timedelta(days=60)).isoformat()


def test_it_is_served_neither_before_its_signature_nor_tomorrow(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    for moment in (clock.now() - timedelta(days=2), clock.now() + timedelta(hours=1)):
        refused = serve(officer, order["id"], delivery_body(officer, world, at=clock.to_text(moment)))
        assert answer_of(refused) == (422, "delivery_day_impossible", ["at"])


def test_sent_twice_it_is_one_and_other_content_is_refused(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    body = delivery_body(officer, world)
    first, again = serve(officer, order["id"], body), serve(officer, order["id"], body)
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    assert serve(officer, order["id"], {**body, "place": "别处"}).status_code == 409
    other = serve(officer, order["id"], delivery_body(officer, world))
    assert (other.status_code, other.json["code"]) == (409, "paper_already_delivered")


def test_two_officers_at_once_serve_it_once(app: Flask, order: Json, client_as: Any, world: World) -> None:
    clients = [client_as(persona) for persona in ("officer", "second_officer")]
    bodies = [delivery_body(client, world) for client in clients]
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda c=client, b=body: found.append(serve(c, order["id"], b).status_code))
        for client, body in zip(clients, bodies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [201, 409]


def test_strangers_see_and_serve_nothing(order: Json, client_as: Callable[[str], Any], world: World) -> None:
    officer, stranger = client_as("officer"), client_as("stranger")
    made = serve(officer, order["id"], delivery_body(officer, world)).json
    assert stranger.get(f"{DELIVERIES}/{made['id']}").status_code == 404
    assert serve(stranger, order["id"], delivery_body(stranger, world)).status_code == 404
    assert serve(client_as("head"), order["id"], {"id": str(new_id())}).status_code == 403
    assert client_as("staff").get(DELIVERIES).status_code == 403


def test_a_revoked_paper_is_not_served(order: Json, client_as: Callable[[str], Any], world: World) -> None:
    officer = client_as("officer")
    from tests.factories.orders import revoke

    assert revoke(officer, order["subject_id"]).status_code == 201
    refused = serve(officer, order["id"], delivery_body(officer, world))
    assert answer_of(refused)[:2] == (422, "paper_not_servable")


def test_the_last_day_skips_the_holidays(order: Json, client_as: Callable[[str], Any]) -> None:
    """Seven working days. Source: 行政处罚法 arts. 61, 85."""
    due = client_as("officer").get(DUE).json["items"][0]
    assert due["due_on"] > (clock.today() + timedelta(days=7)).isoformat()
    assert (due["is_late"], due["basis"]["article"]) == (False, "第六十一条")
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        assert client_as("officer").get(DUE).json["items"][0]["is_late"] is True


def test_a_wrong_record_is_voided_and_the_paper_served_anew(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    made = serve(officer, order["id"], delivery_body(officer, world)).json
    voiding = {"id": str(new_id()), "reason": "登记错了单位"}
    address = f"{DELIVERIES}/{made['id']}/voidings"
    assert client_as("second_officer").get(f"{DELIVERIES}/{made['id']}").status_code == 200
    first, again = (officer.post(address, json=voiding) for _ in range(2))
    assert (first.status_code, again.status_code, first.json["voiding"]["reason"]) == (201, 201, "登记错了单位")
    other = officer.post(address, json={**voiding, "id": str(new_id())})
    assert (other.status_code, other.json["code"]) == (409, "delivery_already_voided")
    assert serve(officer, order["id"], delivery_body(officer, world)).status_code == 201


def test_the_proof_of_a_service_is_for_both_sides_of_it(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    body = delivery_body(officer, world, files=[delivered_photo(officer, 7, "evidence")])
    [file] = serve(officer, order["id"], body).json["files"]
    for persona, status in (("officer", 200), ("head", 200), ("staff", 404), ("department", 404), ("stranger", 404)):
        found = client_as(persona).get(f"/api/v1/attachments/{file['id']}?size=original")
        assert found.status_code == status, persona
