"""Every page, in both themes, on a narrow phone and on a desk: readable, reachable, and none wider than its screen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.e2e import inspecting as act
from tests.e2e.conftest import CHROMIUM, FLAGS, ROOT, Server

AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
NARROW = {"width": 360, "height": 780}
WIDE = {"width": 1440, "height": 900}

OFFICER, SECURITY, AUDIT = "13800000003", "13800000007", "13800000008"
CONSOLE_PAGES = {
    OFFICER: ["", "figures", "wall", "exports", "units", "units/new", "units/import", "gaps", "tasks", "tasks/new", "draws", "draws/new", "officer-exclusions", "plans", "plans/new", "task-days", "working-days", "inspections", "hazards", "hazard-terms", "penalty-candidates", "orders",
              "documents", "templates", "templates/new", "bases", "duties", "papers", "drills", "drill-years", "projects", "standards",
              "notices", "warnings", "levels", "levels/new", "zero-reports", "risks", "help", "help/bookings", "help/times",
              "incidents", "incidents/plans", "incidents/plans/new", "cases"],
    SECURITY: ["devices", "accounts", "no-permission"],
    AUDIT: ["audit"],
}  # fmt: skip
PHONE_PAGES = ["tasks", "units", "records", "hazards", "mine", "notices", "risks", "help", "bookings"]

SMALL_TARGETS = """least => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), [role=checkbox]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden') && !e.matches('.visually-hidden'))
  .map(e => ({text: (e.innerText || e.getAttribute('aria-label') || e.tagName).slice(0, 30), box: e.getBoundingClientRect(),
              inline: getComputedStyle(e).display === 'inline'}))
  .filter(e => !e.inline && e.box.width > 0 && Math.max(e.box.height, 0) < least - 0.5)
  .map(e => `${e.text}: ${Math.round(e.box.width)}x${Math.round(e.box.height)}`)"""
SMALL_TEXT = """least => [...new Set([...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => !e.closest('.visually-hidden') && parseFloat(getComputedStyle(e).fontSize) < least - 0.01)
  .map(e => `${e.textContent.trim().slice(0, 20)}: ${getComputedStyle(e).fontSize}`))]"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield made
    made.close()


def opened(browser: Browser, size: dict[str, int], theme: dict[str, str]) -> BrowserContext:
    context = browser.new_context(
        viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", service_workers="block", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    for key, value in theme.items():
        context.add_init_script(
            f"localStorage.getItem({json.dumps(key)}) ?? localStorage.setItem({json.dumps(key)}, {json.dumps(value)})"
        )
    return context


def complaints(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and whether it is wider than its screen."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary'][:160]}" for v in found["violations"]
    ]
    return told + too_wide(page)


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wide} px wider than a screen of {page.viewport_size}"] if wide > 0 else []


@pytest.mark.parametrize(("theme", "size", "other"), [("ordinary", WIDE, NARROW), ("large", NARROW, WIDE)])
def test_console_pages_are_accessible(
    server: Server, browser: Browser, theme: str, size: dict[str, int], other: dict[str, int]
) -> None:
    """Each theme is looked at whole in one size, and for its width alone in the other."""
    told: dict[str, list[str]] = {}
    for login, pages in CONSOLE_PAGES.items():
        context = opened(browser, size, {_stored_as("console"): theme})
        page = context.new_page()
        page.goto(f"{server.address}/console/sign-in")
        told["sign-in"] = complaints(page)
        page.get_by_label("账号").fill(login)
        page.get_by_label("密码", exact=True).fill(act.PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(re.compile(r"/console/(?!sign-in)"))
        for path in pages:
            page.goto(f"{server.address}/console/{path}")
            expect(page.get_by_role("heading").first).to_be_visible()
            told[path] = complaints(page)
            page.set_viewport_size(other)
            told[path] += too_wide(page)
            page.set_viewport_size(size)
        context.close()
    assert {path: found for path, found in told.items() if found} == {}


@pytest.mark.parametrize(("theme", "target", "text"), [("ordinary", 44, 16), ("elder", 60, 18)])
def test_phone_pages_are_accessible_with_targets_for_thumbs(
    server: Server, browser: Browser, theme: str, target: int, text: int
) -> None:
    context = opened(browser, NARROW, {_stored_as("phone"): json.dumps({"theme": theme})})
    page = context.new_page()
    page.goto(f"{server.address}/m/#/sign-in")
    told = {"sign-in": complaints(page) + sizes(page, target, text)}
    act.sign_in(page, server.address, "13800000001")
    for path in PHONE_PAGES:
        page.goto(f"{server.address}/m/#/{path}")
        expect(page.get_by_role("heading").first).to_be_visible()
        told[path] = complaints(page) + sizes(page, target, text)
    page.goto(f"{server.address}/m/#/tasks")
    act.open_checklist(page, "泉城示范第一中学", "中小学幼儿园治安保卫检查")
    part = 0
    while True:
        told[f"form {part}"] = complaints(page) + sizes(page, target, text)
        part += 1
        if not act.turn_page(page):
            break
    context.close()
    assert {path: found for path, found in told.items() if found} == {}


def sizes(page: Page, target: int, text: int) -> list[str]:
    small = [f"target {one}" for one in page.evaluate(SMALL_TARGETS, target)]
    return small + [f"text {one}" for one in page.evaluate(SMALL_TEXT, text)]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desk", "narrow"])
def test_public_pages_are_accessible(server: Server, browser: Browser, size: dict[str, int]) -> None:
    context = opened(browser, size, {})
    page = context.new_page()
    told = {}
    for path in ("/", "/verify", "/verify/0000-0000-0000-0000"):
        page.goto(f"{server.address}{path}")
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
