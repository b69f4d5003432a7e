"""How long the coverage of a city with 200,000 enrolments takes, beside a plain count in SQL.

    .venv/bin/python benchmarks/rotation.py [--size 200000] [--rounds 5]

SQLite in a temporary folder; the floor is ``SELECT state, COUNT(*)`` over the same cycle in the same run. Measured are
the page's totals, its areas, the units of one area, and the closing list's first page. Everything made is removed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from courses.rotations.models import RotationCycle
from courses.rotations.queries.coverage import RowFilter, coverage_of, find_rows
from courses.rotations.queries.cycles import counts_of
from server.core import clock
from server.core.database import connect_database, database, migrate
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.settings import Settings

AREAS = [f"3701{number:02d}" for number in range(2, 14)]
STATES = ("done", "done", "done", "done", "done", "done", "active", "active", "active", "excused")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        connect_database(Settings(data_dir=Path(folder)))
        migrate()
        with database.connection_context():
            cycle = _make(options.size)
            result = _measure(cycle, options.rounds)
        database.close_all()
    print(
        json.dumps({"benchmark": "rotation", "database": "sqlite", "enrolments": options.size, "unit": "ms", **result})
    )
    return 0


def _make(size: int) -> RotationCycle:
    cycle = RotationCycle.create(
        id=new_id(),
        year=2026,
        audience="guard",
        tier="city",
        title="2026",
        agency_id=new_id(),
        required_seconds=86400,
        exam_required=True,
        course_ids=[],
        remind_days=[],
        opens_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        bases=[],
        created_at=clock.now(),
    )
    units = [(new_id().hex, AREAS[number % len(AREAS)]) for number in range(size // 20)]
    moment = clock.to_text(clock.now())
    people = [new_id().hex for _ in range(size)]
    with database.atomic():
        cursor = database.cursor()
        person = "INSERT INTO person (id, name, post, created_at, version) VALUES (?, '受训人', '门卫', ?, 1)"
        cursor.executemany(person, [(id, moment) for id in people])
        insert = (
            "INSERT INTO enrolment (id, cycle_id, person_id, year, audience, unit_id, area_code, state, seconds,"
            " excused_reason, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        rows = (
            (new_id().hex, cycle.id.hex, id, 2026, "guard", *units[n % len(units)], STATES[n % 10], 0, "", moment, 1)
            for n, id in enumerate(people)
        )
        cursor.executemany(insert, rows)
    return cycle


def _measure(cycle: RotationCycle, rounds: int) -> dict[str, float]:
    count = "SELECT state, COUNT(*) FROM enrolment WHERE cycle_id = ? GROUP BY state"
    cases: dict[str, Callable[[], Any]] = {
        "floor_plain_count": lambda: database.execute_sql(count, [cycle.id.hex]).fetchall(),
        "totals": lambda: counts_of(SYSTEM, [cycle]),
        "by_area": lambda: coverage_of(SYSTEM, cycle, "area", None),
        "units_of_one_area": lambda: coverage_of(SYSTEM, cycle, "unit", AREAS[0]),
        "first_page_of_missing": lambda: find_rows(SYSTEM, cycle, RowFilter(50, state="active")),
    }
    return {name: round(statistics.median(_time(case) for _ in range(rounds)), 2) for name, case in cases.items()}


def _time(case: Callable[[], Any]) -> float:
    began = time.perf_counter()
    case()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
