"""Try a source at once, for whoever sets it."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from device_checks.registers.errors import PictureBarred
from device_checks.registers.models import Facility
from device_checks.registers.queries import is_barred
from device_checks.registers.rules import FacilityKind
from device_checks.sources.errors import GrabFailed, NothingToTry
from device_checks.sources.queries.targets import recorder_targets, targets_of
from device_checks.sources.rules.targets import Limits, Target
from device_checks.sources.services.grabbing import grab, search_recordings
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.pictures import NotAPicture, reduced

#: Shorter than a patrol's: somebody waits before the screen.
LIMITS = Limits(seconds=8.0)
LONGEST_SIDE = 960


@dataclass(frozen=True)
class Trial:
    """``cause`` is None when it worked. A camera shows a picture, a recorder the oldest moment it keeps."""

    cause: str | None
    text: str
    seconds: float | None = None
    picture: str | None = None  # a small JPEG or PNG, base64
    width: int | None = None
    height: int | None = None
    device_clock: datetime | None = None
    clock_ahead_seconds: float | None = None
    earliest_at: datetime | None = None


def try_source(actor: Actor, facility: Facility) -> Trial:
    """Fetch once, now, and say what came of it; nothing is kept but that it was tried.

    Raises Forbidden, PictureBarred (LN-10), NothingToTry.
    """
    actor.check("source.edit")
    is_recorder = facility.kind == FacilityKind.RECORDER.value
    if not is_recorder and is_barred(facility.id):
        raise PictureBarred()
    target = (recorder_targets([facility.id]) if is_recorder else targets_of([facility.id])).get(facility.id)
    if target is None:
        raise NothingToTry()
    try:
        trial = _ask_recorder(target) if is_recorder else _look(target)
    except GrabFailed as error:
        trial = Trial(error.cause, error.detail)
    with database.atomic():
        details = {"cause": trial.cause or "fine"}
        record_event(actor, "source.tried", subject=facility, about_unit_id=facility.unit_id, details=details)
    return trial


def _look(target: Target) -> Trial:
    got = grab(target, LIMITS)
    frame = got.frames[0]
    try:
        small = reduced(frame.content, LONGEST_SIDE)
        with Image.open(io.BytesIO(frame.content)) as picture:
            width, height = picture.size
    except NotAPicture as error:
        raise GrabFailed("broken", "图像无法解码") from error
    ahead = (got.device_clock - frame.at).total_seconds() if got.device_clock else None
    return Trial(
        cause=None,
        text="已取得图像",
        seconds=got.seconds,
        picture=base64.b64encode(small).decode(),
        width=width,
        height=height,
        device_clock=got.device_clock,
        clock_ahead_seconds=None if ahead is None else round(ahead, 1),
    )


def _ask_recorder(target: Target) -> Trial:
    earliest, _ = search_recordings(target, LIMITS)
    return Trial(None, "设备已回答录像检索" if earliest else "设备没有给出最早录像时间", earliest_at=earliest)
