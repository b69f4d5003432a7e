"""What happens to a camera when something is wrong, by kind and grade."""

from __future__ import annotations

import cv2
import numpy as np

from tests.factories.picture_changes import infrared, night
from tests.factories.picture_optics import Change, blurred, moved, polygon, sensor
from tests.factories.pictures import Picture, eight_bits


def shift(share: float) -> Change:
    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        angle = rng.uniform(0, 2 * np.pi)
        return moved(picture, rng, across=share * np.cos(angle), down=share * np.sin(angle))

    return change


def turn(degrees: float) -> Change:
    return lambda picture, rng: moved(picture, rng, degrees=degrees * rng.choice([-1, 1]))


def zoom(scale: float) -> Change:
    return lambda picture, rng: moved(picture, rng, scale=scale)


def cover(share: float) -> Change:
    """Cloth, paper, paint or a hand from one side, plain or patterned, never in focus."""

    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        height, width = picture.shape[:2]
        mask = polygon(picture, rng, share, soft=rng.uniform(1, 10))[..., None]
        cloth = np.ones_like(picture, np.float32) * rng.uniform(15, 220, 3)
        folds = cv2.resize(rng.normal(0, 1, (7, 12)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        cloth += folds[..., None] * rng.uniform(3, 15)
        if rng.uniform() < 0.3:
            cloth += blurred(rng.normal(0, 60, (height, width)).astype(np.float32), 4 * width / 1280)[..., None]
        return sensor(eight_bits(picture * (1 - mask) + cloth * mask), rng)

    return change


def defocus(sigma: float) -> Change:
    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        return sensor(eight_bits(blurred(picture, sigma * picture.shape[1] / 1280)), rng)

    return change


def defocus_at_night(sigma: float) -> Change:
    return lambda picture, rng: night(eight_bits(blurred(picture, sigma * picture.shape[1] / 1280)), rng)


def defocus_in_infrared(sigma: float) -> Change:
    return lambda picture, rng: infrared(eight_bits(blurred(picture, sigma * picture.shape[1] / 1280)), rng)


def snow(share: float) -> Change:
    """Sparks of a bad line over a share of the pixels."""

    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        hit = rng.uniform(size=picture.shape[:2]) < share
        sparks = rng.integers(0, 256, picture.shape[:2])[..., None]
        return eight_bits(np.where(hit[..., None], sparks, picture))

    return change


def grain(sigma: float) -> Change:
    return lambda picture, rng: sensor(picture, rng, sigma)


def stripes(levels: float) -> Change:
    """Hum bars: waves along or across, level or slightly slanted, ``levels`` grey levels high and low."""

    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        height, width = picture.shape[:2]
        x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
        along, over = (y, x) if rng.uniform() < 0.7 else (x, y)
        phase = 2 * np.pi * (along * rng.uniform(5, 60) + over * rng.uniform(-0.6, 0.6) + rng.uniform())
        return sensor(eight_bits(picture + (levels * np.sin(phase))[..., None]), rng)

    return change


def cast(gain: float) -> Change:
    """One colour is lost by a share, or the two others are."""

    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        gains = np.ones(3)
        gains[rng.integers(0, 3)] = gain
        return sensor(eight_bits(picture * gains), rng)

    return change


def over(gain: float) -> Change:
    return lambda picture, rng: sensor(eight_bits(picture.astype(np.float32) * gain + 40), rng)


def under(gain: float) -> Change:
    return lambda picture, rng: sensor(eight_bits(picture.astype(np.float32) * gain), rng)


def haze(keep: float) -> Change:
    return lambda picture, rng: sensor(eight_bits(picture * keep + rng.uniform(90, 190) * (1 - keep)), rng)


def dark(picture: Picture, rng: np.random.Generator) -> Picture:
    return sensor(np.full_like(picture, 3), rng, rng.uniform(0.5, 2.5))


def bright(picture: Picture, rng: np.random.Generator) -> Picture:
    return sensor(np.full_like(picture, 252), rng)


def no_signal(picture: Picture, rng: np.random.Generator) -> Picture:
    """The recorder's own screen: one colour and a line of text, or bars."""
    height, width = picture.shape[:2]
    if rng.uniform() < 0.2:
        bars = np.array(
            [(192, 192, 192), (0, 192, 192), (192, 192, 0), (0, 192, 0), (192, 0, 192), (0, 0, 192)], np.uint8
        )
        return np.repeat(np.repeat(bars[None], width // 6 + 1, axis=1)[:, :width], height, axis=0)
    ground = [(200, 30, 10), (255, 0, 0), (128, 128, 128), (60, 60, 60), (0, 0, 0)][rng.integers(0, 5)]
    screen = np.full_like(picture, ground)
    text, size = str(rng.choice(["NO SIGNAL", "VIDEO LOSS", "NO VIDEO"])), width / 600
    place = int(width * rng.uniform(0.05, 0.4)), int(height * rng.uniform(0.2, 0.8))
    cv2.putText(screen, text, place, cv2.FONT_HERSHEY_SIMPLEX, size, (255, 255, 255), max(1, int(size * 2)))
    return screen


#: Family and grade → the kind that it is, and how it is made.
FAULTS: dict[str, tuple[str, Change]] = {
    **{f"shift {round(s * 100)}%": ("moved", shift(s)) for s in (0.02, 0.03, 0.04, 0.08, 0.15, 0.3)},
    **{f"turn {d}°": ("moved", turn(d)) for d in (2, 4, 8, 20)},
    **{f"zoom {z}": ("moved", zoom(z)) for z in (1.1, 1.4)},
    **{f"cover {round(s * 100)}%": ("partly_covered", cover(s)) for s in (0.2, 0.3, 0.4, 0.5)},
    "cover 100%": ("covered", cover(1.0)),
    **{f"defocus {s}": ("defocused", defocus(s)) for s in (2, 3, 4, 6, 10)},
    **{f"defocus_night {s}": ("defocused", defocus_at_night(s)) for s in (3, 4, 6)},
    **{f"defocus_infrared {s}": ("defocused", defocus_in_infrared(s)) for s in (3, 4, 6)},
    **{f"snow {round(s * 100)}%": ("noise", snow(s)) for s in (0.1, 0.3)},
    **{f"grain {s}": ("noise", grain(s)) for s in (12, 20, 30)},
    **{f"stripes {s}": ("stripes", stripes(s)) for s in (5, 8, 15)},
    **{f"cast {round(g * 100)}%": ("colour_cast", cast(g)) for g in (0.75, 0.6, 0.4)},
    "over 4×": ("overexposed", over(4)),
    "under 1/20": ("underexposed", under(0.05)),
    **{f"haze {round(100 * k)}%": ("low_contrast", haze(k)) for k in (0.2, 0.1)},
    "dark": ("black", dark),
    "bright": ("white", bright),
    "no_signal": ("signal_loss", no_signal),
}
