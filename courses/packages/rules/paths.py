"""Names inside of an archive: which ones may become paths of ours."""

from __future__ import annotations

import re
import unicodedata

from courses.packages.errors import PackageUnsafe

MOST_LETTERS = 300
MOST_DEPTH = 20
#: What archivers of desktops leave behind; nobody misses it.
_LITTER = re.compile(r"(^|/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\.git|\.svn)(/|$)", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")


def readable_name(name: str, is_utf8: bool) -> str:
    """The name an archiver meant: without the UTF-8 flag it is UTF-8 or GB 18030 all the same, seldom code page 437."""
    if is_utf8 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def is_litter(path: str) -> bool:
    return bool(_LITTER.search(path))


def check_path(name: str) -> str:
    """The path in its one written form (NFC). Raises PackageUnsafe for whatever could lead out or mislead."""
    path = unicodedata.normalize("NFC", name)
    parts = path.split("/")
    if path.startswith("/") or _DRIVE.match(path):
        raise _unsafe(path, "绝对路径")
    if "\\" in path:
        raise _unsafe(path, "反斜杠")
    if any(part in ("", ".", "..") for part in parts):
        raise _unsafe(path, "跳出目录的路径")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for letter in path):
        raise _unsafe(path, "文件名含有不可见字符")
    if any(part != part.strip() or part.endswith(".") for part in parts):
        raise _unsafe(path, "文件名以空格或句点结尾")
    if len(path) > MOST_LETTERS or len(parts) > MOST_DEPTH:
        raise _unsafe(path[:MOST_LETTERS], "路径过长")
    return path


def key_of(path: str) -> str:
    """Under which two spellings are one file: packages made on Windows mix upper and lower case."""
    return unicodedata.normalize("NFC", path).casefold()


def _unsafe(path: str, reason: str) -> PackageUnsafe:
    shown = "".join(letter if letter.isprintable() else "�" for letter in path)
    return PackageUnsafe(f"课件包含有不安全的内容：{reason}（{shown[:120]}）", path=shown[:MOST_LETTERS], reason=reason)
