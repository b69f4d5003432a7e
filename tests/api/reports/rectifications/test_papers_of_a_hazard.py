"""What is decided about a hazard becomes paper: numbered, signed, verifiable, with photos before and after."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from server.core import clock
from server.core.database import database
from tests.factories.files import delivered, delivered_photo
from tests.factories.hazards import (
    act,
    classification,
    decision,
    done,
    extension,
    handover,
    ordered,
    recheck,
    rectification,
    visit,
)
from tests.factories.phone import encode, jpeg
from tests.factories.records import Json, Sender, failed_check
from tests.world import World

ClientAs = Callable[[str], Any]
Read = Callable[[bytes], str]


def papers(client: Any, hazard_id: str) -> list[Json]:
    answer = client.get(f"/api/v1/hazards/{hazard_id}/papers")
    assert answer.status_code == 200, answer.json
    items: list[Json] = answer.json["items"]
    return items


def paper(client: Any, hazard_id: str, kind: str) -> Json:
    return next(item for item in papers(client, hazard_id) if item["kind"] == kind)


def photo_of(colour: tuple[int, int, int]) -> bytes:
    return encode(Image.new("RGB", (640, 480), colour), "JPEG")


def test_a_granted_extension_is_answered_on_paper(
    sender: Sender, client_as: ClientAs, run_jobs: Callable[[], int], read: Read
) -> None:
    given = ordered(sender, client_as)
    later = given.deadline_on + timedelta(days=10)
    asked = done(act(client_as("head"), given.id, "extension-requests", extension(given.deadline_on)))
    request_id = asked["extensions"][0]["id"]
    done(act(client_as("officer"), given.id, "extension-decisions", decision(request_id, later)))
    run_jobs()
    made = paper(client_as("officer"), given.id, "extension_reply")
    assert (made["state"], len(made["signatures"])) == ("signed", 2)
    text = read(client_as("officer").get(made["pdf_url"]).data)
    for words in (
        "同意延期整改通知书",
        "泉城示范第一中学",
        f"延至{later.year}年{later.month}月{later.day}日",
        "第九条",
        "增派两名保安员值守",
        made["number"].replace(" ", ""),
    ):
        assert words in text, words
    assert "不同意" not in text


def test_a_refused_one_says_that_the_old_deadline_stands(
    sender: Sender, client_as: ClientAs, run_jobs: Callable[[], int], read: Read
) -> None:
    given = ordered(sender, client_as)
    asked = done(act(client_as("head"), given.id, "extension-requests", extension(given.deadline_on)))
    refusal = decision(asked["extensions"][0]["id"], None, reason="人员安全隐患不宜拖延")
    done(act(client_as("officer"), given.id, "extension-decisions", refusal))
    run_jobs()
    made = paper(client_as("head"), given.id, "extension_reply")  # the unit reads its own
    text = read(client_as("head").get(made["pdf_url"]).data)
    day = given.deadline_on
    assert "不同意延期整改通知书" in text
    assert f"整改期限仍为{day.year}年{day.month}月{day.day}日" in text
    assert "人员安全隐患不宜拖延" in text


@pytest.mark.clause("JN-2.2.6a")
def test_the_recheck_s_paper_shows_before_and_after_side_by_side(
    sender: Sender,
    client_as: ClientAs,
    world: World,
    run_jobs: Callable[[], int],
    read: Read,
    tmp_path: Path,
) -> None:
    before, after = photo_of((200, 30, 30)), photo_of((30, 160, 60))
    given = ordered(sender, client_as, "SCH-02", photos=(before,))
    head = client_as("head")
    file = delivered(head, after, "image/jpeg", "after", "整改后.jpg")
    done(act(head, given.id, "rectifications", rectification(photos=[file])))
    done(act(client_as("officer"), given.id, "rechecks", recheck(world)))
    run_jobs()
    made = paper(client_as("officer"), given.id, "recheck_opinion")
    content = client_as("officer").get(made["pdf_url"]).data
    text = read(content)
    for words in ("复查意见书", "复查合格", "予以销案", "整改前", "整改后", "已更换门禁并加派保安员一名", "陈"):
        assert words in text, words
    assert sides(content, tmp_path) == ("red", "green")
    assert client_as("officer").get(f"/api/v1/hazards/{given.id}").json["state"] == "closed"


def sides(content: bytes, folder: Path) -> tuple[str, str]:
    """The colours of the left and the right picture on the page of photos: what stands beside what."""
    path = folder / "paper.pdf"
    path.write_bytes(content)
    with pikepdf.open(path) as book:
        last = len(book.pages)
    shown = subprocess.run(
        ["pdftoppm", "-png", "-r", "40", "-f", str(last), "-l", str(last), path], capture_output=True, check=True
    )
    image = Image.open(io.BytesIO(shown.stdout)).convert("RGB")
    width, height = image.size
    found = []
    for left, right in ((0, width // 2), (width // 2, width)):
        half = image.crop((left, 0, right, height)).resize((right - left, height))
        pixels = list(half.get_flattened_data())
        red = sum(1 for r, g, b in pixels if r > 150 and g < 90 and b < 90)
        green = sum(1 for r, g, b in pixels if g > 120 and r < 90 and b < 110)
        found.append("red" if red > green else "green" if green else "nothing")
    return found[0], found[1]


def test_a_failed_recheck_says_what_may_follow(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int], read: Read
) -> None:
    given = ordered(sender, client_as, "SCH-13", "SCH-03")
    head = client_as("head")
    for id in given.ids:
        done(act(head, id, "rectifications", rectification()))
    findings = [
        {"hazard_id": given.ids[0], "passed": True, "note": "已补齐"},
        {"hazard_id": given.ids[1], "passed": False, "note": "巡查仍不足5次"},
    ]
    answer = client_as("officer").post("/api/v1/rechecks", json={**visit(world), "findings": findings})
    assert answer.status_code == 201, answer.json
    run_jobs()
    first, second = (paper(client_as("officer"), id, "recheck_opinion") for id in given.ids)
    assert first["id"] == second["id"]  # one visit, one paper
    text = read(client_as("officer").get(first["pdf_url"]).data)
    for words in ("1项复查合格", "1项复查不合格", "巡查仍不足5次", "第十九条"):
        assert words in text, words


@pytest.mark.clause("LN-29")
def test_a_hand_over_makes_a_letter_and_closes_our_side_with_its_reference(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int], read: Read
) -> None:
    (id,) = failed_check(sender, "SCH-02", photos=(jpeg(5),)).hazard_ids
    officer = client_as("officer")
    done(act(officer, id, "classifications", classification()))
    handed = done(act(officer, id, "handovers", handover(world)))
    assert (handed["state"], handed["handover"]["reference"]) == ("handed_over", "济公历移字〔2026〕1号")
    assert handed["allowed"] == []
    run_jobs()
    made = paper(officer, id, "transfer_letter")
    text = read(officer.get(made["pdf_url"]).data)
    for words in (
        "安全生产隐患移送函",
        "济南市教育局",
        "济公历移字〔2026〕1号",
        "泉城示范第一中学",
        "请将处理结果函告",
    ):
        assert words in text, words


def test_a_paper_made_twice_is_one_paper_with_one_number(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int], connected: None
) -> None:
    from reports.rectifications.jobs import JOBS

    given = ordered(sender, client_as)
    done(act(client_as("head"), given.id, "rectifications", rectification()))
    life = done(act(client_as("officer"), given.id, "rechecks", recheck(world)))
    run_jobs()
    before = paper(client_as("officer"), given.id, "recheck_opinion")
    job = next(job for job in JOBS if job.name == "rectifications.conclude_recheck")
    with database.connection_context():
        job.run({"subject_id": life["rechecks"][0]["id"]})
    assert paper(client_as("officer"), given.id, "recheck_opinion") == before


def test_anybody_verifies_the_paper(
    sender: Sender, client_as: ClientAs, anonymous: Any, world: World, run_jobs: Callable[[], int]
) -> None:
    given = ordered(sender, client_as)
    done(act(client_as("head"), given.id, "rectifications", rectification()))
    done(act(client_as("officer"), given.id, "rechecks", recheck(world)))
    run_jobs()
    made = paper(client_as("officer"), given.id, "recheck_opinion")
    content = client_as("officer").get(made["pdf_url"]).data
    answer = anonymous.post(
        "/api/v1/verifications", data={"file": (io.BytesIO(content), "a.pdf")}, content_type="multipart/form-data"
    )
    assert (answer.status_code, answer.json["verdict"]) == (200, "valid")


def test_papers_of_units_elsewhere_are_not_there(sender: Sender, client_as: ClientAs) -> None:
    given = ordered(sender, client_as)
    assert client_as("stranger").get(f"/api/v1/hazards/{given.id}/papers").status_code == 404
    report = client_as("stranger").get("/api/v1/rectification-report.pdf", query_string={"hazard_id": given.id})
    assert report.status_code == 404


@pytest.mark.clause("JN-2.2.6a")
def test_a_unit_prints_its_own_report_with_the_photos_it_paired(
    sender: Sender, client_as: ClientAs, world: World, read: Read, tmp_path: Path
) -> None:
    head = client_as("head")
    before = delivered(head, photo_of((210, 20, 20)), "image/jpeg", "before", "前.jpg")
    body = {
        "id": "019ab000-2222-7000-8000-000000000002",
        "unit_id": str(world.units["school_first"]),
        "title": "围墙东段坍塌约三米",
        "grade": "general",
        "found_on": clock.today().isoformat(),
        "photos": [before],
    }
    assert head.post("/api/v1/hazards", json=body).status_code == 201
    after = delivered(head, photo_of((20, 170, 50)), "image/jpeg", "after", "后.jpg")
    pair = {"before": before["sha256"], "after": after["sha256"]}
    done(act(head, body["id"], "rectifications", rectification(photos=[after], pairs=[pair])))
    answer = head.get("/api/v1/rectification-report.pdf", query_string={"hazard_id": body["id"]})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = read(answer.data)
    for words in ("治安隐患整改报告", "围墙东段坍塌约三米", "整改前", "整改后", "未经机关签章"):
        assert words in text, words
    assert sides(answer.data, tmp_path) == ("red", "green")


def test_a_report_needs_a_hazard(client_as: ClientAs) -> None:
    answer = client_as("head").get("/api/v1/rectification-report.pdf")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "hazard_id")


def test_an_order_s_paper_stands_first_in_the_list(
    sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int]
) -> None:
    given = ordered(sender, client_as)
    done(
        act(
            client_as("head"),
            given.id,
            "rectifications",
            rectification(photos=[delivered_photo(client_as("head"), 3, "after")]),
        )
    )
    done(act(client_as("officer"), given.id, "rechecks", recheck(world)))
    run_jobs()
    assert [item["kind"] for item in papers(client_as("officer"), given.id)] == [
        "rectification_order",
        "recheck_opinion",
    ]
