"""An RTSP camera on loopback: frames encoded with FFmpeg, sent as RTP inside the one TCP connection."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.factories import camera_servers

MOST_PAYLOAD = 1200


@cache
def encoded(codec: str = "libx264", size: tuple[int, int] = (320, 180), count: int = 3) -> tuple[bytes, ...]:
    """So many frames (Annex B), each a key frame of another grey, parameter sets in front."""
    import av
    import numpy as np

    context = av.CodecContext.create(codec, "w")
    context.width, context.height = size
    context.pix_fmt = "yuv420p"
    context.framerate = 25
    quiet = "keyint=1:repeat-headers=1:log-level=none"
    context.options = {"preset": "ultrafast", "tune": "zerolatency", f"{codec[3:]}-params": quiet}
    packets = []
    for number in range(count):
        pixels = np.full((size[1], size[0], 3), 60 + 60 * number, np.uint8)
        pixels[40:120, 60:200] = (220, 30, 30)
        frame = av.VideoFrame.from_ndarray(pixels, format="bgr24")
        frame.pts = number
        packets += context.encode(frame)
    packets += context.encode(None)
    return tuple(bytes(packet) for packet in packets)


def units_of(frame: bytes) -> list[bytes]:
    return [unit for unit in re.split(rb"\x00\x00\x00?\x01", frame) if unit]


def packets_of(frame: bytes, stamp: int, codec: str = "h264") -> list[bytes]:
    """RTP packets of a frame; large units go in pieces."""
    loads: list[bytes] = []
    for unit in units_of(frame):
        loads += [unit] if len(unit) <= MOST_PAYLOAD else _pieces(unit, codec)
    return [
        struct.pack(">BBHII", 0x80, 96 | (0x80 if number == len(loads) - 1 else 0), number, stamp, 7) + load
        for number, load in enumerate(loads)
    ]


def _pieces(unit: bytes, codec: str) -> list[bytes]:
    head = 1 if codec == "h264" else 2
    body = unit[head:]
    cut = [body[at : at + MOST_PAYLOAD] for at in range(0, len(body), MOST_PAYLOAD)]
    kind = unit[0] & 0x1F if codec == "h264" else (unit[0] >> 1) & 0x3F
    pieces = []
    for number, piece in enumerate(cut):
        mark = kind | (0x80 if number == 0 else 0) | (0x40 if number == len(cut) - 1 else 0)
        front = [unit[0] & 0xE0 | 28, mark] if codec == "h264" else [unit[0] & 0x81 | 49 << 1, unit[1], mark]
        pieces.append(bytes(front) + piece)
    return pieces


@dataclass
class RtspCamera:
    """How it behaves; give it to ``camera_servers.camera``."""

    login: tuple[str, str] | None = None
    scheme: str = "Digest"
    codec: str = "h264"
    path: str = "/live"
    plays: bool = True
    every: float = 0.02
    sets_in_sdp: bool = False
    sdp: str = ""
    answer_to: dict[str, str] | None = None  # method → a whole answer instead of its own
    frames: Callable[[], tuple[bytes, ...]] = encoded

    def __call__(self, plug: socket.socket, over: threading.Event) -> None:
        while True:
            first, headers, _ = camera_servers.read_request(plug)
            method, url = first.split()[:2]
            if self.answer_to and method in self.answer_to:
                plug.sendall(self.answer_to[method].replace("SEQ", headers["cseq"]).encode())
                continue
            if method == "OPTIONS":
                self._say(plug, headers, "200 OK", "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n")
                continue
            if not self._knows(method, headers):
                realm = 'Digest realm="cam", nonce="abc"' if self.scheme == "Digest" else 'Basic realm="cam"'
                self._say(plug, headers, "401 Unauthorized", f"WWW-Authenticate: {realm}\r\n")
                continue
            if self.path not in url:
                self._say(plug, headers, "404 Not Found")
                continue
            if method == "DESCRIBE":
                self._say(plug, headers, "200 OK", f"Content-Base: {url}/\r\n", self._description())
            elif method == "SETUP":
                more = "Session: 42;timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
                self._say(plug, headers, "200 OK", more)
            elif method == "PLAY":
                self._say(plug, headers, "200 OK")
                self._play(plug, over)
                return

    def _play(self, plug: socket.socket, over: threading.Event) -> None:
        number = 0
        while self.plays and not over.is_set():
            frames = self.frames()
            for packet in packets_of(frames[number % len(frames)], 3600 * number, self.codec):
                plug.sendall(struct.pack(">cBH", b"$", 1, 4) + b"rtcp")  # what is not video
                plug.sendall(struct.pack(">cBH", b"$", 0, len(packet)) + packet)
            number += 1
            time.sleep(self.every)
        over.wait(10)

    def _description(self) -> str:
        name = {"h264": "H264", "hevc": "H265"}[self.codec]
        sets = ""
        if self.sets_in_sdp:
            sps, pps = (base64.b64encode(unit).decode() for unit in units_of(self.frames()[0])[:2])
            sets = f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sps},{pps}\r\n"
        video = f"m=video 0 RTP/AVP 96\r\na=rtpmap:96 {name}/90000\r\n{sets}a=control:track1\r\n"
        return self.sdp or f"v=0\r\nm=audio 0 RTP/AVP 8\r\na=control:track0\r\n{video}"

    def _knows(self, method: str, headers: dict[str, str]) -> bool:
        if self.login is None:
            return True
        given = headers.get("authorization", "")
        if self.scheme == "Basic":
            return given == "Basic " + base64.b64encode(":".join(self.login).encode()).decode()
        found = dict(re.findall(r'(\w+)="([^"]*)"', given))
        h = lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()  # noqa: E731
        ours = h(f"{self.login[0]}:cam:{self.login[1]}")
        return found.get("response") == h(f"{ours}:abc:{h(method + ':' + found.get('uri', ''))}")

    def _say(self, plug: socket.socket, headers: dict[str, str], status: str, more: str = "", body: str = "") -> None:
        plug.sendall(
            f"RTSP/1.0 {status}\r\nCSeq: {headers['cseq']}\r\n{more}Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
