"""Files of a package under a pass: closed in, typed by their ending, gone when the pass is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.web.signin.models import Account
from tests.factories.packages import SCORM12, SCORM2004, bring, lesson_with, pack
from tests.world import World

Clients = Callable[[str], Any]


@pytest.fixture
def address(client_as: Clients, world: World) -> str:
    """Where the guard's frame finds the package, without the first page's name."""
    made = SCORM12 | {
        "film.mp4": bytes(range(256)) * 8,
        "old.htm": "<p>保安</p>".encode("gb18030"),
        "a b/图 1.svg": "<svg/>",
    }
    package = bring(client_as("officer"), pack(made)).json["id"]
    with database.connection_context():
        lesson = lesson_with(package, world.agencies["lixia"]).id
    launch = client_as("guard").post(f"/api/v1/my/packages/{lesson}/launches", json={}).json["launch"]
    return str(launch["address"].removesuffix("index.html"))


def test_a_page_is_closed_in_and_gets_our_runtime_first(anonymous: Any, address: str) -> None:
    answer = anonymous.get(address + "index.html")
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    token = address.split("/")[2]
    assert policy.startswith("sandbox allow-scripts allow-forms;")
    assert "allow-same-origin" not in policy
    assert f"connect-src http://localhost/packages/{token}/ data: blob:;" in policy
    assert "'self'" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    first = f'<!DOCTYPE html><script src="/packages/{token}/runtime.js"></script>'
    assert answer.text.startswith(first)


def test_types_come_from_the_ending_and_old_pages_keep_their_charset(anonymous: Any, address: str) -> None:
    assert anonymous.get(address + "scripts/sco.js").mimetype == "text/javascript"
    assert anonymous.get(address + "film.mp4").mimetype == "video/mp4"
    assert anonymous.get(address + "a%20b/%E5%9B%BE%201.svg").mimetype == "image/svg+xml"
    assert anonymous.get(address + "SCRIPTS/Sco.JS").status_code == 200  # made on Windows
    old = anonymous.get(address + "old.htm")
    assert old.content_type == "text/html; charset=gb18030"
    assert "保安" in old.data.decode("gb18030")


def test_a_film_comes_in_parts(anonymous: Any, address: str) -> None:
    part = anonymous.get(address + "film.mp4", headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.data == bytes(range(10, 20))
    assert part.headers["Content-Range"] == "bytes 10-19/2048"
    assert anonymous.get(address + "film.mp4", headers={"Range": "bytes=9999-"}).status_code == 416


def test_what_is_not_in_the_package_is_not_there(anonymous: Any, address: str) -> None:
    for path in ("gone.html", "../runtime.js", "..%2f..%2fsettings.py", "%00", "files/index.html", "index.html/"):
        assert anonymous.get(address + path).status_code == 404, path


def test_a_pass_is_past_its_time_after_three_hours(anonymous: Any, address: str) -> None:
    moment = clock.now()
    with time_machine.travel(moment + timedelta(hours=1, minutes=50)):
        assert anonymous.get(address + "index.html").status_code == 200
    with time_machine.travel(moment + timedelta(hours=3, minutes=1)):
        answer = anonymous.get(address + "index.html")
        assert (answer.status_code, answer.json["code"]) == (404, "package_closed")
        assert anonymous.get(address.replace("/files/", "/runtime.js")).status_code == 404


def test_an_altered_pass_opens_nothing(anonymous: Any, address: str) -> None:
    token = address.split("/")[2]
    for wrong in (token[:-6] + "AAAAAA", "Z" + token[1:], token[:40], "x", "%F0%9F%98%80", token + "AAAA"):
        for path in ("files/index.html", "runtime.js"):
            answer = anonymous.get(f"/packages/{wrong}/{path}")
            assert answer.status_code == 404, wrong
            assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_pass_opens_one_package_only(anonymous: Any, client_as: Clients, address: str) -> None:
    bring(client_as("officer"), pack(SCORM2004))
    assert anonymous.get(address + "one.html").status_code == 404


def test_a_locked_account_s_pass_is_over(anonymous: Any, address: str, world: World) -> None:
    with database.connection_context():
        Account.update(state="locked").where(Account.id == world.people["guard"].account_id).execute()
    assert anonymous.get(address + "index.html").status_code == 404


def test_a_pass_is_no_key_to_the_api(anonymous: Any, address: str) -> None:
    token = address.split("/")[2]
    headers = {"Authorization": f"Bearer {token}"}
    assert anonymous.get("/api/v1/me", headers=headers).status_code in (401, 404)
    assert anonymous.get(f"/api/v1/course-packages/{new_id()}", headers=headers).status_code == 401


def test_a_strange_host_is_not_written_into_the_policy(anonymous: Any, address: str) -> None:
    answer = anonymous.get(address + "index.html", headers={"Host": "evil.example; script-src *"})
    assert "script-src *" not in answer.headers.get("Content-Security-Policy", "")


def test_runtime_and_files_of_the_same_hour_have_the_same_address(client_as: Clients, address: str) -> None:
    package = client_as("officer").get("/api/v1/course-packages").json["items"][0]["id"]
    moment = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
    with time_machine.travel(moment):
        made = [
            client_as("officer").post(f"/api/v1/course-packages/{package}/previews", json={}).json["address"]
            for _ in range(2)
        ]
    assert made[0] == made[1]
