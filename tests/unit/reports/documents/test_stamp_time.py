"""The embedded time-stamping authority answers as RFC 3161 says."""

import asyncio
import hashlib
import subprocess
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding

from reports.documents.signing.certificates import create_authority
from reports.documents.signing.errors import CertificateEnding, ClockWentBack, StampServiceFailed
from reports.documents.signing.fields import Field
from reports.documents.signing.pades import Signing, Trust, sign_document
from reports.documents.signing.stamping import POLICY, EmbeddedTimeStamper, ExternalTimeStamper, MemoryLedger
from reports.documents.verifying.examining import examine
from tests.factories.documents import current, make_order, renderer, workshop

DIGEST = hashlib.sha256(b"a document").digest()


def stamper(ledger: MemoryLedger | None = None, clock: list[datetime] | None = None) -> EmbeddedTimeStamper:
    times = clock or []
    return EmbeddedTimeStamper(
        workshop().authority.stamping, ledger or MemoryLedger(), lambda: times.pop(0) if times else current()
    )


def request(algorithm: str = "sha256", digest: bytes = DIGEST) -> tsp.TimeStampReq:
    return EmbeddedTimeStamper(workshop().authority.stamping, MemoryLedger(), current).request_cms(digest, algorithm)[1]


def info_of(answer: tsp.TimeStampResp) -> tsp.TSTInfo:
    return answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed


def test_stamp_holds_in_openssl(tmp_path: Path) -> None:
    asked = request()
    (tmp_path / "q.tsq").write_bytes(asked.dump())
    (tmp_path / "r.tsr").write_bytes(stamper().answer(asked).dump())
    (tmp_path / "root.pem").write_bytes(workshop().authority.root.certificate.public_bytes(Encoding.PEM))
    done = subprocess.run(
        ["openssl", "ts", "-verify", "-queryfile", "q.tsq", "-in", "r.tsr", "-CAfile", "root.pem"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    read = subprocess.run(["openssl", "ts", "-reply", "-in", "r.tsr", "-text"], cwd=tmp_path, capture_output=True)
    assert POLICY in read.stdout.decode()


def test_serial_numbers_only_rise() -> None:
    ours = stamper(MemoryLedger(start=41))
    assert [info_of(ours.answer(request()))["serial_number"].native for _ in range(3)] == [42, 43, 44]


def test_size_estimate_takes_no_number_and_is_never_too_small() -> None:
    ours = stamper(MemoryLedger())
    reserved = len(asyncio.run(ours.async_dummy_response("sha256")).dump())
    first = asyncio.run(ours.async_timestamp(DIGEST, "sha256"))
    assert info_of({"time_stamp_token": first})["serial_number"].native == 1
    assert len(first.dump()) <= reserved + 8


def test_clock_that_went_back_stamps_nothing() -> None:
    ours = stamper(MemoryLedger(), [current(), current() - timedelta(seconds=5)])
    ours.answer(request())
    with pytest.raises(ClockWentBack):
        ours.answer(request())


def test_ending_certificate_stamps_nothing() -> None:
    with pytest.raises(CertificateEnding):
        stamper(clock=[current() + timedelta(days=365 * 9)]).answer(request())


@pytest.mark.parametrize(
    ("asked", "fault"), [(request("sha1", DIGEST[:20]), "bad_alg"), (request(digest=DIGEST[:-1]), "bad_data_format")]
)
def test_request_out_of_policy_is_refused_by_the_book(asked: tsp.TimeStampReq, fault: str) -> None:
    status = stamper().answer(asked)["status"]
    assert status["status"].native == "rejection"
    assert status["fail_info"].native == {fault}


def test_request_for_another_policy_is_refused() -> None:
    asked = request()
    asked["req_policy"] = "1.2.3.4"
    assert stamper().answer(asked)["status"]["fail_info"].native == {"unaccepted_policy"}


class _Authority(BaseHTTPRequestHandler):
    answering: EmbeddedTimeStamper | None = None

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = (self.answering or stamper()).answer(tsp.TimeStampReq.load(body)).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer if self.path == "/good" else b"no")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def address() -> str:
    with HTTPServer(("127.0.0.1", 0), _Authority) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
    _Authority.answering = None


def test_external_authority_is_asked_over_http(address: str) -> None:
    token = asyncio.run(ExternalTimeStamper(f"{address}/good").async_timestamp(DIGEST, "sha256"))
    assert info_of({"time_stamp_token": token})["message_imprint"]["hashed_message"].native == DIGEST


@pytest.mark.parametrize("path", ["/bad", None])
def test_external_authority_that_fails_is_told_as_such(address: str, path: str | None) -> None:
    url = f"{address}{path}" if path else "http://127.0.0.1:1/"
    with pytest.raises(StampServiceFailed):
        asyncio.run(ExternalTimeStamper(url).async_timestamp(DIGEST, "sha256"))


def test_document_is_signed_with_another_authority_s_stamps(address: str) -> None:
    """The stamps' root isn't ours; it is taken from what the authority sends along."""
    elsewhere = create_authority("别处时间戳", current())
    _Authority.answering = EmbeddedTimeStamper(elsewhere.stamping, MemoryLedger(), current)
    external = ExternalTimeStamper(f"{address}/good")
    anchors = external.anchors()
    assert anchors == (elsewhere.root.parsed.dump(),)
    tools = workshop()
    signing = Signing(Field("officer", "签名"), tools.officer, "承办人签名")
    content = renderer().render(make_order()).content
    signed = sign_document(content, [signing], external, Trust(tools.authority, lambda: (), anchors), current)
    found = examine(signed.content, [tools.root, *anchors]).signatures
    assert [(s.is_stamp, s.intact, s.trusted) for s in found] == [(False, True, True), (True, True, True)]
