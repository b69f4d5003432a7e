"""``python -m deploy.backup save FOLDER`` and ``… restore BACKUP``: everything needed to begin again elsewhere.

The database is saved first and the files after it: a row that says a file has arrived is written after the
file, so that every file the saved rows name is in the copy. Files never change under their names; a second
backup links to those of the first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from server.core import clock
from server.core.settings import Settings

DATABASE_FILES = ("shouwang.db", "queue.db")  # with their -wal and -shm: saved through SQLite, or of no worth


class BackupFailed(Exception):
    """Nothing was replaced; the text says what stands in the way."""


def save(settings: Settings, folder: Path) -> Path:
    """Make a new backup below the folder; its path. Safe while the program runs. Raises BackupFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    earlier = max((path.parent for path in folder.glob("*/manifest.json")), default=None)
    backup = folder / clock.now().strftime("%Y%m%dT%H%M%S%fZ")
    backup.mkdir(mode=0o700)
    dump = backup / "database"
    if _is_sqlite(settings):
        with closing(sqlite3.connect(_sqlite_path(settings))) as source, closing(sqlite3.connect(dump)) as target:
            source.backup(target, pages=4096)
    else:
        _run(["pg_dump", "--format=custom", f"--file={dump}", f"--dbname={settings.resolved_database_url}"])
    count, size = _copy_data(settings.data_dir, backup / "data", earlier and earlier / "data")
    manifest = {
        "kind": "sqlite" if _is_sqlite(settings) else "postgresql",
        "made_at": clock.to_text(clock.now()),
        "database_sha256": _hash(dump),
        "files": count,
        "bytes": size,
        "holds_secret": (backup / "data" / "secret.key").exists(),
    }
    draft = backup / "manifest.draft"
    draft.write_text(json.dumps(manifest, indent=1))
    os.sync()
    draft.rename(backup / "manifest.json")  # a backup without it is not whole
    return backup


def restore(settings: Settings, backup: Path) -> None:
    """Lay a backup into an installation that is empty and stopped. Raises BackupFailed."""
    try:
        manifest = json.loads((backup / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise BackupFailed(f"{backup} is not a whole backup: it has no manifest.json") from error
    if (manifest["kind"] == "sqlite") != _is_sqlite(settings):
        raise BackupFailed(f"the backup is of {manifest['kind']}, SHOUWANG_DATABASE_URL is not")
    if _hash(backup / "database") != manifest["database_sha256"]:
        raise BackupFailed("the saved database has changed since it was saved")
    if settings.data_dir.exists() and any(settings.data_dir.iterdir()):
        raise BackupFailed(f"{settings.data_dir} is not empty")
    _copy_data(backup / "data", settings.data_dir, None)
    _check_files(settings.files_dir)
    if _is_sqlite(settings):
        shutil.copyfile(backup / "database", _sqlite_path(settings))
        return
    target = f"--dbname={settings.resolved_database_url}"
    _run(["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", target, str(backup / "database")])


def _copy_data(source: Path, target: Path, earlier: Path | None) -> tuple[int, int]:
    count = size = 0
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if not path.is_file() or name.name.startswith(DATABASE_FILES) or "incoming" in name.parts:
            continue
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        known = earlier / name if earlier and name.parts[0] == "files" else None
        try:
            if known and known.exists():
                os.link(known, copy)
            else:
                shutil.copy2(path, copy)
        except FileNotFoundError:
            continue  # an unfinished upload that was finished meanwhile
        count, size = count + 1, size + copy.stat().st_size
    return count, size


def _check_files(folder: Path) -> None:
    """A file of the store is named for its SHA-256."""
    for path in folder.glob("??/*"):
        if _hash(path) != path.name:
            raise BackupFailed(f"{path} is not what was stored under this name")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_sqlite(settings: Settings) -> bool:
    return settings.resolved_database_url.startswith("sqlite")


def _sqlite_path(settings: Settings) -> Path:
    return Path(settings.resolved_database_url.removeprefix("sqlite:///"))


def _run(command: list[str]) -> None:
    if not shutil.which(command[0]):
        raise BackupFailed(f"{command[0]} is missing: install postgresql-client")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFailed(f"{command[0]} failed: {done.stderr.strip()}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.backup", description=__doc__)
    parser.add_argument("act", choices=["save", "restore"])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    settings = Settings.from_environment()
    try:
        if options.act == "restore":
            restore(settings, options.folder)
            print("restored; now run: .venv/bin/python wsgi.py verify-log")
        else:
            backup = save(settings, options.folder)
            print(backup)
            if not (backup / "data" / "secret.key").exists():
                print("SHOUWANG_SECRET is not in this backup: keep it elsewhere, nothing can be read without it")
    except BackupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
