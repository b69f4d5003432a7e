"""What an upload is named and which bytes pass as a photo."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID, uuid5

from PIL import Image

from mobile_api.uploads.errors import ImageTooLarge, NotAnImage, WrongMediaType
from server.core.errors import TooLarge

# A picture that would fill the memory is an error, never a warning.
warnings.simplefilter("error", Image.DecompressionBombWarning)

FORMATS = {"image/jpeg": {"JPEG", "MPO"}, "image/png": {"PNG"}, "image/webp": {"WEBP"}}


@dataclass(frozen=True)
class Limits:
    """What an installation accepts as a photo."""

    most_bytes: int
    most_pixels: int


@dataclass(frozen=True)
class UploadDraft:
    """What the phone announces: these bytes are on their way."""

    sha256: str
    byte_count: int
    media_type: str
    record_id: UUID | None


def upload_id(account_id: UUID, sha256: str) -> UUID:
    """The one upload of this content by this account.

    Another account's upload of the same content is another one: nobody learns from an answer, or gets for a hash
    alone, what somebody else has stored.
    """
    return uuid5(account_id, sha256)


def check_announced(draft: UploadDraft, limits: Limits) -> None:
    """Refuse before a byte travels. Raises WrongMediaType, TooLarge."""
    if draft.media_type not in FORMATS:
        raise WrongMediaType(accepted=sorted(FORMATS))
    if draft.byte_count > limits.most_bytes:
        raise TooLarge(f"照片不得超过 {limits.most_bytes // 2**20} MB", most_bytes=limits.most_bytes)


def look_at_image(file: BinaryIO, media_type: str, limits: Limits) -> tuple[int, int]:
    """Width and height in pixels, from the header; nothing is decoded, so a bomb costs nothing.

    PNG's checksums are walked, since that is cheap. JPEG and WebP keep none: that the scan data is whole is shown
    by the hash that the phone took, not by decoding. Raises NotAnImage, ImageTooLarge.
    """
    try:
        if media_type == "image/webp":
            _check_pixels(*_webp_size(file), limits)  # Pillow's decoder allots its canvas when it opens
        file.seek(0)
        with Image.open(file, formats=["JPEG", "PNG", "WEBP"]) as image:
            kind, size, frames = image.format, image.size, getattr(image, "n_frames", 1)
            if kind == "PNG":
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLarge(most_pixels=limits.most_pixels) from error
    except ImageTooLarge:
        raise
    except Exception as error:  # a parser fed hostile bytes may raise anything
        raise NotAnImage() from error
    if kind not in FORMATS[media_type] or (frames > 1 and kind != "MPO"):
        raise NotAnImage(f"声明为 {media_type}，实际为 {kind}")
    _check_pixels(*size, limits)
    return size


def _check_pixels(width: int, height: int, limits: Limits) -> None:
    if width * height > limits.most_pixels:
        raise ImageTooLarge(
            f"照片为 {width}×{height}，超过 {limits.most_pixels // 1_000_000} 百万像素", most_pixels=limits.most_pixels
        )


def _webp_size(file: BinaryIO) -> tuple[int, int]:
    """From the first chunk (RFC 9649). Raises NotAnImage."""
    head = file.read(30)
    if len(head) < 30 or head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        raise NotAnImage()
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
