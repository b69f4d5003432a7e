"""The cluster of tests/databases.py: shared by the session, apart per worker, gone with the last user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests import databases


@pytest.fixture(autouse=True)
def _own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOUWANG_TEST_POSTGRES", raising=False)


def make_table(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE unit (name text)")


def test_each_call_gets_a_fresh_copy_of_the_migrated_template(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}-{request.node.name}")
    first = databases.postgres_url("gw0", make_table)
    second = databases.postgres_url("gw1", make_table)
    assert first != second
    with psycopg.connect(first) as connection:
        connection.execute("INSERT INTO unit VALUES ('第一中学')")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT count(*) FROM unit").fetchone() == (0,)


def test_a_migration_that_fails_leaves_no_half_made_template(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}-{request.node.name}")

    def fail(url: str) -> None:
        make_table(url)
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        databases.postgres_url("gw0", fail)
    with psycopg.connect(databases.postgres_url("gw0", make_table)) as connection:
        assert connection.execute("SELECT count(*) FROM unit").fetchone() == (0,)


def test_processes_of_one_session_share_a_cluster_that_ends_with_the_last_even_when_killed() -> None:
    session = f"{os.getpid()}-{time.monotonic_ns()}"
    root = Path(__file__).parents[3]
    script = "import sys, time; from tests.databases import postgres_url; print(postgres_url(sys.argv[1])); "
    script += "sys.stdout.flush(); time.sleep(60)"
    environment = {**os.environ, "PYTEST_XDIST_TESTRUNUID": session}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", script, name], cwd=root, env=environment, stdout=subprocess.PIPE, text=True
        )
        for name in ("gw0", "gw1")
    ]
    urls = [worker.stdout.readline().strip() for worker in workers if worker.stdout]
    try:
        ports = {urlsplit(url).port for url in urls}
        assert len(ports) == 1
        assert urls[0] != urls[1]
        workers[0].send_signal(signal.SIGKILL)
        workers[0].wait()
        psycopg.connect(urls[1]).close()
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    assert _stops_answering(urls[1])


def test_a_cluster_for_benchmarks_syncs_to_disk() -> None:
    with databases.postgres_cluster(durable=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    assert _stops_answering(url)


def _stops_answering(url: str) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            psycopg.connect(url, connect_timeout=1).close()
        except psycopg.OperationalError:
            return True
        time.sleep(0.05)
    return False
