"""Ending a sign-in, by token and by cookie."""

from __future__ import annotations

from typing import Any

from server.core.database import database
from server.core.events import Event
from tests.world import PASSWORD, World

COOKIE = "shouwang_refresh"


def enter(client: Any, world: World, where: str, persona: str = "officer") -> Any:
    login = world.people[persona].login
    answer = client.post("/api/v1/auth/sign-in", json={"login": login, "password": PASSWORD, "refresh_in": where})
    client.token = answer.json["access_token"]
    return answer


def test_a_browser_keeps_its_refresh_token_where_no_script_can_read_it(anonymous: Any, world: World) -> None:
    answer = enter(anonymous, world, "cookie")
    assert answer.json["refresh_token"] is None
    cookie = anonymous.get_cookie(COOKIE, path="/api/v1/auth")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/api/v1/auth")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_browser_signs_out_and_its_cookie_is_worth_nothing(anonymous: Any, world: World) -> None:
    enter(anonymous, world, "cookie")
    token = anonymous.get_cookie(COOKIE, path="/api/v1/auth").value
    assert anonymous.post("/api/v1/auth/sign-out", json={}).status_code == 204
    assert anonymous.get_cookie(COOKIE, path="/api/v1/auth") is None
    answer = anonymous.post("/api/v1/auth/refresh", json={"refresh_token": token, "refresh_in": "body"})
    assert (answer.status_code, answer.json["code"]) == (401, "refresh_reused")


def test_a_stranger_cannot_end_somebody_else_s_sign_in(anonymous: Any, world: World, client_as: Any) -> None:
    token = enter(anonymous, world, "body").json["refresh_token"]
    assert client_as("stranger").post("/api/v1/auth/sign-out", json={"refresh_token": token}).status_code == 204
    answer = anonymous.post("/api/v1/auth/refresh", json={"refresh_token": token, "refresh_in": "body"})
    assert answer.status_code == 200


def test_signing_out_twice_is_signing_out_once(anonymous: Any, world: World) -> None:
    token = enter(anonymous, world, "body").json["refresh_token"]
    for _ in range(2):
        assert anonymous.post("/api/v1/auth/sign-out", json={"refresh_token": token}).status_code == 204
    with database.connection_context():
        kinds = [event.kind for event in Event.select().order_by(Event.id.desc()).limit(2)]
    assert "account.signed_out" in kinds


def test_nobody_who_is_not_signed_in_signs_out(anonymous: Any) -> None:
    assert anonymous.post("/api/v1/auth/sign-out", json={}).status_code == 401


def test_a_refresh_without_any_token_is_refused(anonymous: Any) -> None:
    answer = anonymous.post("/api/v1/auth/refresh", json={})
    assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")


def test_a_token_of_another_purpose_or_key_opens_nothing(anonymous: Any, client_as: Any) -> None:
    inspector = client_as("inspector")
    for token in (inspector.get("/api/v1/mobile/clock").json["token"], inspector.token[:-4] + "AAAA", "", "a.b.c"):
        anonymous.token = token or "x"
        assert anonymous.get("/api/v1/me").status_code == 401
