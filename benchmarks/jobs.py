"""How soon jobs run, how many a second, and what kill -9 costs; on SQLite and on PostgreSQL.

    .venv/bin/python benchmarks/jobs.py [--databases sqlite postgresql] [--jobs 400] [--kills 6]

One worker process (``wsgi.py work`` as shipped, but for the job and a lease of two seconds instead of two minutes).

- ``latency``: jobs asked for one at a time, from the act's commit to the job's first line, milliseconds.
- ``throughput``: many empty jobs that are there at once, a second.
- ``killed``: jobs of 20 ms while the worker is killed and started again; lost must be 0, twice is allowed.

The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from server.core import jobs
from server.core.database import connect_database, database, migrate
from server.core.jobs import Job, JobRow, enqueue
from server.core.settings import Settings
from tests.databases import postgres_cluster

LEASE_SECONDS = 2
BACKENDS = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", nargs="+", choices=BACKENDS, default=BACKENDS)
    parser.add_argument("--jobs", type=int, default=400)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--worker", type=Path, help="used by the benchmark itself")
    options = parser.parse_args()
    if options.worker:
        return work(options.worker)
    found = {}
    for name in options.databases:
        with _database(name) as url, tempfile.TemporaryDirectory(prefix="shouwang-jobs-") as folder:
            found[name] = measure(Settings(data_dir=Path(folder), database_url=url), options.jobs, options.kills)
            print(name, json.dumps(found[name]), flush=True)
    print(json.dumps(found))
    return 0


def work(folder: Path) -> int:
    """The worker, with one job that notes its runs in a file."""
    from server.web import commands
    from wsgi import PARTS

    jobs.LEASE = timedelta(seconds=LEASE_SECONDS)
    notes = open(folder / "runs", "a", buffering=1)  # noqa: SIM115 - as long as the process

    def run(arguments: dict[str, Any]) -> None:
        notes.write(f"{arguments['number']} {time.time()}\n")
        time.sleep(arguments["seconds"])

    return commands.main(replace(PARTS, jobs=[Job("bench.note", run)], schedules=[]), ["work"])


@contextlib.contextmanager
def _database(name: str) -> Iterator[str]:
    if name == "sqlite":
        yield ""
    else:
        with postgres_cluster(durable=True) as url:
            yield url


def measure(settings: Settings, count: int, kills: int) -> dict[str, Any]:
    connect_database(settings)
    migrate()
    worker = _start(settings)
    try:
        with database.connection_context():
            _ask(range(5), 0)
            _wait(5)
            latencies = []
            for number in range(5, 45):
                asked = _ask([number], 0)
                _wait(number + 1)
                latencies.append((_runs(settings)[number][0] - asked) * 1000)
            started = _ask(range(1000, 1000 + count), 0)
            _wait(45 + count)
            seconds = time.time() - started
            _ask(range(5000, 5000 + count), 0.02)
            for _ in range(kills):
                begun = len(_runs(settings))
                while len(_runs(settings)) < begun + 12:  # in the middle of its work
                    time.sleep(0.005)
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker = _start(settings)
            _wait(45 + 2 * count)
            times = Counter({number: len(at) for number, at in _runs(settings).items() if number >= 5000})
    finally:
        worker.kill()
        worker.wait()
        database.close_all()
    return {
        "latency_ms_p50": round(statistics.median(latencies)),
        "latency_ms_p95": round(statistics.quantiles(latencies, n=20)[-1]),
        "throughput_per_second": round(count / seconds),
        "killed": {
            "kills": kills,
            "jobs": count,
            "lost": count - len(times),
            "begun_twice": sum(1 for runs in times.values() if runs > 1),
        },
    }


def _start(settings: Settings) -> subprocess.Popen[bytes]:
    environment = {"SHOUWANG_DATA_DIR": str(settings.data_dir), "SHOUWANG_DATABASE_URL": settings.database_url}
    command = [sys.executable, __file__, "--worker", str(settings.data_dir)]
    return subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)


def _ask(numbers: Any, seconds: float) -> float:
    with database.atomic():
        for number in numbers:
            enqueue("bench.note", {"number": number, "seconds": seconds}, key=f"bench:{number}")
    return time.time()


def _wait(count: int) -> None:
    until = time.time() + 300
    while JobRow.select().where(JobRow.state == "done").count() < count:
        if time.time() > until:
            raise RuntimeError("jobs did not end")
        time.sleep(0.02)


def _runs(settings: Settings) -> dict[int, list[float]]:
    runs: dict[int, list[float]] = {}
    for line in (settings.data_dir / "runs").read_text().splitlines():
        number, _, at = line.partition(" ")
        runs.setdefault(int(number), []).append(float(at))
    return runs


if __name__ == "__main__":
    sys.exit(main())
