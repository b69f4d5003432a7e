"""Whatever a camera sends ends in a frame or in a reason, before more is decoded than it deserves."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
import pytest

from device_checks.verification.errors import PictureBroken, ViewUnreadable
from device_checks.verification.rules import BROKEN_REASONS, View, examine, frame_of, read_frame, view_of
from tests.factories.pictures import jpeg, scene

SMALL = scene(1, width=640, height=360)


def encoded(kind: str, picture: np.ndarray, *options: int) -> bytes:
    return bytes(cv2.imencode(kind, picture, list(options))[1])


def png_that_says(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + b"\0" * 20


def jpeg_that_says(width: int, height: int) -> bytes:
    content = bytearray(jpeg(SMALL))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def cmyk() -> bytes:
    import io

    from PIL import Image

    kept = io.BytesIO()
    Image.fromarray(SMALL[..., ::-1]).convert("CMYK").save(kept, "JPEG")
    return kept.getvalue()


WHOLE = {
    "jpeg": jpeg(SMALL),
    "progressive": encoded(".jpg", SMALL, cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
    "grey": encoded(".jpg", cv2.cvtColor(SMALL, cv2.COLOR_BGR2GRAY)),
    "cmyk": cmyk(),
    "png": encoded(".png", SMALL),
    "16-bit png": encoded(".png", SMALL.astype(np.uint16) * 257),
    "png with alpha": encoded(".png", cv2.cvtColor(SMALL, cv2.COLOR_BGR2BGRA)),
    "padded": jpeg(SMALL) + b"\0" * 700,
}

BROKEN = {
    "nothing": (b"", "empty"),
    "text": (b"<html>401</html>", "unknown_format"),
    "zeros": (b"\0" * 5000, "unknown_format"),
    "gif": (b"GIF89a" + b"\0" * 100, "unknown_format"),
    "only a mark": (b"\xff\xd8\xff", "truncated"),
    "half a jpeg": (jpeg(SMALL)[: len(jpeg(SMALL)) // 2], "truncated"),
    "half a png": (encoded(".png", SMALL)[:9000], "truncated"),
    "header of a png": (png_that_says(640, 360)[:20], "header"),
    "no pixels": (png_that_says(640, 360), "truncated"),
    "a bomb": (png_that_says(50_000, 50_000), "too_large"),
    "a wide bomb": (jpeg_that_says(65_000, 65_000), "too_large"),
    "one pixel": (encoded(".png", SMALL[:1, :1]), "too_small"),
    "noise after the mark": (b"\xff\xd8" + bytes(range(200)), "header"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_every_shape_of_picture_becomes_a_frame(name: str) -> None:
    frame = read_frame(WHOLE[name])
    assert (frame.width, frame.height) == (640, 360)
    assert frame.picture.shape == (360, 640, 3)
    assert examine(frame, [view_of(read_frame(WHOLE["jpeg"]))]).findings == () or name == "grey"


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_picture_ends_in_a_reason(name: str) -> None:
    content, reason = BROKEN[name]
    with pytest.raises(PictureBroken) as caught:
        read_frame(content)
    assert caught.value.reason == reason
    assert reason in BROKEN_REASONS


def test_a_large_picture_is_decoded_to_what_is_needed() -> None:
    frame = read_frame(jpeg(scene(1, width=1920, height=1080)))
    assert (frame.width, frame.height, frame.picture.shape) == (1920, 1080, (540, 960, 3))
    assert frame_of(scene(1, width=2560, height=1440)).picture.shape == (360, 640, 3)


@pytest.mark.parametrize(
    "pixels", [np.zeros((10, 10, 3), np.uint8), np.zeros((90, 90), np.uint8), np.zeros((90, 90, 3))]
)
def test_pixels_that_are_no_picture_are_refused(pixels: np.ndarray) -> None:
    with pytest.raises(PictureBroken):
        frame_of(pixels)


def test_a_view_is_small_and_judges_the_same_after_storage() -> None:
    frame = read_frame(WHOLE["jpeg"])
    view = view_of(frame)
    kept = view.to_bytes()
    assert len(kept) < 64_000
    again = View.from_bytes(kept)
    assert again.to_bytes() == kept
    assert examine(frame, [again]).measures == examine(frame, [view]).measures


@pytest.mark.parametrize(
    "content", [b"", b"SWV1", b"SWV0" + b"\0" * 60_000, view_of(read_frame(WHOLE["jpeg"])).to_bytes()[:-1]]
)
def test_a_view_of_another_making_is_prepared_again(content: bytes) -> None:
    with pytest.raises(ViewUnreadable):
        View.from_bytes(content)
