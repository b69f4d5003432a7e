"""Every page of the console, in both themes, on a narrow screen and on a desk: readable, reachable, and none too wide."""

from __future__ import annotations

import re
from datetime import timedelta

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server.core import clock
from server.core.ids import new_id
from tests.e2e import inspecting as act
from tests.e2e.conftest import ROOT, Server
from tests.e2e.looking import (
    AUDIT,
    GOVERNMENT,
    HEAD,
    LEADER,
    LEGAL,
    NARROW,
    OFFICER,
    SECURITY,
    SYSTEM,
    WIDE,
    Rest,
    ask,
    complaints,
    opened,
    too_wide,
)

#: A name in braces stands for the first of that list that the person is shown, `{versions}` for a template's version.
CONSOLE_PAGES = {
    SYSTEM: ["allowed-networks"],
    OFFICER: ["", "recordings", "figures", "wall", "exports", "units", "units/new", "units/import", "gaps", "tasks", "tasks/new", "draws", "draws/new", "officer-exclusions", "plans", "plans/new", "task-days", "working-days", "inspections", "hazards", "hazard-terms", "penalty-candidates", "orders",
              "documents", "templates", "templates/new", "bases", "duties", "papers", "drills", "counter-years", "projects", "standards",
              "notices", "patrols", "patrols/rounds", "camera-availability", "warnings", "levels", "levels/new", "zero-reports", "risks", "help", "help/bookings", "help/times",
              "incidents", "incidents/plans", "incidents/plans/new", "cases",
              "camera-wall", "picture-faults", "alarms", "alarm-events", "alarm-tests", "alarm-lines",
              "upkeep-tasks", "facility-gaps", "equipment-counts", "upkeep-terms",
              "camera-wall", "picture-faults",
              "facilities", "facilities/new", "facilities/import", "places", "coverage", "coverage/failing",
              "courses", "class-meetings", "course-packages", "activities", "activity-years", "micro-courses",
              "trainees", "trainees/import", "rotations", "items", "knowledge-points", "blueprints", "blueprints/new",
              "exam-sessions", "marking", "exam-results", "certificates",
              "commendations", "commendation-terms", "stories", "defence-items",
              "coverage/{units}", "camera-catalogue", "picture-evaluation",
              "units?open={units}", "units/{units}/edit", "plans/{plans}", "draws/{draws}", "inspections/{inspections}",
              "inspections/{inspections}/orders/new", "hazards/{hazards}", "orders/{orders}", "templates/{versions}",
              "templates/{versions}/edit", "templates/{versions}/changes", "levels/{security-levels}",
              "incidents/{incidents}", "incidents/plans/{incident-plans}", "camera-wall/{camera-wall}",
              "courses/{courses}", "class-meetings/{class-meetings}", "class-meetings/{class-meetings}/wall",
              "exam-sessions/{exam-sessions}", "exam-attempts/{exam-attempts}",
              "trainees?open={trainees}", "rotations/{rotation-cycles}", "items?open={items}", "blueprints/{blueprints}",
              "commendations/{commendation-rounds}", "stories?open={stories}",
              "exam-results/{result-sessions}", "exam-results/{result-sessions}/items", "exam-results/{result-sessions}/regrades",
              "penalties", "penalties/{penalties?state=open}", "penalty-deadlines", "due-deliveries", "deliveries", "delivery-consents", "credit-records",
              "supervisions/new", "supervision-visits", "supervision-visits/{supervision-visits}", "accountability-cases/new",
              "assessments", "assessments/schemes/new", "assessments/schemes/{assessment-schemes}", "assessments/schemes/{assessment-schemes}/edit",
              "rating-rounds", "rating-appeals", "units/{units}/score"],
    LEADER: ["", "penalties/{penalties?state=decided}", "accountability-cases", "accountability-cases/{accountability-cases}",
             "rating-applications/{rating-applications}", "assessments/runs/{assessment-runs}",
             "bulletins", "bulletins/{bulletins}", "scores", "analytics", "units/{units}/file"],
    LEGAL: ["", "penalty-terms"],
    GOVERNMENT: ["", "supervisions", "supervisions/{supervisions}", "received-letters", "received-letters/{received-letters}", "situation-briefs", "brief-schedules",
                 "unit-ratings", "rating-vetoes", "rating-schemes", "rating-schemes/{rating-schemes}"],
    HEAD: ["", "rating-applications", "rating-rounds/{rating-rounds}/apply"],
    SECURITY: ["devices", "accounts", "no-permission"],
    AUDIT: ["audit"],
}  # fmt: skip


def known_to(server: Server, login: str) -> dict[str, str]:
    """The first of each subject that the person is shown, for the pages of one of them."""
    names = {name for path in CONSOLE_PAGES[login] for name in re.findall(r"{(.+?)}", path)}
    if not names:
        return {}
    token = ask(server, "/auth/sign-in", {"login": login, "password": act.PASSWORD, "refresh_in": "body"})[
        "access_token"
    ]
    return {
        name: an_attempt(server, token) if name == "exam-attempts" else first(server, name, token) for name in names
    }


def first(server: Server, name: str, token: str) -> str:
    row = ask(server, f"/{name.replace('versions', 'templates')}", token=token)["items"][0]
    return str(row["current_version_id"] if name == "versions" else row["id"])


def an_attempt(server: Server, token: str) -> str:
    """Of the exam that the demo's guards have sat."""
    sessions = ask(server, "/exam-sessions?limit=100", token=token)["items"]
    sat = next(row["id"] for row in sessions if row["counts"]["started"])
    candidates = ask(server, f"/exam-sessions/{sat}/candidates", token=token)["items"]
    return str(next(row["attempts"][0]["id"] for row in candidates if row["attempts"]))


@pytest.mark.parametrize("login", CONSOLE_PAGES)
def test_console_pages_are_accessible(server: Server, browser: Browser, login: str) -> None:
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
    known = known_to(server, login)
    for path in CONSOLE_PAGES[login]:
        page.goto(f"{server.address}/console/{path.format_map(known)}")
        expect(page.get_by_role("heading").first).to_be_visible()
        told[path] = complaints_of_both_looks(page, rest)
    context.close()
    assert {path: found for path, found in told.items() if found} == {}


def test_every_page_of_rulings_is_looked_at() -> None:
    """A route that nobody's list names would be judged by no one."""
    shown = {re.sub(r"{.+?}", "one", path).partition("?")[0] for pages in CONSOLE_PAGES.values() for path in pages}
    routes = {
        path
        for file in (ROOT / "web/console/src/rulings").glob("*/routes.ts")
        for path in re.findall(r"path: '/([^']+)'", file.read_text(encoding="utf-8"))
    }
    assert routes
    unseen = {path for path in routes if re.sub(r":\w+", "one", path) not in shown}
    assert unseen == set()


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
