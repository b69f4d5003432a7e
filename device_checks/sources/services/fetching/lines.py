"""Connections that end: one deadline for everything a grab does, one cap on what it reads, the guard before each."""

from __future__ import annotations

import io
import queue
import socket
import ssl
import threading
import time
from functools import cache
from typing import TYPE_CHECKING

from device_checks.sources.errors import GrabFailed
from device_checks.sources.rules.addresses import Endpoint
from device_checks.sources.rules.networks import IPAddress, is_open, plain, read_ip
from device_checks.sources.rules.targets import Limits, Target

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

#: Names that are being asked for at once; a resolver that hangs must not eat up threads.
_resolving = threading.BoundedSemaphore(64)


class Deadline:
    """One span for a whole grab."""

    def __init__(self, seconds: float) -> None:
        self.started = time.monotonic()
        self.ends = self.started + seconds

    def left(self) -> float:
        """Seconds left. Raises GrabFailed when there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise GrabFailed("too_slow")
        return left

    @property
    def passed(self) -> float:
        return time.monotonic() - self.started


class Route:
    """The ways one grab may take. A name is resolved once and stays what it was (no rebinding between check and use)."""

    def __init__(self, target: Target, limits: Limits) -> None:
        self.target, self.limits = target, limits
        self.deadline = Deadline(limits.seconds)
        self._pinned: dict[str, list[IPAddress]] = {}

    def open(self, endpoint: Endpoint, *, most_bytes: int | None = None) -> Line:
        """Connect. Raises GrabFailed."""
        address = self._address_of(endpoint)
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        plug = socket.socket(family, socket.SOCK_STREAM)
        try:
            plug.settimeout(self.deadline.left())
            plug.connect((str(address), endpoint.port))
            plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if endpoint.is_encrypted:
                plug.settimeout(self.deadline.left())
                plug = _tls(bool(self.target.options.get("verify_tls"))).wrap_socket(
                    plug, server_hostname=endpoint.host
                )
        except ssl.SSLError as error:
            plug.close()
            raise GrabFailed("offline", "加密连接未能建立") from error
        except OSError as error:
            plug.close()
            raise GrabFailed("offline", _say_connect(error)) from error
        except GrabFailed:
            plug.close()
            raise
        return Line(plug, self.deadline, most_bytes or self.limits.most_bytes)

    def _address_of(self, endpoint: Endpoint) -> IPAddress:
        if endpoint.host not in self._pinned:
            literal = read_ip(endpoint.host)
            self._pinned[endpoint.host] = [literal] if literal else _resolve(endpoint.host, self.deadline)
        for address in self._pinned[endpoint.host]:
            if is_open(address, endpoint.port, self.target.allowed, self.target.loopback_allowed):
                return plain(address)
        raise GrabFailed("barred_address")


class Line(io.RawIOBase):
    """A connected socket as a stream: each read waits until the grab's deadline at most, and counts against its cap."""

    def __init__(self, plug: socket.socket, deadline: Deadline, most_bytes: int) -> None:
        super().__init__()
        self._plug, self._deadline, self.most_bytes = plug, deadline, most_bytes
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        try:
            self._plug.settimeout(self._deadline.left())
            count = self._plug.recv_into(buffer)
        except (TimeoutError, GrabFailed) as error:
            raise GrabFailed("too_slow" if self.count else "offline") from error
        except OSError as error:
            raise GrabFailed("broken" if self.count else "offline", "连接被设备中断") from error
        self.count += count
        if self.count > self.most_bytes:
            raise GrabFailed("too_large")
        return count

    def send(self, content: bytes) -> None:
        try:
            self._plug.settimeout(self._deadline.left())
            self._plug.sendall(content)
        except OSError as error:
            raise GrabFailed("offline", "连接被设备中断") from error

    def makefile(self, _mode: str = "rb") -> io.BufferedReader:
        """What http.client asks of a socket."""
        return io.BufferedReader(self, 64 * 1024)

    def close(self) -> None:
        if not self.closed:
            self._plug.close()
        super().close()


@cache
def _tls(verify: bool) -> ssl.SSLContext:
    """Cameras sign their own certificates: names are checked only where somebody says that they have proper ones."""
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _resolve(host: str, deadline: Deadline) -> list[IPAddress]:
    """The system's resolver knows no deadline: it is asked by a thread that may be left behind."""
    if not _resolving.acquire(timeout=max(0.0, min(1.0, deadline.left()))):
        raise GrabFailed("offline", "域名解析繁忙")
    answer: queue.SimpleQueue[list[IPAddress] | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            answer.put([ip for one in found if (ip := read_ip(str(one[4][0]))) is not None])
        except (OSError, UnicodeError):
            answer.put(None)
        finally:
            _resolving.release()

    threading.Thread(target=ask, name="camera-name", daemon=True).start()
    try:
        found = answer.get(timeout=deadline.left())
    except queue.Empty as error:
        raise GrabFailed("offline", "域名无法解析") from error
    if not found:
        raise GrabFailed("offline", "域名无法解析")
    return found


def _say_connect(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "设备无应答"
    if isinstance(error, ConnectionRefusedError):
        return "设备在线，但该端口未开放"
    return "设备不可达"
