"""From what a camera answered to what is said of it. No database: many threads and processes may do this at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from device_checks.pictures.rules.clocks import clock_seen
from device_checks.registers.errors import PictureBarred
from device_checks.sources.errors import GrabFailed
from device_checks.sources.rules import Grabbed, GrabbedFrame
from device_checks.verification.errors import PictureBroken
from device_checks.verification.rules import (
    Examination,
    Expectation,
    Finding,
    Frame,
    Thresholds,
    View,
    examine,
    frame_of,
    mark,
    read_frame,
)
from device_checks.verification.rules.findings import KINDS
from server.core import clock
from server.core.ids import new_id

#: Causes for which no picture came, and the fault each speaks of; a barred address speaks of our lists, not of a fault.
FAULT_OF_CAUSE: Mapping[str, str] = {
    "offline": "offline",
    "too_slow": "offline",
    "refused": "refused",
    "no_stream": "no_stream",
    "broken": "broken",
    "too_large": "broken",
}

#: What is wrong with the connection rather than with the picture: any picture that comes ends it.
OF_THE_CONNECTION = frozenset({"offline", "refused", "no_stream", "broken"})
_ALWAYS = frozenset({"wrong_size", "black", "white", "signal_loss"})
#: After one of these the examination looks no further.
_CUTTING_SHORT = frozenset({"black", "white", "signal_loss", "moved", "covered", "other_scene", "defocused"})
#: Of a photo of a monitor or a device no more can be said than this.
OF_A_PHOTO = frozenset({"black", "white", "signal_loss"})


@dataclass(frozen=True, eq=False)
class Prepared:
    """All that looking at one camera needs. ``views`` and ``reference_ids`` are in step."""

    camera_id: UUID
    unit_id: UUID
    views: tuple[View, ...]
    reference_ids: tuple[UUID, ...]
    expected: Expectation
    thresholds: Thresholds
    source: str = ""
    is_barred: bool = False
    is_in_use: bool = True


@dataclass(frozen=True, eq=False)
class Look:
    """One look and what came of it. ``assessed``: the kinds of fault that this look was able to see."""

    id: UUID
    camera_id: UUID
    taken_at: datetime
    received_at: datetime
    source: str
    verdict: str
    findings: tuple[Finding, ...] = ()
    assessed: frozenset[str] = frozenset()
    cause: str = ""
    content: bytes | None = field(default=None, repr=False)
    evidence: bytes | None = field(default=None, repr=False)
    width: int | None = None
    height: int | None = None
    reference_id: UUID | None = None
    clock_offset_seconds: float | None = None
    grab_seconds: float | None = None
    thresholds_version: str = ""
    note: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of fault that were seen or suspected."""
        return frozenset(finding.kind for finding in self.findings)


def look(prepared: Prepared, came: Grabbed | GrabFailed) -> Look:
    """Judge what came of grabbing: a picture, or the reason why there is none. Costs no more than the checks.

    Raises PictureBarred: nothing of such a camera may be looked at.  Source: LN-10.
    """
    if prepared.is_barred:
        raise PictureBarred()
    if isinstance(came, GrabFailed):
        return without_picture(prepared, came.cause)
    first = came.frames[0]
    try:
        frame = _frame_of(first)
    except PictureBroken:
        return without_picture(prepared, "broken", taken_at=first.at, seconds=came.seconds)
    clock_told = clock_seen(came, prepared.expected.osd)
    second = _second_of(came)
    found = examine(
        frame,
        prepared.views,
        second=second,
        expected=prepared.expected,
        thresholds=prepared.thresholds,
        clock_offset_seconds=clock_told.certain_seconds if clock_told else None,
    )
    best = found.best_view
    return Look(
        id=new_id(),
        camera_id=prepared.camera_id,
        taken_at=first.at,
        received_at=clock.now(),
        source=prepared.source,
        verdict=found.verdict,
        findings=found.findings,
        assessed=assessed_by(found, has_second=second is not None, has_clock=clock_told is not None),
        content=first.content,
        evidence=mark(frame, found) if found.findings else None,
        width=frame.width,
        height=frame.height,
        reference_id=None if best is None else prepared.reference_ids[best],
        clock_offset_seconds=clock_told.offset_seconds if clock_told else None,
        grab_seconds=came.seconds,
        thresholds_version=prepared.thresholds.version,
    )


def without_picture(
    prepared: Prepared, cause: str, taken_at: datetime | None = None, seconds: float | None = None
) -> Look:
    """A look that brought nothing to see: a fault of the connection, unless it was ours that barred the way."""
    moment = clock.now()
    kind = FAULT_OF_CAUSE.get(cause)
    return Look(
        id=new_id(),
        camera_id=prepared.camera_id,
        taken_at=taken_at or moment,
        received_at=moment,
        source=prepared.source,
        verdict="fault" if kind else "doubt",
        findings=(Finding(kind, "fault", 1.0, 1.0),) if kind else (),
        cause=cause,
        grab_seconds=seconds,
        thresholds_version=prepared.thresholds.version,
    )


def look_at_photo(prepared: Prepared, content: bytes, taken_at: datetime) -> Look:
    """Judge a photo that a person took of a monitor: only whether there is a picture on it at all.

    Raises PictureBroken, PictureBarred.
    """
    if prepared.is_barred:
        raise PictureBarred()
    frame = read_frame(content)
    found = examine(
        frame, (), second=None, expected=Expectation(), thresholds=prepared.thresholds, clock_offset_seconds=None
    )
    kept = tuple(finding for finding in found.findings if finding.kind in OF_A_PHOTO)
    return Look(
        id=new_id(),
        camera_id=prepared.camera_id,
        taken_at=taken_at,
        received_at=clock.now(),
        source="phone",
        verdict=_worst(kept),
        findings=kept,
        content=content,
        width=frame.width,
        height=frame.height,
        thresholds_version=prepared.thresholds.version,
    )


def assessed_by(found: Examination, *, has_second: bool, has_clock: bool) -> frozenset[str]:
    """The kinds that an examination was able to see; what was not looked for is not thereby gone.

    A picture that fits its reference is neither black nor elsewhere, though nobody measured that. A frozen picture
    shows only beside a second one, a wrong clock only where there is one to read.
    """
    kinds = {finding.kind for finding in found.findings}
    seen = set(found.measures) | kinds | _ALWAYS
    if found.best_view is not None and not kinds & _CUTTING_SHORT:
        seen |= set(KINDS)
    if not has_second:
        seen.discard("frozen")
    if not has_clock:
        seen.discard("clock_drift")
    return frozenset(seen & set(KINDS)) | OF_THE_CONNECTION


def shape_of(finding: Finding) -> dict[str, Any]:
    """A finding as a row keeps it."""
    return {
        "kind": finding.kind,
        "verdict": finding.verdict,
        "score": _number(finding.score),
        "limit": _number(finding.limit),
        "boxes": [
            {side: _number(getattr(box, side)) for side in ("left", "top", "right", "bottom")} for box in finding.boxes
        ],
        "shift": [_number(part) for part in finding.shift] if finding.shift else None,
        "turn_degrees": None if finding.turn_degrees is None else _number(finding.turn_degrees),
        "scale": None if finding.scale is None else _number(finding.scale),
    }


def _number(value: float) -> float:
    """Rounded; what is no number in JSON becomes a very large one."""
    return round(float(value), 4) if abs(float(value)) < 1e9 else 1e9


def _worst(findings: Collection[Finding]) -> str:
    verdicts = {finding.verdict for finding in findings}
    return next((verdict for verdict in ("fault", "doubt") if verdict in verdicts), "fine")


def _frame_of(frame: GrabbedFrame) -> Frame:
    return read_frame(frame.content) if frame.pixels is None else frame_of(frame.pixels)


def _second_of(came: Grabbed) -> Frame | None:
    if len(came.frames) < 2:
        return None
    try:
        return _frame_of(came.frames[1])
    except PictureBroken:
        return None  # the first is worth judging alone
