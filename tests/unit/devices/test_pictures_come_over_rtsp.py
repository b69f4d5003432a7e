"""Key frames over RTSP from good and bad cameras, each within its bound."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from device_checks.sources.rules import GrabFailed, Limits
from device_checks.sources.services.fetching import decoding
from device_checks.sources.services.fetching.lines import Deadline
from device_checks.sources.services.grabbing import grab
from tests.factories import camera_servers as cameras
from tests.factories.camera_servers import camera
from tests.factories.rtsp_server import RtspCamera, encoded, packets_of
from tests.factories.sources import target

LOGIN = ("admin", "ge:heim")
SHORT = Limits(seconds=0.4)


@pytest.fixture(autouse=True, scope="module")
def ended() -> Iterator[None]:
    """No decoder outlives these tests; the first frame of a fresh one takes its start along."""
    decoding.decode_frame("h264", encoded()[0], Deadline(30))
    yield
    decoding.end_decoders()


def frames_of(device: Any, limits: Limits = Limits(seconds=5), **changes: Any) -> Any:  # noqa: B008
    with camera(device) as port:
        return grab(target(f"rtsp://127.0.0.1:{port}/live", "rtsp", **changes), limits).frames


def check_picture(frame: Any, size: tuple[int, int] = (320, 180)) -> None:
    with Image.open(io.BytesIO(frame.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", size)
    assert frame.pixels.shape == (size[1], size[0], 3)
    blue, green, red = (int(value) for value in frame.pixels[80, 130])
    assert blue > 180
    assert red < 90
    assert green < 90


@pytest.mark.parametrize("sets_in_sdp", [False, True])
def test_a_key_frame_becomes_a_picture(sets_in_sdp: bool) -> None:
    (frame,) = frames_of(RtspCamera(sets_in_sdp=sets_in_sdp))
    check_picture(frame)


def test_a_large_frame_comes_in_pieces() -> None:
    large = encoded(size=(1920, 1080), count=1)
    assert len(packets_of(large[0], 0)) > 3
    (frame,) = frames_of(RtspCamera(frames=lambda: large))
    check_picture(frame, (1920, 1080))


def test_h265_comes_as_well() -> None:
    (frame,) = frames_of(RtspCamera(codec="hevc", frames=lambda: encoded("libx265")))
    check_picture(frame)


@pytest.mark.parametrize("scheme", ["Digest", "Basic"])
def test_it_signs_in_and_tells_a_wrong_password(scheme: str) -> None:
    device = RtspCamera(login=LOGIN, scheme=scheme)
    check_picture(frames_of(device, user=LOGIN[0], password=LOGIN[1])[0])
    for user, password in ((LOGIN[0], "falsch"), ("", "")):
        with pytest.raises(GrabFailed) as caught:
            frames_of(device, user=user, password=password)
        assert caught.value.cause == "refused"
        assert "falsch" not in str(caught.value)


def test_a_second_frame_comes_over_the_same_connection() -> None:
    first, second = frames_of(RtspCamera(), Limits(seconds=5, second_after_seconds=0.05))
    assert (second.at - first.at).total_seconds() >= 0.05
    assert abs(int(first.pixels[5, 5, 0]) - int(second.pixels[5, 5, 0])) > 20 or first.content != second.content


def answers(method: str, text: str) -> RtspCamera:
    return RtspCamera(answer_to={method: text})


OK = "RTSP/1.0 200 OK\r\nCSeq: SEQ\r\n"
BAD = {
    "nobody listens": (cameras.refusing_port(), "offline"),
    "never answers": (camera(cameras.never_answers), "offline"),
    "hangs up": (camera(cameras.drops), "offline"),
    "a web server": (camera(cameras.says(cameras.reply("400 Bad Request"))), "no_stream"),
    "wrong path": (camera(RtspCamera(path="/other")), "no_stream"),
    "turns elsewhere": (
        camera(answers("DESCRIBE", "RTSP/1.0 302 Moved\r\nLocation: rtsp://169.254.169.254/\r\n\r\n")),
        "barred_address",
    ),
    "no video": (camera(RtspCamera(sdp="v=0\r\nm=audio 0 RTP/AVP 8\r\n")), "no_stream"),
    "another codec": (camera(RtspCamera(sdp="v=0\r\nm=video 0 RTP/AVP 9\r\na=rtpmap:9 VP8/90000\r\n")), "no_stream"),
    "only over UDP": (camera(answers("SETUP", "RTSP/1.0 461 No\r\n\r\n")), "no_stream"),
    "huge description": (camera(answers("DESCRIBE", OK + "Content-Length: 99999999\r\n\r\n")), "too_large"),
    "headers without end": (camera(answers("DESCRIBE", OK + "x: 1\r\n" * 100)), "no_stream"),
    "plays nothing": (camera(RtspCamera(plays=False)), "too_slow"),
    "a key frame that is none": (
        camera(RtspCamera(frames=lambda: (b"\0\0\0\1\x67abcd\0\0\0\1\x68ab\0\0\0\1\x65zz",))),
        "broken",
    ),
    "noise in the stream": (camera(answers("PLAY", OK + "\r\n\x01\x02\x03")), "broken"),
    "control with a line break": (
        camera(RtspCamera(sdp="v=0\r\nm=video 0 RTP/AVP 9\r\na=rtpmap:9 H264/90000\r\na=control:\x07x\r\n")),
        "no_stream",
    ),
    "trickles": (camera(cameras.trickles((OK + "\r\n").encode(), 0.1)), "too_slow"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_camera_costs_its_slot_and_nothing_else(case: str) -> None:
    device, cause = BAD[case]
    started = time.monotonic()
    with device as port, pytest.raises(GrabFailed) as caught:
        grab(target(f"rtsp://127.0.0.1:{port}/live", "rtsp"), SHORT)
    assert time.monotonic() - started < SHORT.seconds + 0.5
    assert caught.value.cause == cause


def test_a_decoder_that_dies_costs_one_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    decoding.decode_frame("h264", encoded()[0], Deadline(10))
    for child in decoding._children[0]._idle:
        child._process.kill()
        child._process.wait()
    with pytest.raises(GrabFailed, match="无法解码"):
        decoding.decode_frame("h264", encoded()[0], Deadline(10))
    assert decoding.decode_frame("h264", encoded()[0], Deadline(10))[1].shape == (180, 320, 3)


def test_a_decoder_that_hangs_is_ended_in_time() -> None:
    import os
    import signal

    decoding.decode_frame("h264", encoded()[0], Deadline(10))
    child = decoding._children[0]._idle[-1]
    os.kill(child._process.pid, signal.SIGSTOP)
    started = time.monotonic()
    with pytest.raises(GrabFailed):
        decoding.decode_frame("h264", encoded()[0], Deadline(0.2))
    assert time.monotonic() - started < 0.5
    assert child._process.poll() is not None
