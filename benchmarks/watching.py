"""How many reports of watching a second the program takes, and what one costs.

    .venv/bin/python benchmarks/watching.py [--database-url postgresql://…] [--learners 50] [--reports 20]

Each report is a request of a phone (a minute of a film), through the whole app on one thread: token, reading, the two
unions, the hours, the commit. The floor of the same run is the bare read and write of the same row in a transaction of
its own. Without an address it measures SQLite in a temporary folder and, where PostgreSQL is installed, a cluster.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

from courses.lessons.models import Course, CourseOpening, Lesson, LessonProgress
from server.core import clock
from server.core.database import database, migrate
from server.core.ids import new_id
from server.core.settings import Settings
from server.web.app import create_app
from tests.databases import PostgresMissing, postgres_cluster
from tests.world import build_world
from wsgi import PARTS

FILM_SECONDS = 3600


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--reports", type=int, default=30, help="of each learner")
    options = parser.parse_args()
    result: dict[str, Any] = {"benchmark": "watching", "unit": "ms", "learners": options.learners}
    with ExitStack() as stack:
        for name, address in _databases(options.database_url, stack):
            try:
                result[name] = _measure(address(), options, Path(stack.enter_context(tempfile.TemporaryDirectory())))
            except PostgresMissing as missing:
                result[name] = {"skipped": str(missing)}
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _databases(given: str, stack: ExitStack) -> list[tuple[str, Callable[[], str]]]:
    if given:
        return [(given.split(":", 1)[0], lambda: given)]
    return [("sqlite", lambda: ""), ("postgresql", lambda: stack.enter_context(postgres_cluster(durable=True)))]


def _measure(url: str, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    settings = Settings(data_dir=folder, database_url=url)
    app = create_app(settings, PARTS)
    migrate()
    with database.connection_context():
        for step in PARTS.prepare:
            step(settings)
        world = build_world(settings)
        guard = world.people["guard"]
        lessons = _make(world.agencies["lixia"], guard.person_id, options.learners)
    client, token = app.test_client(), app.config["TOKEN_MINT"].make(guard.account_id)
    headers = {"Authorization": f"Bearer {token}", "X-Shouwang-App": "phone/9.9.9"}
    taken, cpu = [], time.process_time()
    for number in range(options.reports):
        for lesson_id in lessons:
            if len(taken) % 50 == 0:
                from server.web.rates import forget_rates

                forget_rates()
            body = _report(lesson_id, number)
            began = time.perf_counter()
            answer = client.post("/api/v1/my/learned", json=body, headers=headers)
            taken.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, answer.json
    cpu = (time.process_time() - cpu) * 1000 / len(taken)
    with database.connection_context():
        floor = _floor(len(taken))
        assert LessonProgress.select().count() == options.learners
    database.close_all()
    found = {**_figures(taken), "cpu": round(cpu, 2), "floor": _figures(floor)}
    print(f"{url.split(':', 1)[0] or 'sqlite'}: {found}")
    return found


def _make(agency_id: UUID, person_id: UUID, count: int) -> list[UUID]:
    """One person's films stand for many learners': the rows are as many, and the lookup is the dearer one."""
    moment, ids = clock.now(), []
    course = Course.create(
        id=new_id(),
        title="课程",
        category="law",
        audiences=[],
        agency_id=agency_id,
        state="published",
        created_at=moment,
    )
    CourseOpening.create(id=new_id(), course_id=course.id, person_id=person_id, opened_at=moment - timedelta(days=30))
    for position in range(count):
        lesson = Lesson.create(
            id=new_id(), course_id=course.id, position=position, title="课", kind="video", seconds=FILM_SECONDS,
            details={}, created_at=moment,
        )  # fmt: skip
        ids.append(lesson.id)
    return ids


_told = [0]


def _report(lesson_id: UUID, number: int) -> dict[str, Any]:
    _told[0] += 1
    ended = clock.now() - timedelta(days=20) + timedelta(minutes=_told[0])
    report = {
        "id": str(new_id()),
        "lesson_id": str(lesson_id),
        "spans": [[number * 60_000, (number + 1) * 60_000]],
        "position_ms": (number + 1) * 60_000,
        "started_at": (ended - timedelta(minutes=1)).isoformat(),
        "ended_at": ended.isoformat(),
    }
    return {"sent_at": clock.now().isoformat(), "reports": [report]}


def _floor(count: int) -> list[float]:
    """Read a progress row and write it back, committed: what nobody can do without."""
    ids, taken = [row.id for row in LessonProgress.select(LessonProgress.id)], []
    for number in range(count):
        began = time.perf_counter()
        with database.atomic():
            row = LessonProgress.get_by_id(ids[number % len(ids)])
            row.position_ms = number
            row.save()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _figures(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    return {
        "per_second": round(1000 / statistics.mean(taken), 1),
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[int(len(ordered) * 0.95)], 2),
        "p99": round(ordered[int(len(ordered) * 0.99)], 2),
    }


if __name__ == "__main__":
    sys.exit(main())
