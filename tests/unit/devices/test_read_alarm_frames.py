"""SIA DC-09: frames of other makers are read, ours are as they expect them, what is wrong is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from device_checks.alarms.errors import FrameBroken, FrameUnreadable, StampOutOfWindow
from device_checks.alarms.rules import (
    AlarmKind,
    Content,
    Frame,
    acknowledge,
    check_stamp,
    crc_of,
    is_repeat,
    kind_in_zone,
    open_frame,
    read_frame,
    read_signal,
    refuse,
    refuse_stamp,
    write_frame,
)
from tests.factories.alarm_frames import KEY, frame

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
#: Written by others: the example of the standard, an encrypted link test of another program, and one of a real host.
FOREIGN = b'\n8C860043"SIA-DCS"9876R579BDFL789ABC#123456A[#123456A|NFA129][M1234567890AB]\r'
FOREIGN_NULL = (
    b'\nDE260072"*NULL"0000L0#000[242ff5e1d26993d8ca4a622f7d779a93096ef7ed9b5499dc13de23e1405a5764'
    b"b58737251286f0d81da5134d1eebc238\r"
)
FOREIGN_KEY = bytes.fromhex("850cba22f7dd4f033405da83e4c5bae9")


def test_frames_of_other_makers_are_read() -> None:
    one = read_frame(FOREIGN)
    assert (one.kind, one.sequence, one.receiver, one.prefix, one.account) == (
        "SIA-DCS",
        "9876",
        "579BDF",
        "789ABC",
        "123456A",
    )
    assert open_frame(one, None) == Content("NFA129", ("M1234567890AB",))
    null = read_frame(FOREIGN_NULL)
    assert open_frame(null, FOREIGN_KEY).stamped_at == datetime(2026, 9, 22, 3, 7, 43, tzinfo=UTC)
    assert read_signal(null.kind, null.sequence, open_frame(null, FOREIGN_KEY)).is_heartbeat


def test_the_check_sum_is_the_one_of_the_standard() -> None:
    assert crc_of(b"123456789") == 0xBB3D  # CRC-16/ARC


def test_answers_name_the_frame_they_answer() -> None:
    got = read_frame(frame(sequence="0042"))
    ack = read_frame(acknowledge(got, NOW, None))
    assert (ack.kind, ack.sequence, ack.account, ack.body) == ("ACK", "0042", "1A2B", b"]")
    sealed = read_frame(acknowledge(read_frame(frame(key=KEY, at=NOW)), NOW, KEY))
    assert sealed.is_encrypted
    assert open_frame(sealed, KEY).stamped_at == NOW
    assert b'"NAK"0000R0L0A0[]_01:02:03,11-22-2026' in refuse_stamp(NOW)
    assert read_frame(refuse(got)).kind == "DUH"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\n\r",
        FOREIGN[1:],
        FOREIGN[:-1],
        FOREIGN.replace(b"8C86", b"8C87"),
        FOREIGN.replace(b"0043", b"0044"),
        FOREIGN.replace(b"NFA129", b"NPA129"),
        FOREIGN.replace(b"8C86", b"zz86"),
        b"\n" + b"0" * 9000 + b"\r",
    ],
    ids=range(9),
)
def test_what_is_damaged_is_no_frame(message: bytes) -> None:
    with pytest.raises(FrameBroken):
        read_frame(message)


@pytest.mark.parametrize("size", [16, 24, 32])
def test_keys_of_three_lengths_open_what_they_closed(size: int) -> None:
    key = bytes(range(size))
    got = read_frame(frame("Nri1/PA02", kind="SIA-DCS", key=key, at=NOW))
    assert open_frame(got, key) == Content("Nri1/PA02", (), NOW)
    with pytest.raises(FrameUnreadable):
        open_frame(got, bytes(size))


def test_a_line_with_a_key_takes_nothing_plain_and_the_other_way_round() -> None:
    with pytest.raises(FrameUnreadable):
        open_frame(read_frame(frame()), KEY)
    with pytest.raises(FrameUnreadable):
        open_frame(read_frame(frame(key=KEY, at=NOW)), None)


def test_an_account_inside_must_be_the_one_outside() -> None:
    with pytest.raises(FrameUnreadable):
        open_frame(read_frame(write_frame(Frame("ADM-CID", "0001", "1A2B", b"#1A2C|1120 01 003]"))), None)


@pytest.mark.parametrize(("seconds", "is_good"), [(-41, False), (-40, True), (0, True), (20, True), (21, False)])
def test_a_stamp_may_be_a_little_off(seconds: int, is_good: bool) -> None:
    content = Content("", stamped_at=NOW + timedelta(seconds=seconds))
    if is_good:
        check_stamp(content, NOW)
    else:
        with pytest.raises(StampOutOfWindow):
            check_stamp(content, NOW)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("ADM-CID", "1120 01 003", ("1120", AlarmKind.PANIC, "3")),
        ("ADM-CID", "3120 01 003", ("3120", AlarmKind.RESTORE, "3")),
        ("ADM-CID", "1130 01 012", ("1130", AlarmKind.INTRUSION, "12")),
        ("ADM-CID", "1131 00 001", ("1131", AlarmKind.PERIMETER, "1")),
        ("ADM-CID", "1110 00 129", ("1110", AlarmKind.OTHER, "129")),
        ("ADM-CID", "1137 00 000", ("1137", AlarmKind.TAMPER, "")),
        ("ADM-CID", "1301 00 000", ("1301", AlarmKind.POWER, "")),
        ("ADM-CID", "1601 00 000", ("1601", AlarmKind.TEST, "")),
        ("ADM-CID", "1602 00 000", ("1602", AlarmKind.STATUS, "")),
        ("ADM-CID", "3401 01 001", ("3401", AlarmKind.STATUS, "1")),
        ("ADM-CID", "1999 00 001", ("1999", AlarmKind.UNKNOWN, "1")),
        ("ADM-CID", "not at all", ("", AlarmKind.UNKNOWN, "")),
        ("SIA-DCS", "Nri1/PA02", ("PA", AlarmKind.PANIC, "2")),
        ("SIA-DCS", "Nri1BA002", ("BA", AlarmKind.INTRUSION, "2")),
        ("SIA-DCS", "NFA129", ("FA", AlarmKind.OTHER, "129")),
        ("SIA-DCS", "Nti10:22/ri1A/BA0A", ("BA", AlarmKind.INTRUSION, "A")),
        ("SIA-DCS", "Nri04/OP001NM", ("OP", AlarmKind.STATUS, "1")),
        ("SIA-DCS", "Nri1CL0^VX FRONTE ^", ("CL", AlarmKind.STATUS, "")),
        ("SIA-DCS", "Nri1/BR02", ("BR", AlarmKind.RESTORE, "2")),
        ("SIA-DCS", "Nri1/ZX02", ("ZX", AlarmKind.UNKNOWN, "2")),
        ("SIA-DCS", "", ("", AlarmKind.UNKNOWN, "")),
    ],
    ids=str,
)
def test_codes_are_read_for_what_they_mean(kind: str, text: str, expected: tuple[str, AlarmKind, str]) -> None:
    signal = read_signal(kind, "0001", Content(text))
    assert (signal.code, signal.kind, signal.zone) == expected


def test_the_ledger_of_zones_knows_better_than_the_code() -> None:
    assert kind_in_zone(AlarmKind.INTRUSION, "perimeter") is AlarmKind.PERIMETER
    assert kind_in_zone(AlarmKind.UNKNOWN, "panic") is AlarmKind.PANIC
    assert kind_in_zone(AlarmKind.PANIC, "perimeter") is AlarmKind.PANIC
    assert kind_in_zone(AlarmKind.RESTORE, "perimeter") is AlarmKind.RESTORE
    assert kind_in_zone(AlarmKind.UNKNOWN, None) is AlarmKind.UNKNOWN


@pytest.mark.parametrize(
    ("earlier", "stamp", "seconds", "expected"),
    [
        (NOW, NOW, 500, True),
        (NOW, NOW, 601, False),
        (NOW, NOW + timedelta(seconds=3), 3, False),  # a second press
        (None, None, 60, True),
        (None, None, 61, False),
        (NOW, None, 1, False),
    ],
)
def test_the_same_again_is_told_from_a_second_press(
    earlier: datetime | None, stamp: datetime | None, seconds: int, expected: bool
) -> None:
    signal = read_signal("ADM-CID", "0001", Content("1120 01 003", stamped_at=stamp))
    assert is_repeat(earlier, NOW, signal, NOW + timedelta(seconds=seconds)) is expected
