"""Frames of SIA DC-09: read, open, answer, and write them as a sender would.

``<LF>CRC 0LLL "ID" seq Rrcvr Lpref #acct [data] [extended]… _HH:MM:SS,MM-DD-YYYY <CR>``, the CRC over all from the
first quotation mark on. With a star before the ID all behind the bracket is AES-CBC in hex (no chaining from frame
to frame), filled up in front. Pure: no clock, no database.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from device_checks.alarms.errors import FrameBroken, FrameUnreadable, StampOutOfWindow

LF, CR = b"\n", b"\r"
MOST_BYTES = 4 + 4 + 0xFFF + 2  # the length field has three digits after its zero
BLOCK = 16
KEY_BYTES = (16, 24, 32)
#: How far a sender's stamp may lie ahead of our clock and behind it.
AHEAD, BEHIND = timedelta(seconds=20), timedelta(seconds=40)

DCS, CID, NULL = "SIA-DCS", "ADM-CID", "NULL"

_HEAD = re.compile(
    rb'"(?P<star>\*?)(?P<kind>[A-Z0-9-]{3,12})"(?P<sequence>[0-9]{4})'
    rb"(?:R(?P<receiver>[0-9A-Fa-f]{1,6}))?L(?P<prefix>[0-9A-Fa-f]{1,6})#(?P<account>[0-9A-Fa-f]{3,16})\["
)
_STAMP = re.compile(r"_(\d\d):(\d\d):(\d\d),(\d\d)-(\d\d)-(\d{4})\Z")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2})+\Z")
_FILLING = [chr(code) for code in range(0x20, 0x7F) if chr(code) not in "|[]"]


@dataclass(frozen=True)
class Frame:
    """A frame whose CRC and length are right; ``body`` is what stands behind the bracket, perhaps encrypted."""

    kind: str
    sequence: str
    account: str  # as it was sent
    body: bytes
    is_encrypted: bool = False
    receiver: str | None = None
    prefix: str = "0"


@dataclass(frozen=True)
class Content:
    """What an opened frame says; ``data`` without brackets and account."""

    data: str
    extended: tuple[str, ...] = ()
    stamped_at: datetime | None = None


def crc_of(body: bytes) -> int:
    """CRC-16 as DC-09 asks for it (x¹⁶ + x¹⁵ + x² + 1, lowest bit first, from zero)."""
    crc = 0
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def normal_account(account: str) -> str:
    """Accounts are numbers in hex: zeros in front say nothing."""
    return account.upper().lstrip("0") or "0"


def read_frame(message: bytes) -> Frame:
    """A message from LF to CR, both included. Raises FrameBroken."""
    if not (11 < len(message) <= MOST_BYTES and message.startswith(LF) and message.endswith(CR)):
        raise FrameBroken()
    body = message[9:-1]
    try:
        crc, length = int(message[1:5], 16), int(message[5:9], 16)
    except ValueError:
        raise FrameBroken() from None
    head = _HEAD.match(body)
    if head is None or length != len(body) or crc != crc_of(body):
        raise FrameBroken()
    part = {name: None if value is None else value.decode("ascii") for name, value in head.groupdict().items()}
    return Frame(
        kind=part["kind"] or "",
        sequence=part["sequence"] or "",
        account=part["account"] or "",
        body=body[head.end() :],
        is_encrypted=bool(part["star"]),
        receiver=part["receiver"],
        prefix=part["prefix"] or "0",
    )


def open_frame(frame: Frame, key: bytes | None) -> Content:
    """What the frame says.

    A line with a key takes encrypted frames only, with their stamp: a plain one could come from anybody.
    Raises FrameUnreadable.
    """
    if frame.is_encrypted != (key is not None):
        raise FrameUnreadable()
    text = _decrypted(frame.body, key) if key else frame.body.decode("utf-8", "replace")
    data, bracket, rest = text.partition("]")
    if not bracket:
        raise FrameUnreadable()
    if key:
        data = data.partition("|")[2]  # in front of the bar is filling
    stamp = _STAMP.search(rest)
    if key and stamp is None:
        raise FrameUnreadable()
    extended = tuple(re.findall(r"\[([^\[\]]*)\]", rest[: stamp.start()] if stamp else rest))
    return Content(_without_account(data, frame), extended, _instant(stamp) if stamp else None)


def check_stamp(content: Content, now: datetime) -> None:
    """Raises StampOutOfWindow; a frame without a stamp has none to be wrong."""
    if content.stamped_at is not None and not -BEHIND <= content.stamped_at - now <= AHEAD:
        raise StampOutOfWindow()


def write_frame(frame: Frame) -> bytes:
    """The bytes of a frame, as they travel."""
    star = "*" if frame.is_encrypted else ""
    receiver = f"R{frame.receiver}" if frame.receiver is not None else ""
    head = f'"{star}{frame.kind}"{frame.sequence}{receiver}L{frame.prefix}#{frame.account}['
    return _wrapped(head.encode("ascii") + frame.body)


def seal_body(content: Content, key: bytes | None) -> bytes:
    """The body that ``open_frame`` opens; encrypted when there is a key, and then with its stamp.

    Raises ValueError for an encrypted body without a stamp.
    """
    text = f"{content.data}]" + "".join(f"[{part}]" for part in content.extended)
    if content.stamped_at is not None:
        text += stamp_text(content.stamped_at)
    if key is None:
        return text.encode("utf-8")
    if content.stamped_at is None:
        raise ValueError("an encrypted frame carries its time")
    inner = f"|{text}".encode()
    filling = "".join(secrets.choice(_FILLING) for _ in range(BLOCK + -len(inner) % BLOCK))
    work = Cipher(algorithms.AES(key), modes.CBC(bytes(BLOCK))).encryptor()
    return (work.update(filling.encode("ascii") + inner) + work.finalize()).hex().upper().encode("ascii")


def acknowledge(frame: Frame, now: datetime, key: bytes | None) -> bytes:
    """ACK: it is kept, the sender may forget it. Encrypted when the frame was."""
    body = seal_body(Content("", stamped_at=now if key else None), key)
    return write_frame(Frame("ACK", frame.sequence, frame.account, body, key is not None, frame.receiver, frame.prefix))


def refuse_stamp(now: datetime) -> bytes:
    """NAK, with our time for the sender to set its clock by."""
    return _wrapped(f'"NAK"0000R0L0A0[]{stamp_text(now)}'.encode("ascii"))


def refuse(frame: Frame) -> bytes:
    """DUH: it came through and cannot be taken."""
    return write_frame(Frame("DUH", frame.sequence, frame.account, b"]", False, frame.receiver, frame.prefix))


def stamp_text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("_%H:%M:%S,%m-%d-%Y")


def _wrapped(body: bytes) -> bytes:
    return LF + f"{crc_of(body):04X}{len(body):04X}".encode("ascii") + body + CR


def _decrypted(body: bytes, key: bytes) -> str:
    if not _HEX.match(body) or len(body) % (2 * BLOCK):
        raise FrameUnreadable()
    work = Cipher(algorithms.AES(key), modes.CBC(bytes(BLOCK))).decryptor()
    clear = work.update(bytes.fromhex(body.decode("ascii"))) + work.finalize()
    return clear.decode("utf-8", "replace")  # the filling may be any bytes; another key leaves no stamp to be found


def _without_account(data: str, frame: Frame) -> str:
    """``#acct|event`` or ``|event`` or the event alone. Raises FrameUnreadable for another's account."""
    if data.startswith("#"):
        account, _, data = data[1:].partition("|")
        if normal_account(account) != normal_account(frame.account):
            raise FrameUnreadable()
    return data.removeprefix("|")


def _instant(stamp: re.Match[str]) -> datetime:
    hour, minute, second, month, day, year = (int(part) for part in stamp.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise FrameUnreadable() from None
