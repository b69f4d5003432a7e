"""Which reference a picture fits, and how far it has gone from it.

Edge directions are compared, not light: the same view agrees by day, at night and under infrared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from device_checks.verification.rules.features import EDGES, Features, Floats
from device_checks.verification.rules.reading import CANVAS, Frame
from device_checks.verification.rules.views import View, points_of

#: Windows of the map of directions that are searched for one by one: columns, rows, and how far each may have gone.
TILES = (4, 3)
REACH = 8
#: A window says something when it holds this much edge, and is found when it agrees this well.
_EDGE_OF_TILE = 0.02
_FOUND = 0.5


@dataclass(frozen=True)
class Motion:
    """Where the view went: shares of width and height, degrees, size; ``support``: share of what agrees with it."""

    across: float
    down: float
    turn_degrees: float
    scale: float
    support: float

    @property
    def reach(self) -> float:
        """How far the view went, as a share of the width: the middle by its shift, the rim by turn and size."""
        ratio = EDGES[1] / EDGES[0]
        shift = math.hypot(self.across, self.down * ratio)
        swing = 0.5 * math.hypot(math.radians(self.turn_degrees), self.scale - 1)
        return math.hypot(shift, swing)


STILL = Motion(0.0, 0.0, 0.0, 1.0, 0.0)


def agreement(reference: Floats, directions: Floats) -> float:
    """Return how well two maps of directions agree, -1 to 1, about 0 for strangers."""
    down = math.sqrt(float(np.vdot(reference, reference)) * float(np.vdot(directions, directions)))
    return float(np.vdot(reference, directions)) / down if down > 1e-6 else 0.0


def small_motion(reference: Features, features: Features) -> Motion:
    """Say how the view moved by up to some 5 % by finding each window of the reference in the picture.

    A majority that moves together is the camera; what moves by itself is traffic, wind or a banner.
    """
    found = _tiles(reference.directions, features.directions)
    if len(found) < 3:
        return STILL
    places, moves = np.ascontiguousarray(found[:, :2]), np.ascontiguousarray(found[:, 2:])
    solved, inliers = cv2.estimateAffinePartial2D(
        places, places + moves, method=cv2.RANSAC, ransacReprojThreshold=0.9, maxIters=200
    )
    if solved is None or inliers is None:
        return STILL
    return _motion(solved, EDGES, float(inliers.mean()) * len(found) / (TILES[0] * TILES[1]))


def large_shift(reference: Features, features: Features) -> tuple[float, float, float]:
    """Find the shift, of up to half the picture, at which edges agree best: across, down, and the agreement there.

    Cross-correlation over the whole, padded so that nothing wraps around; each shift is weighed by what still overlaps.
    """
    width, height = EDGES
    size = (2 * height, 2 * width)
    a, b = _complex(reference.directions, size), _complex(features.directions, size)
    cross = np.fft.ifft2(np.conj(np.fft.fft2(a)) * np.fft.fft2(b)).real
    ones_a = np.fft.fft2(np.abs(a) ** 2)
    ones_b = np.fft.fft2(np.abs(b) ** 2)
    window = np.zeros(size, np.float32)
    window[:height, :width] = 1
    seen = np.fft.fft2(window)
    energy_b = np.fft.ifft2(np.conj(seen) * ones_b).real
    energy_a = np.fft.ifft2(np.conj(ones_a) * seen).real
    least = 0.25 * float(min((np.abs(a) ** 2).sum(), (np.abs(b) ** 2).sum()))
    overlap = np.minimum(energy_a, energy_b)
    score = np.where(overlap > max(least, 1e-6), cross / np.sqrt(np.maximum(energy_a * energy_b, 1e-9)), 0)
    at = int(np.argmax(score))
    down, across = divmod(at, size[1])
    down = down - size[0] if down > height else down
    across = across - size[1] if across > width else across
    return across / width, down / height, float(score.flat[at])


def motion_by_points(view: View, frame: Frame) -> Motion:
    """Say how the view moved by matching points, however far or turned. Only on suspicion: it is dear."""
    if len(view.points) < 12:
        return STILL
    points, descriptors = points_of(frame)
    if len(points) < 12:
        return STILL
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(view.descriptors, descriptors)
    if len(pairs) < 12:
        return STILL
    source = view.points[[pair.queryIdx for pair in pairs]].astype(np.float32)
    target = points[[pair.trainIdx for pair in pairs]].astype(np.float32)
    solved, inliers = cv2.estimateAffinePartial2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=4)
    if solved is None or inliers is None or int(inliers.sum()) < 12:
        return STILL
    return _motion(solved, CANVAS, float(inliers.mean()))


def _tiles(reference: Floats, directions: Floats) -> Floats:
    columns, rows = TILES
    width, height = (EDGES[0] - 2 * REACH) // columns, (EDGES[1] - 2 * REACH) // rows
    found = []
    for row in range(rows):
        for column in range(columns):
            x, y = REACH + column * width, REACH + row * height
            tile = reference[y : y + height, x : x + width]
            if float(np.vdot(tile, tile)) / (width * height) < _EDGE_OF_TILE:
                continue
            around = directions[y - REACH : y + height + REACH, x - REACH : x + width + REACH]
            scores = cv2.matchTemplate(around, tile, cv2.TM_CCORR_NORMED)
            _, best, _, (bx, by) = cv2.minMaxLoc(scores)
            if best < _FOUND or not (0 < bx < 2 * REACH and 0 < by < 2 * REACH):
                continue
            dx, dy = (
                bx - REACH + _between(scores[by, bx - 1 : bx + 2]),
                by - REACH + _between(scores[by - 1 : by + 2, bx]),
            )
            found.append((x + width / 2, y + height / 2, dx, dy))
    return np.array(found, np.float32).reshape(-1, 4)


def _between(three: cv2.typing.MatLike) -> float:
    """Where between three neighbours the peak lies."""
    left, middle, right = (float(value) for value in np.ravel(three))
    bend = left - 2 * middle + right
    return 0.5 * (left - right) / bend if bend < -1e-6 else 0.0


def _motion(solved: cv2.typing.MatLike, size: tuple[int, int], support: float) -> Motion:
    a, b = float(solved[0, 0]), float(solved[1, 0])
    middle = np.array([size[0] / 2, size[1] / 2, 1.0])
    moved = np.asarray(solved) @ middle
    across, down = (moved[0] - middle[0]) / size[0], (moved[1] - middle[1]) / size[1]
    return Motion(float(across), float(down), math.degrees(math.atan2(b, a)), math.hypot(a, b), support)


def _complex(directions: Floats, size: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.complex64]]:
    padded = np.zeros(size, np.complex64)
    padded[: EDGES[1], : EDGES[0]] = directions[..., 0] + 1j * directions[..., 1]
    return padded
