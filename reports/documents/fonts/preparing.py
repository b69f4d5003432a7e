"""Make the static GBK faces once at set-up, and load what was made.

A folder of prepared fonts holds one file a face and `manifest.json`, which is written last: a folder without it is not
finished and is made again.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reports.documents.fonts.catalogue import (
    CANDIDATES,
    WRONG_IN,
    Candidate,
    Face,
    gbk_characters,
    is_rare_ideograph,
)
from reports.documents.fonts.discovery import SYSTEM_FOLDERS, FontFile, find_fonts, font_paths
from reports.documents.fonts.errors import FontMissing
from reports.documents.fonts.subsetting import cut_font

RECIPE = 7  # raise when the way of cutting changes, so that old folders are made again
_ASCII = frozenset(range(0x20, 0x7F))
_PACKAGE_OF = {Face.LATIN: "fonts-liberation", Face.MONO: "fonts-liberation"}


@dataclass(frozen=True)
class PreparedFace:
    """A face ready for the renderer."""

    face: Face
    path: Path
    source_family: str
    licence: str
    sha256: str
    ranges: tuple[tuple[int, int], ...]  # covered code points, ends included

    @property
    def family(self) -> str:
        """The family name in the style sheet; no installed font has it, so that none can slip in."""
        return f"Shouwang {self.face.value.capitalize()}"

    @cached_property
    def characters(self) -> frozenset[int]:
        return frozenset(c for first, last in self.ranges for c in range(first, last + 1))


@dataclass(frozen=True)
class FontSet:
    """All faces of one prepared folder."""

    folder: Path
    faces: dict[Face, PreparedFace]

    @property
    def fingerprint(self) -> str:
        """Changes when any face changes: the same document then may not come out byte-equal."""
        joined = "".join(self.faces[face].sha256 for face in sorted(self.faces))
        return hashlib.sha256(joined.encode()).hexdigest()


def prepare_fonts(folder: Path, licensed: Path | None = None, extra: Iterable[Path] = ()) -> FontSet:
    """Make the faces in `folder`, or load them when the fonts they were made from are unchanged.

    `licensed` is the bureau's own folder of fonts, searched first. About 6 s the first time, 10 ms afterwards.
    Raises FontMissing, FontLibraryMissing, FontUnreadable.
    """
    folders = ([licensed] if licensed else []) + list(extra) + list(SYSTEM_FOLDERS)
    origin = _origin(folders)
    if (earlier := _load(folder)) and earlier[0] == origin:
        return earlier[1]
    found = find_fonts(folders)
    choice = {face: _choose(face, found) for face in Face}
    folder.mkdir(parents=True, exist_ok=True)
    gbk = gbk_characters()
    entries = [_make(folder, face, file, candidate, gbk) for face, (file, candidate) in choice.items()]
    _write_atomically(folder / "manifest.json", json.dumps({"origin": origin, "faces": entries}).encode())
    return load_fonts(folder)


def load_fonts(folder: Path) -> FontSet:
    """Load a prepared folder.

    Raises FontMissing when the set-up step has not run.
    """
    if (loaded := _load(folder)) is None:
        raise FontMissing("no prepared fonts; run: python -m reports.documents.fonts FOLDER")
    return loaded[1]


def _choose(face: Face, found: list[FontFile]) -> tuple[FontFile, Candidate]:
    for candidate in CANDIDATES[face]:
        for file in found:
            same = file.family.casefold() == candidate.family.casefold() and file.style == candidate.style
            if same and file.embeddable:
                return file, candidate
    raise FontMissing(f"{face.value}: install {_PACKAGE_OF.get(face, 'fonts-noto-cjk')}")


def _origin(folders: Iterable[Path]) -> str:
    """What there is to make faces from, by name, size and time: no font is opened, for this runs at every start."""
    parts = [str(RECIPE)]
    for path in font_paths(folders):
        status = path.stat()
        parts.append(f"{path}:{status.st_size}:{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _make(folder: Path, face: Face, file: FontFile, candidate: Candidate, gbk: frozenset[int]) -> dict[str, object]:
    from fontTools.ttLib import TTFont

    with TTFont(file.path, fontNumber=file.index, lazy=True) as font:
        covered = frozenset(font.getBestCmap())
        suffix = ".otf" if "CFF " in font else ".ttf"
    wanted = covered & _wanted(face, gbk) - WRONG_IN.get(candidate.family.split()[0], frozenset())
    content = cut_font(file.path, file.index, wanted)
    name = f"{face.value}{suffix}"
    _write_atomically(folder / name, content)
    return {
        "face": face.value,
        "file": name,
        "source_family": candidate.family,
        "licence": candidate.licence,
        "sha256": hashlib.sha256(content).hexdigest(),
        "ranges": _ranges(wanted),
    }


def _wanted(face: Face, gbk: frozenset[int]) -> frozenset[int]:
    if face in {Face.LATIN, Face.MONO}:
        return _ASCII
    if face is Face.RARE:
        rare = (c for c in range(0x3400, 0x323B0) if is_rare_ideograph(c))
        return frozenset(rare) - gbk
    return gbk


def _ranges(code_points: frozenset[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for code_point in sorted(code_points):
        if ranges and ranges[-1][1] == code_point - 1:
            ranges[-1][1] = code_point
        else:
            ranges.append([code_point, code_point])
    return ranges


def _load(folder: Path) -> tuple[str, FontSet] | None:
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
    except FileNotFoundError:
        return None
    faces = {}
    for entry in manifest["faces"]:
        face = Face(entry["face"])
        ranges = tuple((first, last) for first, last in entry["ranges"])
        path = folder / entry["file"]
        if not path.is_file():
            return None
        faces[face] = PreparedFace(face, path, entry["source_family"], entry["licence"], entry["sha256"], ranges)
    return (manifest["origin"], FontSet(folder, faces)) if set(faces) == set(Face) else None


def _write_atomically(path: Path, content: bytes) -> None:
    """Two processes may prepare at once: each writes its own file and the last rename wins, with equal bytes."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
