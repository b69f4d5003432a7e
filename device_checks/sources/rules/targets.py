"""What is asked for, within which bounds, and what comes back. No database, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from device_checks.sources.rules.networks import Allowed


class SourceKind(StrEnum):
    RTSP = "rtsp"
    ONVIF = "onvif"
    HTTP = "http"
    PLATFORM = "platform"  # a video platform that answers with a picture or names one
    FOLDER = "folder"  # pictures that another program lays down
    PHONE = "phone"  # people send them; nothing to fetch


@dataclass(frozen=True)
class Target:
    """Everything that fetching from one camera needs, so that it opens no database.

    ``address`` holds no credentials and its placeholders are filled in; for a folder it is a pattern below ``folder``.
    """

    camera_id: UUID
    kind: str
    address: str
    user: str = ""
    password: str = field(default="", repr=False)
    allowed: tuple[Allowed, ...] = ()
    loopback_allowed: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    folder: str = ""
    recorder_id: UUID | None = None  # whom to spare: one recorder serves many cameras
    problem: str = ""  # what keeps it from being fetched at all, such as a password that can't be unsealed

    @property
    def host(self) -> str:
        """The machine that answers, to spread the asking; empty for folders."""
        rest = self.address.partition("://")[2]
        return rest.partition("/")[0].lower()


@dataclass(frozen=True)
class Limits:
    """``second_after_seconds``: also take a second frame so much later, to see whether the picture stands still."""

    seconds: float = 10.0
    most_bytes: int = 8 * 1024 * 1024
    second_after_seconds: float | None = None


@dataclass(frozen=True)
class GrabbedFrame:
    """JPEG or PNG bytes; ``pixels`` (BGR, uint8) where they were decoded on the way."""

    content: bytes = field(repr=False)
    at: datetime
    pixels: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Grabbed:
    """One frame, or two. ``device_clock`` is what the device said its time was when the first frame came."""

    frames: tuple[GrabbedFrame, ...]
    device_clock: datetime | None
    seconds: float
