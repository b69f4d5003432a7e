"""Whether bytes are a whole picture, by their first and last bytes; decoding is for whoever looks at it."""

from __future__ import annotations

from device_checks.sources.errors import GrabFailed

_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND"
_TAIL = 64 * 1024  # some cameras append a thumbnail or a note


def check_whole(content: bytes) -> bytes:
    """The content itself. Raises GrabFailed: a web page, another format, or cut off."""
    start = content[:512].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"{")):
        raise GrabFailed("no_stream", "返回的是网页或文字，不是图像")
    if content.startswith(_JPEG):
        if _JPEG_END not in content[-_TAIL:]:
            raise GrabFailed("broken", "图像不完整")
    elif content.startswith(_PNG):
        if _PNG_END not in content[-_TAIL:]:
            raise GrabFailed("broken", "图像不完整")
    else:
        raise GrabFailed("broken", "收到的内容不是 JPEG 或 PNG 图像" if content else "收到的内容为空")
    return content
