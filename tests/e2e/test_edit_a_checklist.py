"""An officer revises a checklist, is told where it is wrong, reads what publishing changes, and publishes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e import inspecting as act
from tests.e2e.conftest import CHROMIUM, FLAGS, Server
from tests.factories.forms import form_workbook


@pytest.fixture
def page(server: Server, playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{server.address}/console/sign-in")
    page.get_by_label("账号").fill("13800000003")
    page.get_by_label("密码", exact=True).fill(act.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/console/(?!sign-in)"))
    yield page
    browser.close()


def test_a_checklist_is_revised_and_published(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/console/templates")
    page.get_by_text("金银珠宝").first.click()
    page.get_by_role("button", name="修订").click()
    outline = page.get_by_role("navigation", name="检查表结构")
    outline.get_by_role("button", name=re.compile("^JWL-01 ")).click()
    page.get_by_label("检查内容").first.fill("主要负责人为第一责任人，有书面任命")
    page.get_by_role("button", name="设条件").click()
    expect(page.get_by_text(re.compile("^适用于："))).to_be_visible()
    outline.get_by_role("button", name="加项目").first.click()
    page.get_by_role("button", name="保存草稿").click()
    expect(outline.get_by_text("有误", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("JWL-.* 检查内容"))).to_be_visible()
    page.get_by_label("检查内容").first.fill("展示贵重物品一客一件")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="发布", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("主要负责人为第一责任人，有书面任命").first).to_be_visible()
    expect(dialog.get_by_text("新增")).to_be_visible()
    dialog.get_by_role("button", name="确认").click()
    expect(page.get_by_text("使用中")).to_be_visible()


def test_what_was_typed_outlives_the_page_and_a_form_of_others_is_taken(
    server: Server, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{server.address}/console/templates/new")
    page.get_by_role("button", name="导入 XLSForm").click()
    form = tmp_path / "form.xlsx"
    form.write_bytes(form_workbook())
    page.locator("input[type=file]").set_input_files(form)
    expect(page.get_by_text("可以导入：《大门检查》")).to_be_visible()
    page.get_by_role("button", name="放入编辑器").click()
    expect(page.get_by_label("代码")).to_have_value("GATE")
    expect(page.get_by_text("修改已暂存在这台电脑上")).to_be_visible()
    page.wait_for_timeout(800)  # the draft is put aside after a pause in typing
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{server.address}/console/templates/new")
    page.get_by_role("button", name="继续修改").click()
    expect(page.get_by_label("代码")).to_have_value("GATE")
