"""Which files pass, by their content."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from server.core.errors import TooLarge
from server.core.pictures import MOST_PIXELS
from server.units.attachments.errors import FileNotWhatItSays, FileTypeRefused

MOST_BYTES = 20 * 1024 * 1024
PDF = "application/pdf"
PICTURES = {"image/jpeg": ("JPEG", "MPO"), "image/png": ("PNG",), "image/webp": ("WEBP",)}
MEDIA_TYPES = (*PICTURES, PDF)

#: What a photo is taken for; a scanned paper does not stand for it.
PHOTO_PURPOSES = frozenset({"photo", "before", "after"})

_TAIL = 2048  # where the end mark of a PDF lies


@dataclass(frozen=True)
class AttachedFile:
    """A delivered file as an act names it: its bytes' hash, what it is for, and its name for people."""

    sha256: str
    purpose: str
    name: str


def check_announced(media_type: str, byte_count: int | None) -> None:
    """Refuse before a byte is read. Raises FileTypeRefused, TooLarge."""
    if media_type not in MEDIA_TYPES:
        raise FileTypeRefused(accepted=list(MEDIA_TYPES))
    if (byte_count or 0) > MOST_BYTES:
        raise TooLarge(f"文件不得超过 {MOST_BYTES // 2**20} MB", most_bytes=MOST_BYTES)


def check_content(content: bytes, media_type: str) -> None:
    """Refuse bytes that are not a whole file of their type; nothing is decoded. Raises FileNotWhatItSays."""
    if media_type == PDF:
        if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-_TAIL:]:
            raise FileNotWhatItSays("文件不是完整的 PDF")
        return
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
            kind, (width, height) = picture.format, picture.size
    except Exception as error:  # a parser fed hostile bytes may raise anything
        raise FileNotWhatItSays() from error
    if kind not in PICTURES[media_type]:
        raise FileNotWhatItSays(f"声明为 {media_type}，实际为 {kind}")
    if width * height > MOST_PIXELS:
        raise FileNotWhatItSays(f"图片超过 {MOST_PIXELS // 1_000_000} 百万像素")


def named_once(files: Sequence[AttachedFile]) -> list[AttachedFile]:
    """The same bytes for the same purpose count once: a retry of a form must not show a photo twice."""
    seen = {(file.sha256, file.purpose): file for file in reversed(files)}
    return [file for file in files if seen.get((file.sha256, file.purpose)) is file]
