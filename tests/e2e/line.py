"""A bad line between browser and server: replies get lost after the server has stored, bodies are cut, or all is dark.

It stands where the mobile network stands, so that phone and server are the real ones.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-connection"}


@dataclass
class Fault:
    """What happens to the next ``times`` requests that match: their reply is dropped, or their body is cut."""

    method: str
    path: str  # a regular expression, searched
    kind: str  # "drop_reply" or "cut_body"
    times: int


@dataclass
class Line:
    """The line's address, and what is wrong with it just now."""

    port: int
    upstream_port: int
    dark: bool = False
    faults: list[Fault] = field(default_factory=list)
    seen: list[tuple[str, str, int]] = field(default_factory=list)  # method, path, status as the server said
    happened: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def take_fault(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.times > 0 and fault.method == method and re.search(fault.path, path):
                    fault.times -= 1
                    self.happened.append(f"{fault.kind} {method} {path}")
                    return fault
        return None

    def count(self, method: str, path: str, status: int | None = None) -> int:
        """How many requests the server answered so."""
        return sum(
            m == method and re.search(path, p) is not None and status in (None, s) for m, p, s in list(self.seen)
        )


@contextlib.contextmanager
def bad_line(upstream_port: int) -> Iterator[Line]:
    """A line to the server, good until faults are put on it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Carrier)
    server.daemon_threads = True
    line = Line(server.server_address[1], upstream_port)
    server.line = line  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()


class _Carrier(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _carry(self) -> None:
        line: Line = self.server.line  # type: ignore[attr-defined]
        if line.dark:
            self._hang_up()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = line.take_fault(self.command, self.path)
        if fault and fault.kind == "cut_body":
            self._send_half(line, body)
            self._hang_up()
            return
        try:
            status, headers, content = self._forward(line, body)
        except OSError:
            self._hang_up()
            return
        line.seen.append((self.command, self.path, status))
        if line.dark or (fault and fault.kind == "drop_reply"):
            self._hang_up()
            return
        with contextlib.suppress(ConnectionError):
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in HOP_BY_HOP | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

    def _forward(self, line: Line, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", line.upstream_port, timeout=30)
        try:
            kept = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
            connection.request(self.command, self.path, body=body or None, headers=kept)
            answer = connection.getresponse()
            content = answer.read()
            headers = answer.getheaders()
            return answer.status, headers, content
        finally:
            connection.close()

    def _send_half(self, line: Line, body: bytes) -> None:
        """Promise the whole body, send half of it, and go."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", line.upstream_port), 10) as upstream:
            kept = [f"{n}: {v}" for n, v in self.headers.items() if n.lower() not in HOP_BY_HOP]
            head = "\r\n".join([f"{self.command} {self.path} HTTP/1.1", *kept, "", ""])
            upstream.sendall(head.encode("latin-1") + body[: len(body) // 2])

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _carry

    def log_message(self, format: str, *args: Any) -> None:
        pass
