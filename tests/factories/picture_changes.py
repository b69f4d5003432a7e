"""What happens in front of a camera every day, and what happens to it when something is wrong.

Each change takes a picture of 1280 × 720 or so and a generator of random numbers, and returns another picture. Sizes are
shares of the width; blur and detail are in pixels of a picture 1280 wide, whatever its width.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

import cv2
import numpy as np

from device_checks.verification.rules import Box
from tests.factories.pictures import Picture, eight_bits

_STREET: ContextVar[int] = ContextVar("_STREET", default=1)

Change = Callable[[Picture, np.random.Generator], Picture]


#: Where ``with_clock`` draws.
CLOCK = Box(0.02, 0.02, 0.5, 0.12)


def with_clock(picture: Picture, seconds: int) -> Picture:
    """The camera writes its time into the picture."""
    height, width = picture.shape[:2]
    drawn = picture.copy()
    text, place, size = f"2026-11-22 21:03:{seconds:02}", (int(width * 0.03), int(height * 0.09)), width / 1000
    for colour, thick in (((0, 0, 0), 4), ((255, 255, 255), 1)):
        cv2.putText(drawn, text, place, cv2.FONT_HERSHEY_SIMPLEX, size, colour, max(1, int(thick * size)), cv2.LINE_AA)
    return drawn


def at_night(change: Change, lamps: int) -> Change:
    """The same change, with the lamps of one street where there are any."""

    def changed(picture: Picture, rng: np.random.Generator) -> Picture:
        _STREET.set(lamps)
        return change(picture, rng)

    return changed


# What alarms nobody


def plain(picture: Picture, rng: np.random.Generator) -> Picture:
    return _sensor(picture, rng, rng.uniform(0.8, 2.0))


def light_drift(picture: Picture, rng: np.random.Generator) -> Picture:
    return _sensor(_curve(picture, rng.uniform(0.7, 1.4), rng.uniform(0.8, 1.15)), rng)


def sun_and_shadow(picture: Picture, rng: np.random.Generator) -> Picture:
    """A cloud's or a house's shadow over some of the view, with an edge of its own."""
    mask = _polygon(picture, rng, rng.uniform(0.15, 0.5), soft=rng.uniform(1.5, 12))[..., None]
    return _sensor(eight_bits(picture * (1 - mask * rng.uniform(0.25, 0.5))), rng)


def dusk(picture: Picture, rng: np.random.Generator) -> Picture:
    tint = np.array([rng.uniform(0.9, 1.15), 1.0, rng.uniform(0.95, 1.2)])
    return _sensor(eight_bits(picture * tint * rng.uniform(0.35, 0.55)), rng, rng.uniform(2, 3.5))


def night(picture: Picture, rng: np.random.Generator, *, lamps: int | None = None) -> Picture:
    """Little light, lamps that stand where they stand (``lamps`` names the street), grain, hardly any colour."""
    light = np.full(picture.shape[:2], 0.16, np.float32)
    where = np.random.default_rng(_STREET.get() if lamps is None else lamps)
    for _ in range(4):
        light += 0.4 * _glow(picture, where.uniform(0, 1), where.uniform(0, 0.7), where.uniform(0.06, 0.2))
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[..., None]
    dim = (0.55 * picture + 0.45 * gray) * light[..., None] * rng.uniform(0.85, 1.15)
    return _sensor(eight_bits(dim), rng, rng.uniform(2.5, 5))


def infrared(picture: Picture, rng: np.random.Generator) -> Picture:
    """The camera's own lamp: grey, bright in the middle, leaves white as infrared shows them."""
    blue, green, red = (picture[..., channel].astype(np.float32) for channel in range(3))
    gray = 0.55 * red + 0.6 * np.maximum(green - 0.5 * blue, 0) + 0.1 * blue
    gray = gray * (0.25 + 0.8 * _glow(picture, 0.5, 0.5, 0.33)) * rng.uniform(0.8, 1.1)
    return _sensor(eight_bits(np.repeat(gray[..., None], 3, axis=2)), rng, rng.uniform(1.5, 3.5), is_gray=True)


def rain(picture: Picture, rng: np.random.Generator) -> Picture:
    streaks = np.zeros(picture.shape[:2], np.uint8)
    height, width = streaks.shape
    lean = rng.uniform(-0.3, 0.3)
    for _ in range(int(rng.integers(200, 700))):
        x, y, length = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.02, 0.06) * height
        end = int(x + lean * length), int(y + length)
        cv2.line(streaks, (int(x), int(y)), end, int(rng.integers(30, 90)), 1, cv2.LINE_AA)
    veiled = picture.astype(np.float32) * 0.85 + 20
    return _sensor(eight_bits(veiled + _blurred(streaks, 0.8)[..., None]), rng)


def headlights(picture: Picture, rng: np.random.Generator) -> Picture:
    glare = np.zeros(picture.shape[:2], np.float32)
    for _ in range(int(rng.integers(1, 4))):
        x, y, size = rng.uniform(0.1, 0.9), rng.uniform(0.4, 0.9), rng.uniform(0.015, 0.04)
        for side in (0, 0.05):
            glare += 300 * _glow(picture, x + side, y, size) + 70 * _glow(picture, x + side, y, size * 4)
    return _sensor(eight_bits(picture * 0.9 + glare[..., None]), rng)


def headlights_at_night(picture: Picture, rng: np.random.Generator) -> Picture:
    return headlights(night(picture, rng), rng)


def people(picture: Picture, rng: np.random.Generator) -> Picture:
    """Up to eight figures, some near."""
    crowd = picture.copy()
    height, width = picture.shape[:2]
    for _ in range(int(rng.integers(2, 9))):
        tall = int(height * rng.uniform(0.08, 0.45))
        x, foot = int(rng.uniform(0, width)), int(rng.uniform(0.55, 1.0) * height)
        cloth = tuple(int(value) for value in rng.integers(10, 230, 3))
        cv2.ellipse(crowd, (x, foot - tall // 2), (max(2, tall // 7), tall // 3), 0, 0, 360, cloth, -1, cv2.LINE_AA)
        cv2.rectangle(crowd, (x - tall // 12, foot - tall // 3), (x + tall // 12, foot), (40, 35, 30), -1)
        cv2.circle(crowd, (x, foot - int(tall * 0.88)), max(1, tall // 12), (120, 150, 190), -1, cv2.LINE_AA)
    return _sensor(crowd, rng)


def lorry(picture: Picture, rng: np.random.Generator) -> Picture:
    """A lorry or bus that takes up to a sixth of the view, with windows and a seam."""
    height, width = picture.shape[:2]
    share = rng.uniform(0.06, 0.16)
    w = int(width * min(0.6, np.sqrt(share * 2)))
    h = int(share * width * height / w)
    x, y = int(rng.integers(0, width - w)), int(rng.integers(height // 4, max(height // 4 + 1, height - h)))
    colour = rng.integers(40, 220, 3)
    parked = picture.copy()
    cv2.rectangle(parked, (x, y), (x + w, y + h), tuple(int(v) for v in colour), -1)
    for left in range(x + w // 12, x + w - w // 8, max(8, w // 7)):
        cv2.rectangle(parked, (left, y + h // 6), (left + w // 10, y + h // 2), tuple(int(v * 0.4) for v in colour), -1)
    for wheel in (x + w // 6, x + 5 * w // 6):
        cv2.circle(parked, (wheel, min(height - 1, y + h)), max(4, h // 7), (25, 25, 25), -1)
    return _sensor(parked, rng)


def wind(picture: Picture, rng: np.random.Generator) -> Picture:
    """Leaves and flags move by a few pixels here and there; the pole gives a little."""
    height, width = picture.shape[:2]
    reach = rng.uniform(0.5, 2.5) * width / 1280
    field = [cv2.resize(rng.normal(0, 1, (9, 16)).astype(np.float32), (width, height)) * reach for _ in range(2)]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    sway = rng.uniform(-0.004, 0.004) * width
    moved = cv2.remap(picture, x + field[0] + sway, y + field[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return _sensor(eight_bits(moved), rng)


def thin_stream(picture: Picture, rng: np.random.Generator) -> Picture:
    """A low bit rate, as a sub-stream at rush hour."""
    content = cv2.imencode(".jpg", plain(picture, rng), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(15, 35))])[1]
    return eight_bits(cv2.imdecode(content, cv2.IMREAD_COLOR))


def sub_stream(picture: Picture, rng: np.random.Generator) -> Picture:
    """The second stream: D1, squeezed to four by three."""
    return plain(eight_bits(cv2.resize(picture, (704, 576), interpolation=cv2.INTER_AREA)), rng)


def light_haze(picture: Picture, rng: np.random.Generator) -> Picture:
    keep = rng.uniform(0.6, 0.8)
    return _sensor(eight_bits(picture * keep + 170 * (1 - keep)), rng)


def white_balance(picture: Picture, rng: np.random.Generator) -> Picture:
    return _sensor(eight_bits(picture * rng.uniform(0.9, 1.1, 3)), rng)


BENIGN: dict[str, Change] = {
    "plain": plain,
    "light_drift": light_drift,
    "sun_and_shadow": sun_and_shadow,
    "dusk": dusk,
    "night": night,
    "infrared": infrared,
    "rain": rain,
    "headlights": headlights,
    "headlights_at_night": headlights_at_night,
    "people": people,
    "lorry": lorry,
    "wind": wind,
    "thin_stream": thin_stream,
    "sub_stream": sub_stream,
    "light_haze": light_haze,
    "white_balance": white_balance,
}


# What is wrong


def shift(share: float) -> Change:
    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        angle = rng.uniform(0, 2 * np.pi)
        return _moved(picture, rng, across=share * np.cos(angle), down=share * np.sin(angle))

    return change


def turn(degrees: float) -> Change:
    return lambda picture, rng: _moved(picture, rng, degrees=degrees * rng.choice([-1, 1]))


def zoom(scale: float) -> Change:
    return lambda picture, rng: _moved(picture, rng, scale=scale)


def cover(share: float) -> Change:
    """Cloth, paper, paint or a hand from one side, plain or patterned, never in focus."""

    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        height, width = picture.shape[:2]
        mask = _polygon(picture, rng, share, soft=rng.uniform(1, 10))[..., None]
        cloth = np.ones_like(picture, np.float32) * rng.uniform(15, 220, 3)
        folds = cv2.resize(rng.normal(0, 1, (7, 12)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        cloth += folds[..., None] * rng.uniform(3, 15)
        if rng.uniform() < 0.3:
            cloth += _blurred(rng.normal(0, 60, (height, width)).astype(np.float32), 4 * width / 1280)[..., None]
        return _sensor(eight_bits(picture * (1 - mask) + cloth * mask), rng)

    return change


def defocus(sigma: float) -> Change:
    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        return _sensor(eight_bits(_blurred(picture, sigma * picture.shape[1] / 1280)), rng)

    return change


def defocus_at_night(sigma: float) -> Change:
    return lambda picture, rng: night(eight_bits(_blurred(picture, sigma * picture.shape[1] / 1280)), rng)


def defocus_in_infrared(sigma: float) -> Change:
    return lambda picture, rng: infrared(eight_bits(_blurred(picture, sigma * picture.shape[1] / 1280)), rng)


def snow(share: float) -> Change:
    """Sparks of a bad line over a share of the pixels."""

    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        hit = rng.uniform(size=picture.shape[:2]) < share
        sparks = rng.integers(0, 256, picture.shape[:2])[..., None]
        return eight_bits(np.where(hit[..., None], sparks, picture))

    return change


def grain(sigma: float) -> Change:
    return lambda picture, rng: _sensor(picture, rng, sigma)


def stripes(levels: float) -> Change:
    """Hum bars: waves along or across, level or slightly slanted, ``levels`` grey levels high and low."""

    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        height, width = picture.shape[:2]
        x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
        along, over = (y, x) if rng.uniform() < 0.7 else (x, y)
        phase = 2 * np.pi * (along * rng.uniform(5, 60) + over * rng.uniform(-0.6, 0.6) + rng.uniform())
        return _sensor(eight_bits(picture + (levels * np.sin(phase))[..., None]), rng)

    return change


def cast(gain: float) -> Change:
    """One colour is lost by a share, or the two others are."""

    def change(picture: Picture, rng: np.random.Generator) -> Picture:
        gains = np.ones(3)
        gains[rng.integers(0, 3)] = gain
        return _sensor(eight_bits(picture * gains), rng)

    return change


def over(gain: float) -> Change:
    return lambda picture, rng: _sensor(eight_bits(picture.astype(np.float32) * gain + 40), rng)


def under(gain: float) -> Change:
    return lambda picture, rng: _sensor(eight_bits(picture.astype(np.float32) * gain), rng)


def haze(keep: float) -> Change:
    return lambda picture, rng: _sensor(eight_bits(picture * keep + rng.uniform(90, 190) * (1 - keep)), rng)


def dark(picture: Picture, rng: np.random.Generator) -> Picture:
    return _sensor(np.full_like(picture, 3), rng, rng.uniform(0.5, 2.5))


def bright(picture: Picture, rng: np.random.Generator) -> Picture:
    return _sensor(np.full_like(picture, 252), rng)


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


def _sensor(picture: Picture, rng: np.random.Generator, sigma: float = 1.2, *, is_gray: bool = False) -> Picture:
    shape = (*picture.shape[:2], 1 if is_gray else 3)
    noise = rng.standard_normal(shape, np.float32) * np.float32(sigma)
    return eight_bits(picture + noise)


def _curve(picture: Picture, gamma: float, gain: float) -> Picture:
    table = np.clip(255 * gain * (np.arange(256) / 255) ** gamma, 0, 255).astype(np.uint8)
    return eight_bits(cv2.LUT(picture, table))


def _glow(picture: Picture, x: float, y: float, size: float) -> np.ndarray:
    height, width = picture.shape[:2]
    across = (np.arange(width, dtype=np.float32) / width - x) / size
    down = (np.arange(height, dtype=np.float32) - y * height) / width / size
    return np.exp(-0.5 * down**2)[:, None] * np.exp(-0.5 * across**2)[None]


def _blurred(picture: np.ndarray, sigma: float) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REFLECT))


def _polygon(picture: Picture, rng: np.random.Generator, share: float, *, soft: float) -> np.ndarray:
    """A mask of ``share`` of the picture from one side, with a slanted edge; 0 to 1."""
    height, width = picture.shape[:2]
    if share >= 1:
        return np.ones((height, width), np.float32)
    x, y = np.meshgrid(
        np.linspace(-0.5, 0.5, width, dtype=np.float32), np.linspace(-0.5, 0.5, height, dtype=np.float32)
    )
    angle = rng.uniform(0, 2 * np.pi)
    way = x * np.cos(angle) + y * np.sin(angle)
    mask = (way < np.quantile(way, share)).astype(np.float32)
    return _blurred(mask, soft * width / 1280)


def _moved(
    picture: Picture,
    rng: np.random.Generator,
    *,
    across: float = 0.0,
    down: float = 0.0,
    degrees: float = 0.0,
    scale: float = 1.0,
) -> Picture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    matrix[:, 2] += across * width, down * width
    border = int(rng.choice([cv2.BORDER_REFLECT, cv2.BORDER_WRAP]))
    return _sensor(eight_bits(cv2.warpAffine(picture, matrix, (width, height), borderMode=border)), rng)
