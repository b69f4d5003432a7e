"""Anybody verifies a paper, with no account: by code, by hash, by file."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reports.documents.register.tree import hash_leaf, is_included
from reports.documents.services import revoke_document
from server.core.database import database
from server.core.permissions import SYSTEM

CONTAINER = rb"/Contents <([0-9a-fA-F]{2000,})>"  # of a signature; shorter ones are labels


@pytest.fixture
def content(issued: Any, client_as: Any) -> bytes:
    data: bytes = client_as("officer").get(issued["pdf_url"]).data
    return data


def drop(client: Any, content: bytes, name: str = "file") -> Any:
    """Send a form with one file; written by hand, for werkzeug's client leaves its temporary files open."""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="a.pdf"\r\n\r\n'
    body = head.encode() + content + b"\r\n--x--\r\n"
    return client.post("/api/v1/verifications", data=body, content_type="multipart/form-data; boundary=x")


def token_of(document: Any) -> str:
    token: str = document["verify_url"].rsplit("/", 1)[1]
    return token


def test_code_of_the_paper_leads_to_what_the_register_knows(issued: Any, anonymous: Any) -> None:
    found = anonymous.get(f"/api/v1/verifications/{token_of(issued)}").get_json()
    assert found["verdict"] == "valid"
    assert found["document"]["number"] == issued["number"]
    assert found["document"]["authority"] == "济南市公安局历下区分局"
    assert found["document"]["sha256"] == issued["sha256"]
    proof = found["register"]
    path = [bytes.fromhex(step) for step in proof["proof"]]
    leaf = hash_leaf(proof["leaf"].encode())
    assert is_included(leaf, proof["leaf_index"], proof["size"], path, bytes.fromhex(proof["root"]))
    assert issued["sha256"] in proof["leaf"]


def test_code_is_taken_as_people_type_it(issued: Any, anonymous: Any) -> None:
    token = token_of(issued)
    typed = f"{token[:4]}-{token[4:8]}-{token[8:12]}-{token[12:]}".lower()
    assert anonymous.get(f"/api/v1/verifications/{typed}").get_json()["verdict"] == "valid"


@pytest.mark.parametrize("token", ["0000000000000000", "x", "ILOU000000000000", "%00", "../../etc"])
def test_code_that_was_never_given_is_unknown(anonymous: Any, token: str) -> None:
    answer = anonymous.get(f"/api/v1/verifications/{token}")
    assert answer.status_code in {200, 404}
    if answer.status_code == 200:
        assert answer.get_json()["verdict"] == "unknown"
        assert answer.get_json()["document"] is None


def test_hash_taken_in_the_browser_is_enough(issued: Any, anonymous: Any) -> None:
    found = anonymous.get(f"/api/v1/verifications/by-hash/{issued['sha256'].upper()}").get_json()
    assert found["verdict"] == "valid"
    assert anonymous.get(f"/api/v1/verifications/by-hash/{'0' * 64}").get_json()["verdict"] == "unknown"


def test_file_as_issued_is_valid_and_one_changed_byte_is_found(content: bytes, anonymous: Any) -> None:
    assert drop(anonymous, content).get_json()["verdict"] == "valid"
    changed = bytearray(content)
    changed[len(content) // 3] ^= 1
    found = drop(anonymous, bytes(changed)).get_json()
    assert found["verdict"] == "altered"
    assert "文件的数字指纹与登记册中该文书的指纹不一致" in found["reasons"]
    assert any("所覆盖的内容被改动" in reason for reason in found["reasons"])
    assert found["document"] is not None


def appended(content: bytes) -> bytes:
    return content + b"\n% nothing to see\n"


def painted_over(content: bytes) -> bytes:
    """With a white box over its first page, as an incremental update: no signature breaks by that."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    paint = generic.StreamObject(stream_data=b"q 1 1 1 rg 100 100 300 300 re f Q")
    writer.add_stream_to_page(0, writer.add_object(paint))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def cut_back(content: bytes) -> bytes:
    """As it was before the last revision: a whole file in itself."""
    return content[: [match.end() for match in re.finditer(rb"%%EOF\r?\n?", content)][-2]]


@pytest.mark.parametrize(
    ("tamper", "signs"),
    [
        (appended, "与登记册中该文书的指纹不一致"),
        (painted_over, "之后又有人改动了页面内容"),
        (cut_back, "截断到较早的版本"),
    ],
)
def test_a_file_tampered_with_is_found_by_us_and_not_called_whole_by_others(
    issued: Any,
    content: bytes,
    anonymous: Any,
    tmp_path: Path,
    tamper: Callable[[bytes], bytes],
    signs: str,
) -> None:
    assert others_find_it_whole(content, tmp_path)
    found = drop(anonymous, tamper(content)).get_json()
    assert found["verdict"] == "altered"
    assert signs in "；".join(found["reasons"])
    assert found["document"]["number"] == issued["number"]
    if tamper is not cut_back:  # an earlier revision validates everywhere; only the register knows that more was signed
        assert not others_find_it_whole(tamper(content), tmp_path)


def test_a_signature_put_over_from_another_paper_is_found_by_us_and_by_others(
    issued: Any,
    content: bytes,
    deliver: Any,
    run_jobs: Callable[[], int],
    client_as: Any,
    anonymous: Any,
    tmp_path: Path,
) -> None:
    other_id = deliver().id
    run_jobs()
    officer = client_as("officer")
    (other,) = officer.get(f"/api/v1/documents?subject_id={other_id}").get_json()["items"]
    mine, taken = (re.search(CONTAINER, file) for file in (content, officer.get(other["pdf_url"]).data))
    assert mine is not None
    assert taken is not None
    assert len(mine.group(1)) == len(taken.group(1))
    swapped = content[: mine.start(1)] + taken.group(1) + content[mine.end(1) :]
    found = drop(anonymous, swapped).get_json()
    assert found["verdict"] == "altered"
    assert any("所覆盖的内容被改动" in reason for reason in found["reasons"])
    assert found["document"]["number"] == issued["number"]
    assert not others_find_it_whole(swapped, tmp_path)


def others_find_it_whole(content: bytes, folder: Path) -> bool:
    """What poppler says, which knows nothing of our register: every signature good, and the last one over all bytes."""
    path = folder / "paper.pdf"
    path.write_bytes(content)
    seen = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=False).stdout.decode()
    *signatures, stamp = seen.split("Signature #")[1:]
    return all("Signature is Valid" in one for one in signatures) and "Total document signed" in stamp


def test_revoked_document_says_so_by_every_way_and_not_why(issued: Any, content: bytes, anonymous: Any) -> None:
    with database.connection_context(), database.atomic():
        revoke_document(SYSTEM, UUID(issued["id"]), "张三家的事")
    for found in (
        anonymous.get(f"/api/v1/verifications/{token_of(issued)}").get_json(),
        anonymous.get(f"/api/v1/verifications/by-hash/{issued['sha256']}").get_json(),
        drop(anonymous, content).get_json(),
    ):
        assert found["verdict"] == "revoked"
        assert found["document"]["state"] == "revoked"
        assert "张三" not in str(found)


def test_any_other_file_is_unknown_with_a_reason(anonymous: Any) -> None:
    assert drop(anonymous, b"hello").get_json() == {
        "verdict": "unknown",
        "reasons": ["登记册中没有这份文件", "文件不是 PDF"],
        "document": None,
        "register": None,
    }


def test_upload_without_a_file_is_invalid(anonymous: Any) -> None:
    answer = drop(anonymous, b"x", name="other")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "file_missing")
    assert anonymous.post("/api/v1/verifications", json={}).status_code == 422


def test_upload_beyond_twenty_megabytes_is_refused(anonymous: Any) -> None:
    answer = drop(anonymous, bytes(20 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.get_json()["code"]) == (413, "upload_too_large")
    assert drop(anonymous, bytes(22 * 1024 * 1024)).status_code == 413


def test_files_are_taken_in_at_a_limited_rate(anonymous: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.documents.api.verifying._FILES_PER_MINUTE", 2)
    answers = [drop(anonymous, b"hello") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0


def test_officer_is_shown_by_family_name_only() -> None:
    from reports.documents.models import DocumentSignature
    from reports.documents.queries.verifications import _masked

    assert _masked(DocumentSignature(role="officer", name="欧阳建国")) == "欧＊＊＊"
    assert _masked(DocumentSignature(role="authority", name="济南市公安局")) == "济南市公安局"


def test_page_is_there_for_browsers(issued: Any, anonymous: Any) -> None:
    empty, filled = anonymous.get("/verify"), anonymous.get(f"/verify/{token_of(issued)}")
    assert (empty.status_code, filled.status_code) == (200, 200)
    assert issued["number"] in filled.get_data(as_text=True)
    assert "unsafe-inline" not in filled.headers["Content-Security-Policy"]
    for name in ("verify.css", "verify.js"):
        assert anonymous.get(f"/verify/{name}").status_code == 200
    assert anonymous.get("/verify/<script>alert(1)</script>").status_code in {200, 404}
    assert "<script>alert" not in anonymous.get("/verify/%3Cscript%3Ealert(1)").get_data(as_text=True)


@pytest.mark.parametrize(("name", "kind"), [("verify.js", "javascript"), ("verify.css", "text/css")])
def test_page_has_its_script_and_its_style(anonymous: Any, name: str, kind: str) -> None:
    answer = anonymous.get(f"/verify/{name}")
    assert answer.status_code == 200
    assert kind in answer.content_type
