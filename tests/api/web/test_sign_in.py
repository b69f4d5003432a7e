"""Signing in, refreshing and being kept out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine

from server.core import clock
from tests.world import PASSWORD, World


def enter(client: Any, login: str, password: str = PASSWORD) -> Any:
    return client.post("/api/v1/auth/sign-in", json={"login": login, "password": password, "refresh_in": "body"})


def again(client: Any, token: str) -> Any:
    return client.post("/api/v1/auth/refresh", json={"refresh_token": token, "refresh_in": "body"})


def test_right_password_gives_a_session_that_works(anonymous: Any, world: World) -> None:
    session = enter(anonymous, world.people["officer"].login)
    assert session.status_code == 200
    assert "order.sign" in session.json["me"]["permissions"]
    anonymous.token = session.json["access_token"]
    assert anonymous.get("/api/v1/me").json["login"] == world.people["officer"].login


def test_wrong_password_and_unknown_login_look_the_same(anonymous: Any, world: World) -> None:
    wrong = enter(anonymous, world.people["officer"].login, "Wrong-password-1")
    unknown = enter(anonymous, "nobody", "Wrong-password-1")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json["code"] == unknown.json["code"] == "wrong_credentials"
    assert wrong.json["title"] == "账号或密码错误"


def test_missing_field_is_named(anonymous: Any) -> None:
    answer = anonymous.post("/api/v1/auth/sign-in", json={"login": "x"})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["errors"] == [{"field": "password", "message": "必填", "code": "invalid"}]


def test_five_wrong_passwords_lock_the_account_for_a_while(anonymous: Any, world: World) -> None:
    login = world.people["officer"].login
    for _ in range(5):
        enter(anonymous, login, "Wrong-password-1")
    assert enter(anonymous, login).json["code"] == "account_locked"
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert enter(anonymous, login).status_code == 200


def test_refresh_rotates_and_a_copy_kills_the_family(anonymous: Any, world: World) -> None:
    first = enter(anonymous, world.people["officer"].login).json["refresh_token"]
    second = again(anonymous, first).json["refresh_token"]
    third = again(anonymous, second).json["refresh_token"]
    assert again(anonymous, first).json["code"] == "refresh_reused"
    assert again(anonymous, third).json["code"] == "refresh_reused"


def test_lost_reply_of_a_refresh_is_asked_for_again(anonymous: Any, world: World) -> None:
    first = enter(anonymous, world.people["officer"].login).json["refresh_token"]
    lost = again(anonymous, first).json["refresh_token"]
    retried = again(anonymous, first)
    assert retried.status_code == 200
    assert again(anonymous, lost).json["code"] == "refresh_reused"


def test_expired_access_token_is_told_apart_from_a_wrong_one(anonymous: Any, client_as: Callable[[str], Any]) -> None:
    client = client_as("officer")
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert client.get("/api/v1/me").json["code"] == "token_expired"
    anonymous.token = "not.a.token"
    assert anonymous.get("/api/v1/me").json["code"] == "token_invalid"
    anonymous.token = None
    assert anonymous.get("/api/v1/me").json["code"] == "unauthenticated"


def test_lock_by_the_security_administrator_holds_at_once(client_as: Callable[[str], Any], world: World) -> None:
    officer, admin = client_as("officer"), client_as("security_admin")
    assert officer.get("/api/v1/me").status_code == 200
    target = world.people["officer"].account_id
    assert admin.post(f"/api/v1/accounts/{target}/locks", json={"locked": True}).status_code == 200
    assert officer.get("/api/v1/me").status_code == 401


def test_officer_may_not_lock_accounts(client_as: Callable[[str], Any], world: World) -> None:
    target = world.people["inspector"].account_id
    answer = client_as("officer").post(f"/api/v1/accounts/{target}/locks", json={"locked": True})
    assert answer.status_code == 403
    assert answer.json["code"] == "forbidden"


def test_new_password_must_be_strong_and_ends_other_sessions(anonymous: Any, world: World) -> None:
    session = enter(anonymous, world.people["officer"].login).json
    anonymous.token = session["access_token"]
    weak = anonymous.post("/api/v1/me/password", json={"old": PASSWORD, "new": "short"})
    assert (weak.status_code, weak.json["code"]) == (422, "password_too_weak")
    strong = anonymous.post("/api/v1/me/password", json={"old": PASSWORD, "new": "Baotu-spring-72"})
    assert strong.status_code == 204
    assert again(anonymous, session["refresh_token"]).status_code == 401
