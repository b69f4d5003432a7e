# ruff: noqa: S608 (every value that goes into its SQL is its own)
"""How long a page of duty gaps takes in a city, when nothing is filed yet and when nearly all is in order.

    .venv/bin/python benchmarks/duties.py [--units 100000] [--seconds 1.5]

SQLite in a temporary folder; the units are those of benchmarks/reach.py. Floor of the same run: a page of units of the
same officer, without their duties. In the second state one unit in a thousand lacks one rule, the worst for a page,
which passes by a thousand units in order between two gaps, and ends after five thousand. Everything made is removed.
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

from benchmarks import reach
from checklists.duties.queries.owed import GapFilter, duties_of_unit, find_gaps
from checklists.duties.services import load_duty_rules
from server.core.database import connect_database, database, migrate
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.settings import Settings
from server.units.bases.services import seed_bases
from server.units.registry.models import Unit
from server.units.registry.queries.listing import PageWish, UnitFilter, find_units

DAY = date(2026, 11, 22)
PAGE = 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=1.5, help="per measured case")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        connect_database(Settings(data_dir=Path(folder)))
        migrate()
        with database.connection_context():
            town = reach._build_town()
            seed_bases(SYSTEM)
            load_duty_rules(SYSTEM)
            reach._generate(options.units)
            branch = Actor(new_id(), roles=("officer",), agency_id=town.branches[0].id)
            city = Actor(new_id(), roles=("officer",), agency_id=town.city.id)
            result: dict[str, Any] = {"benchmark": "duties", "units": options.units, "page": PAGE, "unit": "ms"}
            result["nothing filed"] = _measure(branch, city, options.seconds)
            rows = _file_nearly_everything()
            result["nearly all in order"] = {**_measure(branch, city, options.seconds), "covers": rows}
        database.close_all()
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _measure(branch: Actor, city: Actor, seconds: float) -> dict[str, Any]:
    some = [unit.id for unit in Unit.select(Unit.id).order_by(Unit.number).limit(200)]
    cases: dict[str, Callable[[int], Any]] = {
        "gaps of a branch": lambda _: find_gaps(branch, GapFilter(limit=PAGE), DAY),
        "gaps of the city": lambda _: find_gaps(city, GapFilter(limit=PAGE), DAY),
        "plans of the city": lambda _: find_gaps(city, GapFilter(duty="plan", limit=PAGE), DAY),
        "one unit": lambda turn: duties_of_unit(city, some[turn % len(some)], DAY),
        "floor: units of the city": lambda _: find_units(city, UnitFilter(), PageWish("name", None, PAGE)),
    }
    return {name: _timed(do, seconds) for name, do in cases.items()}


def _timed(do: Callable[[int], Any], seconds: float) -> dict[str, float]:
    do(0)
    spans: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(spans) < 3:
        began = time.perf_counter()
        do(len(spans))
        spans.append((time.perf_counter() - began) * 1000)
    spans.sort()
    return {"p50": round(statistics.median(spans), 2), "p95": round(spans[int(len(spans) * 0.95) - 1], 2)}


def _file_nearly_everything() -> int:
    """Whatever anybody may owe is covered, but for the gate-keeping rule of one unit in a thousand."""
    things = database.execute_sql(
        "SELECT DISTINCT duty, item FROM duty_rule WHERE duty IN ('rulebook', 'plan', 'drill', 'standard')"
    )
    with database.atomic():
        for number, (duty, item) in enumerate(things.fetchall()):
            for twin in range(2 if item == "any" else 1):
                kind = "incident" if item == "any" else item
                spare = "AND number % 1000 <> 7" if item == "gatekeeping" else ""
                database.execute_sql(
                    "INSERT INTO duty_cover (id, unit_id, duty, item, from_on, until_on, subject_id) SELECT "
                    f"printf('0191{number:02x}{twin:02x}00007000%016x', number), id, '{duty}', '{kind}', '2026-01-01', "
                    f"'2026-12-31', id FROM unit WHERE 1 = 1 {spare}"
                )
    database.execute_sql("ANALYZE")
    count: int = database.execute_sql("SELECT count(*) FROM duty_cover").fetchone()[0]
    return count


if __name__ == "__main__":
    sys.exit(main())
