"""What of an archive is unpacked, decided from its directory before a byte is inflated."""

from __future__ import annotations

import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED

from courses.packages.errors import PackageBroken, PackageTooBig, PackageUnsafe
from courses.packages.rules.media import media_type_of
from courses.packages.rules.paths import check_path, is_litter, key_of, readable_name

MOST_BYTES = 300 * 2**20  # of the archive
MOST_UNPACKED = 1024 * 2**20
MOST_OF_ONE = 200 * 2**20
MOST_FILES = 3000
MOST_DIRECTORY = 4 * 2**20  # bytes of the archive's directory: it is read before anything can be counted
MOST_RATIO = 200  # deflate itself ends near 1030; text of a course packs 3 to 20 times
SMALL = 2**20  # what unpacks to less than this is no bomb
TAIL = 22 + 65_535  # where the end record lies

_END = struct.Struct("<4s4H2LH")
_UTF8_FLAG, _ENCRYPTED_FLAGS = 0x800, 0x1 | 0x40 | 0x2000


@dataclass(frozen=True)
class Entry:
    """One line of an archive's directory."""

    name: str
    flags: int
    method: int
    mode: int  # of unix, 0 when unknown
    packed: int
    size: int
    is_folder: bool = False


@dataclass(frozen=True)
class Chosen:
    """An entry that is unpacked, where to, and as what it will be served."""

    index: int
    path: str
    media_type: str
    size: int


def check_end(tail: bytes) -> None:
    """Refuse, from the archive's last bytes, a directory too long to be looked at.

    Raises PackageBroken (no end record), PackageTooBig.
    """
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise PackageBroken()
    _, _, _, _, count, directory_bytes, _, _ = _END.unpack_from(tail, at)
    # Both are all ones in zip64, which no package within our limits needs.
    if count > MOST_FILES * 2 or directory_bytes > MOST_DIRECTORY:
        raise PackageTooBig(f"课件包的文件不得超过 {MOST_FILES} 个", most_files=MOST_FILES)


def choose_entries(entries: Sequence[Entry]) -> tuple[list[Chosen], list[str]]:
    """What to unpack, and the names of what is left out because no page of a course needs such a file.

    One unsafe entry refuses the whole. Archives inside of the archive are left out, never opened.
    Raises PackageUnsafe, PackageTooBig.
    """
    chosen: list[Chosen] = []
    left_out: list[str] = []
    seen: dict[str, str] = {}
    for index, entry in enumerate(entries):
        name = readable_name(entry.name, bool(entry.flags & _UTF8_FLAG))
        path = check_path(name.removesuffix("/") if entry.is_folder else name)
        _check_entry(entry, path)
        if entry.is_folder or is_litter(path):
            continue
        if (key := key_of(path)) in seen:
            raise PackageUnsafe(f"课件包含有同名文件（{seen[key]}、{path}）", path=path, reason="duplicate")
        seen[key] = path
        media_type = media_type_of(path)
        if media_type is None:
            left_out.append(path)
        else:
            chosen.append(Chosen(index, path, media_type, entry.size))
    _check_sizes(entries, chosen)
    return chosen, left_out


def _check_entry(entry: Entry, path: str) -> None:
    if entry.flags & _ENCRYPTED_FLAGS:
        raise PackageUnsafe(f"课件包含有加密文件（{path}）", path=path, reason="encrypted")
    kind = stat.S_IFMT(entry.mode)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PackageUnsafe(f"课件包含有链接或特殊文件（{path}）", path=path, reason="link")
    if entry.method not in (ZIP_STORED, ZIP_DEFLATED):
        raise PackageUnsafe(f"课件包使用了不支持的压缩方式（{path}）", path=path, reason="method")
    if entry.size > MOST_OF_ONE:
        raise PackageTooBig(f"单个文件不得超过 {MOST_OF_ONE // 2**20} MB（{path}）", path=path)
    if entry.size > SMALL and entry.size > entry.packed * MOST_RATIO:
        raise PackageTooBig(f"文件压缩比异常（{path}）", path=path, reason="ratio")


def _check_sizes(entries: Sequence[Entry], chosen: Sequence[Chosen]) -> None:
    if len(entries) > MOST_FILES * 2 or len(chosen) > MOST_FILES:
        raise PackageTooBig(f"课件包的文件不得超过 {MOST_FILES} 个", most_files=MOST_FILES)
    total, packed = sum(entry.size for entry in entries), sum(entry.packed for entry in entries)
    if total > MOST_UNPACKED:
        raise PackageTooBig(f"课件包解压后不得超过 {MOST_UNPACKED // 2**20} MB", most_bytes=MOST_UNPACKED)
    if total > SMALL * 16 and total > packed * MOST_RATIO:
        raise PackageTooBig("课件包压缩比异常", reason="ratio")
