"""How many records a second the production server takes in from eight phones, with and without a 200 KB photo.

    .venv/bin/python benchmarks/ingest.py [--databases sqlite postgresql] [--server gunicorn|granian] [--records 300]

Starts ``wsgi.py web`` as it is shipped (two processes) on a fresh data folder, on SQLite and on a
PostgreSQL of its own with fsync. Records are true ones: the school checklist, passed, signed by an enrolled P-256
key, different each time; every one is checked, stored, chained and synced before its answer. What the phones send is
signed beforehand and goes out through raw sockets, so that the clients take little of the machine they share.

- ``record``: one push. It names three signature images that are there already, so it is complete at once.
- ``record_and_photo``: the same with one photo of 200 KB more, sent whole to /uploads; two requests a record.
- ``batch``: pushes of twenty.
- ``floor``: the same bytes written to a file and synced and the record's text committed as one row by eight threads,
  with no HTTP, no signature and no checklist.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))


from benchmarks.ingesting.floor import measure_floor
from benchmarks.ingesting.phones import BATCH, CLIENTS, PHOTO_BYTES, SECRET, Client, photo_of, prepare, write_requests
from checklists.inspections.models import Inspection, InspectionCompletion
from server.core.database import database
from server.core.events import verify_chain
from server.core.settings import Settings
from tests.databases import postgres_cluster


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--server", choices=["gunicorn", "granian"], default="gunicorn")
    parser.add_argument("--records", type=int, default=300, help="records a client in each phase")
    parser.add_argument("--folder", type=Path, default=None, help="where the data lies while it runs; a true disk")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # told to stop, it still stops its server
    result: dict[str, Any] = {"benchmark": "ingest", "clients": CLIENTS, "cores": os.cpu_count()}
    result["server"] = options.server
    for name in options.databases:
        with _database(name) as url, _folder(options.folder) as folder:
            result[name] = measure(name, url, folder, options)
    print(json.dumps(result))


@contextlib.contextmanager
def _database(name: str) -> Iterator[str]:
    if name == "sqlite":
        yield ""
    else:
        with postgres_cluster(durable=True) as url:
            yield url


@contextlib.contextmanager
def _folder(parent: Path | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="shouwang-ingest-", dir=parent))
    try:
        yield folder
    finally:
        database.close_all()
        shutil.rmtree(folder, ignore_errors=True)


def measure(name: str, url: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    settings = Settings(data_dir=folder / "data", database_url=url, secret=SECRET)
    clients = prepare(settings)
    photo = photo_of(PHOTO_BYTES)
    write_requests(clients, options.records, photo)
    result: dict[str, Any] = {}
    with _serving(settings, options.server) as (port, group):
        for phase, per_step in (("warm_up", 1), ("record", 1), ("record_and_photo", 1), ("batch", BATCH)):
            steps = [client.requests[phase] for client in clients]
            used = _cpu_seconds(group)
            found = run_phase(port, steps)
            found["server_cpu_ms_per_record"] = round(
                (_cpu_seconds(group) - used) * 1000 / (found["steps"] * per_step), 2
            )
            if phase != "warm_up":
                result[phase] = {"records_per_second": round(found["steps_per_second"] * per_step, 1), **found}
                print(f"{name} {phase}: {result[phase]['records_per_second']} records/s", flush=True)
    result["floor"] = measure_floor(url, folder, clients, photo)
    result["checked"] = check(clients)
    return result


@contextlib.contextmanager
def _serving(settings: Settings, server: str) -> Iterator[tuple[int, int]]:
    """(port, process group)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SHOUWANG_DATA_DIR": str(settings.data_dir),
        "SHOUWANG_DATABASE_URL": settings.database_url,
        "SHOUWANG_SECRET": SECRET,
        "SHOUWANG_PORT": str(port),
        "SHOUWANG_UPLOAD_RATE_PER_MINUTE": "1000000",
    }
    command = [sys.executable, "wsgi.py", "web"]
    if server == "granian":
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "wsgi:make_application",
            "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning",
            "--workers", str(settings.web_processes), "--blocking-threads", str(settings.web_threads),
        ]  # fmt: skip
    root = Path(__file__).parent.parent
    process = subprocess.Popen(command, env=environment, cwd=root, start_new_session=True)
    try:
        _wait_until_it_answers(port)
        yield port, process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _cpu_seconds(group: int) -> float:
    """What the server's processes have used so far; PostgreSQL's own are not among them."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as line:
            line.sendall(b"GET /api/v1/mobile/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            if line.recv(20).startswith(b"HTTP/1.1 200"):
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def run_phase(port: int, steps: list[list[list[bytes]]]) -> dict[str, Any]:
    """Every client sends its steps one after another over one kept-alive line; all clients at once."""
    ready, seconds = threading.Barrier(len(steps) + 1), queue.SimpleQueue[float]()
    failed: list[Exception] = []

    def work(own: list[list[bytes]]) -> None:
        try:
            with socket.create_connection(("127.0.0.1", port)) as line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                ready.wait()
                for step in own:
                    began = time.perf_counter()
                    for request in step:
                        line.sendall(request)
                        _read_answer(line)
                    seconds.put(time.perf_counter() - began)
        except (OSError, RuntimeError) as error:
            failed.append(error)
            ready.abort()

    threads = [threading.Thread(target=work, args=(own,)) for own in steps]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failed:
        raise failed[0]
    each = sorted(seconds.get() for _ in range(seconds.qsize()))
    return {
        "steps": len(each),
        "steps_per_second": round(len(each) / took, 1),
        "p50_ms": round(statistics.median(each) * 1000, 1),
        "p95_ms": round(each[int(len(each) * 0.95)] * 1000, 1),
    }


def _read_answer(line: socket.socket) -> None:
    """Read one answer to its end; raises unless it is a success."""
    content = b""
    while b"\r\n\r\n" not in content:
        if not (piece := line.recv(65_536)):
            raise ConnectionError("the server hung up")
        content += piece
    head, _, body = content.partition(b"\r\n\r\n")
    length = next((int(row[15:]) for row in head.split(b"\r\n") if row[:15].lower() == b"content-length:"), 0)
    missing = length - len(body)
    while missing > 0:
        missing -= len(line.recv(min(missing, 65_536)))
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
        raise RuntimeError(content[:600].decode(errors="replace"))


def check(clients: list[Client]) -> dict[str, Any]:
    """That what was acknowledged is there: every record once and complete, the chain whole."""
    phases = {"warm_up": -1, "record": 0, "record_and_photo": 0}
    sent = sum(len(client.requests[phase]) + less for client in clients for phase, less in phases.items())
    sent += sum(BATCH * len(client.requests["batch"]) for client in clients)
    with database.connection_context():
        stored, complete, chain = Inspection.select().count(), InspectionCompletion.select().count(), verify_chain()
        flagged = Inspection.select().where(Inspection.flag_count > 0).count()
    if not (sent == stored == complete and chain.ok and flagged == 0):
        raise AssertionError(f"sent {sent}, stored {stored}, complete {complete}, flagged {flagged}, {chain}")
    return {"records": stored, "complete": complete, "events": chain.checked, "flagged": flagged}


if __name__ == "__main__":
    main()
