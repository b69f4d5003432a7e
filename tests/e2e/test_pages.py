"""Every page, in both themes, on a narrow phone and on a desk: readable, reachable, and none wider than its screen."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect

from server.core import clock
from server.core.ids import new_id
from tests.e2e import inspecting as act
from tests.e2e.conftest import CHROMIUM, FLAGS, ROOT, Server

AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
NARROW = {"width": 360, "height": 780}
WIDE = {"width": 1440, "height": 900}

OFFICER, SYSTEM, SECURITY, AUDIT = "13800000003", "13800000006", "13800000007", "13800000008"
CONSOLE_PAGES = {
    SYSTEM: ["allowed-networks"],
    OFFICER: ["", "recordings", "figures", "wall", "exports", "units", "units/new", "units/import", "gaps", "tasks", "tasks/new", "draws", "draws/new", "officer-exclusions", "plans", "plans/new", "task-days", "working-days", "inspections", "hazards", "hazard-terms", "penalty-candidates", "orders",
              "documents", "templates", "templates/new", "bases", "duties", "papers", "drills", "drill-years", "projects", "standards",
              "notices", "patrols", "patrols/rounds", "camera-availability", "warnings", "levels", "levels/new", "zero-reports", "risks", "help", "help/bookings", "help/times",
              "incidents", "incidents/plans", "incidents/plans/new", "cases",
              "camera-wall", "picture-faults", "alarms", "alarm-events", "alarm-tests", "alarm-lines",
              "upkeep-tasks", "facility-gaps", "equipment-counts", "upkeep-terms",
              "camera-wall", "picture-faults",
              "facilities", "facilities/new", "facilities/import", "places", "coverage", "coverage/failing",
              "courses", "class-meetings", "course-packages", "activities", "activity-years", "micro-courses",
              "trainees", "trainees/import", "rotations", "items", "knowledge-points", "blueprints", "blueprints/new",
              "exam-sessions", "marking", "exam-results", "certificates",
              "coverage/{units}", "camera-catalogue", "picture-evaluation"],
    SECURITY: ["devices", "accounts", "no-permission"],
    AUDIT: ["audit"],
}  # fmt: skip
#: Of the first hazard, plan, order … that the officer is shown.
PAGES_OF_ONE = ["units?open={units}", "units/{units}/edit", "plans/{plans}", "draws/{draws}", "inspections/{inspections}",
                "inspections/{inspections}/orders/new", "hazards/{hazards}", "orders/{orders}", "templates/{versions}",
                "templates/{versions}/edit", "templates/{versions}/changes", "levels/{security-levels}",
                "incidents/{incidents}", "incidents/plans/{incident-plans}", "camera-wall/{camera-wall}",
                "courses/{courses}", "class-meetings/{class-meetings}", "class-meetings/{class-meetings}/wall",
                "exam-sessions/{exam-sessions}", "exam-attempts/{exam-attempts}",
                "trainees?open={trainees}", "rotations/{rotation-cycles}", "items?open={items}", "blueprints/{blueprints}",
                "exam-results/{result-sessions}", "exam-results/{result-sessions}/items", "exam-results/{result-sessions}/regrades"]  # fmt: skip
PHONE_PAGES = ["tasks", "units", "records", "hazards", "mine", "notices", "risks", "help", "bookings", "facilities"]
GUARD, STAFF = "13800000051", "13800000005"
LEARNING_PAGES = {
    GUARD: ["learning", "learning/mine", "learning/courses", "learning/courses/{course}", "learning/lessons/{lesson}",
            "learning/classes", "learning/practice", "learning/certificates", "exams", "exams/{exam}"],
    STAFF: ["learning", "learning/activities"],
}  # fmt: skip
LOOKS = pytest.mark.parametrize(("theme", "target", "text"), [("ordinary", 44, 16), ("elder", 60, 18)])

#: Keeps count of the page's own timers of less than a second, so that what a page does "in a moment" is waited for.
TIMERS = """{
  const waiting = new Set(), [start, stop] = [window.setTimeout.bind(window), window.clearTimeout.bind(window)]
  window.setTimeout = (what, after = 0, ...more) => {
    if (!(after < 1000)) return start(what, after, ...more)
    const timer = start(() => { waiting.delete(timer); what(...more) }, after)
    waiting.add(timer)
    return timer
  }
  window.clearTimeout = timer => { waiting.delete(timer); stop(timer) }
  window.hasTimers = () => waiting.size > 0
}"""
A_FRAME_LATER = """() => new Promise(tell => requestAnimationFrame(() => requestAnimationFrame(() =>
  tell(document.readyState === 'complete' && !window.hasTimers()))))"""

SMALL_TARGETS = """least => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), [role=checkbox]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden') && !e.matches('.visually-hidden'))
  .map(e => ({text: (e.innerText || e.getAttribute('aria-label') || e.tagName).slice(0, 30), box: e.getBoundingClientRect(),
              inline: getComputedStyle(e).display === 'inline'}))
  .filter(e => !e.inline && e.box.width > 0 && Math.max(e.box.height, 0) < least - 0.5)
  .map(e => `${e.text}: ${Math.round(e.box.width)}x${Math.round(e.box.height)}`)"""
#: What fades in is judged when it is there: a dialog half way has no contrast. Loops without end are not waited for.
STILL = """() => !document.querySelector('[class*=-enter-active], [class*=-leave-active]') && document.getAnimations()
  .every(one => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)"""
SMALL_TEXT = """least => [...new Set([...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => !e.closest('.visually-hidden') && parseFloat(getComputedStyle(e).fontSize) < least - 0.01)
  .map(e => `${e.textContent.trim().slice(0, 20)}: ${getComputedStyle(e).fontSize}`))]"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def known(server: Server) -> dict[str, str]:
    """The first of each subject that the officer is shown, for the pages of one of them."""
    told = ask(server, "/auth/sign-in", {"login": OFFICER, "password": act.PASSWORD, "refresh_in": "body"})
    names = {name for path in PAGES_OF_ONE for name in re.findall(r"{(.+?)}", path)} - {"exam-attempts"}
    first = {
        name: ask(server, f"/{name.replace('versions', 'templates')}", token=told["access_token"])["items"][0]
        for name in names
    }
    ids = {name: row["current_version_id"] if name == "versions" else row["id"] for name, row in first.items()}
    return ids | {"exam-attempts": an_attempt(server, told["access_token"])}


def an_attempt(server: Server, token: str) -> str:
    """Of the exam that the demo's guards have sat."""
    sessions = ask(server, "/exam-sessions?limit=100", token=token)["items"]
    sat = next(row["id"] for row in sessions if row["counts"]["started"])
    candidates = ask(server, f"/exam-sessions/{sat}/candidates", token=token)["items"]
    return str(next(row["attempts"][0]["id"] for row in candidates if row["attempts"]))


def ask(server: Server, path: str, body: dict[str, Any] | None = None, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    content = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(urllib.request.Request(f"{server.address}/api/v1{path}", content, headers)) as answer:
        return json.load(answer)


def opened(browser: Browser, size: dict[str, int], theme: dict[str, str]) -> BrowserContext:
    context = browser.new_context(
        viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", service_workers="block", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    context.add_init_script(TIMERS)
    for key, value in theme.items():
        context.add_init_script(
            f"localStorage.getItem({json.dumps(key)}) ?? localStorage.setItem({json.dumps(key)}, {json.dumps(value)})"
        )
    return context


#: The alarm screen's line stays open on purpose.
LIVE = "/alarm-events/stream"


class Rest:
    """Knows when a page has nothing more to come: no request under way, no timer about to go off."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._under_way: set[Request] = set()
        page.on("request", lambda request: None if LIVE in request.url else self._under_way.add(request))
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: self._under_way.discard(request))

    def wait(self) -> None:
        until, calm = time.monotonic() + 15, 0
        while calm < 2:  # what the last answer led to shows a frame later
            assert time.monotonic() < until, f"{self._page.url} comes to no rest: {self._under_way}"
            is_calm = self._page.evaluate(A_FRAME_LATER) and not self._under_way
            calm = calm + 1 if is_calm else 0


def complaints(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and whether it is wider than its screen."""
    page.wait_for_function(STILL)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary'][:160]}" for v in found["violations"]
    ]
    return told + too_wide(page)


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wide} px wider than a screen of {page.viewport_size}"] if wide > 0 else []


@pytest.mark.parametrize("login", CONSOLE_PAGES)
def test_console_pages_are_accessible(server: Server, browser: Browser, known: dict[str, str], login: str) -> None:
    """Each page is opened once and then looked at whole in two looks, and for its width in both sizes of each."""
    context = opened(browser, WIDE, {})
    page = context.new_page()
    rest = Rest(page)
    page.goto(f"{server.address}/console/sign-in")
    told = {"sign-in": complaints_of_both_looks(page, rest)}
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码", exact=True).fill(act.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/console/(?!sign-in)"))
    for path in [*CONSOLE_PAGES[login], *(PAGES_OF_ONE if login == OFFICER else ())]:
        page.goto(f"{server.address}/console/{path.format_map(known)}")
        expect(page.get_by_role("heading").first).to_be_visible()
        told[path] = complaints_of_both_looks(page, rest)
    context.close()
    assert {path: found for path, found in told.items() if found} == {}


def complaints_of_both_looks(page: Page, rest: Rest) -> list[str]:
    """The ordinary look on a desk, the large one on a phone."""
    rest.wait()
    told = complaints(page)
    page.set_viewport_size(NARROW)
    told += too_wide(page)
    page.evaluate("document.documentElement.dataset.theme = 'large'")
    rest.wait()
    told += complaints(page)
    page.set_viewport_size(WIDE)
    told += too_wide(page)
    page.evaluate("document.documentElement.dataset.theme = 'ordinary'")
    return told


@LOOKS
def test_phone_pages_are_accessible_with_targets_for_thumbs(
    server: Server, browser: Browser, theme: str, target: int, text: int
) -> None:
    context = opened(browser, NARROW, {_stored_as("phone"): json.dumps({"theme": theme})})
    page = context.new_page()
    rest = Rest(page)
    page.goto(f"{server.address}/m/#/sign-in")
    rest.wait()
    told = {"sign-in": complaints(page) + sizes(page, target, text)}
    act.sign_in(page, server.address, "13800000001")
    for path in PHONE_PAGES:
        page.goto(f"{server.address}/m/#/{path}")
        expect(page.get_by_role("heading").first).to_be_visible()
        rest.wait()
        told[path] = complaints(page) + sizes(page, target, text)
    page.goto(f"{server.address}/m/#/tasks")
    act.open_checklist(page, "泉城示范第一中学", "中小学幼儿园治安保卫检查")
    part = 0
    while True:
        rest.wait()
        told[f"form {part}"] = complaints(page) + sizes(page, target, text)
        part += 1
        if not act.turn_page(page):
            break
    context.close()
    assert {path: found for path, found in told.items() if found} == {}


@LOOKS
@pytest.mark.parametrize("login", LEARNING_PAGES)
def test_learning_pages_are_accessible_with_targets_for_thumbs(
    server: Server, browser: Browser, theme: str, target: int, text: int, login: str
) -> None:
    context = opened(browser, NARROW, {_stored_as("phone"): json.dumps({"theme": theme})})
    page = context.new_page()
    rest, ids = Rest(page), what_is_mine(server, login)
    act.enter(page, server.address, login)
    told = {}
    for path in LEARNING_PAGES[login]:
        page.goto(f"{server.address}/m/#/{path.format_map(ids)}")
        expect(page.get_by_role("heading").first).to_be_visible()
        rest.wait()
        told[path] = complaints(page) + sizes(page, target, text)
    context.close()
    assert {path: found for path, found in told.items() if found} == {}


def what_is_mine(server: Server, login: str) -> dict[str, str]:
    """Ids of a course, a lesson and an exam of somebody who learns."""
    told = ask(server, "/auth/sign-in", {"login": login, "password": act.PASSWORD, "refresh_in": "body"})
    if login != GUARD:
        return {}
    course = ask(server, "/my/courses", token=told["access_token"])["courses"][0]
    exam = ask(server, "/my/exams", token=told["access_token"])[0]
    return {"course": course["id"], "lesson": course["lessons"][0]["id"], "exam": exam["candidate_id"]}


def sizes(page: Page, target: int, text: int) -> list[str]:
    small = [f"target {one}" for one in page.evaluate(SMALL_TARGETS, target)]
    return small + [f"text {one}" for one in page.evaluate(SMALL_TEXT, text)]


def test_the_wall_of_a_class_is_read_by_a_camera(server: Server, desk: BrowserContext) -> None:
    """What is drawn is decoded again: the mark that the phone's scanner looks for, the class, and its digits."""
    token = ask(server, "/auth/sign-in", {"login": OFFICER, "password": act.PASSWORD, "refresh_in": "body"})
    begins = clock.now().replace(microsecond=0)
    ends, id = begins + timedelta(hours=1), str(new_id())
    times = {"starts_at": begins.isoformat(), "ends_at": ends.isoformat(), "seconds": 3600}
    body = {"id": id, "title": "晚间课堂", "place": "一楼", "teacher": "陈明理", **times}
    ask(server, "/class-meetings", body, token["access_token"])
    page = desk.new_page()
    page.goto(f"{server.address}/console/sign-in")
    page.get_by_label("账号").fill(OFFICER)
    page.get_by_label("密码", exact=True).fill(act.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/console/(?!sign-in)"))
    page.goto(f"{server.address}/console/class-meetings/{id}/wall")
    expect(page.get_by_role("img", name="签到二维码")).to_be_visible()
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        seen = page.screenshot()
        picture = cv2.imdecode(np.frombuffer(seen, np.uint8), cv2.IMREAD_COLOR)
        text = cv2.QRCodeDetector().detectAndDecode(picture)[0]
        assert re.fullmatch(rf"SWC1/{id}/\d{{1,12}}/\d{{6}}", text), text


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desk", "narrow"])
def test_public_pages_are_accessible(server: Server, browser: Browser, size: dict[str, int]) -> None:
    context = opened(browser, size, {})
    page = context.new_page()
    rest, told = Rest(page), {}
    for path in ("/", "/verify", "/verify/0000-0000-0000-0000"):
        page.goto(f"{server.address}{path}")
        rest.wait()
        told[path] = complaints(page)
    context.close()
    assert {path: found for path, found in told.items() if found} == {}


def _stored_as(app: str) -> str:
    """The key under which an app keeps its looks, as its source says."""
    file = {"phone": "phone/src/device/settings.ts", "console": "console/src/shell/theme.ts"}[app]
    source = (ROOT / "web" / file).read_text(encoding="utf-8")
    found = re.search(r"(?:KEY|STORED_AS) = '([^']+)'", source)
    assert found, file
    return found[1]
