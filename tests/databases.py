"""A throw-away PostgreSQL for tests and benchmarks; never the machine's own cluster.

The first worker of a session that asks starts the cluster, the others share it. Every process that
uses it holds a shared lock on one file; a keeper process waits for that lock and so ends the cluster
when the last of them is gone, killed ones included.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROLE = "shouwang"
START_SECONDS = 60
SOCKET_PATH_LIMIT = 80  # the kernel's is 107, the socket's own name takes up to 15
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_wal_size=2GB")
ALWAYS = (
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "shared_buffers=128MB",
    "timezone=America/Phoenix",  # far from Beijing and from UTC: a forgotten zone shows
    "log_min_messages=warning",
)
_alone = secrets.token_hex(8)  # without xdist this process is the whole session


class PostgresMissing(RuntimeError):
    """No PostgreSQL server programs on this machine."""


def postgres_url(worker_id: str, migrate: Callable[[str], None] | None = None) -> str:
    """A fresh database for one xdist worker (``master`` without xdist).

    ``migrate`` gets the address of an empty database once a session and must close what it opened;
    each call then returns a copy of what it left. With SHOUWANG_TEST_POSTGRES (a role that may create
    databases) that server is used, and what was created there is dropped at exit.
    Raises PostgresMissing.
    """
    given = os.environ.get("SHOUWANG_TEST_POSTGRES", "")
    folder = _session_folder()
    server = given or _join_cluster(folder)
    session = folder.name.rsplit("-", 1)[-1]
    template = "template1"
    if migrate is not None:
        template = f"shouwang_{session}"
        with _locked(folder / "template.lock"):
            if _create_database(server, template, "template1"):
                try:
                    migrate(_with_database(server, template))
                except BaseException:
                    _drop_database(server, template)
                    raise
                if given:
                    atexit.register(_drop_database, server, template)
    name = f"shouwang_{session}_{worker_id}_{secrets.token_hex(3)}"
    with _locked(folder / "template.lock"):  # two copies of one template at once refuse each other
        _create_database(server, name, template)
    if given:
        atexit.register(_drop_database, server, name)
    return _with_database(server, name)


@contextlib.contextmanager
def postgres_cluster(*, durable: bool) -> Iterator[str]:
    """The address of an empty database in a cluster of its own, gone at the end.

    ``durable`` keeps fsync on, which is what a benchmark must measure. Raises PostgresMissing.
    """
    folder = Path(tempfile.mkdtemp(prefix="shouwang-pg-", dir=_base()))
    folder.chmod(0o755)  # the unprivileged server account must get through
    try:
        server, process = _start(folder, durable=durable)
        try:
            _create_database(server, "shouwang", "template1")
            yield _with_database(server, "shouwang")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _base() -> str:
    """Where an unprivileged server account can get to, on a path short enough for a socket."""
    chosen = tempfile.gettempdir()
    return "/tmp" if os.geteuid() == 0 or len(chosen) > SOCKET_PATH_LIMIT - 40 else chosen  # noqa: S108


def _session_folder() -> Path:
    """Shared by all workers of one pytest session and by nobody else."""
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID", _alone)
    key = hashlib.sha256(session.encode()).hexdigest()[:10]
    folder = Path(_base()) / f"shouwang-pg-{os.getuid()}-{key}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to someone else")
    if os.environ.get("SHOUWANG_TEST_POSTGRES"):
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


_leases: dict[Path, int] = {}  # descriptors held until this process ends, however it ends


def _join_cluster(folder: Path) -> str:
    with _locked(folder / "start.lock"):
        address = folder / "address"
        if not address.exists():
            _find_programs()  # so that what is missing is said here, not in a log
            keeper = [sys.executable, str(Path(__file__).resolve()), str(folder)]
            subprocess.run(keeper, check=True, stdin=subprocess.DEVNULL, timeout=START_SECONDS)
            _wait_for(address, folder / "keeper.log")
        if folder not in _leases:
            _leases[folder] = os.open(folder / "lease", os.O_WRONLY | os.O_CREAT, 0o644)
            fcntl.flock(_leases[folder], fcntl.LOCK_SH)
        return address.read_text()


def _wait_for(address: Path, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not address.exists():
        if time.monotonic() > until or (log.exists() and "Traceback" in log.read_text()):
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text() if log.exists() else ''}")
        time.sleep(0.05)


def _keep(folder: Path) -> None:
    """Run the cluster of a test session until nobody holds its lease any more."""
    if os.fork():
        os._exit(0)
    os.setsid()
    log = os.open(folder / "keeper.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    server, process = _start(folder, durable=False)
    try:
        draft = folder / "address.draft"
        draft.write_text(server)
        draft.rename(folder / "address")
        with (folder / "lease").open("a") as lease, (folder / "start.lock").open("a") as start:
            while True:
                fcntl.flock(lease, fcntl.LOCK_EX)
                fcntl.flock(lease, fcntl.LOCK_UN)
                fcntl.flock(start, fcntl.LOCK_EX)  # nobody joins from here on
                try:
                    fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    fcntl.flock(start, fcntl.LOCK_UN)  # one joined just before
                else:
                    break
            process.send_signal(signal.SIGQUIT)
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        process.kill()


def _start(folder: Path, *, durable: bool) -> tuple[str, subprocess.Popen[bytes]]:
    programs, account = _find_programs(), _server_account()
    data, sockets = folder / "data", folder / "s"
    for path in (data, sockets):
        path.mkdir(mode=0o700)
        if account:
            shutil.chown(path, account["user"], account["group"])
    _make_cluster(programs, data, account)
    for _ in range(5):
        port = _free_port()
        options = [*ALWAYS, f"port={port}", f"unix_socket_directories={sockets}", *([] if durable else UNSAFE_BUT_FAST)]
        arguments = [programs / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]
        with (folder / "postgres.log").open("ab") as log:
            process = subprocess.Popen[bytes](
                arguments, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **account
            )
        server = f"postgresql://{ROLE}@127.0.0.1:{port}/postgres"
        if _answers(server, process):
            return server, process
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'postgres.log').read_text()}")


def _make_cluster(programs: Path, data: Path, account: dict[str, Any]) -> None:
    options = ["-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    initdb = [programs / "initdb", "-D", data, *options]
    made = subprocess.run(initdb, cwd="/", capture_output=True, text=True, check=False, **account)
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")


def _answers(server: str, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(server, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return process.poll() is None  # else another server took the port first
    process.kill()
    process.wait()
    return False


def _find_programs() -> Path:
    """The folder of initdb and postgres; Debian keeps them off the PATH."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(versions, key=lambda path: float(path.parent.name), reverse=True)
    for folder in folders:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise PostgresMissing("PostgreSQL is not installed: `make test` installs it, or set SHOUWANG_TEST_POSTGRES")


def _server_account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root lends it another account."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise PostgresMissing("PostgreSQL refuses to run as root, and there is no account postgres or nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _with_database(server: str, name: str) -> str:
    head, _, query = server.partition("?")
    scheme, _, rest = head.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def _create_database(server: str, name: str, template: str) -> bool:
    """False if it is there already."""
    with psycopg.connect(server, autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        try:
            connection.execute(statement)
        except psycopg.errors.DuplicateDatabase:
            return False
    return True


def _drop_database(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
