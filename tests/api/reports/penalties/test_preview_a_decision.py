"""A decision is read as a draft before it is made, by the bureau and nobody else."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from docx import Document as WordFile

from reports.documents.models import Document
from reports.documents.rules import DocumentKind
from reports.penalties.models import PenaltyCase
from reports.penalties.queries.papers import decision_draft
from tests.factories.penalties import CASES, Late, acted, choice, decision, evidence, filed, post, told
from tests.world import World

ClientAs = Callable[[str], Any]


def words_of(content: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    shown = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60)
    return "".join(shown.stdout.decode().split())


def test_a_draft_says_what_was_notified_and_takes_no_number(
    prepared: str, client_as: ClientAs, tmp_path: Path, connected: None
) -> None:
    for persona in ("officer", "legal", "leader"):
        answer = client_as(persona).get(f"{CASES}/{prepared}/preview")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), persona
    text = words_of(answer.data, tmp_path)
    for words in (
        "行政处罚决定书",
        "贰万元整",
        "给予警告",
        "门禁损坏逾期未修复",
        "未提出陈述、申辩",
        "本案已经法制审核",
    ):
        assert words in text
    assert decision_draft(PenaltyCase.get_by_id(prepared)).draft is True
    assert Document.select().where(Document.kind == DocumentKind.PENALTY_DECISION.value).count() == 0
    assert client_as("leader").get(f"{CASES}/{prepared}").json["state"] == "deciding"


def test_the_same_as_a_word_file(prepared: str, client_as: ClientAs) -> None:
    answer = client_as("leader").get(f"{CASES}/{prepared}/draft.docx")
    assert answer.status_code == 200
    paper = WordFile(io.BytesIO(answer.data))
    text = "".join(paragraph.text for paragraph in paper.paragraphs)
    assert "行政处罚决定书" in text
    assert "贰万元整" in text


@pytest.mark.parametrize("path", ["preview", "draft.docx"])
@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("head", 404), ("planner", 403)])
def test_others_read_none(prepared: str, client_as: ClientAs, path: str, persona: str, status: int) -> None:
    """Not even the unit, which has its notice and sees the case."""
    assert client_as(persona).get(f"{CASES}/{prepared}/{path}").status_code == status


def test_before_the_notice_there_is_nothing_to_draft_and_after_the_decision_neither(
    prepared: str, client_as: ClientAs, world: World
) -> None:
    leader = client_as("leader")
    bare = leader.get(f"{CASES}/{filed(client_as, world)}/preview")
    assert (bare.status_code, bare.json["code"]) == (422, "notice_missing")
    assert "第四十四条" in bare.json["detail"]
    acted(post(leader, prepared, "decisions", **decision()))
    late = leader.get(f"{CASES}/{prepared}/preview")
    assert (late.status_code, late.json["code"]) == (422, "case_ended")


def test_a_draft_follows_the_latest_notice_and_masks_the_identity_number(
    late: Late, client_as: ClientAs, world: World, tmp_path: Path
) -> None:
    found, later = late
    number = "11010519491231002X"
    with time_machine.travel(later, tick=False):
        person = {"kind": "person", "name": "赵校长", "post": "校长", "identity_number": number}
        id = filed(client_as, world, hazard_ids=[found.id], respondent=person)
        told(client_as, id, 1_500, is_warning=False)
        acted(post(client_as("officer"), id, "evidence", **evidence(title="补充证据")))
        acted(post(client_as("officer"), id, "notices", **choice(1_000, is_warning=False)))
        text = words_of(client_as("officer").get(f"{CASES}/{id}/preview").data, tmp_path)
    assert "壹仟元整" in text
    assert "壹仟伍佰元整" not in text
    assert number not in text
    assert number[-1] in text


def test_a_case_goes_to_the_prosecution_with_its_reason_and_its_evidence(
    client_as: ClientAs, world: World, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    """案件移送函, sealed and addressed; the unit does not read it."""
    id = filed(client_as, world)
    acted(post(client_as("officer"), id, "evidence", **evidence(title="现场监控录像")))
    transfer = {"addressee": "历下区人民检察院", "crime": "危险物品肇事罪", "reason": "造成两人重伤，涉嫌犯罪"}
    case = acted(post(client_as("leader"), id, "transfers", **transfer))
    assert case["state"] == "transferred"
    run_jobs()
    paper = client_as("leader").get(f"{CASES}/{id}").json["acts"][-1]["document"]
    assert (paper["kind"], paper["state"]) == ("crime_transfer", "signed")
    content = client_as("leader").get(f"/api/v1/documents/{paper['id']}/file").data
    text = words_of(content, tmp_path)
    expected = ("案件移送函", "历下区人民检察院", "危险物品肇事罪", "造成两人重伤，涉嫌犯罪。", "现场监控录像")
    for words in (*expected, "".join(paper["number"].split())):
        assert words in text, words
    assert client_as("head").get(f"/api/v1/documents/{paper['id']}/file").status_code == 404
