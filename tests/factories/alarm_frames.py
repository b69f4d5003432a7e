"""Frames as an alarm host writes them, and what came back."""

from __future__ import annotations

from datetime import datetime

from device_checks.alarms.rules import Content, Frame, read_frame, seal_body, write_frame

ACCOUNT = "1A2B"
KEY = bytes.fromhex("00112233445566778899AABBCCDDEEFF")


def frame(
    data: str = "1120 01 003",
    *,
    kind: str = "ADM-CID",
    sequence: str = "0001",
    account: str = ACCOUNT,
    key: bytes | None = None,
    at: datetime | None = None,
) -> bytes:
    """The panic button of zone 3, unless said otherwise."""
    text = f"#{account}|{data}" if data else ""
    body = seal_body(Content(text, stamped_at=at), key)
    return write_frame(Frame(kind, sequence, account, body, key is not None))


def answer_kind(message: bytes) -> str:
    """ACK, NAK, DUH; nothing for silence. A NAK names no line."""
    if not message:
        return ""
    return "NAK" if b'"NAK"' in message else read_frame(message).kind
