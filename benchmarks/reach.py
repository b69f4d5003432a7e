"""How long a page and a count of a district's units take among ten thousand and among a million units.

    .venv/bin/python benchmarks/reach.py [--database-url postgresql://…] [--sizes 10000 1000000] [--seconds 2]

Without an address it measures SQLite in a temporary folder and, where PostgreSQL is installed, a cluster of its own.
What the program does (``reach rows``) stands beside the three usual ways over the same units: a materialised path, a
closure table and a recursive query. The floor of the same run is bare SQL by primary key. Everything made is removed.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.reaching.cases import PAGE, Cases, cases_of
from benchmarks.reaching.units import build_town, execute, generate
from server.core.database import connect_database, database, is_postgresql, migrate
from server.core.settings import Settings
from tests.databases import PostgresMissing, postgres_cluster


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=2.0, help="per measured case")
    options = parser.parse_args()
    result: dict[str, Any] = {"benchmark": "reach", "page": PAGE, "unit": "ms"}
    with ExitStack() as stack:
        for name, address in _databases(options.database_url, stack):
            result[name] = _measure_database(name, address, options, stack)
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _databases(given: str, stack: ExitStack) -> list[tuple[str, Callable[[], str]]]:
    if given:
        return [(given.split(":", 1)[0], lambda: given)]

    def cluster() -> str:
        return stack.enter_context(postgres_cluster(durable=True))

    return [("sqlite", lambda: ""), ("postgresql", cluster)]


def _measure_database(name: str, address: Callable[[], str], options: Any, stack: ExitStack) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for size in options.sizes:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            url = address()
        except PostgresMissing as missing:
            print(f"{name}: {missing}")
            return {"skipped": str(missing)}
        connect_database(Settings(data_dir=folder, database_url=url))
        began = time.monotonic()
        migrate()
        with database.connection_context():
            if is_postgresql():
                database.execute_sql("SET statement_timeout = 0")  # making a million units takes longer than any act
            town = build_town()
            generate(size)
            bytes_used = _bytes_used()
            print(f"\n{name}, {size:,} units ({time.monotonic() - began:.0f} s to make, {bytes_used >> 20} MB)")
            found[str(size)] = {**_measure(cases_of(town, size), options.seconds), "megabytes": bytes_used >> 20}
            if is_postgresql():
                _drop_all()
        database.close_all()
    _print_growth(name, found, options.sizes)
    return found


def _measure(cases: Cases, seconds: float) -> dict[str, Any]:
    return {label: _time(label, case, seconds) for label, case in cases.items()}


def _time(label: str, case: Callable[[], Any], seconds: float) -> dict[str, Any]:
    for _ in range(3):
        case()
    taken: list[float] = []
    gc.collect()
    gc.disable()
    until = time.perf_counter() + seconds
    while len(taken) < 400 and (len(taken) < 5 or time.perf_counter() < until):
        began = time.perf_counter()
        case()
        taken.append((time.perf_counter() - began) * 1000)
    gc.enable()
    ordered = sorted(taken)
    p50, p95 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    least = ordered[0]  # what a quiet machine would show, whoever else is at work on this one
    print(
        f"  {label:<52} least {least:9.3f} ms   p50 {p50:9.3f} ms   p95 {p95:9.3f} ms   ({len(taken)} runs)", flush=True
    )
    return {"least": round(least, 3), "p50": round(p50, 3), "p95": round(p95, 3)}


def _print_growth(name: str, found: dict[str, Any], sizes: list[int]) -> None:
    if len(sizes) < 2 or str(sizes[-1]) not in found:
        return
    print(f"\n{name}: growth of p50 and p95 from {sizes[0]:,} to {sizes[-1]:,} units")
    small, large = found[str(sizes[0])], found[str(sizes[-1])]
    growth = {}
    for label in small:
        if label != "megabytes":
            growth[label] = {part: round(large[label][part] / small[label][part], 2) for part in ("p50", "p95")}
            print(f"  {label:<52} ×{growth[label]['p50']:<8} ×{growth[label]['p95']}")
    found["growth"] = growth


def _bytes_used() -> int:
    if is_postgresql():
        return int(database.execute_sql("SELECT pg_database_size(current_database())").fetchone()[0])
    pages, size = (database.execute_sql(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
    return int(pages * size)


def _drop_all() -> None:
    execute("DROP SCHEMA public CASCADE")
    execute("CREATE SCHEMA public")


if __name__ == "__main__":
    sys.exit(main())
