"""An exam on a phone with a bad line: the browser is killed in the middle, and not one answer is missing at the end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from server.core import clock
from server.core.ids import new_id
from tests.e2e import inspecting as act
from tests.e2e.conftest import Phone, Server, wait_until
from tests.e2e.http_desk import HttpClient
from tests.e2e.line import Fault, Line
from tests.factories.items import CONTENTS, item_draft

OFFICER, SECOND_OFFICER, GUARD = "13800000003", "13800000055", "13800000051"
GUARD_NAME, TITLE = "赵卫东", "保安员年度轮训结业考试"
#: Types in the order of a paper, all eight of them.
#: A paper draws from all four categories; difficulty 5 keeps to the items of this test.
POINTS = {"true_false": "law.guards", "single": "skill.scene", "multiple": "professional.campus"}
TYPES = ["true_false", "single", "multiple", "fill_in", "order", "match", "short_answer", "case"]


@pytest.mark.clause("JN-3.4a")
def test_an_exam_survives_a_dead_line_and_a_killed_phone_without_losing_an_answer(
    server: Server, line: Line, phone: Phone, desk: BrowserContext
) -> None:
    officer = HttpClient(server, OFFICER)
    session_id = planned_exam(server, officer)

    page = open_phone(phone, line)
    sign_in(page, line.address)
    page.get_by_role("link", name=re.compile("我的考试")).click()
    page.get_by_role("link", name=re.compile(TITLE)).click()
    page.get_by_role("button", name="签到并下载试卷").click()
    expect(page.get_by_text("试卷已下载（加密）")).to_be_visible()
    assert not any(item_draft(kind)["content"]["stem"] in stored(page) for kind in TYPES)

    line.dark = True  # at the very moment of the start
    page.get_by_role("button", name="开始作答").click()
    expect(page.get_by_text("连不上服务器，正在重试")).to_be_visible()
    line.dark = False
    expect(page.get_by_text("第 1 / 8 题")).to_be_visible(timeout=30_000)

    answer_all(page, TYPES[:3])
    wait_until(lambda: line.count("POST", "/exam-answers", 200) and synced(page) == 3, 30, "three answers to arrive")

    line.dark = True
    answer_all(page, TYPES[3:6])
    expect(page.get_by_text("断网，可继续作答")).to_be_visible(timeout=30_000)
    phone.kill()  # in the middle of it, with three answers that the server has never seen

    page = open_phone(phone, line, dark=True)
    page.goto(f"{line.address}/m/#/exams")
    page.get_by_role("link", name=re.compile(TITLE)).click()
    expect(page.get_by_text("第 7 / 8 题")).to_be_visible()
    expect(page.get_by_text("已答 6/8")).to_be_visible()
    answer_all(page, TYPES[6:])
    hand_in(page)
    expect(page.get_by_text("已交卷，待上传")).to_be_visible()

    line.faults += [
        Fault("POST", r"/exam-submissions$", "drop_reply", 1),
        Fault("POST", r"/exam-submissions$", "cut_body", 1),
    ]
    line.dark = False
    assert phone.context
    phone.context.set_offline(False)
    expect(page.get_by_text("服务器已收到全部作答")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="再考一次")).to_be_hidden()
    assert line.happened, "the line was meant to be bad"

    expect_whole_attempt(officer, session_id)
    expect_at_the_desk(server, desk, session_id)
    wait_until(lambda: marked(server, session_id), 60, "the open answers to be marked by two people")
    expect_result(page, line.address)


def planned_exam(server: Server, officer: HttpClient) -> str:
    """Items of all types, a blueprint of one of each, a session that has just begun, one candidate, one sealed paper."""
    for kind in TYPES:
        item = created(officer.post("/api/v1/items", item_draft(kind, point_code=point_of(kind), difficulty=5)))
        officer.post(f"/api/v1/items/{item['id']}/releases", {})
    rows = [
        {
            "category": point_of(kind).split(".")[0],
            "type": kind,
            "count": 1,
            "worth_x100": 500,
            "point_code": point_of(kind),
            "least_difficulty": 5,
        }
        for kind in TYPES
    ]
    blueprint = created(
        officer.post(
            "/api/v1/blueprints",
            {
                "id": str(new_id()),
                "title": "各题型",
                "rows": rows,
                "marking": {"shuffle_options": False, "sections": {}},
            },
        )
    )
    now = clock.now()
    session_id = str(new_id())
    created(
        officer.post(
            "/api/v1/exam-sessions",
            {
                "id": session_id,
                "title": TITLE,
                "blueprint_version_id": blueprint["current_version_id"],
                "starts_at": (now - timedelta(minutes=1)).isoformat(),
                "start_closes_at": (now + timedelta(hours=1)).isoformat(),
                "duration_seconds": 3600,
            },
        )
    )
    guard = HttpClient(server, GUARD).get("/api/v1/me").json
    path = f"/api/v1/exam-sessions/{session_id}"
    created(officer.post(f"{path}/candidates", {"person_ids": [guard["person_id"]]}))
    officer.post(f"{path}/papers", {})
    wait_until(lambda: officer.get(path).json["papers_state"] == "made", 120, "the papers")
    return session_id


def point_of(kind: str) -> str:
    return POINTS.get(kind, "business.gate")


def created(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.content
    return answer.json


def open_phone(phone: Phone, line: Line, *, dark: bool = False) -> Page:
    context = phone.start()
    line.dark = dark
    if dark:
        context.set_offline(True)
    return context.pages[0] if context.pages else context.new_page()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/m/")
    enter(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(2500)  # the worker stores the shell


def enter(page: Page) -> None:
    page.get_by_label("账号").fill(GUARD)
    page.get_by_label("密码", exact=True).fill(act.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="学习")).to_be_visible()


def stored(page: Page) -> str:
    """Everything the phone keeps of exams, as text."""
    return str(
        page.evaluate(
            """() => new Promise((resolve) => {
              const opening = indexedDB.open('shouwang')
              opening.onsuccess = () => {
                const asked = opening.result.transaction('exams').objectStore('exams').getAll()
                asked.onsuccess = () => { opening.result.close(); resolve(JSON.stringify(asked.result)) }
              }
            })"""
        )
    )


def synced(page: Page) -> int:
    """How many answers the card shows as acknowledged by the server."""
    page.get_by_role("button", name="答题卡").click()
    card = page.get_by_role("dialog", name="答题卡")
    count = card.get_by_role("button", name=re.compile("已同步")).count()
    card.get_by_role("button", name="关闭").click()
    expect(card).to_be_hidden()
    return count


def answer_all(page: Page, kinds: list[str]) -> None:
    for kind in kinds:
        number = TYPES.index(kind) + 1
        expect(page.get_by_role("article", name=f"第 {number} 题")).to_be_visible()
        answer_one(page, kind)
        expect(page.get_by_role("article").get_by_role("status")).to_have_text(re.compile("本机已存|已同步"))
        if number < len(TYPES):
            page.get_by_role("button", name="下一题").click()


def answer_one(page: Page, kind: str) -> None:
    body = page.get_by_role("article")
    if kind == "true_false":
        body.get_by_role("radio", name="错").click()
    elif kind == "single":
        body.get_by_role("radio", name=re.compile("查验证件")).click()
    elif kind == "multiple":
        body.get_by_role("checkbox", name=re.compile("车辆")).click()
        body.get_by_role("checkbox", name=re.compile("人员")).click()
    elif kind == "fill_in":
        body.get_by_label("第 1 空").fill("30")
        body.get_by_label("第 2 空").fill("2")
    elif kind == "order":
        put_in_order(body, ["报警", "守住", "记录"])
    elif kind == "match":
        body.get_by_label("盾牌").select_option(label="遮挡")
        body.get_by_label("对讲机").select_option(label="联络")
    elif kind == "short_answer":
        body.get_by_role("textbox").fill("巡逻，登记")
    else:
        body.get_by_role("radio", name=re.compile("报警")).click()
        body.get_by_role("textbox").fill("守住门口，不进不动")


def put_in_order(body: Locator, texts: list[str]) -> None:
    rows = body.get_by_role("listitem")
    for wanted, text in enumerate(texts):
        place = next(n for n, row in enumerate(rows.all_inner_texts()) if text in row)
        for above in range(place - 1, wanted - 1, -1):
            body.get_by_role("button", name=f"上移：{text}").click()
            expect(rows.nth(above)).to_contain_text(text)
    as_it_is = body.get_by_role("button", name="就按现在的顺序作答")  # of a list that was right from the start
    if as_it_is.count():
        as_it_is.click()


def hand_in(page: Page) -> None:
    page.get_by_role("navigation", name="试题").get_by_role("button", name="交卷").click()
    sheet = page.get_by_role("dialog", name="交卷")
    expect(sheet.get_by_text("全部 8 题已作答")).to_be_visible()
    sheet.get_by_role("button", name="确认交卷").click()


def expect_whole_attempt(officer: HttpClient, session_id: str) -> None:
    """What the server counts is what the thumbs did, whatever had happened on the way."""
    candidate = officer.all_of(f"/api/v1/exam-sessions/{session_id}/candidates")[0]
    assert candidate["standing"] == "submitted"
    course = officer.get(f"/api/v1/exam-attempts/{candidate['attempts'][-1]['id']}").json
    kinds = {slot["slot"]: slot["type"] for slot in course["slots"]}
    given = {kinds[row["slot"]]: row["value"] for row in course["responses"]}
    assert set(given) == set(TYPES)
    assert given["true_false"] is False
    assert given["single"] == "a"
    assert sorted(given["multiple"]) == ["a", "b"]
    assert given["fill_in"] == ["30", "2"]
    assert given["order"] == CONTENTS["order"][1]["right"]
    assert given["match"] == CONTENTS["match"][1]["pairs"]
    assert given["short_answer"] == "巡逻，登记"
    assert given["case"] == {"1": "a", "2": "守住门口，不进不动"}
    assert [row["kind"] for row in course["proctoring"]] == [] or {row["kind"] for row in course["proctoring"]} == {
        "hidden"
    }


def marked(server: Server, session_id: str) -> bool:
    """Two officers give every open answer all of its points; True once nothing is left to mark."""
    for login in (OFFICER, SECOND_OFFICER):
        marker = HttpClient(server, login)
        while answer := marker.get(f"/api/v1/exam-sessions/{session_id}/next-open-answer").json["answer"]:
            mark = {"id": str(new_id()), "points_x100": answer["worth_x100"]}
            created(marker.post(f"/api/v1/open-answers/{answer['id']}/marks", mark))
    return bool(HttpClient(server, GUARD).get("/api/v1/my/results").json)


def expect_result(page: Page, address: str) -> None:
    """Everything was right, so the guard reads the whole worth of the paper, in the list and on the exam's own page."""
    page.goto(f"{address}/m/#/exams")
    card = page.get_by_role("link", name=re.compile(TITLE))
    again = page.get_by_role("button", name="登录")
    expect(again.or_(card.get_by_text("合格", exact=True)).first).to_be_visible()
    if again.count():  # the kill took the browser's newest cookie; the exam went home under its own token
        again.click()
        enter(page)
        page.goto(f"{address}/m/#/exams")
    expect(card.get_by_text("合格", exact=True)).to_be_visible()
    card.click()
    expect(page.get_by_label("成绩").get_by_text("40 分（满分 40）")).to_be_visible()


def expect_at_the_desk(server: Server, desk: BrowserContext, session_id: str) -> None:
    page = desk.new_page()
    page.goto(f"{server.address}/console/")
    page.get_by_label("账号").fill(OFFICER)
    page.get_by_label("密码", exact=True).fill(act.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="陈明理，您好")).to_be_visible()
    page.goto(f"{server.address}/console/exam-sessions/{session_id}")
    expect(page.get_by_role("row", name=re.compile(f"{GUARD_NAME}.*已交卷"))).to_be_visible()
    page.get_by_role("button", name=GUARD_NAME).click()
    page.get_by_role("link", name="查看答卷过程").click()
    expect(page.get_by_role("heading", name=f"{GUARD_NAME}的答卷过程")).to_be_visible()
    expect(page.get_by_role("cell", name="守住门口", exact=False).first).to_be_visible()
