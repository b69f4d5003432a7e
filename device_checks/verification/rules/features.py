"""What is measured of a picture, once for all checks: where edges run, how fine they are, light, colour, rows.

Everything is a small array, so that a reference can be kept as a few tens of kilobytes and compared without decoding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from device_checks.verification.rules.findings import Box
from device_checks.verification.rules.reading import CANVAS, Frame, Pixels

Floats = npt.NDArray[np.float32]

#: Columns and rows of: the map of edge directions, the blocks of sharpness and light, the blocks of covering.
EDGES = (160, 90)
BLOCKS = (32, 18)
HALF = (320, 180)
QUARTERS = 4
#: Grey levels per pixel at which an edge counts half; below it is noise of the sensor.
_EDGE_KNEE = 12.0


@dataclass(frozen=True, eq=False)
class Features:
    """All measures of one picture.

    ``directions``: 90 × 160 × 2, twice the angle of the edge as a vector, length 0 (flat) to 1; nothing in the OSD.
    ``bands``: 18 × 32 × 3, energy of detail of about 1, 2 and 4 pixels of the canvas, in grey levels squared.
    ``colours``: 18 × 32 × 3 means in BGR. ``rows``, ``columns``: profiles of each quarter, grey levels.
    ``seen``: 18 × 32, False where the OSD is. ``light``: 1st, 50th, 99th per cent of grey, shares of <16 and >250.
    """

    directions: Floats
    bands: Floats
    colours: Floats
    rows: Floats
    columns: Floats
    seen: npt.NDArray[np.bool_]
    light: tuple[float, float, float, float, float]
    noise: float
    flatness: float

    @cached_property
    def tints(self) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Green to red and green to blue of each block, in powers of two, and which blocks can tell."""
        brightest = self.colours.max(axis=2)
        light = np.log2(self.colours + 4.0)
        return light[..., 1:2] - light[..., [0, 2]], self.seen & (brightest > 24) & (brightest < 250)


def features_of(frame: Frame, osd: Sequence[Box] = ()) -> Features:
    """Measure a frame, leaving out what lies in ``osd``."""
    gray = frame.gray
    half = cv2.resize(gray, HALF, interpolation=cv2.INTER_AREA)
    directions, flatness = _directions(half)
    directions[~_outside(osd, EDGES)] = 0
    quarters = np.asarray(half, np.float32)
    rows = np.stack([part.mean(axis=1) for part in np.split(quarters, QUARTERS, axis=1)])
    columns = np.stack([part.mean(axis=0) for part in np.split(quarters, QUARTERS, axis=0)])
    bands, noise = _bands(gray)
    return Features(
        directions=directions,
        bands=bands,
        colours=_colours(frame.picture),
        rows=rows,
        columns=columns,
        seen=_outside(osd, BLOCKS),
        light=_light(gray, osd),
        noise=noise,
        flatness=flatness,
    )


def outside_pixels(osd: Sequence[Box]) -> npt.NDArray[np.bool_]:
    """Return which pixels of the canvas lie in no box."""
    return _outside(osd, CANVAS)


def _colours(picture: Pixels) -> Floats:
    """Means of blocks. A quarter of the pixels tells them as well as all."""
    few = cv2.resize(picture, HALF, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.resize(few, BLOCKS, interpolation=cv2.INTER_AREA), np.float32)


def _directions(half: cv2.typing.MatLike) -> tuple[Floats, float]:
    across = cv2.Sobel(half, cv2.CV_32F, 1, 0, scale=0.25)
    down = cv2.Sobel(half, cv2.CV_32F, 0, 1, scale=0.25)
    xx, yy = cv2.multiply(across, across), cv2.multiply(down, down)
    total = cv2.add(xx, yy)
    flatness = float(cv2.countNonZero(cv2.inRange(total, 0.0, 0.5))) / total.size
    weight = 1.0 / (total + np.float32(_EDGE_KNEE**2))
    doubled = cv2.merge(
        [cv2.multiply(cv2.subtract(xx, yy), weight), cv2.multiply(cv2.multiply(across, down), weight, scale=2)]
    )
    return np.asarray(cv2.resize(doubled, EDGES, interpolation=cv2.INTER_AREA), np.float32), flatness


def _bands(gray: Pixels) -> tuple[Floats, float]:
    fine = gray.astype(np.float32)
    soft = cv2.GaussianBlur(fine, (5, 5), 0.8)
    softer = cv2.GaussianBlur(soft, (9, 9), 1.6)
    small = cv2.resize(softer, HALF, interpolation=cv2.INTER_NEAREST)  # nothing is left that half the pixels can't hold
    softest = cv2.GaussianBlur(small, (9, 9), 1.6)
    energies = [_energy(fine, soft), _energy(soft, softer), _energy(small, softest)]
    noise = float(np.sqrt(np.percentile(energies[0], 10)))
    return np.asarray(cv2.merge(energies), np.float32), noise


def _energy(fine: cv2.typing.MatLike, coarse: cv2.typing.MatLike) -> cv2.typing.MatLike:
    detail = cv2.subtract(fine, coarse)
    return cv2.resize(cv2.multiply(detail, detail), BLOCKS, interpolation=cv2.INTER_AREA)


def _light(gray: Pixels, osd: Sequence[Box]) -> tuple[float, float, float, float, float]:
    mask = None if not osd else outside_pixels(osd).astype(np.uint8)
    counts = np.asarray(cv2.calcHist([gray], [0], mask, [256], [0, 256]), np.float64).ravel()
    share = np.cumsum(counts) / max(counts.sum(), 1)
    low, middle, high = (float(np.searchsorted(share, p)) for p in (0.01, 0.5, 0.99))
    return low, middle, high, float(share[15]), float(1 - share[250])


def _outside(osd: Sequence[Box], size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    width, height = size
    outside = np.ones((height, width), np.bool_)
    for box in osd:
        top, bottom = int(box.top * height), int(np.ceil(box.bottom * height))
        left, right = int(box.left * width), int(np.ceil(box.right * width))
        outside[top:bottom, left:right] = False
    return outside
