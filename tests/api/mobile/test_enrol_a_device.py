"""A phone registers its public key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mobile_api.enrolment.models import Device
from server.core.events import Event
from tests.factories.phone import Phone, base64url
from tests.world import World

DEVICES = "/api/v1/mobile/devices"


def test_a_new_phone_is_enrolled_and_leaves_an_event(client_as: Callable[[str], Any], connected: None) -> None:
    phone = Phone()
    answer = client_as("inspector").post(DEVICES, json=phone.enrolment)
    assert (answer.status_code, answer.json) == (201, {"id": str(phone.id), "state": "active"})
    assert Event.select().where((Event.kind == "device.enrolled") & (Event.subject_id == phone.id)).count() == 1


def test_the_same_phone_again_is_one_device(client_as: Callable[[str], Any], connected: None) -> None:
    client, phone = client_as("inspector"), Phone()
    assert client.post(DEVICES, json=phone.enrolment).status_code == 201
    newer = {**phone.enrolment, "app_version": "1.1.0"}
    assert client.post(DEVICES, json=newer).status_code == 200
    assert [device.app_version for device in Device.select().where(Device.id == phone.id)] == ["1.1.0"]


def test_another_key_or_another_account_under_the_same_id_is_a_conflict(client_as: Callable[[str], Any]) -> None:
    phone = Phone()
    client_as("inspector").post(DEVICES, json=phone.enrolment)
    other_key = {**phone.enrolment, "public_key": Phone().jwk}
    for client, body in ((client_as("inspector"), other_key), (client_as("second"), phone.enrolment)):
        answer = client.post(DEVICES, json=body)
        assert (answer.status_code, answer.json["code"]) == (409, "device_key_conflict")


def test_administrators_and_strangers_to_the_system_cannot_enrol(
    client_as: Callable[[str], Any], anonymous: Any
) -> None:
    assert client_as("system_admin").post(DEVICES, json=Phone().enrolment).status_code == 403
    assert anonymous.post(DEVICES, json=Phone().enrolment).status_code == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"crv": "P-384"}, "public_key.crv"),
        ({"x": "AAAA"}, "public_key.x"),
        ({"x": base64url(b"\1" * 32), "y": base64url(b"\2" * 32)}, "public_key"),
        ({"x": base64url(b"\xff" * 32)}, "public_key"),
    ],
)
def test_only_points_on_p256_are_keys(client_as: Callable[[str], Any], change: dict[str, str], field: str) -> None:
    phone = Phone()
    body = {**phone.enrolment, "public_key": {**phone.jwk, **change}}
    answer = client_as("inspector").post(DEVICES, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "public_key_invalid")
    assert answer.json["errors"][0]["field"] == field


def test_a_private_key_is_refused(client_as: Callable[[str], Any]) -> None:
    phone = Phone()
    body = {**phone.enrolment, "public_key": {**phone.jwk, "d": "secret"}}
    answer = client_as("inspector").post(DEVICES, json=body)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "public_key.d")


def test_a_revoked_phone_does_not_come_back_under_its_id(enrol: Any) -> None:
    client, phone = enrol()
    assert client.delete(f"{DEVICES}/{phone.id}").status_code == 204
    assert client.delete(f"{DEVICES}/{phone.id}").status_code == 204
    answer = client.post(DEVICES, json=phone.enrolment)
    assert (answer.status_code, answer.json["code"]) == (422, "device_revoked")


def test_one_account_has_a_bounded_number_of_phones(client_as: Callable[[str], Any]) -> None:
    client = client_as("inspector")
    codes = [client.post(DEVICES, json=Phone().enrolment).status_code for _ in range(21)]
    assert codes == [201] * 20 + [422]


def test_a_phone_is_revoked_by_its_owner_or_the_security_administrator_only(
    enrol: Any, client_as: Callable[[str], Any]
) -> None:
    _, phone = enrol("inspector")
    assert client_as("second").delete(f"{DEVICES}/{phone.id}").status_code == 404
    assert client_as("officer").delete(f"{DEVICES}/{phone.id}").status_code == 404
    assert client_as("security_admin").delete(f"{DEVICES}/{phone.id}").status_code == 204


def test_the_security_administrator_sees_all_phones_page_by_page(
    enrol: Any, client_as: Callable[[str], Any], world: World
) -> None:
    phones = [enrol(persona)[1] for persona in ("inspector", "second", "inspector")]
    admin = client_as("security_admin")
    first = admin.get("/api/v1/devices?limit=2").json
    second = admin.get(f"/api/v1/devices?limit=2&after={first['next']}").json
    assert [item["id"] for item in first["items"] + second["items"]] == [str(phone.id) for phone in reversed(phones)]
    assert second["next"] is None
    own = admin.get(f"/api/v1/devices?account_id={world.people['second'].account_id}&state=active").json
    assert [item["id"] for item in own["items"]] == [str(phones[1].id)]
    assert client_as("officer").get("/api/v1/devices").status_code == 403
