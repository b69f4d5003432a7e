"""The letters in a stored rectangle of a picture, by a recogniser that is installed only where it is wanted.

It needs requirements-clock.lock (docs/operations.md); without it every picture is "not read", and the device's own clock,
asked over ONVIF, has to do. Its models lie in its package; nothing is fetched.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

import cv2
import numpy as np

from device_checks.verification.rules.findings import Box
from device_checks.verification.rules.reading import read_header

#: Below this the recogniser guesses.
_SURE = 0.8


def is_installed() -> bool:
    """Tell whether pictures can be read here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_text(content: bytes, box: Box) -> str | None:
    """Return the one line of text in ``box`` of a JPEG or PNG; None where there is no recogniser or it is not sure.

    Raises: PictureBroken.
    """
    if not is_installed():
        return None
    header = read_header(content)
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if picture is None:
        return None
    left, right = (int(share * header.width) for share in (box.left, box.right))
    top, bottom = (int(share * header.height) for share in (box.top, box.bottom))
    line = picture[top:bottom, left:right]
    if min(line.shape[:2]) < 8:
        return None
    found = _recogniser()(line, use_det=False, use_cls=False, use_rec=True)
    texts, scores = list(found.txts or []), list(found.scores or [])
    return str(texts[0]) if len(texts) == 1 and float(scores[0]) >= _SURE else None


@cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
