"""Many records at once: each gets its own answer, all share one transaction."""

from __future__ import annotations

from typing import Any

import pytest

from checklists.inspections.models import Inspection
from server.core.events import verify_chain
from tests.factories.phone import Phone, Visit, jpeg, make_record

BATCH = "/api/v1/mobile/records/batch"


def hand_in(client: Any, *pushes: Any) -> Any:
    return client.post(BATCH, json={"pushes": list(pushes)})


def test_a_bad_push_stops_no_other(enrol: Any, visit: Visit, connected: None) -> None:
    client, phone = enrol()
    good, known, late = (make_record(phone, visit) for _ in range(3))
    client.post("/api/v1/mobile/records", json=phone.push(known))
    malformed = phone.push({**make_record(phone, visit), "unit_id": "seven"})
    stranger = Phone()
    answer = hand_in(
        client,
        phone.push(good),
        malformed,
        phone.push(known),
        phone.push({**known, "opinion": "改过"}),
        stranger.push(make_record(stranger, visit)),
        None,
        {"record": [], "signature": 3},
        phone.push(late),
    )
    assert answer.status_code == 200
    results = answer.json["results"]
    assert [result["status"] for result in results] == [201, 422, 200, 409, 422, 422, 422, 201]
    assert [(result["problem"] or {}).get("code") for result in results] == [
        None,
        "invalid",
        None,
        "record_conflict",
        "unknown_device",
        "invalid",
        "invalid",
        None,
    ]
    assert results[1]["id"] == malformed["record"]["id"]
    assert results[5]["id"] is None
    assert results[1]["problem"]["errors"][0]["field"] == "record.unit_id"
    assert results[0]["receipt"]["id"] == good["id"]
    assert Inspection.select().count() == 3
    assert verify_chain().ok


def test_the_same_record_twice_in_a_batch_is_one_row(enrol: Any, visit: Visit, connected: None) -> None:
    client, phone = enrol()
    push = phone.push(make_record(phone, visit, [jpeg(1)]))
    first, second = hand_in(client, push, push).json["results"]
    assert (first["status"], second["status"]) == (201, 200)
    assert first["receipt"] == second["receipt"]
    assert Inspection.select().count() == 1


def test_a_fault_of_ours_is_said_and_stops_no_other(
    enrol: Any, visit: Visit, connected: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mobile_api.push import services

    client, phone = enrol()
    struck, spared = make_record(phone, visit), make_record(phone, visit)
    submit = services.submit_inspection

    def fail_once(actor: Any, submission: Any, **options: Any) -> Any:
        done = submit(actor, submission, **options)
        if submission.record["id"] == struck["id"]:
            raise RuntimeError("a fault after the rows were written")
        return done

    monkeypatch.setattr(services, "submit_inspection", fail_once)
    results = hand_in(client, phone.push(struck), phone.push(spared)).json["results"]
    assert [result["status"] for result in results] == [500, 201]
    assert "未保存" in results[0]["problem"]["title"]
    assert [str(row.id) for row in Inspection.select()] == [spared["id"]]


@pytest.mark.parametrize("count", [0, 51])
def test_a_batch_has_one_to_fifty_records(enrol: Any, count: int) -> None:
    client, _ = enrol()
    answer = hand_in(client, *([{}] * count))
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "pushes")


def test_those_without_the_permission_cannot_push(client_as: Any, anonymous: Any) -> None:
    assert hand_in(client_as("audit_admin"), {}).status_code == 403
    assert hand_in(anonymous, {}).status_code == 401
