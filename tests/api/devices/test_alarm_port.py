"""Real sockets on loopback: hosts over TCP and UDP, and what only costs its sender."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from device_checks.alarms.api.receiver import Limits, Receiver, listen
from device_checks.alarms.models import AlarmEvent
from device_checks.alarms.services import receiving
from server.core import clock
from server.core.database import database
from tests.backends import Backend
from tests.factories.alarm_frames import KEY, answer_kind, frame
from tests.factories.alarms import line
from tests.world import World


@pytest.fixture(autouse=True)
def school_line(world: World) -> None:
    with database.connection_context():
        line(world.units["school_first"])
        line(world.units["bank"], account="BA77", key=KEY.hex())


def with_receiver(work: Callable[[Receiver], Awaitable[Any]], limits: Limits | None = None) -> Any:
    """Run something against a receiver on a free port; the receiver must end in time."""

    async def run() -> Any:
        receiver = Receiver(limits)
        await receiver.start("127.0.0.1", 0)
        try:
            async with asyncio.timeout(20):
                return await work(receiver)
        finally:
            await receiver.stop()

    return asyncio.run(run())


async def say(receiver: Receiver, *messages: bytes) -> list[bytes]:
    """Each message in turn on one TCP connection; the answers, empty when the line was closed instead."""
    reader, writer = await asyncio.open_connection("127.0.0.1", receiver.port)
    answers = []
    for message in messages:
        writer.write(message)
        try:
            answers.append(await reader.readuntil(b"\r"))
        except (asyncio.IncompleteReadError, ConnectionError):
            answers.append(b"")
    writer.close()
    return answers


async def send(receiver: Receiver, message: bytes) -> bytes:
    """By UDP."""
    got: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    class Sender(asyncio.DatagramProtocol):
        def connection_made(self, transport: Any) -> None:
            transport.sendto(message)

        def datagram_received(self, data: bytes, _address: Any) -> None:
            got.set_result(data)

    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        Sender, remote_addr=("127.0.0.1", receiver.port)
    )
    try:
        return await got
    finally:
        transport.close()


def kept() -> list[str]:
    with database.connection_context():
        return [row.code for row in AlarmEvent.select().order_by(AlarmEvent.id)]


@pytest.mark.clause("LN-11b")
def test_a_host_speaks_over_tcp_and_keeps_its_line(world: World) -> None:
    answers = with_receiver(
        lambda receiver: say(receiver, frame(), frame("3120 01 003", sequence="0002"), frame("", kind="NULL"))
    )
    assert [answer_kind(one) for one in answers] == ["ACK", "ACK", "ACK"]
    assert kept() == ["1120", "3120"]


@pytest.mark.clause("LN-11b")
def test_a_host_speaks_over_udp_encrypted() -> None:
    message = frame("Nri1/PA02", kind="SIA-DCS", account="BA77", key=KEY, at=clock.now())
    assert b'"*ACK"' in with_receiver(lambda receiver: send(receiver, message))
    assert kept() == ["PA"]


def test_what_is_wrong_is_answered_as_the_standard_asks() -> None:
    late = frame(
        "Nri1/PA02", kind="SIA-DCS", account="BA77", key=KEY, at=clock.start_of(clock.today()).replace(year=2020)
    )
    answers = with_receiver(lambda receiver: say(receiver, late, frame(account="FFF1"), frame(account="BA77"), frame()))
    assert [answer_kind(one) for one in answers] == ["NAK", "DUH", "DUH", "ACK"]
    assert kept() == ["1120"]


def test_damage_is_passed_over_and_the_next_frame_is_heard() -> None:
    assert with_receiver(lambda receiver: say(receiver, b"noise\n0000\r" + frame()))[0] != b""
    assert kept() == ["1120"]


def test_what_could_not_be_kept_is_not_acknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended between receipt and commit: no answer, no row; the host tries again and is heard once."""

    def ended(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("the power went")

    async def work(receiver: Receiver) -> list[bytes]:
        with monkeypatch.context() as patch:
            patch.setattr(receiving, "record_event", ended)  # the last write of the act
            first = await receiver.take(frame(), "127.0.0.1")
        assert kept() == []
        return [first, *await say(receiver, frame())]

    first, second = with_receiver(work)
    assert (first, answer_kind(second)) == (b"", "ACK")
    assert kept() == ["1120"]


def test_the_silent_the_endless_and_the_many_cost_only_themselves() -> None:
    limits = Limits(of_one_address=2, first_seconds=0.3)

    async def work(receiver: Receiver) -> tuple[bytes, bytes, bytes, list[bytes]]:
        silent, silent_writer = await asyncio.open_connection("127.0.0.1", receiver.port)
        endless, endless_writer = await asyncio.open_connection("127.0.0.1", receiver.port)
        endless_writer.write(b"x" * 200_000)
        end = await _rest(endless)
        good, good_writer = await asyncio.open_connection("127.0.0.1", receiver.port)
        good_writer.write(frame())
        answer = await good.readuntil(b"\r")
        refused = await say(receiver, frame(sequence="0002"))
        still = await silent.read()
        for writer in (silent_writer, endless_writer, good_writer):
            writer.close()
        return answer, still, end, refused

    answer, silent, endless, refused = with_receiver(work, limits)
    assert (answer_kind(answer), silent, endless, refused) == ("ACK", b"", b"", [b""])


async def _rest(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionError:
        return b""


def test_too_many_messages_of_one_address_are_not_taken() -> None:
    async def work(receiver: Receiver) -> list[bytes]:
        return [await receiver.take(frame(sequence=f"{number:04d}"), "10.0.0.1") for number in range(4)]

    answers = with_receiver(work, Limits(per_minute=2))
    assert [answer_kind(one) for one in answers] == ["ACK", "ACK", "", ""]


def test_without_a_port_nobody_listens_and_with_one_it_ends_when_told(backend: Backend) -> None:
    listen(backend.settings, threading.Event())
    stop = threading.Event()
    stop.set()
    free = with_receiver(_port)
    listen(replace(backend.settings, alarm_port=free, alarm_host="127.0.0.1"), stop)


async def _port(receiver: Receiver) -> int:
    return receiver.port
