"""What a browser gets from the program itself: pages, built apps, headers that keep others out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.web.app import create_app
from tests.backends import Backend
from wsgi import PARTS


@pytest.fixture
def browser(backend: Backend) -> Any:
    """The program with a built phone app."""
    root = backend.settings.data_dir.parent / "built"
    dist = root / "phone" / "dist"
    (dist / "assets").mkdir(parents=True, exist_ok=True)
    (dist / "index.html").write_text("<!doctype html><title>守望</title>" + " " * 2000)
    (dist / "assets" / "app-1234.js").write_text("console.log(1);" * 200)
    (dist / "manifest.webmanifest").write_text("{}")
    (root / "secret.txt").write_text("not for you")
    return backend.app_with(web_root=root, secure_cookies=True, behind_proxy=True).test_client()


def test_the_front_page_and_the_page_to_try_are_in_chinese(browser: Any) -> None:
    for path in ("/", "/docs"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert 'lang="zh-CN"' in answer.get_data(as_text=True)
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]


def test_every_way_into_the_app_gets_its_shell(browser: Any) -> None:
    for path in ("/m/", "/m/tasks/42"):
        answer = browser.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert answer.headers["Cache-Control"] == "no-cache"


def test_an_asset_is_kept_for_ever_and_the_shell_is_asked_for_again(browser: Any) -> None:
    asset = browser.get("/m/assets/app-1234.js")
    assert "immutable" in asset.headers["Cache-Control"]
    shell = browser.get("/m/")
    again = browser.get("/m/", headers={"If-None-Match": shell.headers["ETag"]})
    assert again.status_code == 304


def test_text_is_sent_compressed_to_those_who_can_read_it(browser: Any) -> None:
    packed = browser.get("/m/assets/app-1234.js", headers={"Accept-Encoding": "gzip"})
    plain = browser.get("/m/assets/app-1234.js")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data)
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_an_asset_that_is_gone_is_not_answered_with_the_shell(browser: Any) -> None:
    """An old tab that asks for an old chunk must see that it is old."""
    assert browser.get("/m/assets/app-0000.js").status_code == 404


@pytest.mark.parametrize(
    "path", ["/m/../secret.txt", "/m/%2e%2e/%2e%2e/secret.txt", "/m/..%2fsecret.txt", "/m//etc/passwd.txt"]
)
def test_nothing_outside_of_the_built_app_is_served(browser: Any, path: str) -> None:
    answer = browser.get(path)
    assert b"not for you" not in answer.data
    assert b"root:" not in answer.data


def test_an_app_that_was_not_built_says_what_to_do(browser: Any) -> None:
    answer = browser.get("/console/")
    assert answer.status_code == 503
    assert "make setup" in answer.get_data(as_text=True)


def test_every_answer_tells_browsers_to_be_strict(browser: Any) -> None:
    for path in ("/", "/m/", "/api/v1/me", "/nowhere", "/openapi.json"):
        headers = browser.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Strict-Transport-Security"]
        assert headers["X-Request-Id"]


def test_answers_of_the_api_are_not_kept_by_others_and_run_nothing(browser: Any) -> None:
    headers = browser.get("/api/v1/me").headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_path_that_does_not_exist_is_a_problem_in_chinese(browser: Any) -> None:
    answer = browser.get("/api/v1/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json["title"] == "没有找到"


def test_a_method_that_does_not_exist_says_which_do(browser: Any) -> None:
    answer = browser.delete("/api/v1/me")
    assert answer.status_code == 405
    assert answer.json["code"] == "method_not_allowed"
    assert "GET" in answer.headers["Allow"]


def test_behind_a_proxy_rates_count_the_address_that_the_proxy_saw(backend: Backend, browser: Any) -> None:
    wrong = {"login": "nobody", "password": "x", "refresh_in": "body"}
    slow = backend.app_with(behind_proxy=True, sign_in_rate_per_minute=2).test_client()
    codes = [
        slow.post("/api/v1/auth/sign-in", json=wrong, headers={"X-Forwarded-For": address}).status_code
        for address in ("203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.2")
    ]
    assert codes == [401, 401, 429, 401]


def test_who_is_too_fast_is_told_when_to_come_back(backend: Backend) -> None:
    client = backend.app_with(sign_in_rate_per_minute=1).test_client()
    wrong = {"login": "nobody", "password": "x", "refresh_in": "body"}
    answers = [client.post("/api/v1/auth/sign-in", json=wrong) for _ in range(2)]
    assert answers[1].status_code == 429
    assert 1 <= int(answers[1].headers["Retry-After"]) <= 60
    assert answers[1].json["code"] == "too_many_requests"


def test_without_a_proxy_nobody_chooses_the_address_that_is_counted(backend: Backend) -> None:
    client = backend.app_with(sign_in_rate_per_minute=1).test_client()
    wrong = {"login": "nobody", "password": "x", "refresh_in": "body"}
    codes = [
        client.post("/api/v1/auth/sign-in", json=wrong, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
        for n in range(2)
    ]
    assert codes == [401, 429]


def test_a_body_over_the_limit_is_refused_before_it_is_read(backend: Backend) -> None:
    client = backend.app_with(max_record_bytes=1000).test_client()
    answer = client.post("/api/v1/auth/sign-in", data="x" * 2000, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_a_body_that_is_no_json_is_refused(browser: Any) -> None:
    for body, kind in (
        ("{", "application/json"),
        ("a=1", "application/x-www-form-urlencoded"),
        ("", "application/json"),
    ):
        answer = browser.post("/api/v1/auth/sign-in", data=body, content_type=kind)
        assert answer.status_code in {400, 415, 422}
        assert answer.mimetype == "application/problem+json"
