"""Cameras on loopback, good and bad: small socket programs."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from PIL import Image, ImageDraw

#: What a connection is handed to: the socket, and an event that is set when the test is over.
Behaviour = Callable[[socket.socket, threading.Event], None]


@cache
def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 180), text: str = "1") -> bytes:
    """A small picture with edges."""
    image = Image.new("RGB", size, (90, 120, 150))
    ImageDraw.Draw(image).rectangle((40, 30, 200, 140), fill=(220, 200, 60), outline=(0, 0, 0), width=4)
    ImageDraw.Draw(image).text((5, 5), text, fill=(255, 255, 255))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@contextmanager
def camera(behave: Behaviour) -> Iterator[int]:
    """A listening port that treats each connection so, one thread each; the port."""
    over, line = threading.Event(), socket.create_server(("127.0.0.1", 0), backlog=64)
    threads: list[threading.Thread] = []

    def treat(plug: socket.socket) -> None:
        with plug, suppress(OSError):
            behave(plug, over)

    def accept() -> None:
        with suppress(OSError):
            while not over.is_set():
                plug, _ = line.accept()
                thread = threading.Thread(target=treat, args=(plug,), daemon=True)
                threads.append(thread)
                thread.start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield line.getsockname()[1]
    finally:
        over.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()
        for thread in (acceptor, *threads):
            thread.join(2)


@contextmanager
def refusing_port() -> Iterator[int]:
    """A port that nobody listens on."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        yield plug.getsockname()[1]


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port whose queue is full: connecting never ends, as with a dropped SYN."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen(0)
        waiting = []
        for _ in range(3):
            plug = socket.socket()
            plug.setblocking(False)
            plug.connect_ex(line.getsockname())
            waiting.append(plug)
        try:
            yield line.getsockname()[1]
        finally:
            for plug in waiting:
                plug.close()


def read_request(plug: socket.socket) -> tuple[str, dict[str, str], bytes]:
    """First line, headers by lower-case name, body."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (piece := plug.recv(4096)):
            raise OSError("gone")
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += plug.recv(4096)
    return first, headers, body


def reply(status: str, body: bytes = b"", **headers: Any) -> bytes:
    """An HTTP answer; ``content_type="x"`` becomes a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("content-length", len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value is not None)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def says(content: bytes) -> Behaviour:
    """Answers each request with this."""

    def behave(plug: socket.socket, _over: threading.Event) -> None:
        read_request(plug)
        plug.sendall(content)

    return behave


def shows(content: bytes | None = None) -> Behaviour:
    return says(reply("200 OK", content or picture(), content_type="image/jpeg"))


def never_answers(plug: socket.socket, over: threading.Event) -> None:
    over.wait(10)


def drops(plug: socket.socket, _over: threading.Event) -> None:
    read_request(plug)


def trickles(content: bytes, every: float) -> Behaviour:
    """One byte at a time."""

    def behave(plug: socket.socket, over: threading.Event) -> None:
        read_request(plug)
        for position in range(len(content)):
            plug.sendall(content[position : position + 1])
            if over.wait(every):
                return

    return behave


def floods(head: bytes) -> Behaviour:
    """Never stops sending."""

    def behave(plug: socket.socket, over: threading.Event) -> None:
        read_request(plug)
        plug.sendall(head)
        while not over.is_set():
            plug.sendall(b"\xff\xd8\xff" + bytes(64 * 1024))

    return behave


def starts(content: bytes) -> Behaviour:
    """Sends the beginning and falls silent, the connection held open."""

    def behave(plug: socket.socket, over: threading.Event) -> None:
        read_request(plug)
        plug.sendall(content)
        over.wait(10)

    return behave
