"""A database that is full, locked, away or out of connections: 503 and nothing acknowledged, then all is well again."""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from flask import Flask
from playhouse.pool import MaxConnectionsExceeded

from server.core.database import connect_database, database
from server.core.events import Event, verify_chain
from server.web.signin.models import RefreshToken
from tests.backends import Backend
from tests.world import PASSWORD, World


def sign_in(client: Any, world: World) -> Any:
    login = world.people["officer"].login
    return client.post("/api/v1/auth/sign-in", json={"login": login, "password": PASSWORD, "refresh_in": "body"})


def check_refused(answer: Any) -> None:
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "unavailable"
    assert "数据未保存" in answer.json["title"]


def test_a_pool_without_a_free_connection_says_so(
    anonymous: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_: Any, **__: Any) -> Any:
        raise MaxConnectionsExceeded("Max connections exceeded, timed out attempting to connect.")

    with monkeypatch.context() as patch:
        patch.setattr(database.obj, "connect", none_left)
        check_refused(sign_in(anonymous, world))
    assert sign_in(anonymous, world).status_code == 200


def counts() -> tuple[int, int]:
    return Event.select().count(), RefreshToken.select().count()


@pytest.mark.usefixtures("connected")
def test_a_full_disk_refuses_and_keeps_nothing_half(backend: Backend, anonymous: Any, world: World) -> None:
    """SQLite at its last page says what it says when the disk is full."""
    if backend.name == "postgresql":
        pytest.skip("a PostgreSQL whose disk is full cannot be had without filling one")
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages}")
    accepted, before = 0, counts()
    while (answer := sign_in(anonymous, world)).status_code == 200:
        accepted += 1
        assert accepted < 500
    check_refused(answer)
    assert counts() == (before[0] + accepted, before[1] + accepted)
    database.execute_sql("PRAGMA max_page_count = 1073741823")
    assert sign_in(anonymous, world).status_code == 200
    assert verify_chain().ok


@pytest.mark.usefixtures("connected")
def test_a_lock_that_is_held_for_too_long_refuses(backend: Backend, anonymous: Any, world: World) -> None:
    before = counts()
    with holding_the_lock(backend):
        check_refused(sign_in(anonymous, world))
    assert counts() == before
    assert sign_in(anonymous, world).status_code == 200


@contextmanager
def holding_the_lock(backend: Backend) -> Iterator[None]:
    """Somebody else writes and does not end; our own patience is cut to a moment."""
    if backend.name == "postgresql":
        database.execute_sql("SET statement_timeout = 200")
        with psycopg.connect(backend.settings.database_url) as other:
            other.execute("LOCK TABLE refresh_token IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()
        database.execute_sql("SET statement_timeout = 60000")
    else:
        database.execute_sql("PRAGMA busy_timeout = 100")
        with closing(sqlite3.connect(backend.settings.data_dir / "shouwang.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        database.execute_sql("PRAGMA busy_timeout = 20000")


def test_a_disk_that_cannot_sync_the_log_acknowledges_nothing(
    backend: Backend, anonymous: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    if backend.name == "postgresql":
        pytest.skip("PostgreSQL syncs its own log, in its own process")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patch:
        patch.setattr("server.core.database.os.fdatasync", full)
        check_refused(sign_in(anonymous, world))
    assert sign_in(anonymous, world).status_code == 200


def test_connections_cut_by_the_server_are_replaced(backend: Backend, app: Flask, anonymous: Any, world: World) -> None:
    """A restart of PostgreSQL costs requests under way, and no more than one a pooled connection."""
    if backend.name == "sqlite":
        pytest.skip("SQLite has no server that could cut a connection")
    assert sign_in(anonymous, world).status_code == 200
    with psycopg.connect(backend.settings.database_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    answers = [sign_in(anonymous, world).status_code for _ in range(3)]
    assert set(answers) <= {200, 503}
    assert answers[-1] == 200


def test_a_locked_database_is_waited_for(backend: Backend, anonymous: Any, world: World) -> None:
    """A short lock held by somebody else (a backup, an administrator) costs time, not an error."""
    if backend.name == "postgresql":
        pytest.skip("the lock of a whole database is SQLite's")
    other = sqlite3.connect(backend.settings.data_dir / "shouwang.db", check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.4, lambda: (other.execute("COMMIT"), other.close()))
    release.start()
    try:
        assert sign_in(anonymous, world).status_code == 200
    finally:
        release.join()


@pytest.mark.parametrize("depth", [600, 20_000, 200_000])
def test_a_body_nested_without_end_is_refused(depth: int, client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").post("/api/v1/tasks", data="[" * depth + "]" * depth, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json["code"] in {"bad_request", "invalid"}


def test_an_unexpected_error_tells_nothing_but_a_number_to_ask_for(
    app: Flask, anonymous: Any, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: Any, **__: Any) -> Any:
        raise KeyError("secret thing")

    monkeypatch.setattr("server.web.signin.services.sign_in", break_down)
    answer = sign_in(anonymous, world)
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert answer.json["request_id"] in caplog.text


def test_settings_that_are_the_same_keep_their_pool(backend: Backend, app: Flask) -> None:
    pool = database.obj
    connect_database(replace(backend.settings))
    assert database.obj is pool
