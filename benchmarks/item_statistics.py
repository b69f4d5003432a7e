"""How long the statistics of a session take over all its results, beside numpy alone on the same marks.

    .venv/bin/python benchmarks/item_statistics.py [--attempts 20000] [--items 100] [--database sqlite|postgresql]

Counted: read the live results, fill the table of marks, count items and forms, lay the figures down. The floor is what
cannot be spared once the marks are in memory: the covariances of all items with the totals and the sorted covariances,
in bare numpy; and the bare read of the rows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from benchmarks import _results
from benchmarks.regrade import bare_read
from courses.markings.queries.statistics import read_marks
from courses.markings.rules.statistics import form_figures, item_figures
from courses.markings.services import count_statistics
from server.core.database import database
from server.core.permissions import SYSTEM
from tests.databases import postgres_cluster


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--attempts", type=int, default=_results.ATTEMPTS)
    parser.add_argument("--items", type=int, default=_results.ITEMS)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = parser.parse_args()
    cluster: Any = postgres_cluster(durable=True) if given.database == "postgresql" else nullcontext("")
    with tempfile.TemporaryDirectory() as folder, cluster as url:
        _results.open_database(Path(folder), url)
        with database.connection_context():
            print(json.dumps({"database": given.database, **measure(given.attempts, given.items)}))


def measure(attempts: int, items: int) -> dict[str, Any]:
    session, _ = _results.make_session(attempts, items)
    reading = _results.seconds_of(lambda: bare_read(session.id))
    table = read_marks(session.id)
    assert table is not None
    numpy_alone = _results.seconds_of(lambda: bare_numpy(table.marks))
    figures = _results.seconds_of(lambda: (item_figures(table), form_figures(table)))
    started = time.perf_counter()
    counted = count_statistics(SYSTEM, session.id)
    whole = time.perf_counter() - started
    assert counted == items
    return {
        "attempts": attempts,
        "items": items,
        "floor_read_seconds": round(reading, 3),
        "floor_numpy_seconds": round(numpy_alone, 3),
        "figures_seconds": round(figures, 3),
        "figures_over_numpy": round(figures / numpy_alone, 1),
        "whole_seconds": round(whole, 2),
        "whole_over_floors": round(whole / (reading + numpy_alone), 1),
    }


def bare_numpy(marks: Any) -> None:
    """Covariances with totals and others, plain and sorted, of all items at once."""
    totals = marks.sum(axis=1)
    centred, around = marks - marks.mean(axis=0), totals - totals.mean()
    with_total = centred.T @ around / (len(marks) - 1)
    variances = (centred**2).sum(axis=0) / (len(marks) - 1)
    others = np.sort(totals[:, None] - marks, axis=0)
    ordered = np.sort(marks, axis=0)
    most = ((ordered - ordered.mean(axis=0)) * (others - others.mean(axis=0))).sum(axis=0)
    assert np.isfinite(with_total).all()
    assert np.isfinite(variances + most).all()


if __name__ == "__main__":
    main()
