"""The 检查笔录 is made by itself once an inspection is whole, and once."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from reports.documents.models import Document, DocumentFailure, DocumentFile, RegisterLeaf
from reports.documents.services import make_record
from reports.wording.models import FormText
from server.core.jobs import JobRow
from tests.world import World


def text_of(content: bytes, folder: Path) -> str:
    path = folder / "document.pdf"
    path.write_bytes(content)
    read = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


def test_whole_inspection_becomes_a_signed_record(
    deliver: Any, run_jobs: Callable[[], int], client_as: Any, tmp_path: Path, world: World
) -> None:
    delivered = deliver()
    assert run_jobs() == 1
    client = client_as("officer")
    (document,) = client.get(f"/api/v1/documents?subject_id={delivered.id}").get_json()["items"]
    assert document["state"] == "signed"
    assert document["kind"] == "inspection_record"
    year = document["dated_on"][:4]
    assert document["number"] == f"济公历（内）检字〔{year}〕第0001号"
    assert [s["role"] for s in document["signatures"]] == ["authority"]
    file = client.get(document["pdf_url"])
    assert file.mimetype == "application/pdf"
    assert hashlib.sha256(file.data).hexdigest() == document["sha256"]
    text = text_of(file.data, tmp_path)
    for expected in (
        "检查笔录",
        document["number"],
        "济南市公安局历下区分局",
        "定期检查",
        "不符合仅有可移动隔离墩（图1）",
        delivered.record["photos"][0]["sha256"],
        "手机签名有效",
        "经检查，发现治安隐患1项",
        "责令限期整改。",
        "企业事业单位内部治安保卫条例",
    ):
        assert expected in text


def test_record_waits_for_the_last_file(
    deliver: Any, send_files: Any, run_jobs: Callable[[], int], connected: None
) -> None:
    delivered = deliver(media=False)
    run_jobs()
    assert Document.select().count() == 0
    send_files(delivered)
    assert JobRow.select().where(JobRow.name == "documents.make_record").count() == 1
    run_jobs()
    assert DocumentFile.select().count() == 1


def test_job_run_twice_makes_one_document(deliver: Any, run_jobs: Callable[[], int], connected: None) -> None:
    delivered = deliver()
    run_jobs()
    first = DocumentFile.get()
    again = make_record(delivered.id)
    assert again is not None
    assert again.file.sha256 == first.sha256
    assert (Document.select().count(), RegisterLeaf.select().count()) == (1, 1)


def test_failed_try_is_told_and_made_good_later(
    deliver: Any, run_jobs: Callable[[], int], client_as: Any, connected: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered = deliver()
    with monkeypatch.context() as broken:
        broken.setattr("reports.documents.signing.pades.sign_document", lambda *_: 1 / 0)
        run_jobs()
    shown = client_as("officer").get(f"/api/v1/documents?subject_id={delivered.id}&state=failed").get_json()["items"]
    assert [document["state"] for document in shown] == ["failed"]
    assert DocumentFailure.get().code == "internal"
    number = shown[0]["number"]
    document = make_record(delivered.id)
    assert document is not None
    assert (document.number, hasattr(document, "file")) == (number, True)


def test_text_of_law_that_is_missing_stops_the_paper_and_is_told(
    deliver: Any, run_jobs: Callable[[], int], client_as: Any, connected: None
) -> None:
    deliver()
    FormText.delete().where(FormText.code == "record.legal_basis").execute()
    run_jobs()
    (shown,) = client_as("officer").get("/api/v1/documents").get_json()["items"]
    assert (shown["state"], DocumentFailure.get().code) == ("failed", "form_text_missing")


def test_record_asked_for_by_hand_is_the_same_document(
    deliver: Any, run_jobs: Callable[[], int], client_as: Any
) -> None:
    delivered = deliver()
    client = client_as("officer")
    first = client.post(f"/api/v1/inspections/{delivered.id}/documents")
    assert first.status_code == 202
    assert first.get_json()["state"] == "rendering"
    assert client.post(f"/api/v1/inspections/{delivered.id}/documents").get_json()["id"] == first.get_json()["id"]
    run_jobs()
    after = client.get(f"/api/v1/documents/{first.get_json()['id']}").get_json()
    assert (after["state"], after["number"]) == ("signed", first.get_json()["number"])


def test_record_of_an_inspection_that_waits_for_files_is_refused(deliver: Any, client_as: Any) -> None:
    delivered = deliver(media=False)
    answer = client_as("officer").post(f"/api/v1/inspections/{delivered.id}/documents")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "inspection_awaits_media")


@pytest.mark.parametrize("persona", ["stranger", "commerce"])
def test_inspection_out_of_reach_is_not_found(deliver: Any, client_as: Any, persona: str) -> None:
    delivered = deliver()
    answer = client_as(persona).post(f"/api/v1/inspections/{delivered.id}/documents")
    assert answer.status_code in {403, 404}
    assert client_as("officer").post(f"/api/v1/inspections/{UUID(int=7)}/documents").status_code == 404


def test_asking_takes_an_account_with_the_permission(deliver: Any, client_as: Any, anonymous: Any) -> None:
    delivered = deliver()
    path = f"/api/v1/inspections/{delivered.id}/documents"
    assert anonymous.post(path).status_code == 401
    assert client_as("head").post(path).status_code == 403
    assert client_as("system_admin").post(path).status_code == 403
