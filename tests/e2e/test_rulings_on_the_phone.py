"""Grades, defences and papers to serve on the phone: readable in both themes, and a service that no dead line loses."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import inspecting as act
from tests.e2e.conftest import Phone, Server, wait_until
from tests.e2e.http_desk import HttpClient
from tests.e2e.line import Line
from tests.e2e.looking import HEAD, LOOKS, NARROW, OFFICER, Rest, complaints, opened, sizes, stored_as
from tests.e2e.rulings_desk import SCHOOL, Done, prepare, signed_order

PAGES = {
    OFFICER: ["units/{unit}", "due-deliveries", "due-deliveries/{paper}", "units/{unit}/ratings", "units/{unit}/defences"],
    HEAD: ["mine", "units/{unit}/ratings", "units/{unit}/defences", "rating-appeals/decision/{decision}",
           "rating-rounds/{round}/apply"],
}  # fmt: skip
SERVED = r"/mobile/deliveries$"


@pytest.fixture(scope="module")
def done(server: Server) -> Done:
    return prepare(server)


@LOOKS
@pytest.mark.parametrize("login", PAGES)
def test_pages_of_rulings_are_accessible_with_targets_for_thumbs(
    server: Server, browser: Browser, done: Done, theme: str, target: int, text: int, login: str
) -> None:
    context = opened(browser, NARROW, {stored_as("phone"): json.dumps({"theme": theme})})
    page = context.new_page()
    rest, told = Rest(page), {}
    act.enter(page, server.address, login)
    rest.wait()
    for path in PAGES[login]:
        page.goto(f"{server.address}/m/#/{path.format_map(vars(done))}")
        expect(page.get_by_role("heading").first).to_be_visible()
        rest.wait()
        told[path] = complaints(page) + sizes(page, target, text)
        if path.endswith("defences"):
            page.locator("li button").first.click()
            expect(page.get_by_role("dialog").get_by_text("达到", exact=False).first).to_be_visible()
            rest.wait()
            told[f"{path} behind"] = complaints(page) + sizes(page, target, text)
    context.close()
    assert {path: found for path, found in told.items() if found} == {}


def test_the_unit_sees_why_its_grade_falls_and_appeals_on_the_phone(
    server: Server, browser: Browser, done: Done
) -> None:
    context = opened(browser, NARROW, {})
    page = context.new_page()
    act.enter(page, server.address, HEAD)
    page.goto(f"{server.address}/m/#/mine")
    page.get_by_role("link", name="平安单位").click()
    expect(page.get_by_role("heading", name="现有等级")).to_be_visible()
    fall = page.locator("section", has=page.get_by_role("heading", name="降级"))
    expect(fall).to_contain_text("次日生效")
    expect(fall).to_contain_text("申诉期限至")
    fall.get_by_role("link", name="申诉").click()
    page.get_by_label("申诉理由").fill("演练确已开展，录像可以证明。")
    page.get_by_role("button", name="提交申诉").click()
    appeals = page.locator("section", has=page.get_by_role("heading", name="申诉", exact=True))
    expect(appeals).to_contain_text("演练确已开展")
    expect(fall).to_contain_text("已提出申诉")
    context.close()
    filed = HttpClient(server, HEAD).all_of("/api/v1/rating-appeals")
    assert [row["statement"] for row in filed].count("演练确已开展，录像可以证明。") == 1


def test_a_service_recorded_without_a_network_reaches_the_server_once(
    server: Server, line: Line, phone: Phone, done: Done
) -> None:
    paper, number = signed_order(server, "SCH-02", 9)
    page = phone.start().pages[0]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    act.sign_in(page, line.address, OFFICER)
    wait_until(lambda: line.count("GET", "/mobile/pull", 200), 15, "the first pull")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(1500)  # the worker stores the shell
    page.goto(f"{line.address}/m/#/due-deliveries")
    expect(page.get_by_text(number)).to_be_visible()
    assert phone.context
    line.dark = True
    phone.context.set_offline(True)
    page.get_by_role("link", name=re.compile(re.escape(number))).click()
    record_it(page)
    expect(page.get_by_text(f"送达：{number}，等待发送")).to_be_visible()

    phone.stop()
    context = phone.start()
    context.set_offline(True)
    page = context.pages[0]
    page.goto(f"{line.address}/m/#/due-deliveries")
    expect(page.get_by_text(f"送达：{number}，等待发送")).to_be_visible()
    assert line.count("POST", SERVED) == 0
    line.dark = False
    context.set_offline(False)
    expect(page.get_by_text("等待发送")).to_have_count(0, timeout=30_000)
    expect(page.get_by_text(number)).to_have_count(0)
    assert line.count("POST", SERVED, 201) == 1
    found = HttpClient(server, OFFICER).all_of(f"/api/v1/deliveries?document_id={paper}")
    assert [(row["way"], row["receiver"], row["unit"]["name"]) for row in found] == [("direct", "孙珺", SCHOOL)]
    proof = found[0]["proof"]
    assert (proof["signature_valid"], proof["photos"], proof["photos_signed"]) == (True, 1, 1)
    assert sorted(file["purpose"] for file in found[0]["files"]) == ["photo", "signature"]


def record_it(page: Page) -> None:
    """Handed over by two officers, with the receiver's signature and one photo."""
    act.sign_on_glass(page, "签收人")
    page.get_by_label("签收人", exact=True).fill("孙珺")
    page.get_by_role("button", name="拍照").click()
    camera = page.get_by_role("dialog", name="拍照")
    shutter = camera.get_by_role("button", name="拍摄")
    expect(shutter).to_be_enabled(timeout=20_000)
    shutter.click()
    expect(camera.get_by_text("已存 1 张")).to_be_visible()
    camera.get_by_role("button", name="完成").click()
    page.get_by_role("button", name="添加民警").click()
    page.get_by_role("dialog", name="选择送达民警").get_by_role("button", name="林守义").click()
    page.get_by_role("button", name="登记送达").click()
