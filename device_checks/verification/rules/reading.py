"""From bytes to a picture small enough to judge: the header is read before a single pixel is decoded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from device_checks.verification.errors import PictureBroken

Pixels = npt.NDArray[np.uint8]

#: Pixels that a picture of a camera may have at most: decoded, a picture stays far below 200 MB.
MOST_PIXELS = 50_000_000
#: No side below this shows a scene, no side above it comes from a camera.
LEAST_SIDE, MOST_SIDE = 32, 20_000
#: Every view is judged on this canvas, whatever its shape, so that references of another resolution still fit.
CANVAS = (640, 360)

BROKEN_REASONS = ("empty", "unknown_format", "header", "too_small", "too_large", "truncated", "undecodable")

_PNG = b"\x89PNG\r\n\x1a\n"
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Header:
    format: str  # jpeg or png
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Frame:
    """A picture ready to be examined. ``picture`` is what was decoded, a fraction of ``width`` × ``height``."""

    width: int
    height: int
    picture: Pixels

    @cached_property
    def gray(self) -> Pixels:
        """The picture in grey on the canvas."""
        gray = cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY)
        if gray.shape[1] > 2 * CANVAS[0]:  # bilinear looks at four pixels only
            return _pixels(cv2.resize(gray, CANVAS, interpolation=cv2.INTER_AREA))
        return _pixels(cv2.resize(gray, CANVAS, interpolation=cv2.INTER_LINEAR))


def read_frame(content: bytes) -> Frame:
    """Read a JPEG or PNG, decoding no more of it than the checks need.

    Raises: PictureBroken.
    """
    header = read_header(content)
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), _reduction(header) | cv2.IMREAD_IGNORE_ORIENTATION)
    if picture is None or picture.ndim != 3:
        raise PictureBroken("truncated" if _is_cut(header, content) else "undecodable")
    if _is_cut(header, content):
        raise PictureBroken("truncated")
    return Frame(header.width, header.height, _pixels(picture))


def frame_of(pixels: Pixels) -> Frame:
    """Make a frame of decoded pixels: height × width × BGR, eight bits.

    Raises: PictureBroken.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
        raise PictureBroken("undecodable")
    height, width = pixels.shape[:2]
    _check_size(width, height)
    step = min(width // CANVAS[0], height // CANVAS[1])
    if step >= 2:
        size = (width // step, height // step)
        pixels = _pixels(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    return Frame(width, height, pixels)


def read_header(content: bytes) -> Header:
    """Read format and size without decoding.

    Raises: PictureBroken.
    """
    if not content:
        raise PictureBroken("empty")
    if content.startswith(_PNG):
        header = _png_header(content)
    elif content.startswith(b"\xff\xd8"):
        header = _jpeg_header(content)
    else:
        raise PictureBroken("unknown_format")
    _check_size(header.width, header.height)
    return header


def _png_header(content: bytes) -> Header:
    if len(content) < 33 or content[12:16] != b"IHDR":
        raise PictureBroken("header")
    width, height = struct.unpack(">II", content[16:24])
    return Header("png", width, height)


def _jpeg_header(content: bytes) -> Header:
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise PictureBroken("header")
        marker = content[at + 1]
        if marker == 0xFF or marker in _STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAME_HEADERS:
            if length < 8 or at + 9 > len(content):
                break
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Header("jpeg", width, height)
        if marker in (0xD9, 0xDA) or length < 2:  # the end, or pixels, before a size was said
            raise PictureBroken("header")
        at += 2 + length
    raise PictureBroken("truncated")


def _check_size(width: int, height: int) -> None:
    if min(width, height) < LEAST_SIDE:
        raise PictureBroken("too_small")
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise PictureBroken("too_large")


def _reduction(header: Header) -> int:
    """The strongest reduction that leaves the canvas filled. Only JPEG decodes faster for it."""
    for by, flag in ((8, cv2.IMREAD_REDUCED_COLOR_8), (4, cv2.IMREAD_REDUCED_COLOR_4), (2, cv2.IMREAD_REDUCED_COLOR_2)):
        if header.width >= by * CANVAS[0] and header.height >= by * CANVAS[1]:
            return flag
    return cv2.IMREAD_COLOR


def _is_cut(header: Header, content: bytes) -> bool:
    """The mark of the end is missing. Some cameras write zeros or a comment of their own after it."""
    return (b"IEND" if header.format == "png" else b"\xff\xd9") not in content[-65536:]


def _pixels(array: npt.NDArray[np.generic] | cv2.typing.MatLike) -> Pixels:
    return np.asarray(array, np.uint8)
