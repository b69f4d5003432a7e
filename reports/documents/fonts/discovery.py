"""Find font files on this machine by the names inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# Where Debian, Ubuntu and TeX Live put what the catalogue names; scanning all of /usr/share/fonts would open hundreds of files.
SYSTEM_FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/lxgw-wenkai"),
    Path("/usr/share/fonts/opentype/fandol"),
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
)
_SUFFIXES = {".otf", ".ttf", ".ttc", ".otc"}
_RESTRICTED_LICENCE = 0x0002  # OS/2 fsType: must not be embedded


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face inside one file."""

    path: Path
    index: int
    family: str
    style: str
    embeddable: bool


def font_paths(folders: Iterable[Path]) -> list[Path]:
    """Font files in these folders and below, folder by folder, in a fixed order."""
    return [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES)
    ]


def find_fonts(folders: Iterable[Path]) -> list[FontFile]:
    """List the faces in these folders and below; unreadable files are passed over."""
    return [face for path in font_paths(folders) for face in _faces_in(path)]


def _faces_in(path: Path) -> Iterator[FontFile]:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError  # 0.1 s, not at every start

    try:
        if path.suffix.lower() in {".ttc", ".otc"}:
            with TTCollection(path, lazy=True) as collection:
                for index, font in enumerate(collection.fonts):
                    yield from _described(path, index, font)
        else:
            with TTFont(path, lazy=True) as font:
                yield from _described(path, 0, font)
    except (OSError, TTLibError, KeyError):
        return


def _described(path: Path, index: int, font: TTFont) -> Iterator[FontFile]:
    """One entry for each family name in the file: a Chinese font has a Chinese and an English one."""
    names = font["name"]
    style = names.getDebugName(17) or names.getDebugName(2) or "Regular"
    embeddable = not font["OS/2"].fsType & _RESTRICTED_LICENCE
    families = {record.toUnicode() for record in names.names if record.nameID in {1, 16}}
    for family in sorted(families):
        yield FontFile(path, index, family, style, embeddable)
