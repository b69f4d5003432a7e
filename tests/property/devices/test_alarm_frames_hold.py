"""Whatever a sender writes comes back as it was; whatever arrives, the reader answers or refuses and never breaks."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device_checks.alarms.errors import FrameBroken, FrameUnreadable
from device_checks.alarms.rules import (
    AlarmKind,
    Content,
    Frame,
    open_frame,
    read_frame,
    read_signal,
    seal_body,
    write_frame,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HEX = "0123456789ABCDEF"
instants = st.integers(1_577_836_800, 4_102_444_799).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
plain = st.text(
    st.characters(codec="ascii", min_codepoint=32, max_codepoint=126, exclude_characters="[]|#_"), max_size=60
)
keys = st.none() | st.sampled_from([16, 24, 32]).flatmap(lambda size: st.binary(min_size=size, max_size=size))
accounts = st.text(HEX, min_size=3, max_size=16)
sequences = st.integers(0, 9999).map("{:04d}".format)


@st.composite
def frames(draw: st.DrawFn) -> tuple[Frame, Content, bytes | None]:
    key, account = draw(keys), draw(accounts)
    stamp = draw(instants) if key else draw(st.none() | instants)
    content = Content(draw(plain), tuple(draw(st.lists(plain, max_size=2))), stamp)
    body = seal_body(Content(f"#{account}|{content.data}", content.extended, stamp), key)
    kind = draw(st.sampled_from(["SIA-DCS", "ADM-CID", "NULL"]))
    return Frame(kind, draw(sequences), account, body, key is not None), content, key


@given(frames())
def test_what_is_written_is_read(made: tuple[Frame, Content, bytes | None]) -> None:
    frame, content, key = made
    assert read_frame(write_frame(frame)) == frame
    assert open_frame(frame, key) == content


@given(st.binary(max_size=300), st.booleans(), keys)
def test_garbage_is_refused_and_nothing_else(garbage: bytes, is_framed: bool, key: bytes | None) -> None:
    message = b"\n" + garbage + b"\r" if is_framed else garbage
    with suppress(FrameBroken, FrameUnreadable):
        open_frame(read_frame(message), key)


@given(st.binary(max_size=200), st.booleans(), keys)
def test_garbage_with_a_good_head_is_refused_and_nothing_else(
    body: bytes, is_encrypted: bool, key: bytes | None
) -> None:
    frame = Frame("SIA-DCS", "0001", "1234", body, is_encrypted)
    with suppress(FrameBroken, FrameUnreadable):
        got = read_frame(write_frame(frame))
        read_signal(got.kind, got.sequence, open_frame(got, key))


@given(frames(), st.data())
def test_a_changed_bit_is_always_seen(made: tuple[Frame, Content, bytes | None], data: st.DataObject) -> None:
    message = bytearray(write_frame(made[0]))
    place = data.draw(st.integers(9, len(message) - 2))
    message[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(FrameBroken):
        read_frame(bytes(message))


@given(frames(), st.integers(1, 0xFFFF))
def test_another_check_sum_is_always_refused(made: tuple[Frame, Content, bytes | None], change: int) -> None:
    message = write_frame(made[0])
    crc = int(message[1:5], 16) ^ change
    with pytest.raises(FrameBroken):
        read_frame(b"\n" + f"{crc:04X}".encode() + message[5:])


@given(st.sampled_from(["SIA-DCS", "ADM-CID", "NULL", "X"]), st.text(max_size=500))
def test_any_text_is_some_signal(kind: str, text: str) -> None:
    signal = read_signal(kind, "0001", Content(text))
    assert isinstance(signal.kind, AlarmKind)
    assert len(signal.text) <= 400
