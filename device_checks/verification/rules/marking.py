"""The evidence: the picture with what was seen drawn into it. The words stand on the screen, not in the pixels."""

from __future__ import annotations

import cv2
import numpy as np

from device_checks.verification.rules.findings import Box, Examination, Finding
from device_checks.verification.rules.reading import Frame, Pixels

_COLOURS = {"fault": (40, 40, 230), "doubt": (0, 170, 250)}
_QUALITY = 82


def mark(frame: Frame, examination: Examination) -> bytes:
    """Return a JPEG of at most 1280 pixels width: boxes round what is gone, an arrow along the way it went."""
    picture = frame.picture.copy()
    if picture.shape[1] > 1280:
        scale = 1280 / picture.shape[1]
        picture = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    for finding in examination.findings:
        _draw(picture, finding)
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])


def _draw(picture: Pixels, finding: Finding) -> None:
    height, width = picture.shape[:2]
    colour, thick = _COLOURS[finding.verdict], max(2, width // 240)
    if finding.shift is not None:
        start = (width // 2, height // 2)
        end = (int(start[0] + finding.shift[0] * width), int(start[1] + finding.shift[1] * height))
        cv2.circle(picture, start, 2 * thick, colour, thick)
        cv2.arrowedLine(picture, start, end, colour, thick, tipLength=0.3)
    for box in finding.boxes or (Box(0.0, 0.0, 1.0, 1.0),):
        corner = (int(box.left * width), int(box.top * height))
        opposite = (int(box.right * width) - 1, int(box.bottom * height) - 1)
        cv2.rectangle(picture, corner, opposite, colour, thick)
