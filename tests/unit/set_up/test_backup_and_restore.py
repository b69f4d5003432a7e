"""A backup laid into an empty place is the same installation; anything doubtful is refused."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deploy.backup import BackupFailed, restore, save
from server.core.database import connect_database, database
from server.core.events import Event, verify_chain
from server.core.files import ContentStore
from server.core.settings import Settings
from tests.databases import postgres_url

if TYPE_CHECKING:
    from tests.backends import Backend
    from tests.world import World


@pytest.fixture
def stored(backend: Backend, world: World) -> str:
    return ContentStore(backend.settings.files_dir).put(b"a photo of a blocked exit")


@pytest.fixture
def elsewhere(backend: Backend, tmp_path: Path, worker_id: str) -> Settings:
    url = "" if backend.name == "sqlite" else postgres_url(worker_id)
    return replace(backend.settings, data_dir=tmp_path / "elsewhere", database_url=url)


def test_what_was_saved_is_there_after_a_restore(
    backend: Backend, stored: str, elsewhere: Settings, tmp_path: Path
) -> None:
    with database.connection_context():
        events = sorted(str(event.id) for event in Event.select(Event.id))
    backup = save(backend.settings, tmp_path / "backups")
    backend.close()
    restore(elsewhere, backup)
    connect_database(elsewhere)
    with database.connection_context():
        assert sorted(str(event.id) for event in Event.select(Event.id)) == events
        assert verify_chain().ok
    assert ContentStore(elsewhere.files_dir).read(stored) == b"a photo of a blocked exit"


def test_a_second_backup_does_not_store_the_same_photo_twice(backend: Backend, stored: str, tmp_path: Path) -> None:
    first, second = (save(backend.settings, tmp_path / "backups") for _ in range(2))
    name = Path("data", "files", stored[:2], stored)
    assert (first / name).samefile(second / name)


def test_a_restore_never_overwrites(backend: Backend, stored: str, elsewhere: Settings, tmp_path: Path) -> None:
    backup = save(backend.settings, tmp_path / "backups")
    elsewhere.data_dir.mkdir()
    (elsewhere.data_dir / "secret.key").write_text("of another installation")
    with pytest.raises(BackupFailed, match="not empty"):
        restore(elsewhere, backup)
    assert (elsewhere.data_dir / "secret.key").read_text() == "of another installation"


def test_a_backup_that_was_cut_short_is_refused(
    backend: Backend, stored: str, elsewhere: Settings, tmp_path: Path
) -> None:
    backup = save(backend.settings, tmp_path / "backups")
    (backup / "manifest.json").unlink()
    with pytest.raises(BackupFailed, match="not a whole backup"):
        restore(elsewhere, backup)


@pytest.mark.parametrize("part", ["database", "photo"])
def test_one_changed_byte_in_a_backup_is_found(
    part: str, backend: Backend, stored: str, elsewhere: Settings, tmp_path: Path
) -> None:
    backup = save(backend.settings, tmp_path / "backups")
    path = backup / "database" if part == "database" else backup / "data" / "files" / stored[:2] / stored
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))
    with pytest.raises(BackupFailed):
        restore(elsewhere, backup)
