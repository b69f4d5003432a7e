"""The service of a paper is recorded on the spot: taken once, with what the phone's signatures prove."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mobile_api.clock.queries import clock_reading
from mobile_api.deliveries.rules import shot_claim
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database
from server.core.events import verify_chain
from server.core.ids import new_id
from server.web.signin.queries import actor_by_account
from tests.backends import Backend
from tests.factories.deliveries import DELIVERIES, DUE, delivery_body, serve, signed_order
from tests.factories.files import delivered_photo
from tests.factories.phone import Phone
from tests.factories.records import Json, Sender
from tests.world import World

PUSH = "/api/v1/mobile/deliveries"
POSITION = {"lat": 36.6664, "lon": 117.0334, "accuracy_metres": 12.5, "at": "2026-01-05T01:00:00Z"}


@pytest.fixture
def order(world: World, client_as: Callable[[str], Any], run_jobs: Callable[[], int], backend: Backend) -> Json:
    return backend.keep(
        "a signed order", lambda: signed_order(Sender(world, client_as), client_as("officer"), run_jobs)
    )


@pytest.fixture
def token(app: Any, world: World) -> Json:
    with database.connection_context():
        reading = clock_reading(app.config["INSTALLATION_SECRET"], actor_by_account(world.people["officer"].account_id))
    return {"token": reading["token"], "elapsed_ms": 0}


def record_of(phone: Phone, client: Any, world: World, order: Json, **changes: Any) -> Json:
    """Handed over now, with the receiver's signature on the screen and one photo; then the changes."""
    files = [delivered_photo(client, 5, "photo"), delivered_photo(client, 6, "signature")]
    now = clock.to_text(clock.now())
    record = {
        **delivery_body(client, world, files=files),
        "schema": 1,
        "document_id": order["id"],
        "device_id": str(phone.id),
        "recorded_at": now,
        "clock": None,
        "photos": [
            {
                "sha256": files[0]["sha256"], "purpose": "photo", "taken_at": now, "elapsed_ms": None,
                "source": "live", "position": POSITION,
            }
        ],
        **changes,
    }  # fmt: skip
    for shot in record["photos"]:
        shot["signature"] = phone.sign(shot_claim(record, shot))
    return record


def test_it_is_served_with_what_the_phone_proves(
    enrol: Any, order: Json, world: World, token: Json, run_jobs: Callable[[], int], connected: None
) -> None:
    client, phone = enrol("officer")
    record = record_of(phone, client, world, order, clock=token)
    made = client.post(PUSH, json=phone.push(record))
    assert made.status_code == 201, made.json
    assert {name: made.json[name] for name in ("way", "receiver", "place")} == {
        "way": "direct", "receiver": "孙珺", "place": "单位传达室",
    }  # fmt: skip
    assert [file["purpose"] for file in made.json["files"]] == ["photo", "signature"]
    assert made.json["proof"] == {
        "device_name": "试验手机", "device_active": True, "record_hash": content_hash(record),
        "signature_valid": True, "photos": 1, "photos_signed": 1,
        "clock_offset_seconds": pytest.approx(0, abs=60), "clock_token_valid": True,
    }  # fmt: skip
    assert client.get(DUE).json["items"] == []
    run_jobs()
    assert client.get(f"{DELIVERIES}/{made.json['id']}").json["receipt"]["state"] == "signed"
    assert verify_chain().ok


def test_sent_twice_it_is_one_and_other_content_is_refused(enrol: Any, order: Json, world: World) -> None:
    client, phone = enrol("officer")
    record = record_of(phone, client, world, order)
    first, again = (client.post(PUSH, json=phone.push(record)) for _ in range(2))
    assert (first.status_code, again.status_code, again.json) == (201, 201, first.json)
    other = client.post(PUSH, json=phone.push({**record, "place": "别处"}))
    assert (other.status_code, other.json["code"]) == (409, "resubmission_conflict")
    fresh = client.post(PUSH, json=phone.push(record_of(phone, client, world, order)))
    assert (fresh.status_code, fresh.json["code"]) == (409, "paper_already_delivered")


def test_what_was_changed_after_the_shutter_is_kept_and_said(enrol: Any, order: Json, world: World) -> None:
    client, phone = enrol("officer")
    record = record_of(phone, client, world, order)
    record["photos"][0]["taken_at"] = clock.to_text(clock.now() - timedelta(days=1))
    push = phone.push(record)
    push["record"] = {**record, "note": "改过"}
    proof = client.post(PUSH, json=push).json["proof"]
    assert (proof["signature_valid"], proof["photos"], proof["photos_signed"]) == (False, 1, 0)


def test_a_service_without_its_proof_is_refused_with_the_field(enrol: Any, order: Json, world: World) -> None:
    client, phone = enrol("officer")
    lacking = record_of(phone, client, world, order, way="left", refusal="", photos=[])
    refused = client.post(PUSH, json=phone.push(lacking))
    assert (refused.status_code, refused.json["code"]) == (422, "delivery_proof_missing")
    assert [one["field"] for one in refused.json["errors"]] == ["refusal", "witness"]
    assert client.get(DELIVERIES).json["items"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"schema": 2}, "record.schema"),
        ({"recorded_at": "yesterday"}, "record.recorded_at"),
        ({"files": []}, "record.photos"),
        ({"device_id": str(new_id())}, "signature.device_id"),
    ],
)
def test_what_is_malformed_is_refused(changes: Json, field: str, enrol: Any, order: Json, world: World) -> None:
    client, phone = enrol("officer")
    refused = client.post(PUSH, json=phone.push({**record_of(phone, client, world, order), **changes}))
    assert refused.status_code == 422, refused.json
    assert [one["field"] for one in refused.json["errors"]] == [field]


def test_strangers_serve_nothing_and_nobody_with_anothers_phone(
    enrol: Any, order: Json, world: World, client_as: Callable[[str], Any]
) -> None:
    client, phone = enrol("officer")
    other, theirs = enrol("stranger")
    assert other.post(PUSH, json=theirs.push(record_of(theirs, other, world, order))).status_code == 404
    unknown = client_as("second_officer")
    refused = unknown.post(PUSH, json=phone.push(record_of(phone, unknown, world, order)))
    assert (refused.status_code, refused.json["code"]) == (422, "unknown_device")
    assert client_as("head").post(PUSH, json=phone.push(record_of(phone, client, world, order))).status_code == 403
    assert client.get(DUE).json["items"] != []


def test_papers_i_signed_are_told_apart(order: Json, client_as: Callable[[str], Any], world: World) -> None:
    mine, theirs = (client_as(one).get(f"{DUE}?mine=true").json["items"] for one in ("officer", "third_officer"))
    assert [row["document"]["id"] for row in mine] == [order["id"]]
    assert theirs == []


def test_recorded_at_the_desk_it_bears_no_proof_of_a_phone(
    order: Json, client_as: Callable[[str], Any], world: World
) -> None:
    officer = client_as("officer")
    assert serve(officer, order["id"], delivery_body(officer, world)).json["proof"] is None
