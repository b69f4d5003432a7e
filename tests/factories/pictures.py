"""Scenes drawn by numbers alone, and what can happen to a picture of them. Nothing here is a photograph."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]


def scene(seed: int, *, width: int = 1280, height: int = 720) -> Picture:
    """Draw a yard: sky, ground, houses with windows, poles and leaves, with grain down to single pixels."""
    rng = np.random.default_rng(seed)
    grain = rng.normal(0, 1, (height, width)).astype(np.float32)
    leaves = sum(cv2.GaussianBlur(grain, (0, 0), sigma) * sigma * 9 for sigma in (0.7, 1.5, 4.0, 12.0))
    canvas = np.full((height, width, 3), (150, 140, 130), np.float32)
    canvas[height // 3 :] = (105, 115, 120)
    canvas += np.asarray(leaves)[..., None]
    for _ in range(24):
        left, top = int(rng.integers(0, width)), int(rng.integers(0, height))
        size = int(rng.integers(20, width // 6)), int(rng.integers(20, height // 4))
        colour = rng.integers(30, 225, 3).astype(float)
        cv2.rectangle(canvas, (left, top), (left + size[0], top + size[1]), colour.tolist(), -1)
        for step in range(8, min(size) - 6, 14):
            cv2.line(canvas, (left + step, top), (left + step, top + size[1]), (colour * 0.6).tolist(), 2)
    for _ in range(10):
        foot = int(rng.integers(0, width)), int(rng.integers(height // 2, height))
        cv2.line(canvas, foot, (foot[0] + int(rng.integers(-30, 30)), foot[1] - height // 3), (40, 45, 50), 4)
    return eight_bits(canvas + rng.normal(0, 1.2, canvas.shape))


def jpeg(picture: Picture, *, quality: int = 85) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def shifted(picture: Picture, *, across: float = 0.0, down: float = 0.0) -> Picture:
    """Turn the camera: what comes in at the edge is new."""
    height, width = picture.shape[:2]
    matrix = np.array([[1, 0, across * width], [0, 1, down * height]], np.float32)
    return eight_bits(cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_WRAP))


def eight_bits(picture: npt.ArrayLike) -> Picture:
    return np.clip(np.asarray(picture), 0, 255).astype(np.uint8)
