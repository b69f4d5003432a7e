"""One function a fault: each returns a score that its limit is read against, higher is worse.

A picture is compared with its reference wherever there is one; numbers that stand alone cry wolf at night.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from device_checks.verification.rules.features import Features, Floats, outside_pixels
from device_checks.verification.rules.findings import Box, Expectation
from device_checks.verification.rules.reading import Frame

#: Blocks in which covering is decided: columns, rows.
COVER = (16, 9)
#: Edge that a block of the reference must hold to say anything, and agreement below which it is gone.
_EDGE_OF_BLOCK = 0.004
_GONE = 0.25
#: Energy of detail, in grey levels squared, below which a block says nothing of sharpness.
_DETAIL = 6.0


def is_of_expected_size(frame: Frame, expected: Expectation) -> bool:
    """Tell whether the picture has the size that the register says; unknown is as expected."""
    return (expected.width or frame.width, expected.height or frame.height) == (frame.width, frame.height)


def black(features: Features) -> float:
    """Darkness without anything in it: 1 and above when even the brightest hundredth is below 24."""
    _, _, high, _, _ = features.light
    return 24.0 / max(high, 1.0)


def white(features: Features) -> float:
    """Light without anything in it: 1 and above when even the darkest hundredth is above 231."""
    low, _, _, _, _ = features.light
    return 24.0 / max(255.0 - low, 1.0)


def signal_loss(features: Features) -> float:
    """Share of the picture that is exactly one tone, as no sensor gives: a screen made by a recorder."""
    middle = np.median(features.colours[features.seen], axis=0) if features.seen.any() else np.zeros(3)
    alike = (np.abs(features.colours - middle).max(axis=2) < 6) & features.seen
    return min(features.flatness, float(alike.sum()) / max(int(features.seen.sum()), 1))


def cover_map(reference: Features, features: Features) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which of 9 × 16 blocks hold edges in the reference, and which of these have lost them."""
    ours, theirs = reference.directions, features.directions
    held = _pooled((ours * ours).sum(axis=2))
    now = _pooled((theirs * theirs).sum(axis=2))
    cross = _pooled((ours * theirs).sum(axis=2))
    agrees = cross / np.sqrt(np.maximum(held * now, 1e-9))
    known = held > _EDGE_OF_BLOCK
    return known, known & ((agrees < _GONE) | (now < 0.1 * held))


def covered(known: npt.NDArray[np.bool_], gone: npt.NDArray[np.bool_]) -> float:
    """Share of the blocks with edges that have lost them."""
    return float(gone.sum()) / max(int(known.sum()), 1)


def partly_covered(known: npt.NDArray[np.bool_], gone: npt.NDArray[np.bool_]) -> tuple[float, tuple[Box, ...]]:
    """Share of the largest connected area that has lost its edges, and where it is. People come one by one."""
    # A block that never had edges belongs to the area when it lies among blocks that lost theirs.
    closed = cv2.morphologyEx(gone.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    closed[known & ~gone] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    if count < 2:
        return 0.0, ()
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    left, top, width, height, area = (int(value) for value in stats[largest])
    box = Box(left / COVER[0], top / COVER[1], (left + width) / COVER[0], (top + height) / COVER[1])
    return area / (COVER[0] * COVER[1]), (box,)


def defocused(reference: Features, features: Features) -> float:
    """How much of the finest detail is gone where the reference had it, in powers of two.

    The ratio of neighbouring bands tells focus from contrast: fog and night take from all, a lens from the finest.
    """
    ours, theirs = _bands_without_noise(reference), _bands_without_noise(features)
    speaks = (ours[..., 0] > _DETAIL) & (theirs[..., 1] > 1.0) & reference.seen & features.seen
    if int(speaks.sum()) < 12:
        return 0.0
    was = np.log2((ours[..., 0] + 0.1) / (ours[..., 1] + 0.1))[speaks]
    now = np.log2((theirs[..., 0] + 0.1) / (theirs[..., 1] + 0.1))[speaks]
    return float(np.median(was - now))


def noise(reference: Features | None, features: Features) -> float:
    """Grey levels of noise in the smoothest tenth of the picture, beyond what the reference had."""
    return max(0.0, features.noise - (reference.noise if reference else 0.0))


def stripes(reference: Features | None, features: Features) -> float:
    """Grey levels of waves that run through all quarters of the picture alike and that the reference had not."""
    scores = []
    for name in ("rows", "columns"):
        now = getattr(features, name)
        profile = now - _fitted(getattr(reference, name), now) if reference else now
        scores.append(_coherent(profile))
    return max(scores)


def overexposed(reference: Features | None, features: Features) -> float:
    """Share of the picture burnt out, beyond what the reference had."""
    return max(0.0, features.light[4] - (reference.light[4] if reference else 0.0))


def underexposed(features: Features) -> float:
    """1 and above when the brightest hundredth stays below a quarter of full light."""
    return 64.0 / max(features.light[2], 1.0)


def low_contrast(reference: Features, features: Features) -> float:
    """1 and above when the span of light is a third or less of the reference's, and narrow in itself."""
    span, was = features.light[2] - features.light[0], reference.light[2] - reference.light[0]
    return float(min(was / max(3 * span, 1.0), 80.0 / max(span, 1.0)))


def colour_cast(references: Sequence[Features], features: Features) -> float:
    """How far the whole picture shifted in colour, in powers of two of one channel against another.

    Against the nearest reference: dusk and white balance have theirs. A picture without colour is infrared, no fault.
    """
    ours = _tint(features)
    if not references:
        return 0.0
    shifts = [float(np.abs(ours - _tint(reference)).max()) for reference in references]
    return min([*shifts, float(np.abs(ours).max())])


def frozen(frame: Frame, second: Frame, osd: Sequence[Box]) -> float:
    """The inverse of the mean difference of two frames in grey levels, outside the text; 10 is a tenth of a level."""
    mask = outside_pixels(osd)
    difference = cv2.absdiff(frame.gray, second.gray)[mask]
    return 1.0 / max(float(difference.mean()) if difference.size else 1.0, 1e-3)


def _pooled(array: Floats) -> Floats:
    return np.asarray(cv2.resize(array, COVER, interpolation=cv2.INTER_AREA), np.float32)


def _bands_without_noise(features: Features) -> Floats:
    """Noise is white: it puts known shares into each band. Taken out, what is left is the scene's detail."""
    noise_energy = features.noise**2 * np.array([1.0, 0.12, 0.03], np.float32)
    return np.maximum(features.bands - noise_energy, 0.0)


def _fitted(reference: Floats, now: Floats) -> Floats:
    """The reference's profiles with the light of now."""
    spread = float(reference.std())
    gain = float(np.clip(now.std() / spread, 0.2, 5.0)) if spread > 1 else 1.0
    return reference * gain


def _coherent(profile: Floats) -> float:
    """The strongest frequency that every quarter has, by the quarter that has least of it but one."""
    length = profile.shape[1]
    smooth = cv2.blur(profile, (length // 10 | 1, 1), borderType=cv2.BORDER_REFLECT)
    window = np.hanning(length).astype(np.float32)
    spectrum = np.abs(np.fft.rfft((profile - smooth) * window, axis=1)) * (4 / length)
    return float(np.sort(spectrum, axis=0)[1].max())


def _tint(features: Features) -> Floats:
    """Green to red and green to blue of a typical block, in powers of two."""
    light = features.colours + 8.0
    speaks = features.seen & (features.colours.max(axis=2) > 24) & (features.colours.min(axis=2) < 245)
    if int(speaks.sum()) < 20:
        return np.zeros(2, np.float32)
    ratios = np.log2(light[..., 1:2] / light[..., [0, 2]])[speaks]
    return np.median(ratios, axis=0).astype(np.float32)
