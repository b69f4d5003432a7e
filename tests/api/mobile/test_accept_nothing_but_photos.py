"""What is no photo, or too much of one, is refused before or thrown away after it travelled."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from server.core.files import files
from tests.factories.phone import encode, jpeg, upload


@pytest.fixture
def client(client_as: Callable[[str], Any]) -> Any:
    return client_as("inspector")


@pytest.mark.parametrize(
    ("content", "claimed"),
    [
        (b"<html><script>alert(1)</script></html>" * 20, "image/jpeg"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 400, "image/jpeg"),
        (jpeg(2), "image/png"),
        (encode(Image.new("RGB", (9, 9)), "GIF"), "image/png"),
        (encode(Image.new("RGB", (9, 9)), "PNG")[:-30], "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (encode(Image.new("RGB", (9, 9)), "TIFF"), "image/jpeg"),
    ],
)
def test_what_is_not_the_claimed_kind_of_picture_is_thrown_away(client: Any, content: bytes, claimed: str) -> None:
    answer = upload(client, content, claimed)
    assert (answer.status_code, answer.json["code"]) == (422, "not_an_image")
    assert not files().exists(hashlib.sha256(content).hexdigest())


def test_moving_pictures_are_not_photos(client: Any) -> None:
    frames = [Image.new("RGB", (20, 20), shade) for shade in ("red", "blue")]
    moving = encode(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert upload(client, moving, "image/webp").json["code"] == "not_an_image"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_accepted_kind_is_accepted(client: Any, kind: str) -> None:
    content = encode(Image.effect_noise((64, 48), 50).convert("RGB"), kind)
    assert upload(client, content, f"image/{kind.lower()}").status_code == 201


@pytest.mark.parametrize(
    ("kind", "size"), [("PNG", (30_000, 30_000)), ("PNG", (8_000, 7_000)), ("WEBP", (16_000, 9_000))]
)
def test_a_decompression_bomb_is_refused_by_its_header(client: Any, kind: str, size: tuple[int, int]) -> None:
    bomb = _bomb(kind, size)
    answer = upload(client, bomb, f"image/{kind.lower()}")
    assert (answer.status_code, answer.json["code"]) == (422, "image_too_large")
    assert not files().exists(hashlib.sha256(bomb).hexdigest())


def _bomb(kind: str, size: tuple[int, int]) -> bytes:
    """A few hundred bytes that claim to be huge, with right checksums."""
    import struct
    import zlib

    if kind == "PNG":
        small = encode(Image.new("1", (8, 8)), "PNG")
        head = small[16:29]
        huge = struct.pack(">II", *size) + head[8:]
        return small[:16] + huge + struct.pack(">I", zlib.crc32(b"IHDR" + huge)) + small[33:]
    file = io.BytesIO(encode(Image.new("RGB", (8, 8)), "WEBP"))
    content = bytearray(file.getvalue())
    content[26:28], content[28:30] = size[0].to_bytes(2, "little"), size[1].to_bytes(2, "little")
    return bytes(content)
