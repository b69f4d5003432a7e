"""A draw from its opening to a stranger's own replay, in real browsers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checklists.draws import replay
from tests.e2e import inspecting as act
from tests.e2e.conftest import Server
from tests.e2e.looking import complaints


@pytest.mark.clause("JN-2.3.2a")
def test_an_officer_draws_and_a_stranger_replays(server: Server, desk: BrowserContext, tmp_path: Path) -> None:
    page = desk.new_page()
    _sign_in(page, server)
    page.goto(f"{server.address}/console/draws/new")
    page.get_by_label("名称").fill("反恐重点目标随机抽查")
    page.get_by_label("事由").fill("岁末专项")
    page.get_by_label("抽取单位数").fill("2")
    page.get_by_text("反恐重点目标", exact=True).click()
    expect(page.get_by_text("现在符合条件")).to_contain_text("单位 3 家")
    assert complaints(page) == []
    page.get_by_role("button", name="作出承诺").click()
    page.get_by_role("button", name="锁定名单").click()
    expect(page.get_by_text("检查人员 4 名")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("button", name="开始抽取").click()
    page.get_by_label("见证人（会公示）").fill("区司法局监督员")
    page.get_by_label("见证人写下的话").fill("黑虎泉")
    assert complaints(page) == []
    page.get_by_role("button", name="抽取", exact=True).click()
    expect(page.get_by_role("heading", name="抽取结果：2 家单位")).to_be_visible()
    page.get_by_role("button", name="生成检查任务").click()
    page.get_by_role("dialog").locator("label.el-checkbox").first.click()
    page.get_by_role("button", name="生成任务").click()
    expect(page.get_by_text("已生成 2 项检查任务")).to_be_visible()
    page.get_by_role("button", name="公示结果").click()
    with desk.expect_page() as opened:
        page.get_by_role("link", name="打开公示页").click()
    _replay_as_stranger(opened.value.url, desk, page, tmp_path)


def _replay_as_stranger(address: str, desk: BrowserContext, console: Page, folder: Path) -> None:
    browser = desk.browser
    assert browser is not None
    context = browser.new_context(locale="zh-CN", viewport={"width": 360, "height": 780}, accept_downloads=True)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="在浏览器里重放").click()
    expect(page.locator(".outcome strong")).to_have_text("一致")
    assert complaints(page) == []
    drawn = console.locator(".drawn .unit").all_inner_texts()
    assert page.locator("tbody td:nth-child(2)").all_inner_texts() == drawn
    with page.expect_download() as download:
        page.get_by_role("link", name="下载记录").click()
    file = folder / "record.json"
    download.value.save_as(file)
    assert replay.main([str(file)]) == 0
    # A record that was tampered with on its way is found by the page as well.
    changed = re.sub(rb'"words":"[^"]*"', b'"words":"x"', file.read_bytes())
    page.route("**/record.json", lambda route: route.fulfill(body=changed, content_type="application/json"))
    page.get_by_role("button", name="在浏览器里重放").click()
    expect(page.locator(".outcome strong")).to_have_text("不一致")
    context.close()


def _sign_in(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/console/sign-in")
    page.get_by_label("账号").fill("13800000003")
    page.get_by_label("密码", exact=True).fill(act.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/console/(?!sign-in)"))
