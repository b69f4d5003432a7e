"""Key frames to pictures, in a few child processes that may be killed at any time."""

from __future__ import annotations

import atexit
import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from device_checks.sources.errors import GrabFailed
from device_checks.sources.services.fetching.decoder import REQUEST, RESPONSE
from device_checks.sources.services.fetching.lines import Deadline

MOST_PIXELS = 40_000_000
MOST_CHILDREN = max(2, os.cpu_count() or 1)
_ROOT = Path(__file__).parents[4]
_PIECE = 1024 * 1024


class _Child:
    """One decoder process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "device_checks.sources.services.fetching.decoder"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        assert self._process.stdin  # noqa: S101 (for the types)
        assert self._process.stdout  # noqa: S101
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)

    def ask(self, content: bytes, deadline: Deadline) -> bytearray | None:
        """Its answer; None when it crashed or took too long."""
        unsent = memoryview(content)
        while unsent:
            if not _ready([], [self._in], deadline):
                return None
            try:
                unsent = unsent[os.write(self._in, unsent[:_PIECE]) :]
            except OSError:
                return None
        head = self._take(RESPONSE.size, deadline)
        if head is None:
            return None
        width, height, length = RESPONSE.unpack(head)
        if not width:
            return head
        body = self._take(length + width * height * 3, deadline)
        return None if body is None else head + body

    def _take(self, count: int, deadline: Deadline) -> bytearray | None:
        kept = bytearray()
        while len(kept) < count:
            if not _ready([self._out], [], deadline):
                return None
            piece = os.read(self._out, min(_PIECE, count - len(kept)))
            if not piece:
                return None
            kept += piece
        return kept

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


class _Children:
    """Those that wait for work; no more of them than there are processors."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._idle: list[_Child] = []
        self._slots = threading.BoundedSemaphore(MOST_CHILDREN)

    def ask(self, content: bytes, deadline: Deadline) -> bytearray | None:
        if not self._slots.acquire(timeout=deadline.left()):
            raise GrabFailed("too_slow", "解码繁忙")
        try:
            child = self._idle.pop() if self._idle else _Child()
            answer = None
            try:
                answer = child.ask(content, deadline)
            finally:
                if answer is None:
                    child.end()
                else:
                    self._idle.append(child)
            return answer
        finally:
            self._slots.release()

    def end(self) -> None:
        while self._idle:
            self._idle.pop().end()


_lock = threading.Lock()
_children: list[_Children] = []


def decode_frame(codec: str, content: bytes, deadline: Deadline) -> tuple[bytes, Any]:
    """JPEG and pixels of a key frame. Raises GrabFailed."""
    import numpy as np

    answer = _pool().ask(REQUEST.pack(codec.ljust(4).encode(), MOST_PIXELS, len(content)) + content, deadline)
    if answer is None:
        raise GrabFailed("broken", "视频帧无法解码")
    width, height, length = RESPONSE.unpack(answer[: RESPONSE.size])
    if not width:
        raise GrabFailed("broken", "视频帧无法解码")
    start = RESPONSE.size
    pixels = np.frombuffer(answer, np.uint8, offset=start + length).reshape(height, width, 3)
    return bytes(answer[start : start + length]), pixels


def end_decoders() -> None:
    """Stop the idle ones."""
    with _lock:
        for one in _children:
            if one.owner == os.getpid():
                one.end()
        _children.clear()


def _pool() -> _Children:
    """This process's own: what a parent started before a fork is the parent's."""
    with _lock:
        if not _children or _children[0].owner != os.getpid():
            _children[:] = [_Children()]
        return _children[0]


def _ready(read: list[int], write: list[int], deadline: Deadline) -> bool:
    poller = select.poll()
    for descriptor in read:
        poller.register(descriptor, select.POLLIN)
    for descriptor in write:
        poller.register(descriptor, select.POLLOUT)
    left = deadline.ends - time.monotonic()
    return left > 0 and bool(poller.poll(left * 1000))


atexit.register(end_decoders)
