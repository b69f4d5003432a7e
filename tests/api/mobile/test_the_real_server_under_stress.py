"""What only the production server with its own processes shows: simultaneous senders, kill -9, another's client."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from tusclient.client import TusClient

from checklists.inspections.models import Inspection, Medium
from mobile_api.uploads.models import PartialFile
from mobile_api.uploads.rules import upload_id
from server.core.database import database
from server.core.events import Event, verify_chain
from server.core.files import files
from tests.factories.phone import CHUNK, UPLOADS, Visit, announcement, jpeg, make_record
from tests.world import World

JSON = {"Content-Type": "application/json"}
TUS = {"Tus-Resumable": "1.0.0"}


def ask(
    server: Any, method: str, path: str, body: bytes = b"", headers: dict[str, str] = TUS
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request(method, path, body, {**server.headers(), **headers})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def at(offset: int) -> dict[str, str]:
    return {**CHUNK, "Upload-Offset": str(offset)}


def post_json(server: Any, path: str, value: Any) -> tuple[int, Any]:
    status, _, body = ask(server, "POST", path, json.dumps(value).encode(), JSON)
    return status, json.loads(body)


def test_eight_identical_pushes_at_once_are_one_row_and_eight_successes(
    enrol: Any, visit: Visit, start_server: Callable[[], Any]
) -> None:
    _, phone = enrol()
    server = start_server()
    for _ in range(3):
        push = phone.push(make_record(phone, visit, [jpeg(1)]))
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(partial(post_json, server, "/api/v1/mobile/records"), [push] * 8))
        assert sorted(status for status, _ in answers) == [200] * 7 + [201]
        assert len({json.dumps(receipt, sort_keys=True) for _, receipt in answers}) == 1
        with database.connection_context():
            id = push["record"]["id"]
            assert Inspection.select().where(Inspection.id == id).count() == 1
            assert Event.select().where(Event.subject_id == id).count() == 1
            assert verify_chain().ok


def test_batches_in_any_order_and_single_pushes_at_once_never_block_each_other(
    enrol: Any, visit: Visit, start_server: Callable[[], Any]
) -> None:
    _, phone = enrol()
    server = start_server()
    pushes = [phone.push(make_record(phone, visit)) for _ in range(6)]

    def send(seed: int) -> list[int]:
        own = random.Random(seed).sample(pushes, len(pushes))  # noqa: S311
        if seed % 2:
            return [post_json(server, "/api/v1/mobile/records", push)[0] for push in own]
        status, answer = post_json(server, "/api/v1/mobile/records/batch", {"pushes": own})
        assert status == 200
        return [result["status"] for result in answer["results"]]

    with ThreadPoolExecutor(8) as pool:
        statuses = [status for found in pool.map(send, range(8)) for status in found]
    assert sorted(statuses) == [200] * 42 + [201] * 6


def test_a_record_and_its_photos_at_once_leave_nothing_waiting(
    enrol: Any, visit: Visit, start_server: Callable[[], Any]
) -> None:
    _, phone = enrol()
    server = start_server()
    for attempt in range(4):
        photos = [jpeg(10 * attempt + number) for number in range(4)]
        record = make_record(phone, visit, photos, signatures=[])
        push = phone.push(record)

        def send_photo(content: bytes) -> int:
            return ask(server, "POST", UPLOADS, content, {**announcement(content), **CHUNK})[0]

        with ThreadPoolExecutor(8) as pool:
            taken = pool.submit(post_json, server, "/api/v1/mobile/records", push)
            assert list(pool.map(send_photo, photos)) == [201] * 4
            assert taken.result()[0] == 201
        _, _, receipt = ask(server, "GET", f"/api/v1/mobile/records/{record['id']}")
        assert json.loads(receipt)["state"] == "complete"


def test_a_killed_server_has_kept_every_byte_it_acknowledged(
    enrol: Any, world: World, start_server: Callable[[], Any]
) -> None:
    enrol()
    content = jpeg(7, (900, 700), quality=95)
    server = start_server()
    _, headers, _ = ask(server, "POST", UPLOADS, b"", announcement(content))
    place = headers["Location"]
    offset, step = 0, len(content) // 5
    for _ in range(2):
        chunk = content[offset : offset + step]
        status, headers, _ = ask(server, "PATCH", place, chunk, at(offset))
        assert status == 204
        offset = int(headers["Upload-Offset"])
    hanging = _begin_and_hang(server, place, offset, content[offset:], step // 2)
    arrived = PartialFile(upload_id(world.people["inspector"].account_id, hashlib.sha256(content).hexdigest()))
    _wait_for(lambda: arrived.size() > offset)
    server.kill()
    hanging.close()

    server = start_server()
    _, headers, _ = ask(server, "HEAD", place)
    resumed = int(headers["Upload-Offset"])
    assert resumed == arrived.size() >= offset
    rest = content[resumed:]
    status, headers, _ = ask(server, "PATCH", place, rest, at(resumed))
    assert (status, headers["Upload-Offset"]) == (204, str(len(content)))
    assert files().read(hashlib.sha256(content).hexdigest()) == content


def test_a_line_cut_in_the_middle_of_a_chunk_loses_no_arrived_byte_and_blocks_nobody(
    enrol: Any, world: World, start_server: Callable[[], Any]
) -> None:
    enrol()
    content = jpeg(8, (900, 700), quality=95)
    server = start_server()
    _, headers, _ = ask(server, "POST", UPLOADS, b"", announcement(content))
    place = headers["Location"]
    hanging = _begin_and_hang(server, place, 0, content, 2 * 65_536 + 10)
    arrived = PartialFile(upload_id(world.people["inspector"].account_id, hashlib.sha256(content).hexdigest()))
    _wait_for(lambda: arrived.size() == 2 * 65_536)
    _, headers, _ = ask(server, "HEAD", place)
    offset = int(headers["Upload-Offset"])
    assert offset == 2 * 65_536, "the first request still hangs, yet its bytes count"
    half = (len(content) + offset) // 2
    status, _, _ = ask(server, "PATCH", place, content[offset:half], at(offset))
    assert status == 204
    hanging.close()
    status, _, _ = ask(server, "PATCH", place, content[half:], at(half))
    assert status == 204
    assert files().read(hashlib.sha256(content).hexdigest()) == content


def test_somebody_elses_tus_client_uploads_and_resumes(
    enrol: Any, world: World, start_server: Callable[[], Any]
) -> None:
    enrol()
    server = start_server()
    content = jpeg(9, (800, 600), quality=95)
    name = hashlib.sha256(content).hexdigest()
    client = TusClient(f"{server.address}{UPLOADS}", headers=server.headers())
    metadata = {"sha256": name, "filetype": "image/jpeg", "filename": "photo.jpg"}
    first = client.uploader(file_stream=io.BytesIO(content), chunk_size=20_000, metadata=metadata)
    first.upload(stop_at=60_000)
    resumed = client.uploader(file_stream=io.BytesIO(content), chunk_size=50_000, url=first.url)
    assert resumed.offset == 60_000
    resumed.upload()
    assert files().read(name) == content
    with database.connection_context():
        medium = Medium.get(Medium.sha256 == name)
        assert medium.account_id == world.people["inspector"].account_id


def _begin_and_hang(server: Any, place: str, offset: int, content: bytes, sent: int) -> http.client.HTTPConnection:
    """Begin a PATCH, send some of its body, and leave the line open."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest("PATCH", place)
    said = {**CHUNK, **server.headers(), "Upload-Offset": str(offset), "Content-Length": str(len(content))}
    for name, value in said.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(content[: max(sent, 65_536 + 10)])
    return connection


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
