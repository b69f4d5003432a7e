"""Drawn views of cameras for a first look: nobody's premises, by day or under infrared, whole or with a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from server.core.clock import BEIJING

Picture = NDArray[np.uint8]

WIDTH, HEIGHT = 1280, 720  # what is drawn; the picture is then brought to the camera's size
#: Where clock and name are written, in shares of width and height.
STAMPED = (
    {"left": 0.008, "top": 0.015, "right": 0.26, "bottom": 0.08},
    {"left": 0.7, "top": 0.9, "right": 1.0, "bottom": 1.0},
)
_SKY, _GROUND = 0.42, 0.62  # of the height: where the sky ends and where the ground begins
DARK, LIT = (52, 48, 44), (196, 206, 214)  # BGR


def draw_view(kind: str, number: int, at: datetime, *, fault: str | None = None, high: int = 1080) -> Picture:
    """What camera ``number`` sees of an entrance, yard, corridor or hall; BGR, 16:9, the same but for grain and clock.

    ``fault``: moved, defocused, covered, black; none of them when left out.
    """
    canvas = _whole_scene(kind, number)
    shift = 120 if fault == "moved" else 0
    view: Picture = canvas[40 : 40 + HEIGHT, shift + 40 : shift + 40 + WIDTH].copy()
    local = at.astimezone(BEIJING)
    if not 6 <= local.hour < 18:
        view = _infrared(view)
    if fault == "defocused":
        view = cv2.GaussianBlur(view, (0, 0), 7).astype(np.uint8)
    elif fault == "covered":
        cv2.rectangle(view, (0, 0), (WIDTH * 6 // 10, HEIGHT), (34, 40, 46), -1)
    elif fault == "black":
        view = (view * 0.02).astype(np.uint8)
    view = cv2.resize(view, (high * 16 // 9, high), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    cv2.setRNGSeed(int(at.timestamp()) % 2**31)
    grain = cv2.randn(np.empty(view.shape, np.int8), np.zeros(3), np.full(3, 2.0))
    view = cv2.add(view, grain, dtype=cv2.CV_8U).astype(np.uint8)
    _stamp(view, local, number)
    return view


def encode_view(view: Picture) -> bytes:
    """JPEG."""
    return cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()


@lru_cache(maxsize=1)
def _whole_scene(kind: str, number: int) -> Picture:
    """More than the camera sees, so that it can be turned."""
    fixed = np.random.default_rng(number)
    canvas = np.full((HEIGHT + 80, WIDTH + 160, 3), 128, np.uint8)
    _SCENES[kind](canvas, fixed)
    _weather(canvas, fixed)
    return canvas


def _entrance(canvas: Picture, fixed: np.random.Generator) -> None:
    _outside(canvas, fixed)
    high, wide = canvas.shape[:2]
    left, right, foot = int(wide * 0.24), int(wide * 0.78), int(high * 0.72)
    for edge in (left, right):
        cv2.rectangle(canvas, (edge - 34, int(high * 0.3)), (edge + 34, foot), (92, 106, 150), -1)
        for course in range(int(high * 0.3), foot, 22):
            cv2.line(canvas, (edge - 34, course), (edge + 34, course), (70, 82, 118), 1)
    cv2.rectangle(canvas, (left - 50, int(high * 0.22)), (right + 50, int(high * 0.31)), (70, 74, 82), -1)
    for bar in range(left + 44, right - 40, 26):
        cv2.line(canvas, (bar, int(high * 0.5)), (bar, foot), (176, 182, 186), 4)
    cv2.line(canvas, (left + 34, int(high * 0.55)), (right - 34, int(high * 0.55)), (176, 182, 186), 5)
    cv2.rectangle(canvas, (right + 60, int(high * 0.45)), (right + 230, foot + 20), LIT, -1)
    cv2.rectangle(canvas, (right + 90, int(high * 0.5)), (right + 190, int(high * 0.6)), (120, 96, 70), -1)


def _yard(canvas: Picture, fixed: np.random.Generator) -> None:
    _outside(canvas, fixed)
    high, wide = canvas.shape[:2]
    cv2.ellipse(canvas, (wide // 2, int(high * 0.86)), (wide // 2, int(high * 0.2)), 0, 180, 360, (60, 84, 168), -1)
    for lane in range(5):
        size = (wide // 2 - lane * 46, int(high * 0.2) - lane * 18)
        cv2.ellipse(canvas, (wide // 2, int(high * 0.86)), size, 0, 180, 360, (214, 218, 222), 2)
    pole = int(wide * 0.66)
    cv2.line(canvas, (pole, int(high * 0.12)), (pole, int(high * 0.7)), (206, 206, 208), 6)


def _corridor(canvas: Picture, fixed: np.random.Generator) -> None:
    high, wide = canvas.shape[:2]
    middle = (wide // 2 + int(fixed.integers(-60, 60)), high // 2 - 20)
    corners = [(0, 0), (wide, 0), (wide, high), (0, high)]
    far = [(middle[0] + dx, middle[1] + dy) for dx, dy in ((-110, -80), (110, -80), (110, 90), (-110, 90))]
    for index, shade in enumerate(((198, 202, 204), (168, 180, 186), (120, 132, 142), (176, 188, 194))):
        after = (index + 1) % 4
        cv2.fillPoly(canvas, [np.array([corners[index], corners[after], far[after], far[index]])], shade)
    cv2.rectangle(canvas, far[0], far[2], (150, 160, 166), -1)
    for step in (0.12, 0.3, 0.52, 0.74):
        for side in (0, 1):
            near, deep = np.array(corners[3 - side]), np.array(far[3 - side])
            top_near, top_deep = np.array(corners[side]), np.array(far[side])
            a, b = near + (deep - near) * step, near + (deep - near) * (step + 0.12)
            c, d = top_near + (top_deep - top_near) * (step + 0.12), top_near + (top_deep - top_near) * step
            door = np.array([a, b, b + (c - b) * 0.7, a + (d - a) * 0.7]).astype(int)
            cv2.fillPoly(canvas, [door], (66, 92, 124))
            cv2.polylines(canvas, [door], True, DARK, 3)
    for row in range(6):
        depth = 1 - 0.8**row
        y = int(high + (far[2][1] - high) * depth)
        cv2.line(canvas, (0, y), (wide, y), (100, 112, 122), 2)


def _hall(canvas: Picture, fixed: np.random.Generator) -> None:
    high, wide = canvas.shape[:2]
    canvas[: int(high * _GROUND)] = (188, 196, 200)
    canvas[int(high * _GROUND) :] = (142, 150, 156)
    for column in range(0, wide, 92):
        cv2.line(canvas, (column, int(high * _GROUND)), (column * 2 - wide // 2, high), (120, 128, 134), 2)
    for window in range(5):
        left = 60 + window * 260
        cv2.rectangle(canvas, (left, 110), (left + 180, int(high * 0.48)), (214, 204, 178), -1)
        cv2.rectangle(canvas, (left, 110), (left + 180, int(high * 0.48)), DARK, 4)
        cv2.line(canvas, (left + 90, 110), (left + 90, int(high * 0.48)), DARK, 3)
    cv2.rectangle(canvas, (120, int(high * 0.55)), (wide - 200, int(high * 0.68)), (82, 104, 142), -1)
    for seat in range(9):
        left = 90 + seat * 138 + int(fixed.integers(-10, 10))
        cv2.rectangle(canvas, (left, int(high * 0.78)), (left + 96, int(high * 0.87)), (128, 74, 52), -1)
        cv2.rectangle(canvas, (left, int(high * 0.78)), (left + 96, int(high * 0.87)), DARK, 2)


def _outside(canvas: Picture, fixed: np.random.Generator) -> None:
    """Sky, a house with windows, trees and the ground."""
    high, wide = canvas.shape[:2]
    canvas[: int(high * _SKY)] = (222, 206, 190)
    canvas[int(high * _SKY) :] = (142, 150, 152)
    floor, top = int(high * _GROUND), int(high * 0.12)
    left, right = int(wide * 0.1), int(wide * 0.9)
    cv2.rectangle(canvas, (left, top), (right, floor), tuple(int(v) for v in fixed.integers(150, 200, 3)), -1)
    for x in range(left + 30, right - 60, 84):
        for y in range(top + 28, floor - 60, 74):
            cv2.rectangle(canvas, (x, y), (x + 46, y + 44), (104, 88, 74), -1)
            cv2.rectangle(canvas, (x, y), (x + 46, y + 44), (224, 226, 228), 3)
    for _ in range(7):
        centre = (int(fixed.integers(0, wide)), int(fixed.integers(floor - 60, floor + 10)))
        for _ in range(60):
            leaf = (centre[0] + int(fixed.normal(0, 34)), centre[1] + int(fixed.normal(0, 30)))
            cv2.circle(canvas, leaf, int(fixed.integers(5, 13)), (52, int(fixed.integers(82, 128)), 66), -1)


def _weather(canvas: Picture, fixed: np.random.Generator) -> None:
    """Stains and grain of old surfaces, so that walls are not as plain as paper."""
    stains = cv2.resize(fixed.normal(0, 9, (60, 100)).astype(np.float32), canvas.shape[1::-1])
    grain = cv2.GaussianBlur(fixed.normal(0, 9, canvas.shape[:2]).astype(np.float32), (0, 0), 1.1)
    canvas[:] = np.clip(canvas + (stains + grain)[..., None], 0, 255).astype(np.uint8)


def _infrared(view: Picture) -> Picture:
    """Grey, bright in the middle where the lamp shines."""
    grey = cv2.cvtColor(view, cv2.COLOR_BGR2GRAY).astype(np.float32)
    x = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None]
    lit = np.clip(grey * (0.92 - 0.42 * (x * x + y * y)), 0, 255).astype(np.uint8)
    return cv2.cvtColor(lit, cv2.COLOR_GRAY2BGR).astype(np.uint8)


def _stamp(view: Picture, local: datetime, number: int) -> None:
    """The clock and the channel, white with a dark rim, as recorders write them."""
    for text, spot in (
        (f"{local:%Y-%m-%d %H:%M:%S}", (28, 44)),
        (f"CAM {number:02d}  DEMO", (WIDTH - 300, HEIGHT - 28)),
    ):
        cv2.putText(view, text, spot, cv2.FONT_HERSHEY_DUPLEX, 1, (0, 0, 0), 5, cv2.LINE_AA)
        cv2.putText(view, text, spot, cv2.FONT_HERSHEY_DUPLEX, 1, (255, 255, 255), 2, cv2.LINE_AA)


_SCENES: dict[str, Callable[[Picture, np.random.Generator], None]] = {
    "entrance": _entrance,
    "yard": _yard,
    "corridor": _corridor,
    "hall": _hall,
}
