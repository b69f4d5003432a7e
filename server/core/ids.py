"""UUIDv7 (RFC 9562): ids that sort by time, chosen by whoever creates."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A UUIDv7, strictly increasing within this process.

    The 12 bits after the millisecond count within it, so that ids made in one burst keep their order.
    """
    global _last
    chance = int.from_bytes(os.urandom(9))
    with _lock:
        ticks = max((time.time_ns() // 1_000_000) << 12 | chance >> 64, _last + 1)
        _last = ticks
    random = chance & ((1 << 62) - 1)
    milliseconds, counter = ticks >> 12, ticks & 0xFFF
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | random)
