"""A package arrives and is unpacked into the store."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from courses.packages.errors import LaunchMissing, ManifestMissing, PackageBroken, PackageTooBig
from courses.packages.models import CoursePackage, PackageFile
from courses.packages.rules.archives import TAIL, Chosen, Entry, check_end, choose_entries
from courses.packages.rules.manifests import MOST_MANIFEST_BYTES, PackageManifest, read_cmi5, read_scorm
from courses.packages.rules.paths import key_of
from server.core import clock
from server.core.errors import Forbidden
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.statements import insert_rows

_MANIFESTS = {"imsmanifest.xml": read_scorm, "cmi5.xml": read_cmi5}
_ROWS = 200  # of files in one statement


def import_package(actor: Actor, id: UUID, archive: Path, sha256: str) -> CoursePackage:
    """Unpack an archive whose bytes lie in a draft of the store; sent twice it is one package. Slow: outside of any act.

    Raises PackageBroken, PackageUnsafe, PackageTooBig, ManifestMissing, ManifestBroken, LaunchMissing, Unavailable,
    ResubmissionConflict.  Source: JN-3.4a.
    """
    known = {"sha256": sha256, "by_account_id": actor.account_id}
    if earlier := find_resubmitted(CoursePackage, id, **known):
        return earlier
    if actor.agency_id is None and actor.unit_id is None:
        raise Forbidden()
    unpacked = _unpack(archive, id)

    def create() -> CoursePackage:
        package = CoursePackage.create(
            id=id,
            **unpacked.columns(),
            agency_id=actor.agency_id,
            unit_id=None if actor.agency_id else actor.unit_id,
            created_at=clock.now(),
            **known,
        )
        for first in range(0, len(unpacked.files), _ROWS):
            insert_rows(unpacked.files[first : first + _ROWS])
        details = {"standard": package.standard, "files": package.file_count, "bytes": package.bytes}
        record_event(actor, "package.imported", subject=package, about_unit_id=package.unit_id, details=details)
        return package

    return once(create, lambda: find_resubmitted(CoursePackage, id, **known))[0]


@dataclass(frozen=True)
class _Unpacked:
    """What came out of an archive; the bytes of its files are in the store."""

    manifest: PackageManifest
    files: list[PackageFile]
    left_out: list[str]

    def columns(self) -> dict[str, Any]:
        """What the package's row says of it."""
        return {
            "title": self.manifest.title,
            "standard": self.manifest.standard,
            "launch": self.manifest.parts[0].path,
            "manifest": {**self.manifest.stored(), "left_out": self.left_out[:200]},
            "file_count": len(self.files),
            "bytes": sum(row.bytes for row in self.files),
        }


def _unpack(archive: Path, id: UUID) -> _Unpacked:
    _check_end_of(archive)
    try:
        with zipfile.ZipFile(archive) as opened:
            chosen, left_out = choose_entries([_entry(line) for line in opened.infolist()])
            chosen = _without_folder(chosen)
            manifest = _manifest(opened, chosen)
            _check_launches(manifest, chosen)
            return _Unpacked(manifest, [_keep(opened, one, id) for one in chosen], left_out)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise PackageBroken() from error


def _check_end_of(archive: Path) -> None:
    size = archive.stat().st_size
    with archive.open("rb") as file:
        file.seek(max(0, size - TAIL))
        check_end(file.read())


def _entry(line: zipfile.ZipInfo) -> Entry:
    return Entry(
        name=line.orig_filename,
        flags=line.flag_bits,
        method=line.compress_type,
        mode=line.external_attr >> 16 if line.create_system == 3 else 0,
        packed=line.compress_size,
        size=line.file_size,
        is_folder=line.orig_filename.endswith("/"),
    )


def _without_folder(chosen: list[Chosen]) -> list[Chosen]:
    """Many packages are packed with the folder they lay in; then that folder is the package."""
    if not chosen or any(one.path.lower() in _MANIFESTS for one in chosen):
        return chosen
    tops = {one.path.partition("/")[0] for one in chosen}
    if len(tops) != 1 or not all("/" in one.path for one in chosen):
        return chosen
    return [replace(one, path=one.path.partition("/")[2]) for one in chosen]


def _manifest(opened: zipfile.ZipFile, chosen: list[Chosen]) -> PackageManifest:
    for name, read in _MANIFESTS.items():
        for one in chosen:
            if one.path.lower() == name:
                if one.size > MOST_MANIFEST_BYTES:
                    raise PackageTooBig("清单过大", path=one.path)
                return read(_bytes_of(opened, one))
    raise ManifestMissing()


def _check_launches(manifest: PackageManifest, chosen: list[Chosen]) -> None:
    there = {key_of(one.path) for one in chosen}
    for part in manifest.parts:
        if key_of(part.path) not in there:
            raise LaunchMissing(f"启动页面不在课件包内（{part.path[:120]}）", path=part.path)


def _keep(opened: zipfile.ZipFile, one: Chosen, package_id: UUID) -> PackageFile:
    content = _bytes_of(opened, one)
    return PackageFile(
        id=new_id(),
        package_id=package_id,
        path=one.path,
        key=key_of(one.path),
        sha256=files().put(content),
        media_type=one.media_type,
        bytes=len(content),
    )


def _bytes_of(opened: zipfile.ZipFile, one: Chosen) -> bytes:
    """Never more than the directory said. Raises PackageBroken when the entry is not what the directory says."""
    with opened.open(opened.infolist()[one.index]) as file:
        content = file.read(one.size + 1)
    if len(content) != one.size:
        raise PackageBroken()
    return content
