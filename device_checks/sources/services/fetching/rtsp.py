"""One key frame over RTSP, everything in one TCP connection (RFC 2326, interleaved).

Ours, because FFmpeg's client follows a redirect to any machine and can't be told not to, and needs half a second of
stream to look at before it shows a frame. FFmpeg decodes; see decoding.py.
"""

from __future__ import annotations

import base64
import binascii
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from device_checks.sources.errors import GrabFailed
from device_checks.sources.rules.addresses import Endpoint
from device_checks.sources.rules.targets import GrabbedFrame
from device_checks.sources.services.fetching.decoding import decode_frame
from device_checks.sources.services.fetching.lines import Route
from device_checks.sources.services.fetching.logins import answer_challenge
from device_checks.sources.services.fetching.rtp import KeyFrames
from server.core import clock

MOST_BODY = 256 * 1024
MOST_HEADERS = 64
#: A stream carries other frames as well until the key frame comes.
_STREAM_FACTOR = 4
_CODECS = {"H264": "h264", "H265": "hevc", "HEVC": "hevc"}
_CODES = {401: "refused", 403: "refused", 461: "no_stream"}


@dataclass(frozen=True)
class Stream:
    """What an SDP says of the video: its codec, its control address, parameter sets."""

    codec: str
    control: str
    sets: tuple[bytes, ...] = ()


@dataclass
class _Reply:
    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


def fetch_frames(route: Route, endpoint: Endpoint) -> tuple[GrabbedFrame, ...]:
    """A key frame, and where asked for another one some seconds later. Raises GrabFailed."""
    wait = route.limits.second_after_seconds
    with _Conversation(route, endpoint) as talk:
        frames = KeyFrames(*talk.begin())
        unit = talk.next_key_frame(frames)
        started, first = time.monotonic(), clock.now()
        second = None
        if wait is not None:
            second = talk.key_frame_after(frames, started + wait)
        then = clock.now()
        talk.end()
    shown = (_decoded(frames.codec, unit, route, first),)
    if second is None:
        return shown
    try:
        return (*shown, _decoded(frames.codec, second, route, then))
    except GrabFailed:
        return shown


def _decoded(codec: str, unit: bytes, route: Route, at: datetime) -> GrabbedFrame:
    content, pixels = decode_frame(codec, unit, route.deadline)
    return GrabbedFrame(content, at, pixels)


class _Conversation:
    """Requests and packets of one connection."""

    def __init__(self, route: Route, endpoint: Endpoint) -> None:
        self._route, self._url = route, endpoint.url
        self._line = route.open(endpoint, most_bytes=route.limits.most_bytes * _STREAM_FACTOR)
        self._source = self._line.makefile()
        self._challenges: list[str] = []
        self._session, self._count, self._channel = "", 0, 0
        self._base = endpoint.url

    def __enter__(self) -> _Conversation:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.close()

    def begin(self) -> tuple[str, tuple[bytes, ...]]:
        """Describe, set up, play; the codec and its parameter sets."""
        described = self._ask("DESCRIBE", self._url, {"Accept": "application/sdp"})
        self._base = described.header("content-base") or described.header("content-location") or self._url
        stream = read_sdp(described.body.decode("utf-8", "replace"))
        control = self._join(stream.control)
        set_up = self._ask("SETUP", control, {"Transport": "RTP/AVP/TCP;unicast;interleaved=0-1"})
        found = re.search(r"interleaved=(\d{1,3})", set_up.header("transport"))
        self._channel = int(found[1]) if found else 0
        self._session = set_up.header("session").partition(";")[0].strip()
        self._ask("PLAY", self._base, {"Range": "npt=0.000-"})
        return stream.codec, stream.sets

    def next_key_frame(self, frames: KeyFrames) -> bytes:
        while True:
            if (packet := self._packet()) is not None and (unit := frames.feed(packet)):
                return unit

    def key_frame_after(self, frames: KeyFrames, moment: float) -> bytes | None:
        """None when the stream ends or time runs out before: one frame is better than none."""
        try:
            while True:
                unit = self.next_key_frame(frames)
                if time.monotonic() >= moment:
                    return unit
        except GrabFailed:
            return None

    def end(self) -> None:
        """Say goodbye and wait for nothing."""
        try:
            self._send("TEARDOWN", self._base, {})
        except GrabFailed:
            return

    def _join(self, control: str) -> str:
        if not control or control == "*":
            return self._base
        return control if control.lower().startswith(("rtsp://", "rtsps://")) else f"{self._base.rstrip('/')}/{control}"

    def _ask(self, method: str, url: str, headers: Mapping[str, str]) -> _Reply:
        """Raises GrabFailed for every answer but 200. Credentials are shown once they were asked for."""
        self._send(method, url, headers)
        reply = self._reply()
        if reply.status == 401 and self._route.target.user:
            self._challenges = [value for name, value in reply.headers if name == "www-authenticate"]
            self._send(method, url, headers)
            reply = self._reply()
        if reply.status != 200:
            raise _refusal(reply.status, had_login=bool(self._route.target.user))
        return reply

    def _send(self, method: str, url: str, headers: Mapping[str, str]) -> None:
        if not url.isascii() or not url.isprintable() or " " in url:
            raise GrabFailed("no_stream", "设备的应答无法理解")
        self._count += 1
        named = {"CSeq": str(self._count), "User-Agent": "Shouwang", **headers}
        if self._session:
            named["Session"] = self._session
        login = (self._route.target.user, self._route.target.password)
        if self._challenges and (answer := answer_challenge(self._challenges, login, method, url)):
            named["Authorization"] = answer
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        self._line.send(f"{method} {url} RTSP/1.0\r\n{head}\r\n".encode())

    def _reply(self) -> _Reply:
        """The next reply; packets before it are passed over."""
        while (first := self._source.read(1)) == b"$":
            self._read(int.from_bytes(self._read(3)[1:]))
        text = first + self._source.readline(4096)
        found = re.match(rb"RTSP/1\.\d (\d{3})", text)
        if not found:
            raise GrabFailed("offline" if not text else "no_stream", "设备的应答不是 RTSP")
        reply = _Reply(int(found[1]))
        while text := self._source.readline(8192).strip():
            name, _, value = text.decode("utf-8", "replace").partition(":")
            reply.headers.append((name.strip().lower(), value.strip()))
            if len(reply.headers) > MOST_HEADERS:
                raise GrabFailed("no_stream", "设备的应答无法理解")
        length = reply.header("content-length")
        if length.isdigit() and int(length):
            if int(length) > MOST_BODY:
                raise GrabFailed("too_large")
            reply.body = self._read(int(length))
        return reply

    def _packet(self) -> bytes | None:
        """The next packet of the video; None for what is none of it."""
        first = self._read(1)
        if first == b"$":
            head = self._read(3)
            packet = self._read(int.from_bytes(head[1:]))
            return packet if head[0] == self._channel else None
        if not first.isalpha():
            raise GrabFailed("broken", "视频流的格式有误")
        while self._source.readline(8192).strip():  # a request of the device's, or a late answer
            pass
        return None

    def _read(self, count: int) -> bytes:
        content = self._source.read(count)
        if len(content) < count:
            raise GrabFailed("broken" if self._session else "offline", "连接被设备中断")
        return content


def read_sdp(text: str) -> Stream:
    """The first video of a session description. Raises GrabFailed."""
    _, found, video = text.replace("\r\n", "\n").partition("\nm=video ")
    if not found:
        raise GrabFailed("no_stream", "该地址没有视频")
    video = video.partition("\nm=")[0]
    names = {number: name.upper() for number, name in re.findall(r"^a=rtpmap:(\d+) +([\w.-]+)/", video, re.MULTILINE)}
    number = next((one for one in names if names[one] in _CODECS), "")
    if not number:
        raise GrabFailed("no_stream", "视频编码不是 H.264 或 H.265")
    control = re.search(r"^a=control:(\S+)", video, re.MULTILINE)
    format = re.search(rf"^a=fmtp:{number} +(.*)$", video, re.MULTILINE)
    return Stream(_CODECS[names[number]], control[1] if control else "", _sets(format[1] if format else ""))


def _sets(text: str) -> tuple[bytes, ...]:
    found = []
    for part in text.split(";"):
        name, _, value = part.strip().partition("=")
        if name.lower() in {"sprop-parameter-sets", "sprop-vps", "sprop-sps", "sprop-pps"}:
            for one in value.split(","):
                try:
                    found.append(base64.b64decode(one))
                except (binascii.Error, ValueError):
                    continue
    return tuple(found)


def _refusal(status: int, *, had_login: bool) -> GrabFailed:
    cause = _CODES.get(status, "no_stream")
    if cause == "refused":
        return GrabFailed(cause, "用户名或口令被拒绝" if had_login else "设备要求用户名和口令")
    if status == 461:
        return GrabFailed(cause, "设备不支持在一个连接内传送视频（TCP）")
    if 300 <= status < 400:
        return GrabFailed("barred_address", "设备要求转到其他地址，已拒绝")
    return GrabFailed(cause, f"设备上没有这一路视频（{status}）")
