"""Somebody who learns gets an account with the mobile number and a first password that is shown once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from courses.trainees.rules import Audience
from server.core import clock
from server.core.events import Event
from server.web.signin.models import Account
from tests.factories.trainees import trained, trainee, trainee_body
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
TRAINEES = "/api/v1/trainees"
As = Callable[[str], Any]


def sign_in(client: Any, login: str, password: str) -> Any:
    return client.post("/api/v1/auth/sign-in", json={"login": login, "password": password})


def test_the_account_learns_and_does_nothing_else(client_as: As, anonymous: Any, world: World) -> None:
    row = trainee(world.units["school_first"])
    opened = client_as("staff").post(f"{TRAINEES}/{row.id}/accounts")
    assert opened.status_code == 201, opened.json
    signed = sign_in(anonymous, **opened.json)
    assert signed.status_code in {200, 201}, signed.json
    account = Account.get(Account.person_id == row.person_id)
    assert (account.roles, account.unit_id) == (["trainee"], world.units["school_first"])
    assert opened.json["password"] not in str([event.details for event in Event.select()])
    assert client_as("staff").get(f"{TRAINEES}/{row.id}").json["has_account"]
    again = client_as("staff").post(f"{TRAINEES}/{row.id}/accounts")
    assert (again.status_code, again.json["code"]) == (409, "account_exists")


def test_a_lost_password_is_replaced_and_the_old_one_ends(client_as: As, anonymous: Any, world: World) -> None:
    row = trainee(world.units["school_first"])
    first = client_as("head").post(f"{TRAINEES}/{row.id}/accounts").json
    second = client_as("head").post(f"{TRAINEES}/{row.id}/passwords")
    assert second.status_code == 201
    assert sign_in(anonymous, **first).status_code == 401
    assert sign_in(anonymous, **second.json).status_code in {200, 201}


def test_nobody_renews_the_password_of_somebody_with_an_office(client_as: As, world: World) -> None:
    row = trained(world.persons["head_school"], Audience.PRINCIPAL)
    answer = client_as("staff").post(f"{TRAINEES}/{row.id}/passwords")
    assert (answer.status_code, answer.json["code"]) == (422, "account_missing")


def test_a_used_login_and_a_missing_number_are_named(client_as: As, world: World) -> None:
    head, unit = client_as("head"), world.units["school_first"]
    body = trainee_body(unit)
    body["person"]["phone"] = world.people["officer"].login
    head.post(TRAINEES, json=body)
    used = head.post(f"{TRAINEES}/{body['id']}/accounts")
    assert (used.status_code, used.json["code"]) == (409, "login_used")
    body = trainee_body(unit)
    body["person"]["phone"] = None
    head.post(TRAINEES, json=body)
    missing = head.post(f"{TRAINEES}/{body['id']}/accounts")
    assert (missing.status_code, missing.json["code"]) == (422, "mobile_missing")
    assert client_as("stranger").post(f"{TRAINEES}/{body['id']}/accounts").status_code == 404
    assert client_as("guard").post(f"{TRAINEES}/{body['id']}/accounts").status_code == 403


def test_a_unit_that_was_left_renews_no_password(client_as: As, world: World) -> None:
    row, head = trainee(world.units["school_first"]), client_as("head")
    assert head.post(f"{TRAINEES}/{row.id}/accounts").status_code == 201
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    ended = head.post(f"{TRAINEES}/{row.id}/endings", json={"to_on": yesterday, "reason": "离职"})
    assert ended.status_code == 201, ended.json
    answer = head.post(f"{TRAINEES}/{row.id}/passwords")
    assert (answer.status_code, answer.json["code"]) == (409, "ended_already"), answer.json
