"""What time a look says it is: the device's own clock where it was asked, else the clock written into the picture."""

from __future__ import annotations

from dataclasses import dataclass

from device_checks.sources.rules import Grabbed
from device_checks.verification.rules import Box
from device_checks.verification.rules.clocks import certain_offset, parse_clock
from device_checks.verification.rules.recognising import read_text
from server.core.settings import Settings


@dataclass
class Bounds:
    """Whether clocks are read out of pictures here: it takes a recogniser, and time for each picture."""

    pictures_read: bool = False


BOUNDS = Bounds()


def connect_clocks(settings: Settings) -> None:
    """Called as the app is made."""
    BOUNDS.pictures_read = settings.read_clocks


@dataclass(frozen=True)
class ClockSeen:
    """Seconds by which a clock is wrong: as it looks, and for certain after what may be told to delay and rounding."""

    offset_seconds: float
    certain_seconds: float


def clock_seen(came: Grabbed, boxes: tuple[Box, ...]) -> ClockSeen | None:
    """None: no clock was asked and none was read for certain; the same as no word on it."""
    first = came.frames[0]
    if came.device_clock is not None:
        offset = (came.device_clock - first.at).total_seconds()
        return ClockSeen(offset, max(0.0, abs(offset) - came.seconds - 1.0))
    if not BOUNDS.pictures_read:
        return None
    for box in boxes:
        text = read_text(first.content, box)
        reading = parse_clock(text) if text else None
        if reading is not None:
            offset = (reading.at - first.at).total_seconds()
            return ClockSeen(offset, abs(certain_offset(reading, first.at, came.seconds + 1.0)))
    return None
