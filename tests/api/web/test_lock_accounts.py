"""The security administrator sees accounts and locks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.core.ids import new_id
from tests.world import PASSWORD, World


@pytest.fixture
def admin(client_as: Callable[[str], Any]) -> Any:
    return client_as("security_admin")


def lock(client: Any, id: Any, **body: Any) -> Any:
    return client.post(f"/api/v1/accounts/{id}/locks", json={"locked": True, **body})


def test_accounts_are_listed_page_by_page_and_each_once(admin: Any) -> None:
    seen, after = [], None
    while True:
        answer = admin.get("/api/v1/accounts", query_string={"limit": 3, **({"after": after} if after else {})}).json
        seen += [row["login"] for row in answer["items"]]
        if not (after := answer["next"]):
            break
    assert seen == sorted(set(seen))
    assert len(seen) >= 14


def test_accounts_are_found_by_login_and_by_name(admin: Any, world: World) -> None:
    login = world.people["officer"].login
    (row,) = admin.get("/api/v1/accounts", query_string={"q": login}).json["items"]
    assert login in [item["login"] for item in admin.get(f"/api/v1/accounts?q={row['name']}").json["items"]]
    assert admin.get("/api/v1/accounts", query_string={"q": "%"}).json["items"] == []


def test_no_answer_shows_a_password_not_even_hashed(admin: Any) -> None:
    text = admin.get("/api/v1/accounts").get_data(as_text=True)
    assert "argon2" not in text
    assert "password" not in text


def test_a_lock_keeps_out_at_once_and_an_unlock_lets_in_again(admin: Any, anonymous: Any, world: World) -> None:
    persona = world.people["officer"]
    session = {"login": persona.login, "password": PASSWORD, "refresh_in": "body"}
    refresh = anonymous.post("/api/v1/auth/sign-in", json=session).json["refresh_token"]
    assert lock(admin, persona.account_id).json["state"] == "locked"
    assert anonymous.post("/api/v1/auth/sign-in", json=session).json["code"] == "account_locked"
    again = anonymous.post("/api/v1/auth/refresh", json={"refresh_token": refresh, "refresh_in": "body"})
    assert again.status_code == 401
    assert lock(admin, persona.account_id, locked=False).json["state"] == "active"
    assert anonymous.post("/api/v1/auth/sign-in", json=session).status_code == 200


def test_a_lock_asked_for_twice_is_a_lock(admin: Any, world: World) -> None:
    for _ in range(2):
        assert lock(admin, world.people["officer"].account_id).json["state"] == "locked"


def test_an_account_that_does_not_exist_is_not_found(admin: Any) -> None:
    assert lock(admin, new_id()).status_code == 404


def test_what_is_no_lock_is_refused_with_its_field(admin: Any, world: World) -> None:
    answer = lock(admin, world.people["officer"].account_id, locked="perhaps")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "locked")


@pytest.mark.parametrize("persona", ["officer", "system_admin", "audit_admin", "head"])
def test_nobody_else_sees_or_locks_accounts(persona: str, client_as: Callable[[str], Any], world: World) -> None:
    client = client_as(persona)
    assert client.get("/api/v1/accounts").status_code == 403
    assert lock(client, world.people["inspector"].account_id).status_code == 403
