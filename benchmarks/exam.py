"""What an exam's start minute, a saved answer and a submission cost: CPU of app and database, and how long each takes.

    .venv/bin/python benchmarks/exam.py [--databases sqlite postgresql] [--candidates 1000] [--clients 16]

Starts ``wsgi.py web`` as it is shipped (two processes) on a fresh data folder, on SQLite and on a PostgreSQL of its own
with fsync. Every candidate has a sealed paper of fifty questions and has checked in; tokens and requests are made
beforehand and go out through raw sockets from threads of this process, which shares the machine.

- ``exam_start``: each candidate starts once, all as fast as they can: attempt, event and key in one transaction.
- ``exam_save``: one answer a request, five of each candidate.
- ``exam_finish``: fifty answers, five of which are there already; marking is a job and not part of it.
- ``floor``: as many bare commits of one row by as many threads, without HTTP, on the same disk and database.
- ``bare``: requests that do nothing but answer, for what HTTP itself costs.
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
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

import psycopg

from benchmarks.ingest import _serving
from benchmarks.ingesting.phones import SECRET
from checklists.demo import build_demo
from courses.exams.models import Attempt, Candidate, ExamSession, Response, ResponseLog
from courses.papers.models import Paper
from server.core import clock
from server.core.database import connect_database, database, migrate
from server.core.events import verify_chain
from server.core.ids import new_id
from server.core.settings import Settings
from server.core.statements import insert_rows
from server.web.app import create_app
from server.web.signin.tokens import TokenMint
from tests.databases import postgres_cluster
from tests.factories.exams import paper_row
from wsgi import PARTS

QUESTIONS = 50
SAVES = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--candidates", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=16, help="lines at once")
    parser.add_argument("--folder", type=Path, default=None, help="where the data lies while it runs; a true disk")
    options = parser.parse_args()
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
    print(json.dumps(result))


def measure(name: str, url: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    settings = Settings(data_dir=folder / "data", database_url=url, secret=SECRET)
    tokens = prepare(settings, options.candidates)
    database.close_all()
    found: dict[str, Any] = {}
    with _serving(settings, "gunicorn") as (port, group):
        run = Runner(port, options.clients, lambda: _cpu(group, url))
        run.phase([_get("/api/v1/mobile/status")] * 500)  # warm up
        found["bare"] = run.phase([_get("/api/v1/mobile/status")] * options.candidates)[0]
        warm, tokens = tokens[:40], tokens[40:]
        for token, answer in zip(warm, run.phase([_start(token) for token in warm])[1], strict=True):
            run.phase([_save(token, answer["attempt_id"], 1), _finish(token, answer["attempt_id"])])
        found["exam_start"], started = run.phase([_start(token) for token in tokens])
        pairs = [(token, answer["attempt_id"]) for token, answer in zip(tokens, started, strict=True)]
        saves = [_save(token, id, seq) for seq in range(1, SAVES + 1) for token, id in pairs]
        found["exam_save"], _ = run.phase(saves)
        found["exam_finish"], finished = run.phase([_finish(token, id) for token, id in pairs])
        if not all(len(answer["acks"]) == QUESTIONS and answer["state"] == "submitted" for answer in finished):
            raise AssertionError("a submission was not taken whole")
        for phase in ("bare", "exam_start", "exam_save", "exam_finish"):
            print(f"{name} {phase}: {found[phase]}", flush=True)
    found["floor"] = floor(url, folder, options.candidates, options.clients)
    found["checked"] = check(options.candidates)
    return found


def prepare(settings: Settings, count: int) -> list[str]:
    """The demo world, one session under way, and candidates with papers who have checked in; their tokens."""
    connect_database(settings)
    migrate()
    create_app(settings, PARTS)
    mint = TokenMint(SECRET.encode(), "attempt", 86_400)
    with database.connection_context():
        for step in PARTS.prepare:
            step(settings)
        demo, _ = build_demo()
        now = clock.now()
        with database.atomic():
            session = ExamSession.create(
                id=new_id(), title="年度考核", agency_id=demo.agencies["lixia"], blueprint_version_id=new_id(),
                starts_at=now - timedelta(minutes=1), start_closes_at=now + timedelta(hours=3), duration_seconds=7200,
                grace_seconds=30, upload_seconds=7200, papers_state="made", created_at=now,
            )  # fmt: skip
            candidates = [
                Candidate(
                    id=new_id(), session_id=session.id, person_id=new_id(), unit_id=demo.units["school_first"],
                    state="invited", device="phone", token_serial=1, checked_in_at=now, created_at=now,
                )
                for _ in range(count)
            ]  # fmt: skip
            for at in range(0, count, 500):
                insert_rows(candidates[at : at + 500])
            for candidate in candidates:
                paper_row(session, candidate.id, slots=QUESTIONS)
        return [
            mint.make(
                candidate.id, account=str(_account(number)), person=str(candidate.person_id), name="考生",
                serial=1, **{"try": 1}, device="phone",
            )
            for number, candidate in enumerate(candidates)
        ]  # fmt: skip


def _account(number: int) -> UUID:
    """Spread over the event lanes, as true accounts are."""
    return UUID(int=new_id().int - new_id().int % 16 + number % 16)


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def _post(path: str, token: str, value: Any) -> bytes:
    body = json.dumps(value, ensure_ascii=False).encode()
    head = f"POST /api/v1{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _start(token: str) -> bytes:
    return _post("/exam-starts", token, {})


def _save(token: str, attempt_id: str, seq: int) -> bytes:
    return _post("/exam-answers", token, {"attempt_id": attempt_id, "answers": [_answer(seq, seq)]})


def _finish(token: str, attempt_id: str) -> bytes:
    answers = [_answer(slot, slot) for slot in range(1, QUESTIONS + 1)]
    return _post("/exam-submissions", token, {"attempt_id": attempt_id, "answers": answers})


def _answer(slot: int, seq: int) -> dict[str, Any]:
    return {"slot": slot, "seq": seq, "value": "abcd"[slot % 4], "recorded_at": "2026-11-02T01:00:00.000Z"}


class Runner:
    """Sends requests over so many kept-alive lines at once, and says what they cost."""

    def __init__(self, port: int, clients: int, cpu: Callable[[], dict[str, float]]) -> None:
        self._port, self._clients, self._cpu = port, clients, cpu

    def phase(self, requests: list[bytes]) -> tuple[dict[str, Any], list[Any]]:
        """(figures, answers in the order of the requests)."""
        answers: list[Any] = [None] * len(requests)
        seconds = [0.0] * len(requests)
        waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(len(requests)):
            waiting.put(number)
        failed: list[Exception] = []

        def work() -> None:
            try:
                with socket.create_connection(("127.0.0.1", self._port)) as line:
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    while True:
                        number = waiting.get_nowait()
                        began = time.perf_counter()
                        line.sendall(requests[number])
                        answers[number] = _read(line)
                        seconds[number] = time.perf_counter() - began
            except queue.Empty:
                pass
            except (OSError, RuntimeError) as error:
                failed.append(error)

        threads = [threading.Thread(target=work) for _ in range(min(self._clients, len(requests)))]
        used, began = self._cpu(), time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took, after = time.perf_counter() - began, self._cpu()
        if failed:
            raise failed[0]
        each = {part: round((after[part] - used[part]) * 1000 / len(requests), 2) for part in used}
        figures = {
            "requests": len(requests),
            "seconds": round(took, 2),
            "per_second": round(len(requests) / took, 1),
            **_percentiles(seconds),
            "cpu_ms_app": each["app"],
            "cpu_ms_database": each["database"],
            "cpu_ms": round(each["app"] + each["database"], 2),
        }
        return figures, [json.loads(answer) for answer in answers]


def _read(line: socket.socket) -> bytes:
    content = b""
    while b"\r\n\r\n" not in content:
        if not (piece := line.recv(65_536)):
            raise ConnectionError("the server hung up")
        content += piece
    head, _, body = content.partition(b"\r\n\r\n")
    length = next((int(row[15:]) for row in head.split(b"\r\n") if row[:15].lower() == b"content-length:"), 0)
    while len(body) < length:
        body += line.recv(65_536)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(content[:600].decode(errors="replace"))
    return body


def _percentiles(seconds: list[float]) -> dict[str, float]:
    each = sorted(seconds)
    return {f"p{part}_ms": round(each[min(len(each) - 1, len(each) * part // 100)] * 1000, 1) for part in (50, 95, 99)}


def _cpu(group: int, url: str) -> dict[str, float]:
    """Seconds used so far by the server's process group, and by PostgreSQL's processes; SQLite works inside the app."""
    postmaster = _postmaster(url) if url else -1
    used = {"app": 0, "database": 0}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            ticks = int(fields[11]) + int(fields[12])
            if int(fields[2]) == group:
                used["app"] += ticks
            elif postmaster in (int(fields[1]), int(stat.parent.name)):
                used["database"] += ticks
    return {part: ticks / os.sysconf("SC_CLK_TCK") for part, ticks in used.items()}


_postmasters: dict[str, int] = {}


def _postmaster(url: str) -> int:
    if url not in _postmasters:
        with psycopg.connect(url) as line:
            backend = line.info.backend_pid
            stat = Path(f"/proc/{backend}/stat").read_text()
            _postmasters[url] = int(stat.rpartition(")")[2].split()[1])
    return _postmasters[url]


def floor(url: str, folder: Path, count: int, clients: int) -> dict[str, Any]:
    """One row a commit, synced, by as many threads; CPU of this process and of PostgreSQL."""
    open_line = _postgresql_line(url) if url else _sqlite_line(folder / "floor.db")
    seconds: list[float] = []

    def work(number: int) -> None:
        with open_line() as commit:
            for _ in range(number, count, clients):
                began = time.perf_counter()
                commit()
                seconds.append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    own, used, began = time.process_time(), _cpu(-1, url)["database"], time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    cpu = time.process_time() - own + _cpu(-1, url)["database"] - used
    return {
        "commits": count,
        "seconds": round(took, 2),
        "per_second": round(count / took, 1),
        **_percentiles(seconds),
        "cpu_ms": round(cpu * 1000 / count, 2),
    }


Line = Callable[[], contextlib.AbstractContextManager[Callable[[], None]]]


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


def check(count: int) -> dict[str, Any]:
    """That what was acknowledged is there: every attempt once and ended, every answer, the chain whole."""
    with database.connection_context():
        found = {
            "attempts": Attempt.select().where(Attempt.state == "submitted").count(),
            "responses": Response.select().count(),
            "log": ResponseLog.select().count(),
            "papers": Paper.select().count(),
            "chain": verify_chain().ok,
        }
    expected = {"attempts": count, "responses": count * QUESTIONS, "log": count * QUESTIONS, "papers": count}
    if found != {**expected, "chain": True}:
        raise AssertionError(found)
    return found


if __name__ == "__main__":
    main()
