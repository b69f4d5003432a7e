"""What the disk and the database can do with the same bytes and nothing in between."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.ingesting.phones import Client


def measure_floor(url: str, folder: Path, clients: list[Client], photo: bytes) -> dict[str, Any]:
    """The same bytes durable with no HTTP: a synced file and one committed row, eight threads."""
    bodies = [[step[0] for step in client.requests["record"]] for client in clients]
    store = folder / "floor"
    store.mkdir()
    open_line = _open_postgresql(url) if url else _open_sqlite(folder / "floor.db")

    def work(own: list[bytes], with_photo: bool) -> None:
        commit, close = open_line()
        for body in own:
            name = hashlib.sha256(body).hexdigest()
            if with_photo:
                _write_synced(store, name, photo)
            commit(name, body)
        close()

    found = {}
    for phase, with_photo in (("record", False), ("record_and_photo", True)):
        threads = [threading.Thread(target=work, args=(own, with_photo)) for own in bodies]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found[phase] = round(sum(map(len, bodies)) / (time.perf_counter() - began), 1)
    return found


def _write_synced(store: Path, name: str, content: bytes) -> None:
    draft = store / f"{name}.draft"
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(store / name)
    descriptor = os.open(store, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


Line = Callable[[], tuple[Callable[[str, bytes], None], Callable[[], None]]]


def _open_sqlite(path: Path) -> Line:
    one_writer = threading.Lock()

    def connect() -> tuple[Callable[[str, bytes], None], Callable[[], None]]:
        line = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        line.execute("PRAGMA journal_mode=WAL")
        line.execute("PRAGMA synchronous=FULL")
        line.execute("CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, name TEXT, record BLOB)")

        def commit(name: str, body: bytes) -> None:
            with one_writer:  # SQLite's own waiting sleeps, which would make the floor look high
                line.execute("BEGIN IMMEDIATE")
                line.execute("INSERT INTO kept (name, record) VALUES (?, ?)", (name, body))
                line.execute("COMMIT")

        return commit, line.close

    return connect


def _open_postgresql(url: str) -> Line:
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("CREATE TABLE IF NOT EXISTS kept (id bigserial PRIMARY KEY, name text, record bytea)")

    def connect() -> tuple[Callable[[str, bytes], None], Callable[[], None]]:
        line = psycopg.connect(url, autocommit=True)

        def commit(name: str, body: bytes) -> None:
            line.execute("INSERT INTO kept (name, record) VALUES (%s, %s)", (name, body))

        return commit, line.close

    return connect
