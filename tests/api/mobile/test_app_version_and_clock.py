"""Old apps are turned away without losing anything; the server's time travels as a token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from mobile_api.clock.queries import token_instant
from server.web.signin.queries import actor_by_account
from tests.world import World


@pytest.mark.parametrize("path", ["/clock", "/pull", f"/records/{'0' * 8}-0000-7000-8000-{'0' * 12}"])
def test_an_old_app_is_told_which_version_it_needs(client_as: Callable[[str], Any], path: str) -> None:
    answer = client_as("inspector").get(f"/api/v1/mobile{path}", headers={"X-Shouwang-App": "phone/0.9.9"})
    assert (answer.status_code, answer.json["code"], answer.json["minimum"]) == (426, "app_too_old", "1.0.0")
    assert answer.content_type == "application/problem+json"


def test_the_status_answers_every_version_without_an_account(anonymous: Any) -> None:
    answer = anonymous.get("/api/v1/mobile/status", headers={"X-Shouwang-App": "phone/0.0.1"})
    assert (answer.status_code, answer.json["minimum_app_version"]) == (200, "1.0.0")


@pytest.mark.parametrize("version", ["phone/1.0.0", "phone/1.0.10", "phone/2.0.0-beta", "collect/0.1", "curl"])
def test_new_enough_phones_and_other_clients_are_served(client_as: Callable[[str], Any], version: str) -> None:
    answer = client_as("inspector").get("/api/v1/mobile/clock", headers={"X-Shouwang-App": version})
    assert answer.status_code == 200


@pytest.mark.parametrize("version", ["phone/", "phone/1", "phone/one.two.three", "phone/0.99999.0"])
def test_a_phone_that_cannot_say_its_version_is_too_old(client_as: Callable[[str], Any], version: str) -> None:
    answer = client_as("inspector").get("/api/v1/mobile/clock", headers={"X-Shouwang-App": version})
    assert answer.status_code == 426


def test_the_token_holds_the_instant_to_the_microsecond_for_its_account_only(
    client_as: Callable[[str], Any], app: Any, world: World, connected: None
) -> None:
    moment = datetime(2026, 11, 22, 6, 1, 2, 123456, UTC)
    client = client_as("inspector")
    with time_machine.travel(moment, tick=False):
        client.token = app.config["TOKEN_MINT"].make(world.people["inspector"].account_id)
        answer = client.get("/api/v1/mobile/clock").json
    secret = app.config["INSTALLATION_SECRET"]
    own, other = (actor_by_account(world.people[name].account_id) for name in ("inspector", "second"))
    assert answer["server_now"] == "2026-11-22T06:01:02.123456Z"
    assert token_instant(secret, own, answer["token"]) == moment
    assert token_instant(secret, other, answer["token"]) is None
    assert token_instant(secret, own, client.token) is None, "an access token is no clock token"
    assert token_instant(secret, own, answer["token"][:-2] + "AA") is None
