"""The main job, end to end: an offline check on site becomes a signed order that anyone can verify."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import inspecting as act
from tests.e2e.conftest import Phone, Server, wait_until
from tests.e2e.line import Fault, Line

SCHOOL = "泉城示范第一中学"
CHECKLIST = "中小学幼儿园治安保卫检查"
FAILED_ITEM = "SCH-04"


@pytest.mark.clause("JN-2.2.6a")
@pytest.mark.clause("JN-2.3.3d")
def test_an_offline_check_becomes_a_signed_order_that_anyone_verifies(
    server: Server, line: Line, phone: Phone, desk: BrowserContext, tmp_path: Any
) -> None:
    page = open_phone(phone, line)
    act.sign_in(page, line.address, "13800000001")
    wait_until(lambda: line.count("GET", "/mobile/pull", 200), 15, "the first pull")
    expect(page.get_by_role("link", name=SCHOOL).first).to_be_visible()
    wait_for_worker(page)
    phone.stop()  # the morning is over; the browser writes its cookies down

    page = open_phone(phone, line, dark=True)
    page.goto(f"{line.address}/m/")  # the app opens without a network
    act.open_checklist(page, SCHOOL, CHECKLIST)
    act.fill_start(page, "周安平", "马晓安")
    fill_sections(page)

    phone.kill()  # in the middle of it
    page = open_phone(phone, line, dark=True)
    page.goto(f"{line.address}/m/")
    page.get_by_role("link", name=re.compile(SCHOOL)).first.click()
    finish_and_submit(page)
    record_address = page.url

    come_back_on_a_bad_line(phone, line)
    try:
        send_until_delivered(page)
    except AssertionError:
        print([x for x in line.seen if "/api/" in x[1]][-60:], line.happened, page.locator("main").inner_text()[:1500])
        raise
    assert line.happened, "the line was meant to be bad"
    assert record_address == page.url
    expect(page.get_by_role("heading", name=re.compile("形成隐患 1 处"))).to_be_visible()

    order = issue_order_at_the_desk(server, desk)
    verify_without_an_account(server, desk, order, tmp_path)
    check = server.command("verify-log")
    assert check.returncode == 0, check.stdout + check.stderr
    assert json.loads(check.stdout.strip().splitlines()[-1])["ok"] is True


def open_phone(phone: Phone, line: Line, *, dark: bool = False) -> Page:
    context = phone.start()
    line.dark = dark
    if dark:
        context.set_offline(True)
    page = context.pages[0] if context.pages else context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def wait_for_worker(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(1500)  # the worker stores the shell


def fill_sections(page: Page) -> None:
    while act.turn_page(page):
        if page.get_by_role("button", name="提交记录").count():
            return
        act.pass_everything(page)
        if page.locator(f"[id='item-{FAILED_ITEM}']").count():
            act.fail_item(page, FAILED_ITEM, "南门只有塑料隔离墩，挡不住车辆")
            act.take_photos(page, FAILED_ITEM, 2)
            act.draw_on_first_photo(page, FAILED_ITEM)


def finish_and_submit(page: Page) -> None:
    while act.turn_page(page):
        pass
    act.sign_on_glass(page, "林守义")
    act.sign_on_glass(page, "周安平")
    act.sign_on_glass(page, "马晓安")
    page.get_by_role("button", name="提交记录").click()
    page.wait_for_url(re.compile(r"/records/"))


def come_back_on_a_bad_line(phone: Phone, line: Line) -> None:
    """The reply to the record is lost twice, two photo chunks are cut, one reply to a chunk is lost."""
    line.faults += [
        Fault("POST", r"/mobile/records$", "drop_reply", 2),
        Fault("PATCH", r"/mobile/uploads/", "cut_body", 2),
        Fault("PATCH", r"/mobile/uploads/", "drop_reply", 1),
        Fault("POST", r"/mobile/uploads$", "drop_reply", 1),
    ]
    line.dark = False
    assert phone.context
    phone.context.set_offline(False)


def send_until_delivered(page: Page) -> None:
    """The app tries again by itself, ever later; an inspector in a hurry presses the button."""
    again = page.get_by_role("button", name="立即发送")

    def delivered() -> bool:
        if page.get_by_role("status").filter(has_text="已送达").count():
            return True
        if again.count() and again.is_enabled():
            again.click()
        page.wait_for_timeout(1000)
        return False

    wait_until(delivered, 90, "the record and its photos to arrive")


def issue_order_at_the_desk(server: Server, desk: BrowserContext) -> dict[str, Any]:
    raise NotImplementedError


def verify_without_an_account(server: Server, desk: BrowserContext, order: dict[str, Any], tmp_path: Any) -> None:
    raise NotImplementedError
