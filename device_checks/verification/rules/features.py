"""What is measured of a picture, once for all checks: where edges run, how fine they are, light, colour, rows.

Everything is a small array, so that a reference can be kept as a few tens of kilobytes and compared without decoding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        colours=np.asarray(cv2.resize(frame.picture, BLOCKS, interpolation=cv2.INTER_AREA), np.float32),
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


def _directions(half: cv2.typing.MatLike) -> tuple[Floats, float]:
    across = cv2.Sobel(half, cv2.CV_32F, 1, 0, scale=0.25)
    down = cv2.Sobel(half, cv2.CV_32F, 0, 1, scale=0.25)
    xx, yy, xy = across * across, down * down, across * down
    total = xx + yy
    flatness = float(np.count_nonzero(total < 0.5)) / total.size
    weight = 1.0 / (total + _EDGE_KNEE**2)
    doubled = cv2.merge([(xx - yy) * weight, 2 * xy * weight])
    return np.asarray(cv2.resize(doubled, EDGES, interpolation=cv2.INTER_AREA), np.float32), flatness


def _bands(gray: Pixels) -> tuple[Floats, float]:
    fine = gray.astype(np.float32)
    energies: list[Floats] = []
    for sigma, size in ((0.8, 5), (1.6, 9), (3.2, 15)):
        coarse = np.asarray(cv2.GaussianBlur(fine, (size, size), sigma), np.float32)
        detail = fine - coarse
        energies.append(np.asarray(cv2.resize(detail * detail, BLOCKS, interpolation=cv2.INTER_AREA), np.float32))
        fine = coarse
    finest = energies[0]
    noise = float(np.sqrt(np.percentile(finest, 10)))
    return np.asarray(cv2.merge(energies), np.float32), noise


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
