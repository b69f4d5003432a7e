"""What happens in front of a camera every day and alarms nobody.

Each change takes a picture of 1280 × 720 or so and a generator of random numbers, and returns another picture. Sizes are
shares of the width; blur and detail are in pixels of a picture 1280 wide, whatever its width.
"""

from __future__ import annotations

from contextvars import ContextVar

import cv2
import numpy as np

from device_checks.verification.rules import Box
from tests.factories.picture_optics import Change, blurred, curve, glow, polygon, sensor
from tests.factories.pictures import Picture, eight_bits

_STREET: ContextVar[int] = ContextVar("_STREET", default=1)


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


def plain(picture: Picture, rng: np.random.Generator) -> Picture:
    return sensor(picture, rng, rng.uniform(0.8, 2.0))


def light_drift(picture: Picture, rng: np.random.Generator) -> Picture:
    return sensor(curve(picture, rng.uniform(0.7, 1.4), rng.uniform(0.8, 1.15)), rng)


def sun_and_shadow(picture: Picture, rng: np.random.Generator) -> Picture:
    """A cloud's or a house's shadow over some of the view, with an edge of its own."""
    mask = polygon(picture, rng, rng.uniform(0.15, 0.5), soft=rng.uniform(1.5, 12))[..., None]
    return sensor(eight_bits(picture * (1 - mask * rng.uniform(0.25, 0.5))), rng)


def dusk(picture: Picture, rng: np.random.Generator) -> Picture:
    tint = np.array([rng.uniform(0.9, 1.15), 1.0, rng.uniform(0.95, 1.2)])
    return sensor(eight_bits(picture * tint * rng.uniform(0.35, 0.55)), rng, rng.uniform(2, 3.5))


def night(picture: Picture, rng: np.random.Generator, *, lamps: int | None = None) -> Picture:
    """Little light, lamps that stand where they stand (``lamps`` names the street), grain, hardly any colour."""
    light = np.full(picture.shape[:2], 0.16, np.float32)
    where = np.random.default_rng(_STREET.get() if lamps is None else lamps)
    for _ in range(4):
        light += 0.4 * glow(picture, where.uniform(0, 1), where.uniform(0, 0.7), where.uniform(0.06, 0.2))
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[..., None]
    dim = (0.55 * picture + 0.45 * gray) * light[..., None] * rng.uniform(0.85, 1.15)
    return sensor(eight_bits(dim), rng, rng.uniform(2.5, 5))


def infrared(picture: Picture, rng: np.random.Generator) -> Picture:
    """The camera's own lamp: grey, bright in the middle, leaves white as infrared shows them."""
    blue, green, red = (picture[..., channel].astype(np.float32) for channel in range(3))
    gray = 0.55 * red + 0.6 * np.maximum(green - 0.5 * blue, 0) + 0.1 * blue
    gray = gray * (0.25 + 0.8 * glow(picture, 0.5, 0.5, 0.33)) * rng.uniform(0.8, 1.1)
    return sensor(eight_bits(np.repeat(gray[..., None], 3, axis=2)), rng, rng.uniform(1.5, 3.5), is_gray=True)


def rain(picture: Picture, rng: np.random.Generator) -> Picture:
    streaks = np.zeros(picture.shape[:2], np.uint8)
    height, width = streaks.shape
    lean = rng.uniform(-0.3, 0.3)
    for _ in range(int(rng.integers(200, 700))):
        x, y, length = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.02, 0.06) * height
        end = int(x + lean * length), int(y + length)
        cv2.line(streaks, (int(x), int(y)), end, int(rng.integers(30, 90)), 1, cv2.LINE_AA)
    veiled = picture.astype(np.float32) * 0.85 + 20
    return sensor(eight_bits(veiled + blurred(streaks, 0.8)[..., None]), rng)


def headlights(picture: Picture, rng: np.random.Generator) -> Picture:
    glare = np.zeros(picture.shape[:2], np.float32)
    for _ in range(int(rng.integers(1, 4))):
        x, y, size = rng.uniform(0.1, 0.9), rng.uniform(0.4, 0.9), rng.uniform(0.015, 0.04)
        for side in (0, 0.05):
            glare += 300 * glow(picture, x + side, y, size) + 70 * glow(picture, x + side, y, size * 4)
    return sensor(eight_bits(picture * 0.9 + glare[..., None]), rng)


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
    return sensor(crowd, rng)


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
    return sensor(parked, rng)


def wind(picture: Picture, rng: np.random.Generator) -> Picture:
    """Leaves and flags move by a few pixels here and there; the pole gives a little."""
    height, width = picture.shape[:2]
    reach = rng.uniform(0.5, 2.5) * width / 1280
    field = [cv2.resize(rng.normal(0, 1, (9, 16)).astype(np.float32), (width, height)) * reach for _ in range(2)]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    sway = rng.uniform(-0.004, 0.004) * width
    moved = cv2.remap(picture, x + field[0] + sway, y + field[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return sensor(eight_bits(moved), rng)


def thin_stream(picture: Picture, rng: np.random.Generator) -> Picture:
    """A low bit rate, as a sub-stream at rush hour."""
    content = cv2.imencode(".jpg", plain(picture, rng), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(15, 35))])[1]
    return eight_bits(cv2.imdecode(content, cv2.IMREAD_COLOR))


def sub_stream(picture: Picture, rng: np.random.Generator) -> Picture:
    """The second stream: D1, squeezed to four by three."""
    return plain(eight_bits(cv2.resize(picture, (704, 576), interpolation=cv2.INTER_AREA)), rng)


def light_haze(picture: Picture, rng: np.random.Generator) -> Picture:
    keep = rng.uniform(0.6, 0.8)
    return sensor(eight_bits(picture * keep + 170 * (1 - keep)), rng)


def white_balance(picture: Picture, rng: np.random.Generator) -> Picture:
    return sensor(eight_bits(picture * rng.uniform(0.9, 1.1, 3)), rng)


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
