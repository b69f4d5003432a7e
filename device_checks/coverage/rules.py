"""When a place counts as watched. Source: JN-2.2.3c, LN-9."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

LONG_SIDE, SHORT_SIDE = 1920, 1080  # 1080p, standing or lying

#: What a place may lack: a camera, one sharp enough, one on the platform, one that is both.
GAPS = ("no_camera", "not_sharp", "not_onboarded", "not_together")
STANDINGS = ("passes", "fails", "no_places")


@dataclass(frozen=True)
class WatchingCamera:
    """A camera that covers a place."""

    id: UUID
    number: str
    name: str
    is_in_use: bool
    width: int | None
    height: int | None
    is_onboarded: bool
    is_barred: bool

    @property
    def is_sharp(self) -> bool:
        """At least 1080p. Source: JN-2.2.3c."""
        sides = sorted((self.width or 0, self.height or 0))
        return sides[0] >= SHORT_SIDE and sides[1] >= LONG_SIDE


def gap_of(cameras: Sequence[WatchingCamera]) -> str | None:
    """What a place lacks, or None for a place that passes: one camera in use, of 1080p, on the platform.

    Source: JN-2.2.3c.
    """
    used = [camera for camera in cameras if camera.is_in_use]
    if not used:
        return "no_camera"
    if any(camera.is_sharp and camera.is_onboarded for camera in used):
        return None
    if not any(camera.is_sharp for camera in used):
        return "not_sharp"
    return "not_together" if any(camera.is_onboarded for camera in used) else "not_onboarded"


def standing_of(places: int, failing: int) -> str:
    """A unit passes when none of its places lacks anything; one without places has yet to say which it has.

    Source: LN-9.
    """
    if not places:
        return "no_places"
    return "fails" if failing else "passes"
