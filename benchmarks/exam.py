"""What an exam's start minute, a saved answer and a submission cost: CPU of app and database, and how long each takes.

    .venv/bin/python benchmarks/exam.py [--databases sqlite postgresql] [--candidates 1000] [--clients 16] [--seconds 20]

Each option may also be set in the environment: EXAM_DATABASES ("sqlite postgresql"), EXAM_CANDIDATES, EXAM_CLIENTS,
EXAM_SECONDS. Starts ``wsgi.py web`` as it is shipped (two processes) on a fresh data folder, on SQLite and on a
PostgreSQL of its own with fsync. Every candidate has a sealed paper of fifty questions and has checked in; tokens and
requests are made beforehand and go out through raw sockets from threads of this process, which shares the machine.

- ``exam_start``: each candidate starts once, all as fast as they can: attempt, event and key in one transaction.
- ``exam_save``: one answer a request, five of each candidate.
- ``exam_finish``: fifty answers, five of which are there already; marking is a job and not part of it.
- ``floor``: as many bare commits of one row by as many threads, without HTTP, on the same disk and database.
- ``bare``: requests that do nothing but answer, for what HTTP itself costs.

No phase sends anything new after ``--seconds``: on a slow or busy machine ``left_out`` says how many requests it did
not come to, and the phases after it go on with the attempts that there are.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.examining.floor import measure_floor
from benchmarks.examining.lines import Lines, cpu
from benchmarks.examining.phones import QUESTIONS, SECRET, asking, finish, prepare, save, start
from benchmarks.ingest import _serving
from courses.exams.models import Attempt, Response, ResponseLog
from courses.papers.models import Paper
from server.core.database import database
from server.core.events import verify_chain
from server.core.settings import Settings
from tests.databases import postgres_cluster

SAVES = 5
WARM = 40


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # told to stop, it still stops its server
    result: dict[str, Any] = {"bench": "exam", "candidates": options.candidates, "questions": QUESTIONS}
    result |= {"clients": options.clients, "cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 1)}
    for name in options.databases:
        folder = Path(tempfile.mkdtemp(prefix="shouwang-exam-", dir=options.folder))
        try:
            with postgres_cluster(durable=True) if name == "postgresql" else contextlib.nullcontext("") as url:
                result[name] = measure(name, url, folder, options)
                database.close_all()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    result["load_after"] = round(os.getloadavg()[0], 1)
    print(json.dumps(result))


def _options() -> argparse.Namespace:
    parser, environment = argparse.ArgumentParser(description=__doc__.splitlines()[0]), os.environ.get
    parser.add_argument("--databases", nargs="+", default=environment("EXAM_DATABASES", "sqlite postgresql").split())
    parser.add_argument("--candidates", type=int, default=int(environment("EXAM_CANDIDATES", "1000")))
    parser.add_argument("--clients", type=int, default=int(environment("EXAM_CLIENTS", "16")), help="lines at once")
    parser.add_argument("--seconds", type=float, default=float(environment("EXAM_SECONDS", "20")), help="most a phase")
    parser.add_argument("--folder", type=Path, default=None, help="where the data lies while it runs; a true disk")
    options = parser.parse_args()
    if options.candidates < 1 or options.clients < 1 or not set(options.databases) <= {"sqlite", "postgresql"}:
        parser.error("at least one candidate and one client, on sqlite or postgresql")
    return options


def measure(name: str, url: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    settings = Settings(data_dir=folder / "data", database_url=url, secret=SECRET)
    tokens = prepare(settings, WARM + options.candidates)
    database.close_all()
    with _serving(settings, "gunicorn") as (port, group):
        lines = Lines(port, options.clients, options.seconds, lambda: cpu(group, url))
        found, sent = sit(lines, tokens, name)
    found["floor"] = measure_floor(url, folder, options.candidates, options.clients, options.seconds)
    found["checked"] = check(**sent)
    return found


def sit(lines: Lines, tokens: list[str], name: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The phases one after another: what each cost, and how much was acknowledged."""
    warm, tokens = tokens[:WARM], tokens[WARM:]
    lines.send([asking("/api/v1/mobile/status")] * 500)
    warmed = _pairs(warm, lines.send([start(token) for token in warm]).answers)
    lines.send([save(*pair, 1) for pair in warmed])
    warm_ends = lines.send([finish(*pair) for pair in warmed]).answers

    bare = lines.send([asking("/api/v1/mobile/status")] * len(tokens))
    starts = lines.send([start(token) for token in tokens])
    pairs = _pairs(tokens, starts.answers)
    saves = lines.send([save(*pair, seq) for seq in range(1, SAVES + 1) for pair in pairs])
    ends = lines.send([finish(*pair) for pair in pairs])
    if not all(len(answer["acks"]) == QUESTIONS and answer["state"] == "submitted" for answer in ends.answers):
        raise AssertionError("a submission was not taken whole")
    phases = {"bare": bare, "exam_start": starts, "exam_save": saves, "exam_finish": ends}
    for phase, answered in phases.items():
        print(f"{name} {phase}: {answered.figures}", flush=True)
    ended = len(warm_ends) + len(ends.answers)
    # saved, but not handed in for want of time: their answers of the saves are there alone
    open_saves = sum(1 for number in range(len(saves.answers)) if number % len(pairs) >= len(ends.answers))
    answers = ended * QUESTIONS + open_saves
    sent = {"papers": WARM + len(tokens), "attempts": len(warmed) + len(pairs), "ended": ended, "answers": answers}
    return {phase: answered.figures for phase, answered in phases.items()}, sent


def _pairs(tokens: list[str], started: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(token, answer["attempt_id"]) for token, answer in zip(tokens, started, strict=False)]


def check(papers: int, attempts: int, ended: int, answers: int) -> dict[str, Any]:
    """That what was acknowledged is there and nothing else: attempts, their ends, every answer; the chain whole."""
    with database.connection_context():
        found = {
            "papers": Paper.select().count(),
            "attempts": Attempt.select().count(),
            "ended": Attempt.select().where(Attempt.state == "submitted").count(),
            "responses": Response.select().count(),
            "log": ResponseLog.select().count(),
            "chain": verify_chain().ok,
        }
    counts = {"papers": papers, "attempts": attempts, "ended": ended, "responses": answers, "log": answers}
    if found != {**counts, "chain": True}:
        raise AssertionError(f"{found}, and not {counts}")
    return found


if __name__ == "__main__":
    main()
