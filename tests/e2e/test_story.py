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
    send_until_delivered(page)
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
        Fault("PATCH", r"/mobile/uploads/", "cut_body", 1),
        Fault("POST", r"/mobile/uploads$", "cut_body", 2),
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
    """The officer reads the inspection, orders the rectification and signs; what the API then says of the order."""
    page = desk.new_page()
    page.goto(f"{server.address}/console/")
    page.get_by_label("账号").fill("13800000003")
    page.get_by_label("密码", exact=True).fill(act.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="陈明理，您好")).to_be_visible()

    page.goto(f"{server.address}/console/inspections")
    page.get_by_text(SCHOOL).first.click()
    expect(page.get_by_role("heading", name="照片（2）")).to_be_visible()
    expect(page.get_by_role("heading", name="治安隐患（1）")).to_be_visible()

    page.get_by_role("button", name="开具责令整改通知书").click()
    with page.expect_response(re.compile(r"/api/v1/orders$")) as drafting:
        fill_order(page)
    assert drafting.value.status == 201, drafting.value.text()
    dialog = page.get_by_role("dialog", name="签发通知书")
    dialog.get_by_label("登录密码").fill(act.PASSWORD)
    dialog.get_by_role("button", name="确认签发").click()
    expect(page.get_by_text("已签发，文号")).to_be_visible(timeout=60_000)
    number = page.locator(".serial").inner_text()
    assert re.search(r"责通字〔2026〕第\d{4}号", number)
    order = {"number": number, "verify_url": page.get_by_role("link", name="打开核验页").get_attribute("href")}

    with page.expect_response(re.compile(r"/api/v1/documents/[^/]+/file")) as file:
        page.reload()
    # The page reads it as a stream, which leaves the driver nothing: ask again as the page did.
    token = file.value.request.headers["authorization"]
    order["pdf"] = desk.request.get(file.value.url, headers={"Authorization": token}).body()
    assert order["pdf"].startswith(b"%PDF")
    expect_inspection_record(page, server)
    return order


def fill_order(page: Page) -> None:
    hazard = page.get_by_role("group", name="查明的治安隐患").get_by_role("checkbox")
    if not hazard.first.is_checked():
        hazard.first.check()
    page.get_by_label("整改期限（日）").fill("15")
    choose(page, "#order-basis", "企业事业单位内部治安保卫条例")
    choose(page, "#order-article", "第十九条")
    page.get_by_label("违反的条款（条、款、项）").fill("《山东省学校安全条例》第三十条")
    page.get_by_label("期间应采取的必要措施").fill("整改完成前增派一名保安员在校门值守，并设置临时硬质隔离。")
    page.get_by_role("button", name="签发", exact=True).click()


def choose(page: Page, field: str, option: str) -> None:
    """Pick from one of the console's searchable lists."""
    page.locator(field).click()
    page.locator(field).fill(option)
    page.locator(".el-select-dropdown__item:visible", has_text=option).first.click()


def expect_inspection_record(page: Page, server: Server) -> None:
    """The 检查笔录 is made by itself once the record is complete."""
    page.goto(f"{server.address}/console/documents?kind=inspection_record")
    expect(page.get_by_text(re.compile("检字〔2026〕第0001号")).first).to_be_visible(timeout=60_000)


def verify_without_an_account(server: Server, desk: BrowserContext, order: dict[str, Any], tmp_path: Any) -> None:
    """By the address in the QR code and by the file itself; one changed byte is found."""
    browser = desk.browser
    assert browser
    stranger = browser.new_context(locale="zh-CN", viewport={"width": 360, "height": 780})
    page = stranger.new_page()
    page.goto(order["verify_url"])
    expect(page.locator("#by-token")).to_have_attribute("data-verdict", "valid")
    expect(page.locator("#by-token")).to_contain_text(order["number"])

    page.goto(f"{server.address}/verify")
    genuine = tmp_path / "order.pdf"
    genuine.write_bytes(order["pdf"])
    page.locator("#file").set_input_files(genuine)
    expect(page.locator("#result .verdict").first).to_have_attribute("data-verdict", "valid")

    forged = bytearray(order["pdf"])
    forged[len(forged) // 2] ^= 1
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(forged)
    page.locator("#file").set_input_files(altered)
    expect(page.locator("#result .verdict").first).to_have_attribute("data-verdict", "unknown")
    page.get_by_role("button", name="上传并深入核验").click()
    expect(page.locator("#result .verdict").first).to_have_attribute("data-verdict", "altered", timeout=60_000)
    stranger.close()
