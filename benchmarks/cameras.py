"""Thousands of simulated cameras behind real sockets, in a process of their own.

Each recorder is a port of this machine, each of its channels a camera. How a camera behaves stands in its path, so
that one program serves them all: ``fine`` answers with a picture, ``hanging`` takes the call and says nothing,
``slow`` sends a byte at a time, ``refused`` wants a password, ``cut`` breaks off, ``page`` answers with a web page.
``dead`` cameras lie on a port where nobody listens.

    with simulated_cameras(10_000, {"dead": 0.1, "hanging": 0.05}, pictures) as cameras:
        cameras.addresses, cameras.behaviours
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

CHANNELS = 16  # of one recorder
_JPEG = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\nConnection: close\r\n\r\n"
_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<!DOCTYPE html><title>Login</title>"
_REFUSED = b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'


@dataclass(frozen=True)
class Simulated:
    """Address and behaviour of each camera, in the same order."""

    addresses: list[str]
    behaviours: list[str]
    recorders: list[int]  # which recorder each is behind


@contextmanager
def simulated_cameras(
    count: int, shares: Mapping[str, float], pictures: Sequence[bytes], *, answer_after: float = 0.0, seed: int = 1
) -> Iterator[Simulated]:
    """So many cameras; ``shares`` says which part of them is not fine, and how."""
    behaviours = [name for name, share in shares.items() for _ in range(round(count * share))]
    behaviours = (behaviours + ["fine"] * count)[:count]
    random.Random(seed).shuffle(behaviours)  # noqa: S311 (no secret)
    recorders = [position // CHANNELS for position in range(count)]
    with tempfile.TemporaryDirectory() as folder, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        for position, content in enumerate(pictures):
            (Path(folder) / f"{position}.jpg").write_bytes(content)
        command = [sys.executable, "-m", "benchmarks.cameras", folder, str(recorders[-1] + 1), str(answer_after)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            try:
                ports = json.loads(child.stdout.readline())  # type: ignore[union-attr]
                dead = nobody.getsockname()[1]
                addresses = [
                    f"http://127.0.0.1:{dead if how == 'dead' else ports[recorder]}/{how}/{position}.jpg"
                    for position, (how, recorder) in enumerate(zip(behaviours, recorders, strict=True))
                ]
                yield Simulated(addresses, behaviours, recorders)
            finally:
                child.terminate()


class _Camera(asyncio.Protocol):
    """One connection."""

    def __init__(self, pictures: list[bytes], answer_after: float) -> None:
        self._pictures, self._after, self._got = pictures, answer_after, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        if b"\r\n\r\n" in self._got:
            _, how, name = self._got.split(b" ", 2)[1].decode().split("/")
            asyncio.get_running_loop().call_later(self._after, self._answer, how, int(name.removesuffix(".jpg")))

    def _answer(self, how: str, number: int) -> None:
        if how == "hanging" or self._transport.is_closing():
            return
        picture = _as_own(self._pictures[number % len(self._pictures)], number)
        if how == "slow":
            self._drip(picture, 0)
            return
        answers = {"refused": _REFUSED, "page": _PAGE, "cut": picture[: len(picture) // 2]}
        self._transport.write(answers.get(how, picture))  # type: ignore[attr-defined]
        self._transport.close()

    def _drip(self, picture: bytes, position: int) -> None:
        if not self._transport.is_closing():
            self._transport.write(picture[position : position + 1])  # type: ignore[attr-defined]
            asyncio.get_running_loop().call_later(0.5, self._drip, picture, position + 1)


def _as_own(picture: bytes, number: int) -> bytes:
    """An answer with the picture, a comment with the camera's number in it: no two cameras send the same bytes."""
    comment = b"\xff\xfe\x00\x0a" + number.to_bytes(8)
    return _JPEG.format(len(picture) + len(comment)).encode() + picture[:2] + comment + picture[2:]


async def _serve(folder: Path, recorders: int, answer_after: float) -> None:
    files = sorted(folder.glob("*.jpg"), key=lambda file: int(file.stem))
    pictures = [file.read_bytes() for file in files]
    loop, ports = asyncio.get_running_loop(), []
    for _ in range(recorders):
        server = await loop.create_server(lambda: _Camera(pictures, answer_after), "127.0.0.1", 0, backlog=256)
        ports.append(server.sockets[0].getsockname()[1])
    print(json.dumps(ports), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until whoever started it is gone


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
