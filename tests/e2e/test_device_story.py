"""Devices in real browsers: a covered camera from its confirmed fault to the next good look; a button that is tried."""

from __future__ import annotations

import os
import re
import socket
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from device_checks.demo import DEMO_ACCOUNT
from device_checks.demo_scenes import draw_view, encode_view
from server.core import clock
from tests.e2e import inspecting as act
from tests.e2e.conftest import Phone, Server, wait_until
from tests.e2e.http_desk import HttpClient
from tests.e2e.test_year_story import HEAD, OFFICER, sign_in_at_the_desk
from tests.factories.alarm_frames import answer_kind, frame
from tests.factories.records import Json

CAMERA, SCENE, NUMBER = "后门", "entrance", 2  # as device_checks/demo.json draws it


@pytest.mark.clause("JN-2.2.2d")
def test_a_covered_camera_is_confirmed_repaired_and_seen_to_be_good_again(server: Server, desk: BrowserContext) -> None:
    officer = HttpClient(server, OFFICER)
    camera_id = fault_of(officer)["camera"]["id"]
    answer = officer.put(f"/api/v1/facilities/{camera_id}/source", json={"kind": "folder", "address": "back-*.jpg"})
    assert answer.status_code == 200, answer.content
    page = desk.new_page()
    sign_in_at_the_desk(page, server)

    page.goto(f"{server.address}/console/camera-wall")
    page.get_by_role("link", name=CAMERA).first.click()
    expect(page.get_by_role("heading", name="查看记录")).to_be_visible()
    confirm_it(page)
    tasks = [
        task for task in officer.all_of(f"/api/v1/upkeep-tasks?facility_id={camera_id}") if task["kind"] == "repair"
    ]
    assert [task["state"] for task in tasks] == ["open"]

    lay_picture(Path(server.environment["SHOUWANG_CAMERA_FOLDER"]) / "back-1.jpg")
    with page.expect_response(re.compile(r"/looks$")) as looked:
        page.get_by_role("button", name="立即查看").click()
    assert looked.value.json()["verdict"] == "fine", looked.value.text()
    expect(page.get_by_role("button", name="确认异常")).to_have_count(0)
    ended = {
        task["id"]: task["state"] for task in officer.all_of(f"/api/v1/upkeep-tasks?facility_id={camera_id}&state=done")
    }
    assert ended[tasks[0]["id"]] == "done"


def fault_of(officer: HttpClient) -> Json:
    faults = officer.all_of("/api/v1/picture-faults")
    return next(one for one in faults if one["camera"]["name"] == CAMERA and one["kind"] == "partly_covered")


def confirm_it(page: Page) -> None:
    fault = page.locator("ul.faults > li", has=page.get_by_text("部分遮挡", exact=True))
    fault.get_by_role("button", name="确认异常").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("说明").fill("镜头前挂有横幅")
    dialog.get_by_role("button", name="确认异常").click()
    expect(fault.get_by_text("已确认")).to_be_visible()


def lay_picture(path: Path) -> None:
    """What the camera sees now that the banner is gone: written a while ago, for what still grows is left alone."""
    draft = path.with_suffix(".part")
    draft.write_bytes(encode_view(draw_view(SCENE, NUMBER, clock.now() - timedelta(seconds=2))))
    os.utime(draft, times=(time.time() - 30,) * 2)
    draft.rename(path)


@pytest.mark.clause("LN-11b")
def test_a_button_is_tried_from_the_phone_and_the_bureaus_screen_takes_it(
    server: Server, phone: Phone, desk: BrowserContext
) -> None:
    head = HttpClient(server, HEAD)
    button = next(one for one in head.all_of("/api/v1/facilities?type=one_button") if one["number"] == "B01")
    screen = desk.new_page()
    sign_in_at_the_desk(screen, server)
    screen.goto(f"{server.address}/console/alarms")
    expect(screen.get_by_text("没有待签收的警情")).to_be_visible()
    page = phone.start().pages[0]
    act.sign_in(page, server.address, HEAD)
    page.wait_for_url(re.compile(r"#/tasks"))
    page.goto(f"{server.address}/m/#/facilities/{button['id']}/alarm-test")
    page.get_by_role("button", name="开始测试").click()
    page.get_by_role("button", name="我已按下").click()
    expect(page.get_by_text("等待信号……")).to_be_visible()

    press(int(server.environment["SHOUWANG_ALARM_PORT"]))
    card = screen.get_by_role("article", name="泉城示范第一中学")
    expect(card.get_by_text("测试", exact=True)).to_be_visible(timeout=10_000)
    expect(page.get_by_text("等待分局签收……")).to_be_visible()
    card.get_by_role("button", name="签收").click()
    expect(page.get_by_text("陈明理 已签收。")).to_be_visible()
    expect(page.locator(".result")).to_contain_text("秒")


def press(port: int) -> None:
    """The host at the school reports its button, in the clear."""

    def is_listening() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(is_listening, 20, "the receiver")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(frame(account=DEMO_ACCOUNT))
        assert answer_kind(line.recv(512)) == "ACK"
