"""How light, a sensor and a lens change a picture; sizes are shares of the width."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from tests.factories.pictures import Picture, eight_bits

#: Takes a picture and a generator of random numbers, gives another picture.
Change = Callable[[Picture, np.random.Generator], Picture]


def sensor(picture: Picture, rng: np.random.Generator, sigma: float = 1.2, *, is_gray: bool = False) -> Picture:
    shape = (*picture.shape[:2], 1 if is_gray else 3)
    noise = rng.standard_normal(shape, np.float32) * np.float32(sigma)
    return eight_bits(picture + noise)


def curve(picture: Picture, gamma: float, gain: float) -> Picture:
    table = np.clip(255 * gain * (np.arange(256) / 255) ** gamma, 0, 255).astype(np.uint8)
    return eight_bits(cv2.LUT(picture, table))


def glow(picture: Picture, x: float, y: float, size: float) -> np.ndarray:
    height, width = picture.shape[:2]
    across = (np.arange(width, dtype=np.float32) / width - x) / size
    down = (np.arange(height, dtype=np.float32) - y * height) / width / size
    return np.exp(-0.5 * down**2)[:, None] * np.exp(-0.5 * across**2)[None]


def blurred(picture: np.ndarray, sigma: float) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REFLECT))


def polygon(picture: Picture, rng: np.random.Generator, share: float, *, soft: float) -> np.ndarray:
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
    return blurred(mask, soft * width / 1280)


def moved(
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
    return sensor(eight_bits(cv2.warpAffine(picture, matrix, (width, height), borderMode=border)), rng)
