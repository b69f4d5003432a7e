"""Requests over many kept-alive lines at once, until all are answered or the time is up; and what they cost."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

#: A server that says nothing for so long has failed; the benchmark must come to an end.
SILENCE_SECONDS = 30


@dataclass
class Answered:
    """Figures of a phase, and the answers in the order of the requests; those behind the last had no time."""

    figures: dict[str, Any]
    answers: list[Any]


@dataclass
class _Phase:
    requests: list[bytes]
    until: float
    answers: dict[int, bytes] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)


class Lines:
    """So many lines to one server; each sends its next request when the one before is answered."""

    def __init__(self, port: int, count: int, most_seconds: float, used: Callable[[], dict[str, float]]) -> None:
        self._port, self._count, self._most_seconds, self._used = port, count, most_seconds, used

    def send(self, requests: list[bytes]) -> Answered:
        """Send them in their order; what is begun is waited for, what the time does not reach is left out."""
        before, began = self._used(), time.perf_counter()
        phase, numbers = _Phase(requests, began + self._most_seconds), itertools.count()
        threads = [threading.Thread(target=self._work, args=(phase, numbers)) for _ in range(self._count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took, after = time.perf_counter() - began, self._used()
        if phase.failed:
            raise phase.failed[0]
        used = {part: after[part] - before[part] for part in before}
        return Answered(
            _figures(phase, took, used), [json.loads(phase.answers[number]) for number in range(len(phase.answers))]
        )

    def _work(self, phase: _Phase, numbers: itertools.count[int]) -> None:
        try:
            with socket.create_connection(("127.0.0.1", self._port), SILENCE_SECONDS) as line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while time.perf_counter() < phase.until and (number := next(numbers)) < len(phase.requests):
                    began = time.perf_counter()
                    line.sendall(phase.requests[number])
                    phase.answers[number] = _read(line)
                    phase.seconds.append(time.perf_counter() - began)
        except (OSError, RuntimeError) as error:
            phase.failed.append(error)


def _figures(phase: _Phase, took: float, used: dict[str, float]) -> dict[str, Any]:
    count = len(phase.answers)
    each = {part: round(seconds * 1000 / count, 2) for part, seconds in used.items()}
    return {
        "requests": count,
        "left_out": len(phase.requests) - count,
        "seconds": round(took, 2),
        "per_second": round(count / took, 1),
        **percentiles(phase.seconds),
        "cpu_ms_app": each["app"],
        "cpu_ms_database": each["database"],
        "cpu_ms": round(sum(each.values()), 2),
    }


def _read(line: socket.socket) -> bytes:
    content = b""
    while b"\r\n\r\n" not in content:
        content += _piece(line)
    head, _, body = content.partition(b"\r\n\r\n")
    length = next((int(row[15:]) for row in head.split(b"\r\n") if row[:15].lower() == b"content-length:"), 0)
    while len(body) < length:
        body += _piece(line)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(content[:600].decode(errors="replace"))
    return body


def _piece(line: socket.socket) -> bytes:
    if not (piece := line.recv(65_536)):
        raise ConnectionError("the server hung up")
    return piece


def percentiles(seconds: list[float]) -> dict[str, float]:
    each = sorted(seconds)
    return {f"p{part}_ms": round(each[min(len(each) - 1, len(each) * part // 100)] * 1000, 1) for part in (50, 95, 99)}


def cpu(group: int, url: str) -> dict[str, float]:
    """Seconds used so far by the server's process group, and by PostgreSQL's processes; SQLite works inside the app."""
    postmaster = _postmaster(url) if url else -1
    used = {"app": 0, "database": 0}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            ticks = int(fields[11]) + int(fields[12])
            if int(fields[2]) == group:
                used["app"] += ticks
            elif postmaster in (int(fields[1]), int(stat.parent.name)):
                used["database"] += ticks
    return {part: ticks / os.sysconf("SC_CLK_TCK") for part, ticks in used.items()}


_postmasters: dict[str, int] = {}


def _postmaster(url: str) -> int:
    if url not in _postmasters:
        with psycopg.connect(url) as line:
            stat = Path(f"/proc/{line.info.backend_pid}/stat").read_text()
            _postmasters[url] = int(stat.rpartition(")")[2].split()[1])
    return _postmasters[url]
