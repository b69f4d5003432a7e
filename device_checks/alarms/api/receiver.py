"""The DC-09 port: TCP and UDP, bounded, acknowledging only what is committed.

One thread reads all sockets; a few others write to the database. Whoever connects and says nothing, says too much
or never ends costs one of his address's places, for a limited time, and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from device_checks.alarms.rules import MOST_BYTES
from device_checks.alarms.services import answer_message
from server.core.database import database
from server.core.errors import TooMany
from server.core.settings import Settings
from server.web.rates import check_rate

log = logging.getLogger("shouwang.alarms")

STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Limits:
    """What one sender, and all together, may take."""

    connections: int = 2_000
    of_one_address: int = 64  # a whole bureau may stand behind one address of a network
    first_seconds: float = 15.0  # from the connection to its first whole message that we took
    idle_seconds: float = 660.0  # between messages afterwards; hosts keep lines open between heartbeats
    waiting: int = 256  # messages on their way to the database
    per_minute: int = 600  # messages of one address
    writers: int = 4


class Receiver:
    """TCP and UDP on one port; ``answer`` turns a message into what to send back, empty for silence."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._writers = ThreadPoolExecutor(self.limits.writers, thread_name_prefix="alarm")
        self._open: Counter[str] = Counter()
        self._waiting = 0
        self._conversations: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None
        self._datagrams: asyncio.DatagramTransport | None = None
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Listen; ``port`` 0 takes any free one, TCP and UDP the same. Raises OSError."""
        self._server = await asyncio.start_server(self._serve, host, port, limit=2 * MOST_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]
        loop = asyncio.get_running_loop()
        self._datagrams, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(self), local_addr=(host, self.port))

    async def stop(self) -> None:
        """Close both ports; what is on its way to the database is still written."""
        if self._datagrams:
            self._datagrams.close()
        if self._server:
            self._server.close()
        for writer in self._conversations.values():
            writer.transport.abort()
        if self._conversations:
            await asyncio.wait(list(self._conversations), timeout=STOP_SECONDS)
        self._writers.shutdown(wait=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        address = str((writer.get_extra_info("peername") or ("?",))[0])
        if task is None or self._is_full(address):
            writer.close()
            return
        self._conversations[task] = writer
        self._open[address] += 1
        try:
            await self._converse(reader, writer, address)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # said nothing, too much, or left: nobody but the sender is the worse for it
        finally:
            del self._conversations[task]
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
            writer.close()

    def _is_full(self, address: str) -> bool:
        return self._open.total() >= self.limits.connections or self._open[address] >= self.limits.of_one_address

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.limits.first_seconds
        while True:
            async with asyncio.timeout_at(deadline):
                message = await reader.readuntil(b"\r")
            start = message.rfind(b"\n")
            if start < 0 or len(message) - start > MOST_BYTES:
                return
            answer = await self.take(message[start:], address)
            if answer:
                writer.write(answer)
                async with asyncio.timeout(self.limits.first_seconds):
                    await writer.drain()
            if b'ACK"' in answer[:20]:  # one of ours: it may stay
                deadline = loop.time() + self.limits.idle_seconds

    async def take(self, message: bytes, address: str) -> bytes:
        """The answer, after what was said is committed; silence when there is too much of it or it fails."""
        if self._waiting >= self.limits.waiting:
            return b""
        try:
            check_rate(f"alarm-frames:{address}", self.limits.per_minute)
        except TooMany:
            return b""
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writers, _answer, message)
        finally:
            self._waiting -= 1


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._transport: asyncio.DatagramTransport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        if len(data) > MOST_BYTES or len(self._tasks) >= self._receiver.limits.waiting:
            return
        task = asyncio.ensure_future(self._answer(data, address))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, data: bytes, address: Any) -> None:
        answer = await self._receiver.take(data, str(address[0]))
        if answer and self._transport and not self._transport.is_closing():
            self._transport.sendto(answer, address)


def _answer(message: bytes) -> bytes:
    """In a writer's thread. What fails is not acknowledged: the sender keeps it and tries again."""
    try:
        with database.connection_context():
            return answer_message(message)
    except Exception:
        log.exception("an alarm message could not be kept")
        return b""


def listen(settings: Settings, stop: threading.Event) -> None:
    """Serve the alarm port until told to stop; at once when none is set. Raises OSError when it is taken."""
    if settings.alarm_port:
        asyncio.run(_serve_until(settings, stop))


async def _serve_until(settings: Settings, stop: threading.Event) -> None:
    receiver = Receiver()
    await receiver.start(settings.alarm_host, settings.alarm_port)
    log.info("listening for alarms")
    try:
        with suppress(asyncio.CancelledError):
            await asyncio.to_thread(stop.wait)
    finally:
        await receiver.stop()
