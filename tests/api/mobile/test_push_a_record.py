"""A record is handed in: taken once however often it comes, with what its signatures and clock prove."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from checklists.inspections.models import Inspection
from mobile_api.clock.queries import clock_reading
from server.core import clock
from server.core.canonical import content_hash
from server.core.events import Event, verify_chain
from server.core.ids import new_id
from server.web.signin.queries import actor_by_account
from tests.factories.phone import Phone, Visit, base64url, jpeg, make_photo, make_record, upload, upload_all
from tests.world import World

RECORDS = "/api/v1/mobile/records"


def codes(answer: Any) -> list[str]:
    return [flag["code"] for flag in answer.json["flags"]]


def test_a_record_waits_for_its_files_and_is_complete_with_the_last(enrol: Any, visit: Visit, connected: None) -> None:
    client, phone = enrol()
    photos = [jpeg(1), jpeg(2)]
    record = make_record(phone, visit, photos)
    answer = client.post(RECORDS, json=phone.push(record))
    assert answer.status_code == 201
    receipt = answer.json
    assert (receipt["id"], receipt["record_hash"]) == (record["id"], content_hash(record))
    assert receipt["state"] == "awaiting_media"
    assert set(receipt["missing"]) == {
        *(photo["sha256"] for photo in record["photos"]),
        *(signature["image"]["sha256"] for signature in record["signatures"]),
    }
    assert receipt["flags"] == []
    upload(client, photos[0])
    assert len(client.get(f"{RECORDS}/{record['id']}").json["missing"]) == len(receipt["missing"]) - 1
    upload_all(client, record, photos)
    now = client.get(f"{RECORDS}/{record['id']}").json
    assert (now["state"], now["missing"], now["received_at"]) == ("complete", [], receipt["received_at"])
    assert verify_chain().ok


def test_photos_that_came_before_their_record_count(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    photos = [jpeg(3)]
    record = make_record(phone, visit, photos)
    upload_all(client, record, photos)
    assert client.post(RECORDS, json=phone.push(record)).json["state"] == "complete"


def test_a_photo_that_only_another_account_delivered_is_still_missing(
    enrol: Any, client_as: Callable[[str], Any], visit: Visit
) -> None:
    client, phone = enrol()
    photo = jpeg(4)
    upload(client_as("second"), photo)
    receipt = client.post(RECORDS, json=phone.push(make_record(phone, visit, [photo]))).json
    assert make_photo(photo, clock.now())["sha256"] in receipt["missing"]


def test_a_failed_item_makes_a_hazard(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    photo = jpeg(5)
    record = make_record(phone, visit, [photo])
    failed = {"value": "fail", "note": "未演练", "photos": [record["photos"][0]["sha256"]]}
    record["answers"]["SCH-13"] = failed
    hazards = client.post(RECORDS, json=phone.push(record)).json["hazards"]
    assert [hazard["item_id"] for hazard in hazards] == ["SCH-13"]


def test_sent_twice_it_is_one_row_with_the_same_receipt(enrol: Any, visit: Visit, connected: None) -> None:
    client, phone = enrol()
    push = phone.push(make_record(phone, visit, [jpeg(6)]))
    first, second = client.post(RECORDS, json=push), client.post(RECORDS, json=push)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert Inspection.select().count() == 1
    assert Event.select().where(Event.kind == "inspection.submitted").count() == 1


def test_the_same_record_written_otherwise_is_the_same(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    push = phone.push(make_record(phone, visit))
    client.post(RECORDS, json=push)
    shuffled = json.dumps({"signature": push["signature"], "record": dict(reversed(push["record"].items()))}, indent=1)
    answer = client.post(RECORDS, data=shuffled, content_type="application/json")
    assert answer.status_code == 200


def test_other_content_under_a_known_id_is_a_conflict_and_the_first_stays(
    enrol: Any, visit: Visit, connected: None
) -> None:
    client, phone = enrol()
    record = make_record(phone, visit)
    client.post(RECORDS, json=phone.push(record))
    answer = client.post(RECORDS, json=phone.push({**record, "opinion": "事后改的"}))
    assert (answer.status_code, answer.json["code"]) == (409, "record_conflict")
    assert Inspection.get_by_id(record["id"]).record["opinion"] == ""


def test_what_was_changed_after_signing_is_kept_and_flagged(enrol: Any, visit: Visit, connected: None) -> None:
    client, phone = enrol()
    push = phone.push(make_record(phone, visit))
    push["record"]["opinion"] = "签名之后加的一句"
    answer = client.post(RECORDS, json=push)
    assert (answer.status_code, codes(answer)) == (201, ["signature_invalid"])
    assert not Inspection.get_by_id(push["record"]["id"]).signature_valid


def test_a_signature_of_another_key_is_flagged(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    stranger = Phone(id=phone.id)
    answer = client.post(RECORDS, json=stranger.push(make_record(phone, visit)))
    assert codes(answer) == ["signature_invalid"]


@pytest.mark.parametrize("change", ["sha256", "taken_at", "item", "position", "signature", "elapsed_ms"])
def test_a_photo_whose_claim_was_changed_after_the_shutter_is_flagged(enrol: Any, visit: Visit, change: str) -> None:
    client, phone = enrol()
    record = make_record(phone, visit, [jpeg(7), jpeg(8)])
    changed = {
        "sha256": "0" * 64,
        "taken_at": clock.to_text(clock.now() - timedelta(days=1)),
        "item": "SCH-01",
        "position": {"lat": 1.5, "lon": 2.5, "accuracy_metres": 3.0, "at": None},
        "signature": base64url(b"\1" * 64),
        "elapsed_ms": 12,
    }
    record["photos"][1][change] = changed[change]
    answer = client.post(RECORDS, json=phone.push(record))
    assert (answer.status_code, codes(answer)) == (201, ["photo_signature_invalid"])


def test_a_photo_moved_into_another_record_is_flagged(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    record = make_record(phone, visit, [jpeg(9)])
    answer = client.post(RECORDS, json=phone.push({**record, "id": str(new_id())}))
    assert codes(answer) == ["photo_signature_invalid"]


def test_a_device_nobody_enrolled_is_told_to_enrol(client_as: Callable[[str], Any], enrol: Any, visit: Visit) -> None:
    phone = Phone()
    answer = client_as("inspector").post(RECORDS, json=phone.push(make_record(phone, visit)))
    assert (answer.status_code, answer.json["code"]) == (422, "unknown_device")
    _, of_another = enrol("second")
    answer = client_as("inspector").post(RECORDS, json=of_another.push(make_record(of_another, visit)))
    assert (answer.status_code, answer.json["code"]) == (422, "unknown_device")


def test_the_signing_device_must_be_the_one_of_the_record(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    answer = client.post(RECORDS, json=phone.push(make_record(Phone(), visit)))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "signature.device_id")


def test_a_record_of_a_revoked_device_is_kept_and_flagged(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    record = make_record(phone, visit)
    client.delete(f"/api/v1/mobile/devices/{phone.id}")
    answer = client.post(RECORDS, json=phone.push(record))
    assert (answer.status_code, codes(answer)) == (201, ["device_revoked"])


def test_a_unit_of_another_district_is_not_found(enrol: Any, visit: Visit, connected: None) -> None:
    client, phone = enrol("stranger")
    answer = client.post(RECORDS, json=phone.push(make_record(phone, visit)))
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert Inspection.select().count() == 0


def test_receipts_are_for_those_in_reach(enrol: Any, client_as: Callable[[str], Any], visit: Visit) -> None:
    client, phone = enrol()
    record = make_record(phone, visit)
    client.post(RECORDS, json=phone.push(record))
    assert client_as("stranger").get(f"{RECORDS}/{record['id']}").status_code == 404
    assert client.get(f"{RECORDS}/{new_id()}").status_code == 404


def test_those_without_the_permission_cannot_push(
    client_as: Callable[[str], Any], anonymous: Any, visit: Visit
) -> None:
    push = Phone().push(make_record(Phone(), visit))
    assert client_as("system_admin").post(RECORDS, json=push).status_code == 403
    assert anonymous.post(RECORDS, json=push).status_code == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit_id": "seven"}, "record.unit_id"),
        ({"answers": {"SCH-01": {"value": [1]}}}, "record.answers.SCH-01.value.value"),
        ({"started_at": "yesterday"}, "record.started_at"),
        ({"surprise": 1}, "record.surprise"),
        ({"schema": 2}, "record.schema"),
    ],
)
def test_a_malformed_record_is_refused_with_the_field(
    enrol: Any, visit: Visit, change: dict[str, Any], field: str, connected: None
) -> None:
    client, phone = enrol()
    answer = client.post(RECORDS, json=phone.push({**make_record(phone, visit), **change}))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert field.startswith(answer.json["errors"][0]["field"].replace(".value.value", ".value"))
    assert Inspection.select().count() == 0


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "9007199254740993123"])
def test_numbers_without_one_canonical_text_are_refused(enrol: Any, visit: Visit, number: str) -> None:
    client, phone = enrol()
    push = phone.push({**make_record(phone, visit), "facts": {"headcount": 4711}})
    body = json.dumps(push).replace("4711", number)
    answer = client.post(RECORDS, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "record")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"record":' * 3000, b"\xff\xfe{"])
def test_a_truncated_or_strange_body_is_a_problem_in_chinese(enrol: Any, body: Any) -> None:
    client, _ = enrol()
    answer = client.post(RECORDS, data=body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.content_type == "application/problem+json"
    assert any("\u4e00" <= character <= "\u9fff" for character in answer.json["detail"])


def test_an_oversized_record_is_refused(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    record = make_record(phone, visit, opinion="长" * 800_000)
    answer = client.post(RECORDS, json=phone.push(record))
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_an_unknown_template_version_is_refused(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    elsewhere = replace(visit, version={**visit.version, "id": new_id()})
    answer = client.post(RECORDS, json=phone.push(make_record(phone, elsewhere)))
    assert (answer.status_code, answer.json["code"]) == (422, "unknown_template_version")


def anchored(client: Any, phone: Phone, visit: Visit, elapsed: timedelta | None, **changes: Any) -> Any:
    token = client.get("/api/v1/mobile/clock").json["token"]
    milliseconds = None if elapsed is None else int(elapsed.total_seconds() * 1000)
    record = make_record(phone, visit, [jpeg(10)], clock={"token": token, "elapsed_ms": milliseconds}, **changes)
    return client.post(RECORDS, json=phone.push(record))


def test_a_true_clock_with_its_token_is_not_flagged(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    assert codes(anchored(client, phone, visit, timedelta(seconds=1))) == []


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_two_days_off_is_kept_and_flagged(enrol: Any, visit: Visit, days: int) -> None:
    client, phone = enrol()
    claimed = clock.to_text(clock.now() + timedelta(days=days))
    answer = anchored(client, phone, visit, timedelta(minutes=1), recorded_at=claimed)
    assert (answer.status_code, codes(answer)) == (201, ["clock_off"])


def test_a_clock_from_before_its_own_token_is_flagged_without_elapsed_time(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    claimed = clock.to_text(clock.now() - timedelta(days=2))
    assert codes(anchored(client, phone, visit, None, recorded_at=claimed)) == ["clock_off"]


def test_a_clock_ahead_of_the_server_is_flagged_without_any_token(enrol: Any, visit: Visit) -> None:
    client, phone = enrol()
    record = make_record(phone, visit, recorded_at=clock.to_text(clock.now() + timedelta(days=2)))
    assert codes(client.post(RECORDS, json=phone.push(record))) == ["clock_off"]


def test_a_token_of_another_account_or_of_nobody_is_flagged(
    enrol: Any, visit: Visit, app: Any, world: World, connected: None
) -> None:
    client, phone = enrol()
    other = actor_by_account(world.people["second"].account_id)
    foreign = clock_reading(app.config["INSTALLATION_SECRET"], other)["token"]
    for token in (foreign, "made.up.token"):
        record = make_record(phone, visit, clock={"token": token, "elapsed_ms": 5})
        assert codes(client.post(RECORDS, json=phone.push(record))) == ["clock_token_invalid"]
