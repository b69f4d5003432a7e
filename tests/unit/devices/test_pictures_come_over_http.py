"""Pictures over HTTP from good and bad devices, each within its bound."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from device_checks.sources.rules import GrabFailed, Limits
from device_checks.sources.services.grabbing import grab
from tests.factories import camera_servers as cameras
from tests.factories.camera_servers import camera, picture, reply
from tests.factories.sources import target

SHORT = Limits(seconds=0.4, most_bytes=256 * 1024)
MULTIPART = {"content_type": "multipart/x-mixed-replace; boundary=frame", "content_length": None}


def failure(port: int, limits: Limits = SHORT, path: str = "/snap.jpg", **changes: Any) -> GrabFailed:
    """What a grab of it ends with; never later than the limit and half a second."""
    started = time.monotonic()
    with pytest.raises(GrabFailed) as caught:
        grab(target(f"http://127.0.0.1:{port}{path}", **changes), limits)
    assert time.monotonic() - started < limits.seconds + 0.5
    assert "geheim" not in str(caught.value)
    return caught.value


def test_a_jpeg_and_a_png_come_whole() -> None:
    for kind in ("JPEG", "PNG"):
        with camera(cameras.shows(picture(kind))) as port:
            got = grab(target(f"http://127.0.0.1:{port}/snap"))
        assert [frame.content for frame in got.frames] == [picture(kind)]
        assert got.frames[0].at.tzinfo
        assert got.device_clock is None
        assert got.seconds < 5


@pytest.mark.parametrize("has_length", [True, False])
def test_of_a_stream_the_first_frame_is_taken(has_length: bool) -> None:
    length = f"Content-Length: {len(picture())}\r\n" if has_length else ""
    part = f"--frame\r\nContent-Type: image/jpeg\r\n{length}\r\n".encode() + picture() + b"\r\n"
    with camera(cameras.starts(reply("200 OK", b"\r\n" + part + part + part[:100], **MULTIPART))) as port:
        assert grab(target(f"http://127.0.0.1:{port}/"), SHORT).frames[0].content == picture()


def test_a_second_frame_comes_later() -> None:
    with camera(cameras.shows()) as port:
        got = grab(target(f"http://127.0.0.1:{port}/"), replace(SHORT, seconds=2, second_after_seconds=0.1))
        assert len(got.frames) == 2
        assert (got.frames[1].at - got.frames[0].at).total_seconds() >= 0.09
        one = grab(target(f"http://127.0.0.1:{port}/"), replace(SHORT, second_after_seconds=5.0))
    assert len(one.frames) == 1


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\n"
BAD = {
    "nobody listens": (cameras.refusing_port(), "offline"),
    "nobody takes the call": (cameras.deaf_port(), "offline"),
    "never answers": (camera(cameras.never_answers), "offline"),
    "hangs up": (camera(cameras.drops), "offline"),
    "garbage": (camera(cameras.says(b"\x00\x01garbage\r\n\r\n" * 30)), "no_stream"),
    "one byte at a time": (camera(cameras.trickles(reply("200 OK", picture()), 0.05)), "too_slow"),
    "headers without end": (camera(cameras.floods(HEAD + b"x: ")), "no_stream"),
    "a page": (camera(cameras.says(reply("200 OK", b"<!DOCTYPE html><p>Login</p>"))), "no_stream"),
    "nothing": (camera(cameras.says(reply("200 OK"))), "broken"),
    "another format": (camera(cameras.says(reply("200 OK", b"GIF89a" + bytes(100)))), "broken"),
    "wrong path": (camera(cameras.says(reply("404 Not Found"))), "no_stream"),
    "error inside": (camera(cameras.says(reply("503 Busy"))), "no_stream"),
    "wants a password": (camera(cameras.says(reply("401 No", www_authenticate='Basic realm="x"'))), "refused"),
    "forbidden": (camera(cameras.says(reply("403 No"))), "refused"),
    "endless": (camera(cameras.floods(HEAD + b"\r\n")), "too_large"),
    "says it is huge": (camera(cameras.says(HEAD + b"content-length: 99999999999\r\n\r\n")), "too_large"),
    "length is no number": (camera(cameras.says(HEAD + b"content-length: -5\r\n\r\n")), "broken"),
    "cut off": (camera(cameras.says(reply("200 OK", picture()[:900], content_length=2000))), "broken"),
    "cut off without a length": (camera(cameras.says(HEAD + b"\r\n" + picture()[:900])), "broken"),
    "half open": (camera(cameras.starts(reply("200 OK", picture()[:900], content_length=2000))), "too_slow"),
    "bad chunks": (camera(cameras.says(HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\nabc")), "broken"),
    "stream of nothing": (camera(cameras.starts(reply("200 OK", b"--frame\r\n\r\n", **MULTIPART))), "too_slow"),
    "stream without parts": (camera(cameras.floods(reply("200 OK", **MULTIPART))), "too_large"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_device_costs_its_slot_and_nothing_else(case: str) -> None:
    device, cause = BAD[case]
    with device as port:
        assert failure(port).cause == cause


def test_a_redirect_stays_on_its_port() -> None:
    def turns(to: str) -> Any:
        def behave(plug: Any, over: Any) -> None:
            first, _, _ = cameras.read_request(plug)
            there = first.split()[1] == "/there.jpg"
            plug.sendall(reply("200 OK", picture()) if there else reply("302 Found", location=to))

        return behave

    with camera(turns("/there.jpg")) as port:
        assert grab(target(f"http://127.0.0.1:{port}/a"), SHORT).frames[0].content == picture()
    elsewhere = ["http://127.0.0.1:1/there.jpg", "http://169.254.169.254/there.jpg", "file:///etc/passwd", "/loop", ""]
    for to in [*elsewhere, "gopher://127.0.0.1/", "//[::1]/there.jpg"]:
        with camera(turns(to)) as port:
            assert failure(port).cause == "barred_address", to


def test_the_newest_finished_file_of_a_folder_is_taken(tmp_path: Path) -> None:
    inside = tmp_path / "camera1"
    inside.mkdir()
    now = time.time()
    for name, age in (("old.jpg", 60), ("new.jpg", 10), ("growing.jpg", 0), ("other.txt", 5)):
        (inside / name).write_bytes(picture(text=name))
        os.utime(inside / name, (now - age, now - age))
    wanted = target("camera1/*.jpg", "folder", folder=str(tmp_path))
    got = grab(wanted, SHORT)
    assert got.frames[0].content == picture(text="new.jpg")
    with pytest.raises(GrabFailed, match="没有新的图像"):
        grab(replace(wanted, options={"most_age_minutes": 0.1}), SHORT)


def test_a_folder_is_not_left(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    for folder in (root / "linked", outside):
        folder.mkdir(parents=True)
    (outside / "secret.jpg").write_bytes(picture())
    os.utime(outside / "secret.jpg", (time.time() - 60,) * 2)
    (root / "door").symlink_to(outside)
    (root / "linked" / "a.jpg").symlink_to(outside / "secret.jpg")
    os.mkfifo(root / "linked" / "pipe.jpg")
    for pattern in ("door/*.jpg", "linked/*.jpg", "nowhere/*.jpg"):
        with pytest.raises(GrabFailed):
            grab(target(pattern, "folder", folder=str(root)), SHORT)
    with pytest.raises(GrabFailed) as caught:
        grab(target("*.jpg", "folder"), SHORT)
    assert caught.value.cause == "barred_address"
