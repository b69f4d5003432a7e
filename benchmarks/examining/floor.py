"""What a bare commit costs on the same disk and database, without HTTP and without an exam."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.examining.lines import cpu, percentiles

Line = Callable[[], contextlib.AbstractContextManager[Callable[[], None]]]


def measure_floor(url: str, folder: Path, count: int, clients: int, most_seconds: float) -> dict[str, Any]:
    """One row a commit, synced, by as many threads; CPU of this process and of PostgreSQL."""
    open_line = _postgresql_line(url) if url else _sqlite_line(folder / "floor.db")
    seconds: list[float] = []
    until = time.perf_counter() + most_seconds

    def work(number: int) -> None:
        with open_line() as commit:
            for _ in range(number, count, clients):
                began = time.perf_counter()
                if began > until:
                    return
                commit()
                seconds.append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    own, used, began = time.process_time(), cpu(-1, url)["database"], time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    spent = time.process_time() - own + cpu(-1, url)["database"] - used
    return {
        "commits": len(seconds),
        "seconds": round(took, 2),
        "per_second": round(len(seconds) / took, 1),
        **percentiles(seconds),
        "cpu_ms": round(spent * 1000 / len(seconds), 2),
    }


def _sqlite_line(path: Path) -> Line:
    turn = threading.Lock()

    @contextlib.contextmanager
    def connect() -> Iterator[Callable[[], None]]:
        with contextlib.closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as line:
            line.execute("PRAGMA journal_mode=WAL")
            line.execute("PRAGMA synchronous=FULL")
            line.execute("CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, name TEXT)")

            def commit() -> None:
                with turn:  # SQLite's own waiting sleeps, which would make the floor look high
                    line.execute("INSERT INTO kept (name) VALUES (?)", ("a" * 200,))

            yield commit

    return connect


def _postgresql_line(url: str) -> Line:
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("CREATE TABLE IF NOT EXISTS kept (id bigserial PRIMARY KEY, name text)")

    @contextlib.contextmanager
    def connect() -> Iterator[Callable[[], None]]:
        with psycopg.connect(url, autocommit=True) as line:
            yield lambda: line.execute("INSERT INTO kept (name) VALUES (%s)", ("a" * 200,)) and None

    return connect
