"""The database: SQLite (WAL) or PostgreSQL behind one name, ``database``."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from peewee import BooleanField, DatabaseProxy, DateTimeField, IntegrityError, Model, OperationalError, UUIDField
from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

from server.core.errors import Stale
from server.core.settings import Settings

__all__ = ["BaseModel", "BooleanField", "DateTimeField", "IntegrityError", "UUIDField", "database"]

database = DatabaseProxy()

MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_SECONDS = 20  # for a lock or a connection


class BaseModel(Model):
    """Every table of ours; its id is a UUIDv7 chosen by whoever creates the row."""

    id: UUID = UUIDField(primary_key=True)

    class Meta:
        database = database
        legacy_table_names = False


class _SharedSync:
    """Makes committed WAL frames durable; threads that commit together share one fdatasync.

    SQLite with ``synchronous=FULL`` syncs inside the write lock, one commit after another. With NORMAL it syncs
    the log only at checkpoints, so we sync it ourselves after the commit and outside the lock, before anything
    is acknowledged. A log that a checkpoint has moved into the database was synced by SQLite first.
    """

    def __init__(self, path: str) -> None:
        self._path = f"{path}-wal"
        self._condition = threading.Condition()
        self._committed = self._synced = 0
        self._running = False
        self._descriptor: int | None = None

    def wait_durable(self) -> None:
        """Return once all that was committed before the call is on disk. Raises OSError when the disk fails."""
        with self._condition:
            self._committed += 1
            mine = self._committed
            while self._running:
                self._condition.wait()
                if self._synced >= mine:
                    return
            self._running = True
            target = self._committed
        try:
            self._sync()
        except BaseException:
            target = 0
            raise
        finally:
            with self._condition:
                self._synced = max(self._synced, target)
                self._running = False
                self._condition.notify_all()

    def _sync(self) -> None:
        try:
            on_disk = os.stat(self._path)
        except FileNotFoundError:
            return  # the last other connection closed: SQLite checkpointed and synced
        if self._descriptor is None or not os.path.samestat(os.fstat(self._descriptor), on_disk):
            if self._descriptor is not None:
                os.close(self._descriptor)
            self._descriptor = os.open(self._path, os.O_RDWR)
            folder = os.open(os.path.dirname(self._path) or ".", os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
        os.fdatasync(self._descriptor)


class _WriteTurn:
    """Lets the writers of one SQLite file in one after another, threads and processes alike.

    SQLite's own waiting sleeps, longer each time, while the lock lies free, and lets latecomers pass: with two busy
    processes most of the time was slept away and single writers waited for seconds. A killed process gives its turn
    back; whoever does not ask for a turn (a backup, another program) is still kept out by SQLite.
    """

    def __init__(self, path: str) -> None:
        self._path = f"{path}-turn"
        self._lock = threading.Lock()
        self._descriptor, self._process, self._owner = -1, -1, -1

    def take(self, seconds: float) -> None:
        """Raises OperationalError when the other threads of this process don't come to an end."""
        if not self._lock.acquire(timeout=seconds):
            raise OperationalError("database is locked")
        try:
            fcntl.flock(self._own_descriptor(), fcntl.LOCK_EX)
        except BaseException:
            self._lock.release()
            raise
        self._owner = threading.get_ident()

    def give(self) -> None:
        """After a commit or rollback; does nothing when the turn is not this thread's."""
        if self._owner == threading.get_ident():
            self._owner = -1
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self._lock.release()

    def _own_descriptor(self) -> int:
        """Opened in this very process: after a fork parent and child would share one lock."""
        if self._process != os.getpid():
            self._descriptor, self._process = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), os.getpid()
        return self._descriptor


class _Sqlite(PooledSqliteDatabase):
    field_types = {**PooledSqliteDatabase.field_types, "TIMESTAMPTZ": "TEXT"}

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(path, **options)
        self._shared_sync = _SharedSync(path)
        self._turn = _WriteTurn(path)

    def begin(self, lock_type: str | None = None) -> Any:
        self._turn.take(WAIT_SECONDS)
        try:
            return super().begin(lock_type)
        except BaseException:
            self._turn.give()
            raise

    def rollback(self) -> Any:
        try:
            return super().rollback()
        finally:
            self._turn.give()

    def commit(self) -> Any:
        result = super().commit()  # when it fails, peewee rolls back, and that gives the turn back
        self._turn.give()
        try:
            self._shared_sync.wait_durable()
        except OSError as error:
            raise OperationalError("what was committed could not be synced") from error
        return result


class _Postgres(PooledPostgresqlDatabase):
    field_types = {**PooledPostgresqlDatabase.field_types, "TIMESTAMPTZ": "TIMESTAMPTZ"}


_connected_to: Settings | None = None


def connect_database(settings: Settings) -> None:
    """Point ``database`` at the settings' database; opens no connection yet. Asked again, it keeps its pool."""
    global _connected_to
    if settings == _connected_to:
        return
    if database.obj is not None:
        database.close_all()
    _connected_to = settings
    is_sqlite = urlsplit(settings.resolved_database_url).scheme == "sqlite"
    database.initialize(_sqlite(settings) if is_sqlite else _postgres(settings))


def _sqlite(settings: Settings) -> _Sqlite:
    path = settings.resolved_database_url.removeprefix("sqlite:///")
    Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    Path(path).touch(mode=0o600)  # before SQLite makes it readable to all
    return _Sqlite(
        path,
        pragmas={
            "journal_mode": "wal",
            "synchronous": "normal",  # see _SharedSync
            "foreign_keys": 1,
            "busy_timeout": WAIT_SECONDS * 1000,
            "cache_size": -65_536,
            "temp_store": "memory",
            "mmap_size": 268_435_456,
        },
        lock_type="IMMEDIATE",
        timeout=WAIT_SECONDS,
        max_connections=settings.database_connections,
        check_same_thread=False,
    )


def _postgres(settings: Settings) -> _Postgres:
    url = urlsplit(settings.resolved_database_url)
    return _Postgres(
        unquote(url.path.lstrip("/")),
        host=unquote(url.hostname or "") or None,
        port=url.port or 5432,
        user=unquote(url.username or "") or None,
        password=unquote(url.password or "") or None,
        prefer_psycopg3=True,
        max_connections=settings.database_connections,
        stale_timeout=300,
        timeout=WAIT_SECONDS,
        options="-c TimeZone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000",
        connect_timeout=10,
        **_socket_host(url.query),
    )


def _socket_host(query: str) -> dict[str, str]:
    """``?host=/run/postgresql`` names a unix socket's folder, as libpq's URLs do."""
    for pair in query.split("&"):
        if pair.startswith("host="):
            return {"host": unquote(pair.removeprefix("host="))}
    return {}


def is_postgresql() -> bool:
    return isinstance(database.obj, _Postgres)


def migrate() -> list[str]:
    """Apply the missing migrations, in order, each in a transaction; their names.

    Two processes that start together: PostgreSQL takes an advisory lock, SQLite its write lock by file.
    """
    with database.connection_context():
        if is_postgresql():
            database.execute_sql("SELECT pg_advisory_lock(7358120)")
        try:
            return list(Runner(database.obj, str(MIGRATIONS)).up() or [])
        finally:
            if is_postgresql():
                database.execute_sql("SELECT pg_advisory_unlock(7358120)")


@contextmanager
def connection_given_back() -> Iterator[None]:
    """Leave this thread's connection to others while something slow is done; inside, open one for as long as needed."""
    contexts = list(database.obj._state.ctx)
    database.close()
    try:
        yield
    finally:
        database.connect(reuse_if_open=True)
        database.obj._state.ctx.extend(contexts)  # peewee forgets on closing who had opened it


def lock_row(query: Any) -> Any:
    """The first row of a select, locked until the transaction ends; None when there is none.

    On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    """
    return (query.for_update() if is_postgresql() else query).first()


def lock_rows(query: Any) -> list[Any]:
    """All rows of an ordered select, locked in that order until the transaction ends; see ``lock_row``."""
    return list(query.for_update() if is_postgresql() else query)


def save_versioned(row: BaseModel, changes: dict[str, object]) -> None:
    """Write changes over the version that was read and count the version up. Raises Stale."""
    table = type(row)
    changed = (
        table.update(**changes, version=table.version + 1)  # type: ignore[attr-defined]
        .where((table.id == row.id) & (table.version == row.version))  # type: ignore[attr-defined]
        .execute()
    )
    if not changed:
        raise Stale()
    for name, value in {**changes, "version": row.version + 1}.items():  # type: ignore[attr-defined]
        setattr(row, name, value)


def tables_of(models: Sequence[type[BaseModel]]) -> list[str]:
    return [model._meta.table_name for model in models]
