"""How long the view of a unit's file takes when the unit has 5,000 hazards and 500 inspections.

The floor beside it is plain counting: one ``SELECT count(*)`` by unit for each table the chapters read. A database of
its own is made in a temporary folder, filled straight into the tables, and thrown away. Run alone:

    PYTHONPATH=. python benchmarks/unit_file.py [hazards] [inspections]
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from checklists.demo import build_demo
from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection
from reports.unit_files.queries.chapters import CHAPTERS, Reader
from reports.unit_files.queries.files import file_of_unit
from server.core import clock
from server.core.database import connect_database, database, migrate
from server.core.files import connect_files
from server.core.ids import new_id
from server.core.jobs import register_jobs
from server.core.settings import Settings
from server.core.statements import insert_many_rows
from server.units.registry.queries.reach import unit_within_reach
from server.web.app import create_app
from server.web.signin.queries import actor_by_account
from wsgi import PARTS

RUNS = 30


def main() -> None:
    hazards, inspections = (int(text) for text in (sys.argv[1:3] or ("5000", "500")))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), secret="a secret of the benchmark, long enough")  # noqa: S106
        connect_database(settings)
        migrate()
        create_app(settings, PARTS)
        connect_files(settings.files_dir)
        register_jobs(PARTS.jobs)
        with database.connection_context():
            for step in PARTS.prepare:
                step(settings)
            demo, _ = build_demo()
            unit_id = demo.units["school_first"]
            fill(unit_id, hazards, inspections)
            actor = actor_by_account(demo.accounts["officer_chen"])
            unit = unit_within_reach(actor, unit_id)
            view = timed(lambda: file_of_unit(actor, unit_id))
            floor = timed(lambda: counts(Reader(actor, unit)))
            result = {
                "benchmark": "unit_file",
                "hazards": hazards,
                "inspections": inspections,
                "runs": RUNS,
                "view_ms_median": round(statistics.median(view), 1),
                "view_ms_p95": round(sorted(view)[int(RUNS * 0.95)], 1),
                "floor_ms_median": round(statistics.median(floor), 1),
                "view_over_floor": round(statistics.median(view) / statistics.median(floor), 1),
            }
    print(json.dumps(result, ensure_ascii=False))


def fill(unit_id: UUID, hazards: int, inspections: int) -> None:
    """Hazards and inspections of two years, straight into the tables."""
    now, today = clock.now(), clock.today()
    rows: list[Any] = [
        Hazard(
            id=new_id(), unit_id=unit_id, title=f"隐患{number}", note="", grade="general", bases=[], photos=[],
            found_on=today - timedelta(days=number % 730), state="closed" if number % 5 else "found", changed_at=now,
        )
        for number in range(hazards)
    ]  # fmt: skip
    records: list[Any] = [
        Inspection(
            id=new_id(), kind="periodic", unit_id=unit_id, template_version_id=new_id(), account_id=new_id(),
            device_id=new_id(), device_name="", started_at=now, ended_at=now - timedelta(days=number), recorded_at=now,
            received_at=now, record={"officers": []}, record_hash="0" * 64, earned=90, possible=100, flag_count=0,
            breach_count=0, hazard_count=0,
        )
        for number in range(inspections)
    ]  # fmt: skip
    with database.atomic():
        for table in (rows, records):
            for start in range(0, len(table), 500):
                insert_many_rows(table[start : start + 500])


def counts(reader: Reader) -> None:
    """The least that any such view must do: count each table's rows of the unit."""
    for chapter in CHAPTERS:
        table = chapter.read(reader).query.model
        column = table.unit_id if hasattr(table, "unit_id") else table.unit
        table.select().where(column == reader.unit.id).count()


def timed(work: Callable[[], Any]) -> list[float]:
    """Milliseconds of each run, after two that warm up."""
    work()
    work()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


if __name__ == "__main__":
    main()
