"""Every page of the phone in both themes: readable, with targets for thumbs, and none wider than its screen."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import inspecting as act
from tests.e2e.conftest import Server
from tests.e2e.looking import LOOKS, NARROW, Rest, ask, complaints, opened, sizes, stored_as

PHONE_PAGES = ["tasks", "units", "records", "hazards", "mine", "notices", "risks", "help", "bookings", "facilities"]
GUARD, STAFF = "13800000051", "13800000005"
LEARNING_PAGES = {
    GUARD: ["learning", "learning/mine", "learning/courses", "learning/courses/{course}", "learning/lessons/{lesson}",
            "learning/classes", "learning/practice", "learning/certificates", "exams", "exams/{exam}", "stories", "honours"],
    STAFF: ["learning", "learning/activities", "duties"],
}  # fmt: skip


@LOOKS
def test_phone_pages_are_accessible_with_targets_for_thumbs(
    server: Server, browser: Browser, theme: str, target: int, text: int
) -> None:
    context = opened(browser, NARROW, {stored_as("phone"): json.dumps({"theme": theme})})
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
    context = opened(browser, NARROW, {stored_as("phone"): json.dumps({"theme": theme})})
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
