"""The databases that tests run on, each with a populated world that is put back before every test."""

from __future__ import annotations

import copy
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask

from reports.documents.jobs import watch_inspections
from server.core.database import connect_database, database, migrate
from server.core.events import clear_subscribers
from server.core.files import connect_files
from server.core.jobs import register_jobs
from server.core.settings import Settings
from server.web.app import create_app
from tests.databases import postgres_url
from tests.watch import note_touched, touched_tables, watch_tables, written_tables
from tests.world import build_world
from wsgi import PARTS

T = TypeVar("T")
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # table → columns, rows
BACKENDS = os.environ.get("SHOUWANG_TEST_DATABASES", "sqlite,postgresql").split(",")
MEMORY, ROOM_BYTES = Path("/dev/shm"), 2 << 30  # noqa: S108


def roomy_folder() -> Path | None:
    """In memory if there is room: the program syncs each file it stores, and a disk makes thousands of tests wait."""
    for left in MEMORY.glob("shouwang-tests-*"):  # of a session that was killed
        if not Path(f"/proc/{left.name.split('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    try:
        roomy = shutil.disk_usage(MEMORY).free > ROOM_BYTES
        return Path(tempfile.mkdtemp(prefix=f"shouwang-tests-{os.getpid()}-", dir=MEMORY)) if roomy else None
    except OSError:
        return None


class Backend:
    """One database with its migrated, populated world, restored before each test."""

    def __init__(self, name: str, folder: Path, worker_id: str) -> None:
        self.name = name
        self._folder = folder
        self._kept: dict[str, tuple[Any, Rows]] = {}
        self._apps: dict[Any, Flask] = {}
        folder.mkdir()
        url = "" if name == "sqlite" else postgres_url(worker_id)
        self.settings = Settings(
            data_dir=folder / "data",
            database_url=url,
            secret="a secret of the tests, long enough",
            web_root=folder / "web",
            public_url="https://shouwang.example",
            sign_in_rate_per_minute=10_000,
            upload_rate_per_minute=100_000,
        )
        connect_database(self.settings)
        migrate()
        self.app = create_app(self.settings, PARTS)
        gc.freeze()  # as `wsgi.make_application` does
        with database.connection_context():
            for step in PARTS.prepare:
                step(self.settings)
            self.world = build_world(self.settings)
            self._rows: Rows = self._snapshot(database.get_tables()) if name == "postgresql" else {}
            if name == "postgresql":
                watch_tables(list(self._rows))
        self.close()
        if name == "sqlite":
            self._copy_to("pristine")
        self._link_files(self.settings.files_dir, self._folder / "pristine-files")

    def restore(self) -> None:
        self._put_files_back("pristine")
        if self.name == "sqlite":
            self._copy_from("pristine")
        connect_database(self.settings)
        if self.name == "postgresql":
            with database.connection_context(), database.atomic():
                self._put_back(self._rows)

    def keep(self, what: str, make: Callable[[], T]) -> T:
        """What ``make`` made, with the rows and files it left: made in the first test that asks, put back in each later one.

        Each test gets a copy of plain data, the thing itself of the rest. What was written before in the same test is lost:
        a fixture that keeps comes first. Clients are not kept, their tokens grow old.
        """
        if self.name == "postgresql":
            with database.connection_context():
                assert not written_tables(), "a fixture that keeps comes before all that writes"
        if what not in self._kept:
            self._kept[what] = (make(), self._take(what))
        else:
            self._put(what)
        made: T = self._kept[what][0]
        return _copy_of(made)

    def _take(self, what: str) -> Rows:
        """The tables that differ from the world's; of SQLite the whole file."""
        self.close()
        self._link_files(self.settings.files_dir, self._folder / f"{what}-files")
        if self.name == "sqlite":
            self._copy_to(what)
            return {}
        with database.connection_context():
            return self._snapshot(written_tables())

    def _put(self, what: str) -> None:
        self.close()
        self._put_files_back(what)
        if self.name == "sqlite":
            self._copy_from(what)
            return
        changed = self._kept[what][1]
        with database.connection_context(), database.atomic():
            note_touched(changed)
            self._put_back(self._rows | changed)
            note_touched(changed)  # for the next restore

    def _put_files_back(self, what: str) -> None:
        """What is missing, which pictures are known, which uploads go on: all of it depends on the stored files."""
        for path in self.settings.files_dir.glob("*/*"):
            path.unlink()
        self._link_files(self._folder / f"{what}-files", self.settings.files_dir)

    @staticmethod
    def _link_files(source: Path, target: Path) -> None:
        for path in source.glob("*/*"):
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.hardlink_to(path)

    def _copy_to(self, what: str) -> None:
        shutil.copy(self.settings.data_dir / "shouwang.db", self._folder / f"{what}.db")

    def _copy_from(self, what: str) -> None:
        path = self.settings.data_dir / "shouwang.db"
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._folder / f"{what}.db", path)

    def open_app(self) -> Flask:
        """The app, made once, with the stores and subscribers of this process pointed at it again."""
        self.app.test_client_class = None  # some tests sign in by clients of their own
        connect_files(self.settings.files_dir)
        clear_subscribers()
        register_jobs(PARTS.jobs)
        watch_inspections()
        return self.app

    def app_with(self, **changes: Any) -> Flask:
        """The program on the same data with other settings, made once."""
        key = tuple(sorted(changes.items()))
        if key not in self._apps:
            self._apps[key] = create_app(replace(self.settings, **changes), PARTS)
        return self._apps[key]

    def close(self) -> None:
        if database.obj is not None:
            if not database.is_closed():
                database.close()
            database.close_all()

    @staticmethod
    def _snapshot(tables: Iterable[str]) -> Rows:
        rows = {}
        for table in tables:
            cursor = database.execute_sql(f'SELECT * FROM "{table}"')
            rows[table] = ([column[0] for column in cursor.description], cursor.fetchall())
        return rows

    def _put_back(self, wanted: Rows) -> None:
        """Only what the last test wrote, and what refers to it: rows of the world are many, a test writes few tables."""
        tables = [table for table in touched_tables() if table in wanted]
        if not tables:
            return
        database.execute_sql("SET LOCAL session_replication_role = replica")  # foreign keys and the watch wait
        names = ", ".join(f'"{table}"' for table in tables)
        database.execute_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        cursor = database.cursor()
        for table in tables:
            columns, rows = wanted[table]
            if rows:
                listed = ", ".join(f'"{column}"' for column in columns)
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', rows)


def _copy_of(made: Any) -> Any:
    if type(made) is tuple:
        return tuple(_copy_of(part) for part in made)
    return copy.deepcopy(made) if isinstance(made, (dict, list)) else made
