"""A photo arrives in pieces; what was acknowledged never travels again, whatever fails or is killed."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from checklists.inspections.models import Medium
from mobile_api.uploads.jobs import JOBS
from mobile_api.uploads.models import PartialFile, Upload
from mobile_api.uploads.rules import upload_id
from server.core import clock
from server.core.database import database
from server.core.files import files
from tests.factories.phone import CHUNK, UPLOADS, announcement, jpeg, upload
from tests.world import World

PHOTO = jpeg(1)
NAME = hashlib.sha256(PHOTO).hexdigest()
HALF = len(PHOTO) // 2


@pytest.fixture
def client(client_as: Callable[[str], Any]) -> Any:
    return client_as("inspector")


def announce(client: Any, content: bytes = PHOTO, body: bytes = b"", **headers: str) -> Any:
    chunk = CHUNK if body else {}
    return client.post(UPLOADS, data=body, headers={**announcement(content), **chunk, **headers})


def go_on(client: Any, place: str, offset: int, body: bytes, **headers: str) -> Any:
    return client.patch(place, data=body, headers={**CHUNK, "Upload-Offset": str(offset), **headers})


def offset_at(client: Any, place: str) -> int:
    answer = client.head(place, headers={"Tus-Resumable": "1.0.0"})
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def test_a_whole_photo_in_one_request_is_stored_and_noted(client: Any, world: World, connected: None) -> None:
    answer = upload(client, PHOTO)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert files().read(NAME) == PHOTO
    delivered = Medium.get(Medium.sha256 == NAME)
    assert (delivered.account_id, delivered.bytes) == (world.people["inspector"].account_id, len(PHOTO))
    assert not PartialFile(Upload.get(Upload.sha256 == NAME).id).path.exists()


def test_a_photo_in_pieces_goes_on_where_the_server_says(client: Any) -> None:
    place = announce(client, body=PHOTO[:100]).headers["Location"]
    assert offset_at(client, place) == 100
    assert go_on(client, place, 100, PHOTO[100:HALF]).headers["Upload-Offset"] == str(HALF)
    last = go_on(client, place, HALF, PHOTO[HALF:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(PHOTO)))
    assert files().read(NAME) == PHOTO


def test_announced_again_it_tells_how_far_it_got_and_ignores_the_body(client: Any) -> None:
    first = announce(client, body=PHOTO[:HALF])
    again = announce(client, body=PHOTO[:100])
    assert again.status_code == 201
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Upload-Offset"] == str(HALF)


def test_sent_twice_it_is_stored_once(client: Any, connected: None) -> None:
    first, second = upload(client, PHOTO), upload(client, PHOTO)
    assert (second.status_code, second.headers["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert second.headers["Location"] == first.headers["Location"]
    assert offset_at(client, first.headers["Location"]) == len(PHOTO)
    assert Medium.select().where(Medium.sha256 == NAME).count() == 1


def test_an_announcement_alone_begins_at_zero(client: Any) -> None:
    answer = announce(client)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "0")
    assert offset_at(client, answer.headers["Location"]) == 0


def test_a_wrong_offset_is_refused_with_the_right_one(client: Any) -> None:
    place = announce(client, body=PHOTO[:HALF]).headers["Location"]
    for wrong in (0, HALF - 1, HALF + 1):
        answer = go_on(client, place, wrong, PHOTO[wrong : wrong + 10])
        assert (answer.status_code, answer.json["code"]) == (409, "wrong_offset")
        assert answer.headers["Upload-Offset"] == str(HALF)
        assert answer.json["title"] == "续传位置不符，请从服务器给出的位置继续"


def test_a_finished_upload_takes_no_more_bytes(client: Any) -> None:
    place = upload(client, PHOTO).headers["Location"]
    assert go_on(client, place, len(PHOTO), b"").status_code == 204
    assert go_on(client, place, len(PHOTO), b"x").status_code in {409, 413}
    assert go_on(client, place, 0, PHOTO).status_code == 409


def test_nobody_reaches_the_upload_of_another(client: Any, client_as: Callable[[str], Any]) -> None:
    place = announce(client, body=PHOTO[:HALF]).headers["Location"]
    other = client_as("second")
    assert other.head(place, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert go_on(other, place, HALF, PHOTO[HALF:]).status_code == 404
    assert client_as("system_admin").post(UPLOADS, headers=announcement(PHOTO)).status_code == 403


def test_knowing_a_hash_is_not_having_the_photo(client: Any, client_as: Callable[[str], Any], connected: None) -> None:
    upload(client, PHOTO)
    answer = announce(client_as("second"))
    assert answer.headers["Upload-Offset"] == "0"
    assert Medium.select().where(Medium.sha256 == NAME).count() == 1
    assert upload(client_as("second"), PHOTO).headers["Upload-Offset"] == str(len(PHOTO))
    assert Medium.select().where(Medium.sha256 == NAME).count() == 2


def test_bytes_that_are_not_those_of_the_hash_are_thrown_away(client: Any) -> None:
    wrong = PHOTO[:-1] + bytes([PHOTO[-1] ^ 1])
    answer = announce(client, body=wrong)
    assert (answer.status_code, answer.json["code"]) == (460, "checksum_mismatch")
    assert not files().exists(NAME)
    again = announce(client, body=PHOTO)
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(len(PHOTO)))


def test_a_mismatch_after_several_pieces_starts_over_at_zero(client: Any) -> None:
    place = announce(client, body=b"x" + PHOTO[1:HALF]).headers["Location"]
    assert go_on(client, place, HALF, PHOTO[HALF:]).status_code == 460
    assert client.head(place, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert announce(client).headers["Upload-Offset"] == "0"


def test_the_same_hash_with_another_length_or_type_is_a_conflict(client: Any) -> None:
    announce(client)
    longer = announce(client, **{"Upload-Length": str(len(PHOTO) + 1)})
    other_type = client.post(UPLOADS, headers=announcement(PHOTO, "image/png"))
    for answer in (longer, other_type):
        assert (answer.status_code, answer.json["code"]) == (409, "upload_conflict")


def test_a_photo_longer_than_allowed_is_refused_before_it_travels(client: Any) -> None:
    answer = announce(client, **{"Upload-Length": str(15 * 1024 * 1024 + 1)})
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_more_bytes_than_announced_are_refused(client: Any) -> None:
    place = announce(client, body=PHOTO[:HALF]).headers["Location"]
    answer = go_on(client, place, HALF, PHOTO[HALF:] + b"more")
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert offset_at(client, place) == HALF


def test_a_chunk_of_unknown_length_ends_at_the_announced_one(client: Any) -> None:
    place = announce(client).headers["Location"]
    answer = client.patch(
        place,
        input_stream=io.BytesIO(PHOTO + b"x" * 100_000),
        headers={**CHUNK, "Upload-Offset": "0", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413


def test_an_unknown_type_is_refused(client: Any) -> None:
    for media_type in ("image/heic", "application/pdf", ""):
        answer = client.post(UPLOADS, headers=announcement(PHOTO, media_type))
        assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")
    place = announce(client).headers["Location"]
    answer = client.patch(place, data=PHOTO, headers={**CHUNK, "Upload-Offset": "0", "Content-Type": "image/jpeg"})
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"Upload-Length": "many"}, "Upload-Length"),
        ({"Upload-Length": "0"}, "Upload-Length"),
        ({"Upload-Metadata": "sha256 !!!"}, "Upload-Metadata"),
        ({"Upload-Metadata": "filetype aW1hZ2UvanBlZw=="}, "Upload-Metadata.sha256"),
        ({"Upload-Metadata": "sha256 QUJD,filetype aW1hZ2UvanBlZw=="}, "Upload-Metadata.sha256"),
        ({"Upload-Metadata": announcement(PHOTO, record_id="seven")["Upload-Metadata"]}, "Upload-Metadata.record_id"),
    ],
)
def test_a_malformed_announcement_names_the_header(client: Any, headers: dict[str, str], field: str) -> None:
    answer = announce(client, **headers)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_another_version_of_tus_is_told_ours(client: Any) -> None:
    answer = client.post(UPLOADS, headers={**announcement(PHOTO), "Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    known = client.options(UPLOADS)
    assert known.headers["Tus-Extension"] == "creation,creation-with-upload"
    assert known.headers["Tus-Max-Size"] == str(15 * 1024 * 1024)


def test_a_full_disk_acknowledges_nothing_and_keeps_what_was_there(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = announce(client, body=PHOTO[:HALF]).headers["Location"]

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("mobile_api.uploads.models.partial.os.fsync", full)
        answer = go_on(client, place, HALF, PHOTO[HALF:])
        assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
        assert "数据未保存" in answer.json["title"]
        assert not files().exists(NAME)
    resumed = offset_at(client, place)
    assert resumed >= HALF
    if resumed < len(PHOTO):
        go_on(client, place, resumed, PHOTO[resumed:])
    assert files().read(NAME) == PHOTO


def test_a_write_that_finds_the_disk_full_is_said_so(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    place = announce(client).headers["Location"]
    monkeypatch.setattr("mobile_api.uploads.models.partial.open", _open_full, raising=False)
    answer = go_on(client, place, 0, PHOTO)
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    monkeypatch.undo()
    assert offset_at(client, place) == 0


def _open_full(path: Any, mode: str, buffering: int = -1) -> Any:
    class Full(io.FileIO):
        def write(self, _: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    return Full(path, mode.replace("b", ""))


def test_whole_bytes_left_by_a_killed_process_are_finished_by_the_next_question(
    client: Any, world: World, connected: None
) -> None:
    place = announce(client).headers["Location"]
    partial = PartialFile(upload_id(world.people["inspector"].account_id, NAME))
    partial.path.write_bytes(PHOTO)
    assert offset_at(client, place) == len(PHOTO)
    assert files().read(NAME) == PHOTO
    assert Medium.select().where(Medium.sha256 == NAME).count() == 1


def test_bytes_that_outlived_their_announcement_are_gone_on_from(client: Any, world: World) -> None:
    partial = PartialFile(upload_id(world.people["inspector"].account_id, NAME))
    partial.path.write_bytes(PHOTO[:HALF])
    answer = announce(client, body=PHOTO)
    assert answer.headers["Upload-Offset"] == str(HALF)
    assert go_on(client, answer.headers["Location"], HALF, PHOTO[HALF:]).status_code == 204


def test_eight_chunks_at_once_at_one_place_leave_a_true_photo(app: Any, client: Any) -> None:
    place = announce(client).headers["Location"]

    def send(_: int) -> int:
        own = app.test_client()
        headers = {**CHUNK, "Upload-Offset": "0", "Authorization": f"Bearer {client.token}"}
        return int(own.patch(place, data=PHOTO, headers=headers).status_code)

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(send, range(8)))
    assert codes.count(204) >= 1
    assert set(codes) <= {204, 409}
    assert files().read(NAME) == PHOTO
    assert offset_at(client, place) == len(PHOTO)
    with database.connection_context():
        assert Medium.select().where(Medium.sha256 == NAME).count() == 1


def test_uploads_that_nobody_continued_are_swept_after_fourteen_days(client: Any, connected: None) -> None:
    place = announce(client, body=PHOTO[:HALF]).headers["Location"]
    finished = upload(client, jpeg(3)).headers["Location"]
    job = JOBS[0]
    with time_machine.travel(clock.now() + timedelta(days=13), tick=False):
        job.run({})
    assert offset_at(client, place) == HALF
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        job.run({})
    assert client.head(place, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert client.head(finished, headers={"Tus-Resumable": "1.0.0"}).status_code == 200
    assert not list(files().incoming.iterdir())
