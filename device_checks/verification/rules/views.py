"""A reference view, prepared: what a picture of this camera looked like when a person said it was right."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from device_checks.verification.errors import ViewUnreadable
from device_checks.verification.rules.features import BLOCKS, EDGES, HALF, QUARTERS, Features, features_of
from device_checks.verification.rules.findings import Box
from device_checks.verification.rules.reading import CANVAS, Frame

_MARK = b"SWV1"
_HEAD = struct.Struct("<4sIIH7f")
#: Points by which a turned or zoomed view is found again.
POINTS = 300

_LAYOUT: tuple[tuple[str, tuple[int, ...], type], ...] = (
    ("directions", (EDGES[1], EDGES[0], 2), np.int8),
    ("bands", (BLOCKS[1], BLOCKS[0], 3), np.float16),
    ("colours", (BLOCKS[1], BLOCKS[0], 3), np.uint8),
    ("rows", (QUARTERS, HALF[1]), np.float16),
    ("columns", (QUARTERS, HALF[0]), np.float16),
    ("seen", (BLOCKS[1], BLOCKS[0]), np.bool_),
)


@dataclass(frozen=True, eq=False)
class View:
    """A reference: its measures, and points to find it again by (x, y on the canvas; descriptors of 32 bytes)."""

    width: int
    height: int
    features: Features
    points: npt.NDArray[np.uint16]
    descriptors: npt.NDArray[np.uint8]

    def to_bytes(self) -> bytes:
        """Pack for storage, some tens of kilobytes."""
        f = self.features
        head = _HEAD.pack(_MARK, self.width, self.height, len(self.points), *f.light, f.noise, f.flatness)
        parts = [_packed(name, getattr(f, name), kind) for name, _, kind in _LAYOUT]
        return b"".join([head, *parts, self.points.tobytes(), self.descriptors.tobytes()])

    @classmethod
    def from_bytes(cls, content: bytes) -> View:
        """Unpack what ``to_bytes`` made.

        Raises: ViewUnreadable.
        """
        if len(content) < _HEAD.size or not content.startswith(_MARK):
            raise ViewUnreadable
        _, width, height, count, *numbers = _HEAD.unpack_from(content)
        at = _HEAD.size
        arrays: dict[str, Any] = {}
        length = at + sum(int(np.prod(shape)) * np.dtype(kind).itemsize for _, shape, kind in _LAYOUT) + count * 36
        if len(content) != length:
            raise ViewUnreadable
        for name, shape, kind in _LAYOUT:
            size = int(np.prod(shape))
            arrays[name] = _unpacked(name, np.frombuffer(content, kind, size, at).reshape(shape))
            at += size * np.dtype(kind).itemsize
        points = np.frombuffer(content, np.uint16, count * 2, at).reshape(count, 2)
        descriptors = np.frombuffer(content, np.uint8, count * 32, at + count * 4).reshape(count, 32)
        features = Features(**arrays, light=tuple(numbers[:5]), noise=numbers[5], flatness=numbers[6])
        return cls(width, height, features, points, descriptors)


def view_of(frame: Frame, osd: Sequence[Box] = ()) -> View:
    """Prepare a frame as a reference. As if packed and unpacked, so that it judges the same before and after."""
    points, descriptors = points_of(frame)
    return View.from_bytes(View(frame.width, frame.height, features_of(frame, osd), points, descriptors).to_bytes())


def points_of(frame: Frame) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint8]]:
    """Find up to ``POINTS`` points of a frame with their descriptors. Costs as much as all checks together."""
    found, descriptors = cv2.ORB.create(nfeatures=POINTS, fastThreshold=8).detectAndCompute(frame.gray, None)
    if descriptors is None or not len(found):
        return np.zeros((0, 2), np.uint16), np.zeros((0, 32), np.uint8)
    places = np.array([point.pt for point in found]).round().clip(0, max(CANVAS))
    return places.astype(np.uint16)[:POINTS], np.asarray(descriptors, np.uint8)[:POINTS]


def _packed(name: str, array: npt.NDArray[np.generic], kind: type) -> bytes:
    if name == "directions":
        array = np.round(np.asarray(array, np.float32) * 127).clip(-127, 127)
    elif name == "colours":
        array = np.round(np.asarray(array, np.float32)).clip(0, 255)
    return array.astype(kind).tobytes()


def _unpacked(name: str, array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    if name == "seen":
        return array
    numbers = array.astype(np.float32)
    return numbers / np.float32(127) if name == "directions" else numbers
