"""Every test runs hermetic: a zone far away, no network but loopback, both databases, a world restored each time."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from reports.documents.jobs import watch_inspections
from server.core.database import connect_database, database, migrate
from server.core.events import clear_subscribers
from server.core.files import connect_files
from server.core.jobs import register_jobs
from server.core.settings import Settings
from server.web import commands
from server.web.app import create_app
from server.web.rates import forget_rates
from server.web.signin import services as signin
from tests.clauses import note_clauses
from tests.databases import postgres_url
from tests.watch import note_touched, touched_tables, watch_tables
from tests.world import World, build_world
from wsgi import PARTS

os.environ["TZ"] = "America/Phoenix"
time.tzset()

# The strength of the hash is argon2's business; tests sign in hundreds of times.
signin.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # table → columns, rows
BACKENDS = os.environ.get("SHOUWANG_TEST_DATABASES", "sqlite,postgresql").split(",")


def pytest_configure(config: pytest.Config) -> None:
    real_connect = socket.socket.connect

    def only_loopback(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise RuntimeError(f"a test reached for the network: {address}")
        return real_connect(self, address)

    socket.socket.connect = only_loopback  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    note_clauses(items)


class Backend:
    """One database with its migrated, populated world, restored before each test."""

    def __init__(self, name: str, folder: Path, worker_id: str) -> None:
        self.name = name
        self._folder = folder
        self._kept: dict[str, tuple[Any, Rows]] = {}
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
        with database.connection_context():
            for step in PARTS.prepare:
                step(self.settings)
            self.world = build_world(self.settings)
            self._rows: Rows = self._snapshot() if name == "postgresql" else {}
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

    def keep(self, what: str, make: Callable[[], Any]) -> Any:
        """What ``make`` made, with the rows it left: made in the first test that asks, put back in each later one."""
        if what not in self._kept:
            self._kept[what] = (make(), self._take(what))
        else:
            self._put(what)
        return self._kept[what][0]

    def _take(self, what: str) -> Rows:
        """The tables that differ from the world's; of SQLite the whole file."""
        self.close()
        self._link_files(self.settings.files_dir, self._folder / f"{what}-files")
        if self.name == "sqlite":
            self._copy_to(what)
            return {}
        with database.connection_context():
            return {table: rows for table, rows in self._snapshot().items() if rows != self._rows.get(table)}

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
        connect_files(self.settings.files_dir)
        clear_subscribers()
        register_jobs(PARTS.jobs)
        watch_inspections()
        return self.app

    def close(self) -> None:
        if database.obj is not None:
            if not database.is_closed():
                database.close()
            database.close_all()

    def _snapshot(self) -> Rows:
        rows = {}
        for table in database.get_tables():
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


@pytest.fixture(scope="session")
def backends(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Backend]:
    made: dict[str, Backend] = {}

    def get(name: str) -> Backend:
        if name not in made:
            made[name] = Backend(name, tmp_path_factory.mktemp(name), worker_id)
        return made[name]

    return get


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, backends: Callable[[str], Backend]) -> Iterator[Backend]:
    chosen = backends(request.param)
    chosen.close()
    chosen.restore()
    forget_rates()
    yield chosen
    chosen.close()


@pytest.fixture
def app(backend: Backend) -> Flask:
    return backend.open_app()


@pytest.fixture
def world(backend: Backend, app: Flask) -> World:
    return backend.world


@pytest.fixture
def connected(app: Flask) -> Iterator[None]:
    """An open connection, for tests that look into tables or call services."""
    with database.connection_context():
        yield


class Client(FlaskClient):
    """A test client that speaks JSON and, once signed in, carries its token."""

    token: str | None = None

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if self.token and args and isinstance(args[0], str):
            headers = dict(kwargs.get("headers") or {})
            headers.setdefault("Authorization", f"Bearer {self.token}")
            headers.setdefault("X-Shouwang-App", "phone/9.9.9")
            kwargs["headers"] = headers
        return super().open(*args, **kwargs)


@pytest.fixture
def anonymous(app: Flask) -> Client:
    app.test_client_class = Client
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.fixture
def client_as(app: Flask, world: World) -> Callable[[str], Client]:
    """A client signed in as a persona of tests/world.py: client_as("officer")."""

    def sign_in(persona: str) -> Client:
        app.test_client_class = Client
        client = app.test_client()
        assert isinstance(client, Client)
        client.token = app.config["TOKEN_MINT"].make(world.people[persona].account_id)
        return client

    return sign_in


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Carry out what the acts so far asked for, here and now."""

    def run() -> int:
        from server.core.jobs import run_due_jobs

        with database.connection_context():
            return run_due_jobs()

    return run


@pytest.fixture
def run_command(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run a command line of wsgi.py against the test's database; its exit code."""

    def run(*arguments: str) -> int:
        for name in ("data_dir", "database_url", "secret", "public_url"):
            monkeypatch.setenv(f"SHOUWANG_{name.upper()}", str(getattr(backend.settings, name)))
        return commands.main(PARTS, list(arguments))

    return run
