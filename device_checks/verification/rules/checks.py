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
#: Middle of all light below which a picture was taken in the dark, and light below which a block of it shows nothing.
_DARK = 48.0
_UNLIT = 40.0
#: Edge that a block of the reference must hold to say anything, and agreement below which it is gone.
_EDGE_OF_BLOCK = 0.004
_GONE = 0.25
#: Waves from top to bottom from which stripes count, and how many frequencies round one are its surroundings.
_FEWEST_WAVES = 4
_AROUND = 21
#: A shift of colour that nobody sees; further references need not be asked.
_NO_CAST = 0.1
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
    held, now, cross = _pooled(ours, ours), _pooled(theirs, theirs), _pooled(ours, theirs)
    agrees = cross / np.sqrt(np.maximum(held * now, 1e-9))
    known = (held > _EDGE_OF_BLOCK) & ~_unlit(reference, features)
    return known, known & ((agrees < _GONE) | (now < 0.1 * held))


def unlit(reference: Features, features: Features) -> float:
    """Share of the reference's blocks with edges in which a picture taken in the dark has no light."""
    held = _pooled(reference.directions, reference.directions) > _EDGE_OF_BLOCK
    return float((held & _unlit(reference, features)).sum()) / max(int(held.sum()), 1)


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
    Once the lens has taken both, the next pair of bands tells.
    """
    ours, theirs = _bands_without_noise(reference), _bands_without_noise(features)
    seen = reference.seen & features.seen
    floor = 0.1 + 0.02 * features.noise**2
    scores = []
    for fine in (0, 1):
        speaks = (ours[..., fine] > _DETAIL) & (theirs[..., fine + 1] > 10 * floor) & seen
        if int(speaks.sum()) >= 12:
            was = np.log2((ours[..., fine] + floor) / (ours[..., fine + 1] + floor))[speaks]
            now = np.log2((theirs[..., fine] + floor) / (theirs[..., fine + 1] + floor))[speaks]
            scores.append(float(np.median(was - now)))
    return max(scores, default=0.0)


def lost_detail(reference: Features, features: Features) -> float:
    """How much of all detail is gone where the reference had it, in powers of two."""
    speaks = (reference.bands[..., 1] > _DETAIL) & reference.seen & features.seen
    if int(speaks.sum()) < 12:
        return 0.0
    ours, theirs = reference.bands[..., 1][speaks], features.bands[..., 1][speaks]
    return float(np.median(np.log2((ours + 0.1) / (theirs + 0.1))))


def layout(reference: Features, features: Features) -> float:
    """How well light and dark lie where they lay, -1 to 1: what a blurred view keeps and a covered one does not."""
    seen = reference.seen & features.seen
    ours, theirs = (np.log2(f.colours.mean(axis=2) + 8.0)[seen] for f in (reference, features))
    if ours.size < 12 or ours.std() < 1e-3 or theirs.std() < 1e-3:
        return 0.0
    return float(np.corrcoef(ours, theirs)[0, 1])


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


def underexposed(reference: Features | None, features: Features) -> float:
    """1 and above when the brightest hundredth is below a quarter of full light, and of the reference's."""
    high = max(features.light[2], 1.0)
    return float(min(64.0, reference.light[2] / 2 if reference else 64.0) / high)


def low_contrast(reference: Features, features: Features, references: Sequence[Features]) -> float:
    """1 and above when the span of light is narrow, and far below the reference's.

    A veil lifts what was dark, and a picture under it looks like night by its edges: the reference is then the one
    that is as bright.
    """
    if features.light[0] > 40:
        reference = min(references, key=lambda other: abs(other.light[1] - features.light[1]))
    span, was = (max(f.light[2] - f.light[0], 1.0) for f in (features, reference))
    return float(min(was / (2.5 * span), 80.0 / span))


def colour_cast(references: Sequence[Features], features: Features) -> float:
    """How far all of the picture shifted in colour alike, in powers of two of one channel against another.

    Against the nearest reference: dusk and white balance have theirs. What fades, or shifts blocks apart, is haze, not a
    cast; a picture without colour is infrared.
    """
    ours, speaks = features.tints
    if not references or not speaks.any():
        return 0.0
    least = float(np.abs(_quartiles(ours[speaks])[1]).max())
    for reference in references:
        theirs, spoke = reference.tints
        both = speaks & spoke
        if int(both.sum()) < 20:
            return 0.0
        low, middle, high = _quartiles((ours - theirs)[both])
        colour = _quartiles(theirs[both])[1]
        faded = np.clip(-(middle @ colour) / max(float(colour @ colour), 1e-6), 0, 1)
        least = min(least, float((np.abs(middle + faded * colour) - (high - low) / 4).max()))
        if least < _NO_CAST:
            break
    return max(0.0, least)


def frozen(frame: Frame, second: Frame, osd: Sequence[Box]) -> float:
    """The inverse of the mean difference of two frames in grey levels, outside the text; 10 is a tenth of a level."""
    mask = outside_pixels(osd)
    difference = cv2.absdiff(frame.gray, second.gray)[mask]
    return 1.0 / max(float(difference.mean()) if difference.size else 1.0, 1e-3)


def _unlit(reference: Features, features: Features) -> npt.NDArray[np.bool_]:
    """Blocks in which a picture taken in the dark has no light to show an edge by. By day a dark block is a cover."""
    if features.light[1] >= _DARK or reference.light[1] < 1.5 * features.light[1]:
        return np.zeros((COVER[1], COVER[0]), np.bool_)
    light = cv2.resize(features.colours, COVER, interpolation=cv2.INTER_AREA).max(axis=2)
    return np.asarray(light < _UNLIT, np.bool_)


def _pooled(one: Floats, other: Floats) -> Floats:
    product = cv2.resize(cv2.multiply(one, other), COVER, interpolation=cv2.INTER_AREA)
    return np.asarray(product, np.float32).sum(axis=2)


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
    """The strongest wave that three of four quarters have and that stands out of what surrounds it in each."""
    length = profile.shape[1]
    window = np.hanning(length).astype(np.float32)
    spectrum = np.abs(np.fft.rfft((profile - profile.mean(axis=1, keepdims=True)) * window, axis=1)) * (4 / length)
    spectrum = spectrum.astype(np.float32)
    around = cv2.blur(spectrum, (_AROUND, 1), borderType=cv2.BORDER_REFLECT)
    peak = cv2.blur(spectrum, (5, 1), borderType=cv2.BORDER_REFLECT)
    beside = (around * _AROUND - peak * 5) / (_AROUND - 5)
    stands_out = np.maximum(spectrum - 3 * beside, 0.0)[:, _FEWEST_WAVES:]
    return float(np.sort(stands_out, axis=0)[1].max())


def _quartiles(values: Floats) -> Floats:
    """A quarter, the middle and three quarters of each column."""
    ordered = np.sort(values, axis=0)
    return ordered[[len(ordered) // 4, len(ordered) // 2, len(ordered) * 3 // 4]]
