"""From a notice to a served and verified decision, in real browsers: what the law bars yet is shown barred, with why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from server.core import clock
from tests.e2e import inspecting as act
from tests.e2e.conftest import Server, wait_until
from tests.e2e.http_desk import HttpClient
from tests.e2e.looking import HEAD, LEADER, LEGAL, NARROW, OFFICER
from tests.factories.penalties import CASES, acted, post, review, statement
from tests.factories.phone import jpeg
from tests.factories.records import Json

SCHOOL = "泉城示范实验小学"
SERVING = ("陈明理", "林守义")
UNHEARD = "尚未听取当事人的陈述、申辩，也未记明其放弃"


@pytest.fixture
def leaders_desk(desk: BrowserContext) -> Iterator[BrowserContext]:
    """The leader's own browser."""
    assert desk.browser
    context = desk.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.mark.clause("JN-2.3.3b")
def test_a_decision_is_taken_served_and_verified_and_none_before_its_time(
    server: Server, desk: BrowserContext, leaders_desk: BrowserContext
) -> None:
    officer, leader = HttpClient(server, OFFICER), HttpClient(server, LEADER)
    at_the_desk = sign_in(desk, server, OFFICER)
    case_id = open_from_the_deadlines(at_the_desk, server)
    see_the_decision_barred(at_the_desk)
    be_refused_by_the_law(leader, officer, case_id)

    acted(post(officer, case_id, "statements", **statement()))
    acted(post(HttpClient(server, LEGAL), case_id, "legal-reviews", **review()))
    decide(sign_in(leaders_desk, server, LEADER), server, case_id)

    paper, pdf = read_the_signed_decision(at_the_desk, desk, server, officer, case_id)
    serve(at_the_desk, server, paper["number"])
    assert HttpClient(server, HEAD).get(f"{CASES}/{case_id}").status_code == 404, "another school's case"
    verify_without_an_account(desk, paper, pdf)
    find_the_credit_record(at_the_desk, server, officer, paper["number"])


def sign_in(context: BrowserContext, server: Server, login: str) -> Page:
    page = context.new_page()
    page.goto(f"{server.address}/console/sign-in")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码", exact=True).fill(act.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/console/(?!sign-in)"))
    return page


def open_from_the_deadlines(page: Page, server: Server) -> str:
    """The case that awaits the school's answer stands among the deadlines; its id."""
    page.goto(f"{server.address}/console/penalty-deadlines")
    row = page.get_by_role("row").filter(has_text=SCHOOL)
    row.get_by_role("button", name="作出决定").click()
    page.wait_for_url(re.compile(r"/console/penalties/[^/]+$"))
    expect(page.get_by_role("heading", name="办案经过")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def see_the_decision_barred(page: Page) -> None:
    """No button offers it; the list of what is barred says why, and which article bars it."""
    steps = page.get_by_role("region", name="下一步")
    expect(steps.get_by_role("button", name="陈述申辩", exact=True)).to_be_visible()
    expect(steps.get_by_role("button", name="处罚决定")).to_have_count(0)
    steps.get_by_text("暂不能办理的事项和依据").click()
    barred = steps.get_by_role("listitem").filter(has=page.get_by_text("处罚决定", exact=True))
    expect(barred).to_contain_text(UNHEARD)
    expect(barred).to_contain_text("《中华人民共和国行政处罚法》第六十二条")


def be_refused_by_the_law(leader: HttpClient, officer: HttpClient, case_id: str) -> None:
    """Whoever sends it past the page is told the same, and nothing is written."""
    notice = the_case(officer, case_id)["notice"]
    body = {name: notice[name] for name in ("is_warning", "fine_fen")}
    words = {"facts": "出入口未安装车辆阻挡装置。", "reasons": "首次发现。", "grade": "ordinary", "factors": []}
    refused = post(leader, case_id, "decisions", **body, **words, password=act.PASSWORD)
    assert refused.status_code == 422, refused.content
    assert refused.json["code"] == "statement_unheard"
    assert the_case(officer, case_id)["decision"] is None


def the_case(client: HttpClient, case_id: str) -> Json:
    answer = client.get(f"{CASES}/{case_id}")
    assert answer.status_code == 200, answer.content
    case: Json = answer.json
    return case


def decide(page: Page, server: Server, case_id: str) -> None:
    """By the leader alone: what was notified stands in the form already, the password confirms who decides."""
    page.goto(f"{server.address}/console/penalties/{case_id}")
    page.get_by_role("region", name="下一步").get_by_role("button", name="处罚决定", exact=True).click()
    dialog = page.get_by_role("dialog", name="处罚决定")
    expect(dialog.get_by_label("给予警告")).to_be_checked()
    expect(dialog.get_by_role("button", name="确认办理")).to_be_disabled()
    dialog.get_by_label("登录密码（确认本人办理）").fill(act.PASSWORD)
    with page.expect_response(re.compile(rf"/penalties/{case_id}/decisions$")) as decided:
        dialog.get_by_role("button", name="确认办理").click()
    assert decided.value.status == 201, decided.value.text()
    expect(page.get_by_role("status").filter(has_text="警告")).to_be_visible()


def read_the_signed_decision(
    page: Page, desk: BrowserContext, server: Server, officer: HttpClient, case_id: str
) -> tuple[Json, bytes]:
    """The job writes and signs it; the officer opens it from the case."""

    def signed() -> Json | None:
        (decision,) = (one for one in the_case(officer, case_id)["acts"] if one["kind"] == "decision")
        paper: Json = decision["document"]
        return paper if paper and paper["state"] == "signed" else None

    paper: Json = wait_until(signed, 60, "the signed decision")
    assert re.search(r"罚决字〔\d{4}〕第\d{4}号", paper["number"]), paper
    page.goto(f"{server.address}/console/penalties/{case_id}")
    with page.expect_response(re.compile(rf"/documents/{paper['id']}/file")) as file:
        page.get_by_role("button", name=paper["number"]).click()
    token = file.value.request.headers["authorization"]
    pdf = desk.request.get(file.value.url, headers={"Authorization": token}).body()
    assert pdf.startswith(b"%PDF")
    return paper, pdf


def serve(page: Page, server: Server, number: str) -> None:
    """Handed over by two officers, with a photo of the receipt; then it waits no longer."""
    page.goto(f"{server.address}/console/due-deliveries")
    waiting = page.get_by_role("row").filter(has_text=number)
    waiting.get_by_role("button", name=number).click()
    dialog = page.get_by_role("dialog", name="登记送达")
    moment = clock.now().astimezone(clock.BEIJING)
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    dialog.get_by_label("送达时间").fill(f"{day} {moment:%H:%M}")
    dialog.get_by_label("送达时间").press("Enter")
    officers = dialog.get_by_label("送达人（两名以上，持有效执法证件）")
    for name in SERVING:
        officers.fill(name)
        page.locator(".el-select-dropdown__item:visible", has_text=name).click()
    officers.press("Escape")
    dialog.get_by_label("送达地点").fill("学校传达室")
    dialog.get_by_label("签收人", exact=True).fill("方校长")
    receipt = FilePayload(name="送达回证.jpg", mimeType="image/jpeg", buffer=jpeg(31))
    dialog.get_by_label("送达凭据").set_input_files([receipt])
    expect(dialog.get_by_text("已上传")).to_be_visible()
    with page.expect_response(re.compile(r"/documents/[^/]+/deliveries$")) as served:
        dialog.get_by_role("button", name="登记送达").click()
    assert served.value.status == 201, served.value.text()
    expect(waiting).to_have_count(0)
    page.get_by_role("link", name="送达记录").first.click()
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("直接送达")
    expect(row).to_contain_text(day)


def verify_without_an_account(desk: BrowserContext, paper: Json, pdf: bytes) -> None:
    """By the address in its QR code, on a phone: the register knows it; with the file in hand, every byte is genuine."""
    assert desk.browser
    stranger = desk.browser.new_context(locale="zh-CN", viewport=NARROW)
    page = stranger.new_page()
    page.goto(paper["verify_url"])
    assert re.search(r"/verify/[^/]+$", page.url)
    registered = page.locator("#by-token")
    expect(registered).to_have_attribute("data-verdict", "valid")
    expect(registered).to_contain_text(paper["number"])
    page.locator("#file").set_input_files([FilePayload(name="决定书.pdf", mimeType="application/pdf", buffer=pdf)])
    genuine = page.locator("#result .verdict").first
    expect(genuine).to_have_attribute("data-verdict", "valid")
    expect(genuine).to_contain_text("真实有效")
    stranger.close()


def find_the_credit_record(page: Page, server: Server, officer: HttpClient, number: str) -> None:
    """It comes by itself, to be reported within seven working days: never in less than a week."""

    def written() -> Json | None:
        rows = officer.all_of("/api/v1/credit-records?state=pending&limit=100")
        return next((row for row in rows if row["number"] == number), None)

    record = wait_until(written, 30, "the credit record")
    due_on = date.fromisoformat(record["due_on"])
    assert due_on >= clock.today() + timedelta(days=7)
    page.goto(f"{server.address}/console/credit-records")
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text(SCHOOL)
    expect(row).to_contain_text(f"{due_on.year}年{due_on.month}月{due_on.day}日")
    expect(row).to_contain_text("待报")
    row.get_by_text("选择", exact=True).click()
    page.get_by_role("button", name="标记为已报（1）").click()
    expect(page.get_by_role("dialog", name="标记为已报")).to_contain_text("共 1 条")
