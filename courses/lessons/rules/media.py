"""Which files a lesson may have, told by their bytes and not by their names."""

from __future__ import annotations

from pathlib import Path

import av

from courses.lessons.errors import FilmUnplayable, LessonFileRefused
from server.core.errors import TooLarge
from server.units.attachments.errors import FileNotWhatItSays
from server.units.attachments.rules import check_content

_MB = 2**20
MOST_BYTES = {
    "video/mp4": 800 * _MB,
    "video/webm": 800 * _MB,
    "image/jpeg": 20 * _MB,
    "image/png": 20 * _MB,
    "application/pdf": 80 * _MB,
}
#: What every phone's browser plays.
_CODECS = {"h264", "vp8", "vp9", "av1"}
_DEMUXER = {"video/mp4": "mp4", "video/webm": "matroska"}


def check_announced(media_type: str, byte_count: int | None) -> None:
    """Refuse before a byte is read. Raises LessonFileRefused, TooLarge."""
    if media_type not in MOST_BYTES:
        raise LessonFileRefused(accepted=list(MOST_BYTES))
    check_size(media_type, byte_count or 0)


def check_size(media_type: str, byte_count: int) -> None:
    """Raises TooLarge."""
    most = MOST_BYTES[media_type]
    if byte_count > most:
        raise TooLarge(f"文件不得超过 {most // _MB} MB", most_bytes=most)


def film_milliseconds(path: Path, media_type: str) -> int:
    """Length of a film, 0 of what is none; the content is looked at. Raises FileNotWhatItSays, FilmUnplayable."""
    if media_type not in _DEMUXER:
        check_content(path.read_bytes(), media_type)
        return 0
    with open(path, "rb") as file:
        head = file.read(64)
    known = (
        head[4:8] == b"ftyp" if media_type == "video/mp4" else head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head
    )
    if not known:
        raise FileNotWhatItSays(f"文件不是 {media_type}")
    return _measured(path, _DEMUXER[media_type])


def _measured(path: Path, demuxer: str) -> int:
    """The demuxer is named, so that a play list in a film's clothes opens nothing else."""
    try:
        with av.open(str(path), format=demuxer) as film:
            codecs = {stream.codec_context.name for stream in film.streams.video}
            microseconds = film.duration or 0
    except Exception as error:  # a parser fed hostile bytes may raise anything
        raise FileNotWhatItSays("文件不是完整的视频") from error
    if not codecs or not all(any(known in codec for known in _CODECS) for codec in codecs):
        raise FilmUnplayable()
    if microseconds < 1_000_000:
        raise FilmUnplayable("视频没有时长信息或不足一秒，请重新导出")
    return microseconds // 1000
