"""In a real browser: a hostile package reaches nothing of the app, and a good one's words arrive."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.core.database import connect_database, database
from server.core.ids import new_id
from server.core.settings import Settings
from tests.e2e import inspecting as act
from tests.e2e.conftest import CHROMIUM, FLAGS, Server, wait_until
from tests.factories.packages import SCORM12, SCORM2004, lesson_with, pack

HOSTILE = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><pre id="found">…</pre>
<iframe src="inner.html"></iframe><script>
async function attempt(name, reach) {
  try { const got = await reach(); return [name, 'reached:' + got] } catch (error) { return [name, 'stopped'] }
}
const shot = (path) => new Promise((done, fail) => { const image = new Image(); image.onload = done; image.onerror = fail; image.src = path })
Promise.all([
  attempt('localStorage', () => localStorage.length),
  attempt('sessionStorage', () => sessionStorage.length),
  attempt('indexedDB', () => new Promise((done, fail) => { const ask = indexedDB.open('x'); ask.onsuccess = done; ask.onerror = fail })),
  attempt('cookie', () => document.cookie),
  attempt('caches', () => caches.keys()),
  attempt('parent', () => parent.document.title),
  attempt('top', () => top.localStorage.length),
  attempt('api', () => fetch('/api/v1/me', { credentials: 'include' })),
  attempt('refresh', () => fetch('/api/v1/auth/refresh', { method: 'POST', credentials: 'include', mode: 'no-cors' })),
  attempt('elsewhere', () => fetch('https://example.com/', { mode: 'no-cors' })),
  attempt('app', () => fetch('/m/', { mode: 'no-cors' })),
  attempt('picture', () => shot('/pages/mark.svg')),
  attempt('worker', () => navigator.serviceWorker.register('/m/service_worker.js')),
  attempt('popup', () => { if (!window.open('/m/')) throw new Error('none') }),
  attempt('leave', () => { top.location = 'https://example.com/'; }),
  attempt('own', () => fetch('data.json').then((answer) => answer.text())),
]).then((rows) => { document.getElementById('found').textContent = JSON.stringify(Object.fromEntries(rows)) })
</script></body></html>"""
INNER = """<!DOCTYPE html><html><body><script>
API.LMSInitialize(''); API.LMSSetValue('cmi.core.lesson_location', 'inner'); API.LMSCommit('')
</script></body></html>"""
GUARD = "13800000051"
OFFICER = "13800000003"


def call(server: Server, method: str, path: str, token: str = "", body: bytes | None = None) -> Any:
    """Ask the API; a body that begins like a zip is one."""
    kind = "application/zip" if (body or b"").startswith(b"PK") else "application/json"
    request = urllib.request.Request(f"{server.address}/api/v1{path}", body, {"Content-Type": kind}, method=method)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def signed_in(server: Server, login: str) -> str:
    body = json.dumps({"login": login, "password": act.PASSWORD}).encode()
    return str(call(server, "POST", "/auth/sign-in", body=body)["access_token"])


def lesson_of(server: Server, files: dict[str, str]) -> str:
    """A published course with this package as its lesson."""
    package = call(server, "PUT", f"/course-packages/{new_id()}", signed_in(server, OFFICER), pack(files))
    connect_database(Settings(data_dir=server.data_dir))
    with database.connection_context():
        return str(lesson_with(package["id"], UUID(package["agency_id"])).id)


@pytest.fixture
def page(server: Server, playwright: Playwright) -> Iterator[Page]:
    """A guard's phone, signed in."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    made = browser.new_page(viewport={"width": 360, "height": 780})
    act.enter(made, server.address, GUARD)
    yield made
    browser.close()


def test_a_hostile_package_reaches_nothing_of_the_app(server: Server, page: Page) -> None:
    files = {
        "imsmanifest.xml": SCORM12["imsmanifest.xml"],
        "index.html": HOSTILE,
        "inner.html": INNER,
        "data.json": "{}",
    }
    lesson = lesson_of(server, files)
    page.goto(f"{server.address}/m/#/learning/packages/{lesson}")
    found = page.frame_locator("iframe").locator("#found")
    expect(found).not_to_have_text("…", timeout=30_000)
    told = json.loads(found.inner_text())
    assert told.pop("own") == "reached:{}"
    assert {name for name, what in told.items() if what != "stopped"} == set()
    assert page.url.startswith(f"{server.address}/m/#/learning/packages/")
    token = signed_in(server, GUARD)  # a page in a frame of its own found its own API, and its word arrived
    wait_until(lambda: call(server, "GET", f"/my/packages/{lesson}", token)["status"] == "incomplete", 30, "the word")


def test_an_address_opened_by_itself_is_as_powerless(server: Server, page: Page) -> None:
    alone = HOSTILE.replace("top.location = 'https://example.com/'", "throw 0")  # there it is its own top
    files = {"imsmanifest.xml": SCORM12["imsmanifest.xml"], "index.html": alone, "inner.html": "<p>", "data.json": "{}"}
    lesson = lesson_of(server, files)
    token = signed_in(server, GUARD)
    opened = call(server, "POST", f"/my/packages/{lesson}/launches", token, b"{}")
    page.goto(server.address + opened["launch"]["address"])
    expect(page.locator("#found")).not_to_have_text("…", timeout=30_000)
    told = json.loads(page.locator("#found").inner_text())
    assert {told[name] for name in ("localStorage", "indexedDB", "cookie", "api", "app", "worker")} == {"stopped"}


def test_a_good_package_completes_and_its_status_arrives(server: Server, page: Page) -> None:
    lesson = lesson_of(server, SCORM12)
    page.goto(f"{server.address}/m/#/learning/packages/{lesson}")
    frame = page.frame_locator("iframe")
    expect(page.get_by_text("学习中")).to_be_visible(timeout=30_000)
    frame.get_by_role("button", name="学完了").click()
    expect(frame.locator("#said")).to_have_text("true,true")
    expect(page.get_by_text("已通过，85 分")).to_be_visible(timeout=30_000)
    assert call(server, "GET", f"/my/packages/{lesson}", signed_in(server, GUARD))["status"] == "passed"
    page.reload()  # what was kept is there again before the package's own first script
    expect(page.get_by_text("学习中")).to_be_visible(timeout=30_000)


def test_scorm_2004_finds_its_api_as_well(server: Server, page: Page) -> None:
    lesson = lesson_of(server, SCORM2004)
    page.goto(f"{server.address}/m/#/learning/packages/{lesson}")
    token = signed_in(server, GUARD)
    wait_until(lambda: call(server, "GET", f"/my/packages/{lesson}", token)["score_x100"] == 9000, 30, "the score")
    page.get_by_label("单元").select_option("1")
    expect(page.frame_locator("iframe").get_by_text("读物")).to_be_visible(timeout=30_000)
