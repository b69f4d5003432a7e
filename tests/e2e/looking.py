"""How a page is looked at: opened, waited for until it rests, and asked whether it can be read and reached."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.e2e.conftest import ROOT, Server

AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
NARROW = {"width": 360, "height": 780}
WIDE = {"width": 1440, "height": 900}

OFFICER, SYSTEM, SECURITY, AUDIT = "13800000003", "13800000006", "13800000007", "13800000008"
HEAD, LEADER, LEGAL, GOVERNMENT = "13800000004", "13800000061", "13800000062", "13800000063"
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


def sizes(page: Page, target: int, text: int) -> list[str]:
    small = [f"target {one}" for one in page.evaluate(SMALL_TARGETS, target)]
    return small + [f"text {one}" for one in page.evaluate(SMALL_TEXT, text)]


def stored_as(app: str) -> str:
    """The key under which an app keeps its looks, as its source says."""
    file = {"phone": "phone/src/device/settings.ts", "console": "console/src/shell/theme.ts"}[app]
    source = (ROOT / "web" / file).read_text(encoding="utf-8")
    found = re.search(r"(?:KEY|STORED_AS) = '([^']+)'", source)
    assert found, file
    return found[1]
