"""A draw becomes a signed paper, and a public page on which anybody replays it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from checklists.draws import replay
from checklists.draws.models import Draw, DrawSeed
from checklists.draws.services.seeds import unseal
from reports.documents.models import Document, DocumentSignature
from reports.draws.services import make_paper
from server.core.ids import new_id
from tests.factories.draws import DRAWS, EXCLUSIONS, WITNESS, drawn, freeze, frozen, opened, recusal_body
from tests.world import World


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[[bytes], str]:
    """The text of a PDF with all white space taken out: lines break where the type setter likes."""

    def read(content: bytes) -> str:
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        shown = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60)
        return "".join(shown.stdout.decode().split())

    return read


def publish(client: Any, id: str, scope: str = "result") -> None:
    answer = client.post(f"{DRAWS}/{id}/publications", json={"scope": scope})
    assert answer.status_code == 201, answer.json


@pytest.mark.clause("JN-2.3.2a")
def test_a_draw_is_numbered_signed_registered_and_verifiable(
    client_as: Callable[[str], Any], run_jobs: Callable[[], int], text_of: Callable[[bytes], str], connected: None
) -> None:
    officer = client_as("officer")
    draw = drawn(officer)
    run_jobs()
    [paper] = officer.get(f"/api/v1/documents?kind=draw_record&subject_id={draw['id']}").json["items"]
    assert (paper["state"], paper["unit_id"]) == ("signed", None)
    assert re.fullmatch(r"济公历（内）抽字〔\d{4}〕第0001号", paper["number"])
    signers = [(one["role"], one["name"]) for one in paper["signatures"]]
    assert signers == [("officer", "陈明理"), ("authority", paper["agency"]["name"])]
    flat = text_of(officer.get(paper["pdf_url"]).data)
    for word in ("双随机抽取记录", "冬季双随机抽查", "监督员", WITNESS["words"], "陈明理", "示370102003"):
        assert word in flat, word
    for digest in (
        draw["commitment"],
        draw["result"]["seed"],
        draw["result"]["record_sha256"],
        draw["freeze"]["units"]["sha256"],
    ):
        assert digest in flat
    for one in draw["drawn"]:
        assert one["unit"]["name"] in flat
    verified = client_as("officer").get(f"/api/v1/verifications/{Document.get().token}").json
    assert (verified["verdict"], verified["document"]["kind"]) == ("valid", "draw_record")


def test_the_paper_is_made_once_and_seen_within_reach_only(
    client_as: Callable[[str], Any], run_jobs: Callable[[], int], connected: None
) -> None:
    officer = client_as("officer")
    early = frozen(officer, units={"levels": [2]}, unit_count=1)
    assert officer.post(f"{DRAWS}/{early['id']}/documents").json["code"] == "draw_not_drawn"
    draw = drawn(officer)
    first = officer.post(f"{DRAWS}/{draw['id']}/documents")
    assert first.status_code == 202
    run_jobs()
    again = officer.post(f"{DRAWS}/{draw['id']}/documents").json
    assert (again["id"], again["state"]) == (first.json["id"], "signed")
    run_jobs()
    make_paper(UUID(draw["id"]))
    assert Document.select().count() == 1
    assert DocumentSignature.select().count() == 2
    for persona, status in (("city", 200), ("inspector", 200), ("stranger", 404), ("department", 404), ("head", 404)):
        assert client_as(persona).get(f"/api/v1/documents/{again['id']}").status_code == status, persona
    assert client_as("inspector").post(f"{DRAWS}/{draw['id']}/documents").status_code == 403
    assert client_as("stranger").post(f"{DRAWS}/{draw['id']}/documents").status_code == 404


def test_what_was_not_published_is_not_found_and_looks_like_what_is_not_there(
    client_as: Callable[[str], Any], anonymous: Any
) -> None:
    draw = drawn(client_as("officer"))
    hidden, missing = anonymous.get(f"/draws/{draw['id']}"), anonymous.get(f"/draws/{new_id()}")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.data == missing.data
    assert anonymous.get(f"/draws/{draw['id']}/record.json").status_code == 404
    publish(client_as("officer"), draw["id"], "process")
    assert anonymous.get(f"/draws/{draw['id']}/record.json").status_code == 404


def test_the_course_is_public_before_the_result(
    client_as: Callable[[str], Any], anonymous: Any, connected: None
) -> None:
    officer = client_as("officer")
    draw = opened(officer)
    publish(officer, draw["id"], "process")
    page = anonymous.get(f"/draws/{draw['id']}").text
    assert draw["commitment"] in page
    assert "尚未进行" in page
    draw = freeze(officer, draw["id"])
    page = anonymous.get(f"/draws/{draw['id']}").text
    assert draw["freeze"]["units"]["sha256"] in page
    assert "证件过期 1" in page
    draw = officer.post(f"{DRAWS}/{draw['id']}/results", json=WITNESS).json
    page = anonymous.get(f"/draws/{draw['id']}").text
    assert "结果待检查完成后公示" in page
    seed = unseal(DrawSeed.get().sealed, Draw.get().id)
    assert seed.hex() == draw["result"]["seed"]
    assert seed.hex() not in page
    assert draw["drawn"][0]["unit"]["name"] not in page


@pytest.mark.clause("JN-2.3.2a")
def test_anybody_sees_and_replays_what_was_published(
    client_as: Callable[[str], Any], anonymous: Any, run_jobs: Callable[[], int], world: World
) -> None:
    officer = client_as("officer")
    officer.post(EXCLUSIONS, json=recusal_body(world, "inspector_lin", "bank"))
    draw = drawn(officer, unit_count=7)
    run_jobs()
    publish(officer, draw["id"])
    answer = anonymous.get(f"/draws/{draw['id']}")
    page = answer.text
    for said in (
        draw["commitment"],
        draw["result"]["seed"],
        draw["result"]["record_sha256"],
        WITNESS["witness"],
        WITNESS["words"],
    ):
        assert said in page
    for one in draw["drawn"]:
        assert one["unit"]["name"] in page
    for name in ("林守义", "周安平", "陈明理", "冯泉生", "配偶"):
        assert name not in page, "officers are shown by certificate number, and no reason is"
    assert "/verify/" in page
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert " style=" not in page
    assert "<script>" not in page
    record = anonymous.get(f"/draws/{draw['id']}/record.json")
    assert record.mimetype == "application/json"
    found, problems = replay.examine(record.data)
    assert problems == []
    assert found["record_sha256"] == draw["result"]["record_sha256"]
    assert "林守义" not in record.text
    assert "配偶" not in record.text
    for name in ("page.js", "draw.js", "page.css"):
        assert anonymous.get(f"/draws/{name}").status_code == 200


@pytest.mark.clause("JN-2.3.2a")
def test_the_page_shows_the_chain_of_draws_and_those_given_up(client_as: Callable[[str], Any], anonymous: Any) -> None:
    officer = client_as("officer")
    first = opened(officer, name="第一次")
    officer.post(f"{DRAWS}/{first['id']}/abandonments", json={"reason": "见证人缺席"})
    second = drawn(officer, name="第二次", repeats_id=first["id"], repeat_reason="上次没有抽成")
    publish(officer, second["id"])
    page = anonymous.get(f"/draws/{second['id']}").text
    assert "第一次" in page
    assert "已放弃，没有抽取，未公示" in page
    assert "上次没有抽成" in page
    assert f"/draws/{first['id']}" not in page
    publish(officer, first["id"], "process")
    assert f'href="/draws/{first["id"]}"' in anonymous.get(f"/draws/{second['id']}").text
    page = anonymous.get(f"/draws/{first['id']}").text
    assert "见证人缺席" in page
    assert "第二次" in page
